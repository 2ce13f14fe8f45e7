//! The meaning of an error code, and the outcome of a failed call.

use hellodialog_runtime::{Error, ErrorKind, Outcome, ParameterStyle, decode};
use serde_json::json;

use crate::script::{Script, Step, half, write};
use crate::{KNOWN, WRITE};

async fn failure(step: Step) -> Error {
    let server = Script::new([step]).await;
    let client = server.builder_for(&KNOWN).build().expect("a client");
    client.value(&WRITE).await.expect_err("an error")
}

fn report(code: i64, data: &serde_json::Value) -> Step {
    let report = json!({"status": "ERROR", "code": code, "message": "no", "data": data});
    write(200, &json!({ "result": report }).to_string())
}

#[tokio::test]
async fn a_rejected_key() {
    let error = failure(report(701, &json!(null))).await;
    assert!(error.is_invalid_key() && !error.is_duplicate() && !error.is_not_found());
    let text = "contacts.create: the API refused the call with code 701: The key is not valid (check the API key)";
    assert_eq!(error.to_string(), text);
    assert!(failure(write(401, "")).await.is_invalid_key());
    assert!(!failure(report(601, &json!(null))).await.is_invalid_key());
}

#[tokio::test]
async fn an_item_that_already_exists() {
    for (id, expected) in [
        (json!(7), Some(7)),
        (json!("7"), Some(7)),
        (json!("x"), None),
        (json!(-7), None),
        (json!([7]), None),
    ] {
        let error = failure(report(712, &json!({"id_of_duplicate": id}))).await;
        assert!(error.is_duplicate() && !error.is_invalid_key());
        assert_eq!(error.duplicate_id(), expected, "{id}");
    }
    for data in [json!(null), json!([]), json!("7")] {
        let error = failure(report(712, &data)).await;
        assert!(error.is_duplicate() && error.duplicate_id().is_none());
    }
    let error = failure(report(712, &json!({"id_of_duplicate": 7}))).await;
    assert!(
        error
            .to_string()
            .ends_with("with code 712 (it already exists, with id 7)")
    );
    assert!(
        !failure(report(601, &json!({"id_of_duplicate": 7})))
            .await
            .is_duplicate()
    );
}

#[tokio::test]
async fn an_item_that_does_not_exist() {
    assert!(failure(report(704, &json!(null))).await.is_not_found());
    assert!(failure(write(404, "")).await.is_not_found());
    assert!(failure(write(404, "no such contact")).await.is_not_found());
    // The HTML page of a web server without an API at this address.
    assert!(!failure(write(404, "<html>Not Found")).await.is_not_found());
    assert!(!failure(report(601, &json!(null))).await.is_not_found());
}

#[tokio::test]
async fn the_outcome_of_a_failed_call() {
    for (step, outcome) in [
        (report(601, &json!(null)), Outcome::Rejected),
        (write(302, ""), Outcome::Rejected),
        (write(400, ""), Outcome::Rejected),
        (write(404, ""), Outcome::Rejected),
        (write(408, ""), Outcome::Unknown),
        (write(500, ""), Outcome::Unknown),
        (write(503, ""), Outcome::Unknown),
        (write(200, ""), Outcome::Unknown),
        (write(200, "<html>"), Outcome::Unknown),
        (write(200, "{"), Outcome::Unknown),
        (Step::Write(half(200)), Outcome::Unknown),
        (Step::Write(Vec::new()), Outcome::Unknown),
        (Step::Reset(Vec::new()), Outcome::Unknown),
    ] {
        let error = failure(step.clone()).await;
        assert_eq!(error.outcome(), outcome, "{step:?}");
        assert_eq!(error.attempts(), 1);
    }
}

#[tokio::test]
async fn the_outcome_of_a_call_that_was_not_sent() {
    let server = Script::new([write(200, "[]")]).await;
    let client = server.client();
    let request = client.0.http().get("http://127.0.0.1:1/").build();
    let result = client.request::<u8>(request.expect("a request")).await;
    let error = result.expect_err("another host");
    assert_eq!(
        (error.kind(), error.outcome()),
        (ErrorKind::Request, Outcome::NotSent)
    );
    assert!(!error.is_retryable());
    assert_eq!(server.count(), 0);
}

#[tokio::test]
async fn a_body_that_cannot_be_serialized_was_not_sent() {
    struct Broken;
    impl serde::Serialize for Broken {
        fn serialize<S: serde::Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
            Err(serde::ser::Error::custom("no text for this"))
        }
    }
    let keys_are_lists = std::collections::HashMap::from([(vec![1], 2)]);
    let server = Script::new([write(200, "[]")]).await;
    let client = server.client();
    let begin = || client.0.request(&WRITE, &[]);
    for request in [
        begin().json(&Broken).build(),
        begin().json(&keys_are_lists).build(),
        begin().json(&f64::NAN).build(),
        begin().form(&Broken, &[]).build(),
        begin()
            .json_as("application/merge-patch+json", &Broken)
            .build(),
        begin()
            .styled_query("q", ParameterStyle::Form.exploded(), &Broken)
            .build(),
        begin().query("q", &Broken).build(),
        begin().query("q", &keys_are_lists).build(),
        begin().cookie("q", &Broken).build(),
        begin().header("q", &Broken).build(),
    ] {
        let call = client.0.call(&WRITE, request, decode::value::<u8>);
        let error = call.await.expect_err("it cannot be sent");
        assert_eq!(
            (error.kind(), error.outcome()),
            (ErrorKind::Request, Outcome::NotSent)
        );
    }
    assert_eq!(server.count(), 0);
}
