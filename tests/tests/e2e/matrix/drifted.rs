//! What a response decodes to when the API has changed since the client was generated.

use hellodialog_operations::{ResponseForm, Row, matches};
use serde_json::{Map, Value, json};

/// The enum members of all responses.
const ENUMS: [&str; 6] = [
    "_state",
    "_language",
    "geslacht",
    "type",
    "payment_status",
    "status",
];

/// Whether a type that keeps unknown members has the new one, and everything else is unchanged.
pub(super) fn new_member(row: &Row, decoded: &Value) -> bool {
    let mut expected = row.decoded.clone();
    let mut add = |members: &mut Map<String, Value>| {
        members.insert("added_later".to_owned(), json!({"since": "2.0"}));
    };
    let confirmation = expected.get("code").is_some();
    match expected.get_mut("data") {
        // In a confirmation only `data` keeps unknown members.
        Some(data) => each_object(data, &mut add),
        None if confirmation || row.form_of_response == ResponseForm::Map => {}
        None => each_object(&mut expected, &mut add),
    }
    matches(decoded, &expected)
}

/// Whether every enum value is unknown, and everything else is unchanged.
pub(super) fn new_enum_value(row: &Row, decoded: &Value) -> bool {
    let (actual, new_values) = without_enum_values(decoded);
    let (expected, _) = without_enum_values(&row.decoded);
    let (_, values) = without_enum_values(&row.response);
    matches(&actual, &expected)
        && new_values.iter().all(|value| value == "Brandnew")
        && new_values.len() >= values.len()
}

/// The value without its enum values, and those values. The status of an envelope is not one of them.
fn without_enum_values(value: &Value) -> (Value, Vec<Value>) {
    let (mut rest, mut values) = (value.clone(), Vec::new());
    each_object(&mut rest, &mut |members| {
        for name in ENUMS {
            if members.get(name).is_some_and(|value| value != "OK") {
                values.extend(members.shift_remove(name));
            }
        }
    });
    (rest, values)
}

/// Whether each value of another type is kept, coerced or absent, and nothing else changed.
pub(super) fn changed_type(row: &Row, decoded: &Value) -> bool {
    if row.form_of_response == ResponseForm::Union {
        // What fits no variant is kept as it is: no member is lost.
        let members = row.response.as_object().into_iter().flatten();
        return members
            .into_iter()
            .all(|(name, _)| decoded.get(name).is_some());
    }
    is_kept_or_absent(decoded, &row.decoded)
}

fn is_kept_or_absent(actual: &Value, expected: &Value) -> bool {
    match (actual, expected) {
        (Value::Object(actual), Value::Object(expected)) if is_keyed(expected) => {
            let mut entries = expected.iter();
            entries.all(|(key, expected)| {
                actual
                    .get(key)
                    .is_some_and(|actual| is_kept_or_absent(actual, expected))
            })
        }
        (Value::Object(actual), Value::Object(expected)) => {
            let kept = ["id", "status", "code", "message"];
            let is_absent = |name: &str| !actual.contains_key(name);
            !kept
                .iter()
                .any(|name| expected.contains_key(*name) && is_absent(name))
                && actual.iter().all(|(name, actual)| {
                    expected.get(name).map_or_else(
                        || is_changed_absence(actual),
                        |expected| is_kept_or_absent(actual, expected),
                    )
                })
        }
        (Value::Array(actual), Value::Array(expected)) => {
            let mut pairs = actual.iter().zip(expected);
            actual.len() >= expected.len()
                && pairs.all(|(actual, expected)| is_kept_or_absent(actual, expected))
        }
        _ => matches(actual, expected) || is_changed(actual, expected),
    }
}

/// Whether `actual` is what the fault makes of a text that means "no value".
fn is_changed_absence(actual: &Value) -> bool {
    only_text(actual).is_some_and(|text| text.is_empty() || text.starts_with("0000-00-00"))
}

/// The text that is the only item of a list.
fn only_text(value: &Value) -> Option<&str> {
    match value.as_array()?.as_slice() {
        [Value::String(text)] => Some(text),
        _ => None,
    }
}

/// Whether `actual` is what the fault makes of `expected`.
fn is_changed(actual: &Value, expected: &Value) -> bool {
    match expected {
        Value::String(text) => match text.parse::<i64>() {
            Ok(number) => *actual == json!(number),
            Err(_) => only_text(actual).is_some_and(|one| matches(&json!(one), expected)),
        },
        Value::Number(number) => {
            let is_same = |text: &str| text.parse().ok() == number.as_f64();
            *actual == json!(format!("about {number}")) || only_text(actual).is_some_and(is_same)
        }
        Value::Bool(flag) => *actual == json!(if *flag { "yes" } else { "no" }),
        _ => false,
    }
}

/// Applies `change` to every object with named members. Collections are no such objects; nor is
/// `access`, which is keyed by endpoint.
fn each_object(value: &mut Value, change: &mut impl FnMut(&mut Map<String, Value>)) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| each_object(item, change)),
        Value::Object(members) => {
            for (name, member) in members.iter_mut() {
                if name != "access" {
                    each_object(member, change);
                }
            }
            if !is_keyed(members) {
                change(members);
            }
        }
        _ => {}
    }
}

/// Whether the object is a collection keyed by index or id, or empty.
fn is_keyed(members: &Map<String, Value>) -> bool {
    let digits = |key: &String| key.bytes().all(|byte| byte.is_ascii_digit());
    members.keys().all(digits)
}
