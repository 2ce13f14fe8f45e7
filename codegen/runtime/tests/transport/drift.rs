//! Drift reports and strict mode.

use std::sync::{Arc, Mutex};

use hellodialog_runtime::schema::Row;
use hellodialog_runtime::{
    Builder, CallOptions, DriftKind, Idempotency, Method, Operation, Service,
};
use serde_json::{Value, json};

use wiremock::MockServer;

use crate::{Client, KEY, READ, operation, response, server};

const ROWS: &[Row<'_>] = &[
    Row::Response("items", "indexed_or_single(Item)"),
    Row::Response("either", "one_of(Count, Item)"),
    Row::Response("states", "keyed(State, integer)"),
    Row::ResponseMember("content", "content", "list(nullable(integer))"),
    Row::Enum("State", &["Optin", "Contact"]),
    Row::Object("Item"),
    Row::Field("id", "lenient(integer)"),
    Row::Field("name", "?string"),
    Row::Field("state", "?State"),
    Row::Field("opened", "?or_empty(string)"),
    Row::Field("private", "?lenient(boolean)"),
    Row::Field("price", "?lenient(number)"),
    Row::Field("groups", "?indexed(integer)"),
    Row::Field("texts", "?keyed(string, string)"),
    Row::Field("tags", "?list(string)"),
    Row::Field("parent", "?Item"),
    Row::Field("own", "?object"),
    Row::Field("born", "?date"),
    Row::Object("Count"),
    Row::Field("count", "integer"),
];
static ITEMS: Operation = operation("items", Method::Get).with_idempotency(Idempotency::Idempotent);
static EITHER: Operation = operation("either", Method::Get);
static STATES: Operation = operation("states", Method::Get);
static CONTENT: Operation = operation("content", Method::Get);

fn builder(server: &MockServer) -> Builder<Client> {
    static DESCRIBED: Service = crate::SERVICE.with_schemas(&[ROWS]);
    Client::builder_for(&DESCRIBED, server)
}

/// The paths and kinds that the hook is called with for `body`.
async fn reported(operation: &'static Operation, body: &Value) -> Vec<(String, DriftKind)> {
    let reports = Arc::new(Mutex::new(Vec::new()));
    let sink = Arc::clone(&reports);
    let server = server(response(200, &body.to_string())).await;
    let client = builder(&server).on_drift(move |drift| {
        let place = (drift.path().to_owned(), drift.kind());
        sink.lock().expect("no panic").push(place);
    });
    let client = client.build().expect("a client");
    client.value(operation).await.expect("JSON");
    let reports = reports.lock().expect("no panic");
    reports.clone()
}

#[tokio::test]
async fn a_described_response_is_not_drift() {
    for item in [
        json!({"id": 1}),
        json!({"id": "1", "name": "Kevin", "state": "Optin", "opened": "2019-02-25"}),
        json!({"id": 1, "opened": "0000-00-00 00:00:00", "private": "0", "price": "1.50"}),
        json!({"id": 1, "opened": "", "private": 1, "price": 2}),
        json!({"id": 1, "opened": null, "private": true, "price": 2.5, "name": null}),
        json!({"id": 1, "groups": [1, 2], "texts": [], "tags": []}),
        json!({"id": 1, "groups": {"0": 1, "4": 2}, "texts": {"a": "b"}, "tags": ["x"]}),
        json!({"id": 1, "parent": {"id": 2}, "own": {"anything": [1, {}]}}),
    ] {
        for body in [json!([item]), json!({"0": item, "7": item}), item.clone()] {
            assert_eq!(reported(&ITEMS, &body).await, [], "{body}");
        }
    }
    assert_eq!(reported(&ITEMS, &json!([])).await, []);
    assert_eq!(reported(&EITHER, &json!({"count": 3})).await, []);
    assert_eq!(reported(&EITHER, &json!({"id": 3})).await, []);
}

#[tokio::test]
async fn a_difference_is_reported_with_its_path() {
    use DriftKind::{Coerced, MissingField, UnknownField, UnknownValue};
    for (item, path, kind) in [
        (json!({"id": 1, "new": 1}), "new", UnknownField),
        (json!({"id": 1, "state": "Asleep"}), "state", UnknownValue),
        (json!({"name": "Kevin"}), "id", MissingField),
        (json!({"id": 1.5}), "id", Coerced),
        (json!({"id": "x"}), "id", Coerced),
        (json!({"id": null}), "id", Coerced),
        (json!({"id": 1, "name": 12}), "name", Coerced),
        (json!({"id": 1, "name": ["x"]}), "name", Coerced),
        (json!({"id": 1, "state": 1}), "state", Coerced),
        (json!({"id": 1, "opened": false}), "opened", Coerced),
        (json!({"id": 1, "private": "yes"}), "private", Coerced),
        (json!({"id": 1, "price": "a lot"}), "price", Coerced),
        (json!({"id": 1, "groups": "1,2"}), "groups", Coerced),
        (json!({"id": 1, "groups": {"x": 1}}), "groups", Coerced),
        (json!({"id": 1, "groups": [1, "2"]}), "groups.1", Coerced),
        (json!({"id": 1, "texts": ["x"]}), "texts", Coerced),
        (json!({"id": 1, "texts": {"a": 1}}), "texts.a", Coerced),
        (json!({"id": 1, "tags": {"0": "x"}}), "tags", Coerced),
        (json!({"id": 1, "own": "x"}), "own", Coerced),
        (json!({"id": 1, "born": "25-02-2019"}), "born", Coerced),
        (json!({"id": 1, "born": ""}), "born", Coerced),
        (
            json!({"id": 1, "parent": {"id": 2, "new": 3}}),
            "parent.new",
            UnknownField,
        ),
    ] {
        let at = |prefix: &str| vec![(format!("{prefix}{path}"), kind)];
        let valid = json!({"id": 1});
        assert_eq!(reported(&ITEMS, &json!([valid, item])).await, at("1."));
        let indexed = json!({"0": valid, "4": item});
        assert_eq!(reported(&ITEMS, &indexed).await, at("4."));
    }
    assert_eq!(
        reported(&ITEMS, &json!("x")).await,
        [(".".to_owned(), Coerced)]
    );
    let states = json!({"Optin": 1, "Asleep": 2, "new": "x"});
    let expected = [
        ("Asleep".to_owned(), UnknownValue),
        ("new".to_owned(), UnknownField),
    ];
    assert_eq!(reported(&STATES, &states).await, expected);
    let null = json!({"content": [1, null, "x"]});
    let expected = [("content.2".to_owned(), Coerced)];
    assert_eq!(reported(&CONTENT, &null).await, expected);
    let new = ("new".to_owned(), UnknownField);
    assert_eq!(
        reported(&EITHER, &json!({"count": 3, "new": 1})).await,
        [new]
    );
}

#[tokio::test]
async fn a_response_without_a_schema_is_not_drift() {
    assert_eq!(reported(&READ, &json!({"anything": 1})).await, []);
}

#[tokio::test]
async fn in_strict_mode_the_first_difference_is_an_error() {
    let body = json!({"4": {"id": 1, "new": "x", "state": "Asleep"}});
    let server = server(response(200, &body.to_string())).await;
    let client = builder(&server).strict().build().expect("a client");
    let failed = client
        .value(&ITEMS)
        .await
        .expect_err("an undescribed value");
    assert!(failed.is_decode());
    assert_eq!(
        failed.to_string(),
        "items: strict mode: the response has a value that is not described, at `4.state`"
    );
    assert_eq!((failed.status(), failed.attempts()), (Some(200), 1));
    assert_eq!(failed.body(), Some(body.to_string().as_bytes()));

    let client = builder(&server).build().expect("a client");
    assert_eq!(client.value(&ITEMS).await.ok(), Some(body));
}

#[tokio::test]
async fn a_report_shows_no_value_and_never_the_key() {
    let body = json!([{"id": 1, KEY: "private", "new": format!("token={KEY}")}]);
    let server = server(response(200, &body.to_string())).await;
    let reports = Arc::new(Mutex::new(Vec::new()));
    let sink = Arc::clone(&reports);
    let client = builder(&server).on_drift(move |drift| {
        let texts = [drift.to_string(), format!("{drift:?}")];
        let value = drift.value().map(ToString::to_string);
        sink.lock().expect("no panic").push((texts, value));
    });
    let client = client.build().expect("a client");
    let read: Result<Value, _> = client.send(&ITEMS, CallOptions::default()).await;
    assert!(read.is_ok());
    let mut reports = reports.lock().expect("no panic").clone();
    reports.sort(); // the walk is over a `Value`, whose order depends on the features of `serde_json`
    let ([first, debug], value) = &reports[0];
    assert_eq!(first, "items: `0.***` is a field that is not described");
    assert!(!debug.contains("private"), "{debug}");
    assert_eq!(value.as_deref(), Some("\"private\""));
    assert_eq!(reports[1].1.as_deref(), Some("\"token=***\""));
}

#[tokio::test]
async fn a_report_shows_no_key_that_is_personal_data() {
    let name = "kevin.de.vries@example.com";
    let body = json!({"Optin": 1, name: 2});
    let server = server(response(200, &body.to_string())).await;
    let reports = Arc::new(Mutex::new(Vec::new()));
    let sink = Arc::clone(&reports);
    let client = builder(&server).on_drift(move |drift| {
        let shown = format!("{drift} {drift:?}");
        let report = (drift.path().to_owned(), shown);
        sink.lock().expect("no panic").push(report);
    });
    let client = client.build().expect("a client");
    client.value(&STATES).await.expect("JSON");
    let strict = builder(&server).strict().build().expect("a client");
    let error = strict.value(&STATES).await.expect_err("an unknown key");
    let reports = reports.lock().expect("no panic").clone();
    let [(path, shown)] = &reports[..] else {
        panic!("{reports:?}")
    };
    assert_eq!(path, name);
    for shown in [shown, &error.to_string(), &format!("{error:?}")] {
        assert!(shown.contains("***") && !shown.contains("kevin"), "{shown}");
    }
}
