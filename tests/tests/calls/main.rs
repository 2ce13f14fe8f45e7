//! What the client offers beyond one request a call, against a server on loopback: streams over
//! pages, upserts, batches, requests of the caller's own making, the raw answer.

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
    let server = MockServer::start().await;
    let builder = Client::builder(KEY).base_url(server.uri());
    let client = builder.build().expect("the key and the address are right");
    (server, client)
}

fn ok(body: &Value) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(body)
}

#[tokio::test]
async fn the_raw_answer_comes_beside_the_typed_one() -> Result<(), Error> {
    let (server, client) = start().await;
    let body = json!({"score": "-33.33", "participants": 3, "new": "unknown to us"});
    let answer = ok(&body).insert_header("x-served-by", "7");
    Mock::given(path("/nps"))
        .respond_with(answer)
        .mount(&server)
        .await;
    let options = hellodialog::types::GetNps::new();
    let answered = client.nps().get(options).with_raw().await?;
    assert_eq!(answered.value.participants, Some(3));
    assert_eq!(answered.raw.status(), 200);
    assert_eq!(answered.raw.header("X-Served-By"), Some("7"));
    let raw: Value = serde_json::from_slice(answered.raw.body()).expect("it is JSON");
    assert_eq!(raw, body);
    Ok(())
}

#[tokio::test]
async fn any_call_takes_further_query_parameters() -> Result<(), Error> {
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
async fn a_request_of_the_callers_own_goes_the_same_way() -> Result<(), Error> {
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
    let answer: Value = request
        .query("dry", "1")
        .json(&json!({"now": true}))
        .send()
        .await?;
    assert_eq!(answer, json!({"sent": true}));
    let refused = client.request(Method::Get, "refused").send::<Value>().await;
    assert_eq!(
        refused.expect_err("the answer is a failure").code(),
        Some(777)
    );
    Ok(())
}

#[tokio::test]
async fn a_request_cannot_take_the_key_to_another_host() {
    let (_server, client) = start().await;
    for path in [
        "//other.example/x",
        "https://other.example/x",
        "@other.example/",
    ] {
        let request = client.request(Method::Get, path);
        let error = request.send::<Value>().await.expect_err("nothing is there");
        assert_eq!(
            error.status(),
            Some(404),
            "our server answers: {path} {error}"
        );
    }
}
