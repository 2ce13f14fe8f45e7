//! What is told of an answer that is not as described.

use std::sync::{Arc, Mutex};

use hellodialog_runtime::drift::{Member, Rest, Shape};
use hellodialog_runtime::{CallOptions, DriftKind, Idempotency, Operation};
use serde_json::{Value, json};

use crate::{Client, KEY, READ, answer, server};

static STATE: Shape = Shape::Enum(&["Optin", "Contact"]);
static ITEM: Shape = Shape::Object(
    &[
        Member::Required("id", &Shape::Dressed(&Shape::Integer)),
        Member::Optional("name", &Shape::Text),
        Member::Optional("state", &STATE),
        Member::Optional("opened", &Shape::OrEmpty(&Shape::Text)),
        Member::Optional("private", &Shape::Dressed(&Shape::Flag)),
        Member::Optional("price", &Shape::Dressed(&Shape::Number)),
        Member::Optional("groups", &Shape::Indexed(&Shape::Integer)),
        Member::Optional("texts", &Shape::Keyed(&Shape::Text)),
        Member::Optional("tags", &Shape::List(&Shape::Text)),
        Member::Optional("parent", &ITEM),
        Member::Optional("own", &Shape::Object(&[], Rest::Any)),
    ],
    Rest::None,
);
static ITEMS: Operation = READ
    .with_answer(&Shape::IndexedOrOne(&ITEM))
    .with_idempotency(Idempotency::Idempotent);
static EITHER: Operation = READ.with_answer(&Shape::OneOf(&[
    &Shape::Object(&[Member::Required("count", &Shape::Integer)], Rest::None),
    &ITEM,
]));

/// What the hook is told of `body`.
async fn told(operation: &'static Operation, body: &Value) -> Vec<(String, DriftKind)> {
    let told = Arc::new(Mutex::new(Vec::new()));
    let telling = Arc::clone(&told);
    let server = server(answer(200, &body.to_string())).await;
    let client = Client::builder(&server).on_drift(move |drift| {
        let place = (drift.path().to_owned(), drift.kind());
        telling.lock().expect("no panic").push(place);
    });
    let client = client.build().expect("a client");
    client.value(operation).await.expect("it is JSON");
    let told = told.lock().expect("no panic");
    told.clone()
}

#[tokio::test]
async fn what_is_described_is_no_news() {
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
            assert_eq!(told(&ITEMS, &body).await, [], "{body}");
        }
    }
    assert_eq!(told(&ITEMS, &json!([])).await, []);
    assert_eq!(told(&EITHER, &json!({"count": 3})).await, []);
    assert_eq!(told(&EITHER, &json!({"id": 3})).await, []);
}

#[tokio::test]
async fn what_is_not_described_is_told_by_its_place() {
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
        (
            json!({"id": 1, "parent": {"id": 2, "new": 3}}),
            "parent.new",
            UnknownField,
        ),
    ] {
        let told_of = |prefix: &str| vec![(format!("{prefix}{path}"), kind)];
        let fine = json!({"id": 1});
        assert_eq!(told(&ITEMS, &json!([fine, item])).await, told_of("1."));
        let indexed = json!({"0": fine, "4": item});
        assert_eq!(told(&ITEMS, &indexed).await, told_of("4."));
    }
    assert_eq!(told(&ITEMS, &json!("x")).await, [(".".to_owned(), Coerced)]);
    let new = ("new".to_owned(), UnknownField);
    assert_eq!(told(&EITHER, &json!({"count": 3, "new": 1})).await, [new]);
}

#[tokio::test]
async fn a_call_of_which_nothing_is_described_is_no_news() {
    assert_eq!(told(&READ, &json!({"anything": 1})).await, []);
}

#[tokio::test]
async fn in_strict_mode_the_first_difference_is_an_error() {
    let body = json!({"4": {"id": 1, "new": "x", "state": "Asleep"}});
    let server = server(answer(200, &body.to_string())).await;
    let client = Client::builder(&server).strict().build().expect("a client");
    let failed = client
        .value(&ITEMS)
        .await
        .expect_err("it is not as described");
    assert!(failed.is_decode());
    assert_eq!(
        failed.to_string(),
        "contacts.get: the answer has a value that the description does not know, at `4.state`, \
         which strict mode does not let pass"
    );
    assert_eq!((failed.status(), failed.attempts()), (Some(200), 1));
    assert_eq!(failed.body(), Some(body.to_string().as_bytes()));

    let client = Client::builder(&server).build().expect("a client");
    assert_eq!(client.value(&ITEMS).await.ok(), Some(body));
}

#[tokio::test]
async fn what_is_told_shows_no_value_and_never_the_key() {
    let body = json!([{"id": 1, KEY: "private", "new": format!("token={KEY}")}]);
    let server = server(answer(200, &body.to_string())).await;
    let told = Arc::new(Mutex::new(Vec::new()));
    let telling = Arc::clone(&told);
    let client = Client::builder(&server).on_drift(move |drift| {
        let texts = [drift.to_string(), format!("{drift:?}")];
        let value = drift.value().map(ToString::to_string);
        telling.lock().expect("no panic").push((texts, value));
    });
    let client = client.build().expect("a client");
    let read: Result<Value, _> = client.send(&ITEMS, CallOptions::default()).await;
    assert!(read.is_ok());
    let told = told.lock().expect("no panic").clone();
    let ([first, debug], value) = &told[0];
    assert_eq!(
        first,
        "contacts.get: `0.***` is a field that the description does not know"
    );
    assert!(!debug.contains("private"), "{debug}");
    assert_eq!(value.as_deref(), Some("\"private\""));
    assert_eq!(told[1].1.as_deref(), Some("\"token=***\""));
}
