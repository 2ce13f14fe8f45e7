//! Differences by example.

use hellodialog_runtime::schema::DifferenceKind::{
    MissingField, UnknownField, UnknownKey, UnknownValue, WrongType,
};
use hellodialog_runtime::schema::{Description, DifferenceKind, Kind, Row, Schema, Schemas};
use serde_json::{Value, json};

use crate::{Collected, compare};

fn against(expression: &'static str, value: &Value) -> Collected {
    let rows = [
        Row::Response("it", expression),
        Row::Enum("Colour", &["red", "blue"]),
        Row::Type("Id", "lenient(integer)"),
        Row::Object("Pair"),
        Row::Field("id", "Id"),
        Row::Field("name", "?string"),
        Row::Object("Title"),
        Row::Field("title", "string"),
        Row::OpenObject("Free"),
        Row::Field("id", "Id"),
    ];
    let description = Description::read(&[&rows]).expect("well-formed rows");
    let schema = description.response("it").expect("a response");
    compare(&description.schemas, schema, value)
}

#[track_caller]
fn differs(expression: &'static str, value: &Value, expected: &[(&str, DifferenceKind)]) {
    let found = against(expression, value).differences;
    let found: Vec<_> = found
        .iter()
        .map(|(path, kind)| (path.as_str(), *kind))
        .collect();
    assert_eq!(found, expected, "{expression}: {value}");
}

#[test]
fn nullable_applies_to_items_and_map_values() {
    differs("list(nullable(integer))", &json!([1, null]), &[]);
    differs("list(integer)", &json!([1, null]), &[("1", WrongType)]);
    differs("map(nullable(string))", &json!({"a": null}), &[]);
    differs("map(string)", &json!({"a": null}), &[("a", WrongType)]);
    differs("nullable(integer)", &json!(""), &[(".", WrongType)]);
}

#[test]
fn an_absent_value_is_not_compared_further() {
    for empty in [json!(null), json!(""), json!([]), json!("0000-00-00")] {
        let collected = against("or_empty(Pair)", &empty);
        assert_eq!(collected.empty, ["."], "{empty}");
        assert_eq!(collected.differences, []);
    }
    differs("or_empty(Pair)", &json!("x"), &[(".", WrongType)]);
    differs("or_empty(date)", &json!("0000-00-01"), &[(".", WrongType)]);
}

#[test]
fn a_lenient_scalar_may_be_in_a_string() {
    for (expression, fitting, odd) in [
        ("lenient(integer)", json!("12"), json!("+12")),
        ("lenient(number)", json!("1e3"), json!(".5")),
        ("lenient(boolean)", json!("1"), json!("yes")),
        ("integer", json!(12), json!("12")),
        ("number", json!(1.5), json!("1.5")),
        ("boolean", json!(false), json!(0)),
        ("date", json!("2019-02-25"), json!("2019-02-31")),
        (
            "date_time",
            json!("2019-02-25 10:39:49"),
            json!("2019-02-25"),
        ),
        (
            "instant",
            json!("2019-02-25T10:39:49Z"),
            json!("2019-02-25 10:39:49"),
        ),
    ] {
        differs(expression, &fitting, &[]);
        differs(expression, &odd, &[(".", WrongType)]);
    }
}

#[test]
fn keys_of_a_map_are_compared_with_their_schema() {
    differs("keyed(Colour, integer)", &json!({"red": 1}), &[]);
    differs(
        "keyed(Colour, integer)",
        &json!({"green": 1, "total": "x"}),
        &[("green", UnknownKey), ("total", UnknownField)],
    );
    assert_eq!(against("keyed(Id, any)", &json!({"7": 1})).keys, ["7"]);
}

#[test]
fn the_alternative_with_the_fewest_differences_is_compared() {
    let expression = "one_of(Title, Pair)";
    differs(expression, &json!({"title": "x"}), &[]);
    differs(
        expression,
        &json!({"id": 1, "x": 2}),
        &[("x", UnknownField)],
    );
    differs("one_of(Pair, Free)", &json!({"id": 1, "x": 2}), &[]);
    differs("Pair", &json!({"name": null}), &[("id", MissingField)]);
    differs("list(Colour)", &json!(["red", ""]), &[("1", UnknownValue)]);
}

#[test]
fn a_name_without_a_row_is_any_value() {
    differs("list(Unheard)", &json!([1, "x", {}]), &[]);
}

#[test]
fn cycles_end() {
    differs("Loop", &json!(1), &[]);
    let mut schemas = Schemas::new();
    let one = schemas.add(Schema::default());
    let two = schemas.add(Kind::Reference(one).into());
    schemas.set(one, Kind::Reference(two).into());
    assert_eq!(compare(&schemas, one, &json!({"a": 1})).differences, []);
    schemas.set(one, Kind::OneOf(vec![one, two]).into());
    assert_eq!(compare(&schemas, one, &json!({"a": 1})).differences, []);
}
