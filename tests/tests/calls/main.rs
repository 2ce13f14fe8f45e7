//! Calls that are more than one typed request, against a server on loopback: streams over pages,
//! upserts, batches, custom requests, raw responses.

mod blocking;
mod drift;
mod pages;
mod writes;

use hellodialog::{Client, Error, Method};
use serde_json::{Value, json};
use wiremock::matchers::{method, path, query_param};
use wiremock::{Mock, MockServer, ResponseTemplate};

const KEY: &str = "0123456789abcdef0123456789abcdef";

async fn start() -> (MockServer, Client) {
    let server = MockServer::builder().start().await;
    let builder = Client::builder(KEY).base_url(server.uri());
    let client = builder.build().expect("a valid key and base URL");
    (server, client)
}

fn ok(body: &Value) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(body)
}

#[tokio::test]
async fn the_raw_response_is_returned_with_the_typed_one() -> Result<(), Error> {
    let (server, client) = start().await;
    let body = json!({"account": "Shop", "plan": "Professional", "new": "unknown to us"});
    let response = ok(&body).insert_header("x-served-by", "7");
    Mock::given(path("/ping"))
        .respond_with(response)
        .mount(&server)
        .await;
    let response = client.ping().get().with_raw().await?;
    assert_eq!(response.value.account.as_deref(), Some("Shop"));
    assert_eq!(response.raw.status(), 200);
    assert_eq!(response.raw.header("X-Served-By"), Some("7"));
    let raw: Value = serde_json::from_slice(response.raw.body()).expect("it is JSON");
    assert_eq!(raw, body);
    Ok(())
}

#[tokio::test]
async fn any_call_accepts_additional_query_parameters() -> Result<(), Error> {
    let (server, client) = start().await;
    Mock::given(path("/ping"))
        .and(query_param("debug", "a b&c"))
        .respond_with(ok(&json!({"account": "Hellodialog"})))
        .expect(1)
        .mount(&server)
        .await;
    let account = client.ping().get().query("debug", "a b&c").await?;
    assert_eq!(account.account.as_deref(), Some("Hellodialog"));
    Ok(())
}

#[tokio::test]
async fn a_custom_request_is_sent_and_decoded_like_any_call() -> Result<(), Error> {
    let (server, client) = start().await;
    Mock::given(method("POST"))
        .and(path("/contacts/7/optin_mail"))
        .and(query_param("token", KEY))
        .and(query_param("dry", "1"))
        .respond_with(ok(&json!({"sent": true})))
        .mount(&server)
        .await;
    let failure = json!({"result": {"status": "ERROR", "code": 777, "message": "no"}});
    Mock::given(path("/refused"))
        .respond_with(ok(&failure))
        .mount(&server)
        .await;
    let request = client.request(Method::Post, "/contacts/7/optin_mail");
    let response: Value = request
        .query("dry", "1")
        .json(&json!({"now": true}))
        .send()
        .await?;
    assert_eq!(response, json!({"sent": true}));
    let result = client.request(Method::Get, "refused").send::<Value>().await;
    assert_eq!(
        result.expect_err("the response reports a failure").code(),
        Some(777)
    );
    Ok(())
}

#[tokio::test]
async fn a_custom_request_cannot_send_the_key_to_another_host() {
    let (_server, client) = start().await;
    for path in [
        "//other.example/x",
        "https://other.example/x",
        "@other.example/",
    ] {
        let request = client.request(Method::Get, path);
        let error = request.send::<Value>().await.expect_err("no such path");
        assert_eq!(
            error.status(),
            Some(404),
            "the request must go to the server of the test: {path} {error}"
        );
    }
}
