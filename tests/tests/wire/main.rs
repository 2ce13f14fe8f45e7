//! Decoding values as the API prints them, and encoding values for it.
//!
//! The API is written in PHP: numbers may be in strings, lists may be objects, and empty objects may be
//! arrays. The expected values come from the docs of the API and from clients of its vendor.

mod account;
mod collections;
mod contacts;
mod dates;
mod money;
mod order_search;
mod properties;
mod responses;
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

/// Decodes `value` from JSON text, like a response.
#[track_caller]
fn read<T: DeserializeOwned>(value: &Value) -> T {
    match serde_json::from_str(&value.to_string()) {
        Ok(read) => read,
        Err(error) => panic!("{value}: {error}"),
    }
}

/// The error of decoding `value` as a `T`.
#[track_caller]
fn decode_error<T: DeserializeOwned + std::fmt::Debug>(value: &Value) -> String {
    let read = serde_json::from_str::<T>(&value.to_string());
    read.expect_err("a value that fails to decode").to_string()
}

/// The JSON text that is sent for `value`.
fn text<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("a value that can be encoded")
}

/// `value` encoded, for comparisons that ignore the order of members.
fn encode<T: Serialize>(value: &T) -> Value {
    serde_json::from_str(&text(value)).expect("JSON")
}

/// `object` with a further member.
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

/// The result of a call whose response is `response`.
async fn call_with_response<T, F>(response: &Value, call: F) -> Result<T, Error>
where
    F: AsyncFnOnce(Client) -> Result<T, Error>,
{
    let server = MockServer::builder().start().await;
    let template = ResponseTemplate::new(200).set_body_json(response);
    Mock::given(any())
        .respond_with(template)
        .mount(&server)
        .await;
    let client = Client::builder("0123456789abcdef0123456789abcdef").base_url(server.uri());
    call(client.build().expect("a client")).await
}
