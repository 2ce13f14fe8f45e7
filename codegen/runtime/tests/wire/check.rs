//! What is refused before it is sent.

use hellodialog_runtime::wire::{As, Lenient};
use hellodialog_runtime::{ErrorKind, Extra, Method, Operation, Outcome, Value};
use serde::Serialize;

use crate::client;

#[derive(Serialize)]
struct Item {
    id: u64,
    #[serde(with = "As::<Lenient>")]
    price: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    parts: Option<Vec<Item>>,
    #[serde(flatten)]
    custom: Extra,
}

fn item(id: u64) -> Item {
    Item {
        id,
        price: 1.0,
        parts: None,
        custom: Extra::new(),
    }
}

fn with(name: &str, value: impl Serialize) -> Item {
    let mut item = item(7);
    item.custom.insert(name, value);
    item
}

static PUT: Operation = Operation::new("putThings", Method::Put, "/things", "things", "update");

/// The error of a request with this body.
fn refusal(body: &impl Serialize) -> String {
    let client = client();
    let request = client.request(&PUT, &[]);
    let error = request.json(body).build().expect_err("it is refused");
    assert_eq!(
        (error.kind(), error.outcome()),
        (ErrorKind::Request, Outcome::NotSent)
    );
    error.to_string()
}

#[test]
fn an_object_with_a_key_twice_is_refused() {
    assert!(refusal(&with("id", 9)).contains("`id`"));
    assert!(refusal(&[item(1), with("price", "2")]).contains("`1.price`"));
    let nested = Item {
        parts: Some(vec![with("id", 9)]),
        ..item(1)
    };
    assert!(refusal(&nested).contains("`parts.0.id`"));
}

#[test]
fn a_number_that_json_cannot_carry_is_refused() {
    for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let typed = Item {
            price: number,
            ..item(1)
        };
        assert!(refusal(&typed).contains("`price`"));
        assert!(refusal(&with("size", number)).contains("`size`"));
        assert!(refusal(&with("sizes", [1.0, number])).contains("`size"));
        assert!(Extra::from_serialize(&item_of(number)).is_err());
    }
}

fn item_of(price: f64) -> Item {
    Item { price, ..item(1) }
}

#[test]
fn what_is_replaced_or_removed_is_not_refused() {
    let mut extra = Extra::new();
    extra.insert("size", f64::NAN);
    assert!(serde_json::to_string(&extra).is_err());
    extra.insert("size", 1);
    assert_eq!(
        serde_json::to_string(&extra).ok().as_deref(),
        Some(r#"{"size":1}"#)
    );
    extra.insert("size", f64::NAN);
    extra.remove("size");
    assert_eq!(serde_json::to_string(&extra).ok().as_deref(), Some("{}"));
}

#[test]
fn a_body_without_such_members_is_sent_as_it_is() {
    let client = client();
    let request = client.request(&PUT, &[]);
    let request = request
        .json(&[with("size", 43)])
        .build()
        .expect("a request");
    let body = request
        .body()
        .and_then(|body| body.as_bytes())
        .expect("a body");
    let body: Value = serde_json::from_slice(body).expect("JSON");
    assert_eq!(
        body,
        serde_json::json!([{"id": 7, "price": 1.0, "size": 43}])
    );
}
