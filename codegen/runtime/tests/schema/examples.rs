//! Examples of differences.

use hellodialog_runtime::schema::DifferenceKind::{
    MissingField, UnknownField, UnknownKey, UnknownValue, WrongType,
};
use hellodialog_runtime::schema::{Description, DifferenceKind, Kind, Row, Schema, Schemas};
use serde_json::{Value, json};

use crate::{Collected, compare};

fn compare_with(expression: &'static str, value: &Value) -> Collected {
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
fn assert_differences(
    expression: &'static str,
    value: &Value,
    expected: &[(&str, DifferenceKind)],
) {
    let actual = compare_with(expression, value).differences;
    let actual: Vec<_> = actual
        .iter()
        .map(|(path, kind)| (path.as_str(), *kind))
        .collect();
    assert_eq!(actual, expected, "{expression}: {value}");
}

#[test]
fn nullable_applies_to_items_and_map_values() {
    assert_differences("list(nullable(integer))", &json!([1, null]), &[]);
    assert_differences("list(integer)", &json!([1, null]), &[("1", WrongType)]);
    assert_differences("map(nullable(string))", &json!({"a": null}), &[]);
    assert_differences("map(string)", &json!({"a": null}), &[("a", WrongType)]);
    assert_differences("nullable(integer)", &json!(""), &[(".", WrongType)]);
}

#[test]
fn an_absent_value_is_not_compared_further() {
    for empty in [json!(null), json!(""), json!([]), json!("0000-00-00")] {
        let collected = compare_with("or_empty(Pair)", &empty);
        assert_eq!(collected.empty, ["."], "{empty}");
        assert_eq!(collected.differences, []);
    }
    assert_differences("or_empty(Pair)", &json!("x"), &[(".", WrongType)]);
    assert_differences("or_empty(date)", &json!("0000-00-01"), &[(".", WrongType)]);
}

#[test]
fn a_lenient_scalar_may_be_in_a_string() {
    for (expression, valid, invalid) in [
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
        assert_differences(expression, &valid, &[]);
        assert_differences(expression, &invalid, &[(".", WrongType)]);
    }
}

#[test]
fn keys_of_a_map_are_compared_with_their_schema() {
    assert_differences("keyed(Colour, integer)", &json!({"red": 1}), &[]);
    assert_differences(
        "keyed(Colour, integer)",
        &json!({"green": 1, "total": "x"}),
        &[("green", UnknownKey), ("total", UnknownField)],
    );
    assert_eq!(compare_with("keyed(Id, any)", &json!({"7": 1})).keys, ["7"]);
}

#[test]
fn the_alternative_with_the_fewest_differences_is_compared() {
    let expression = "one_of(Title, Pair)";
    assert_differences(expression, &json!({"title": "x"}), &[]);
    assert_differences(
        expression,
        &json!({"id": 1, "x": 2}),
        &[("x", UnknownField)],
    );
    assert_differences("one_of(Pair, Free)", &json!({"id": 1, "x": 2}), &[]);
    assert_differences("Pair", &json!({"name": null}), &[("id", MissingField)]);
    assert_differences("list(Colour)", &json!(["red", ""]), &[("1", UnknownValue)]);
}

#[test]
fn a_name_without_a_row_is_any_value() {
    assert_differences("list(Unheard)", &json!([1, "x", {}]), &[]);
}

#[test]
fn cycles_end() {
    assert_differences("Loop", &json!(1), &[]);
    let mut schemas = Schemas::new();
    let one = schemas.add(Schema::default());
    let two = schemas.add(Kind::Reference(one).into());
    schemas.set(one, Kind::Reference(two).into());
    assert_eq!(compare(&schemas, one, &json!({"a": 1})).differences, []);
    schemas.set(one, Kind::OneOf(vec![one, two]).into());
    assert_eq!(compare(&schemas, one, &json!({"a": 1})).differences, []);
}
