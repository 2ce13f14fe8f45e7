//! Values as the API prints them, and what becomes of them.
//!
//! The API is written in PHP: numbers come in strings, lists as objects, empty objects as arrays.
//! What is expected here comes from the docs of the API and from what clients of its vendor read.

mod account;
mod answers;
mod collections;
mod contacts;
mod dates;
mod money;
mod order_search;
mod properties;
mod samples;
mod unknown;
mod writes;

use hellodialog::types::{Contact, Field, Group, Order};
use hellodialog::{Client, Error};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

/// Reads `value`, from text as an answer is.
#[track_caller]
fn read<T: DeserializeOwned>(value: &Value) -> T {
    match serde_json::from_str(&value.to_string()) {
        Ok(read) => read,
        Err(error) => panic!("{value}: {error}"),
    }
}

/// What is wrong with `value` as a `T`.
#[track_caller]
fn refused<T: DeserializeOwned + std::fmt::Debug>(value: &Value) -> String {
    let read = serde_json::from_str::<T>(&value.to_string());
    read.expect_err("what does not fit is refused").to_string()
}

/// The text that is sent for `value`.
fn text<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("what is sent can be written")
}

/// `value` as it is written, for a comparison that does not mind the order of members.
fn written<T: Serialize>(value: &T) -> Value {
    serde_json::from_str(&text(value)).expect("what is written is JSON")
}

/// `object` with one more member.
fn with(mut object: Value, member: &str, value: Value) -> Value {
    object[member] = value;
    object
}

fn contact(member: &str, value: Value) -> Contact {
    read(&with(json!({"id": 1}), member, value))
}

fn group(member: &str, value: Value) -> Group {
    read(&with(json!({"id": 1}), member, value))
}

fn order(member: &str, value: Value) -> Order {
    read(&with(json!({"id": 1}), member, value))
}

fn field(member: &str, value: Value) -> Field {
    read(&with(json!({}), member, value))
}

/// What a client says of `answer`, whatever it asks for.
async fn asked<T, F>(answer: &Value, ask: F) -> Result<T, Error>
where
    F: AsyncFnOnce(Client) -> Result<T, Error>,
{
    let server = MockServer::start().await;
    let template = ResponseTemplate::new(200).set_body_json(answer);
    Mock::given(any())
        .respond_with(template)
        .mount(&server)
        .await;
    let client = Client::builder("0123456789abcdef0123456789abcdef").base_url(server.uri());
    ask(client.build().expect("a client")).await
}
