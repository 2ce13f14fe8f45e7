//! What a response decodes to when the API has changed since the client was generated.

use hellodialog_operations::{Row, matches};
use serde_json::{Map, Value, json};

/// The members that hold a word from a list, in any response.
const ENUMS: [&str; 6] = [
    "_state",
    "_language",
    "geslacht",
    "type",
    "payment_status",
    "status",
];

/// Operations whose types keep no members that the docs do not name.
const CLOSED: [&str; 9] = [
    "getCampaignStatistics",
    "getContactStatistics",
    "getExternalGroup",
    "getExternalGroups",
    "getGroup",
    "getGroupExternal",
    "getGroups",
    "getNps",
    "getPing",
];

/// Operations that read and have no types that a change can break: maps, and counts that come as text.
const OPEN: [&str; 6] = [
    "getCampaign",
    "getCampaigns",
    "getContactStatistics",
    "getStatistics",
    "getUnsubscriber",
    "getUnsubscribers",
];

/// Whether a response whose types have changed is a decoding error. A confirmation is not: the fault
/// keeps the types of an envelope.
pub(super) fn is_refused(row: &Row) -> bool {
    !row.writes() && !OPEN.contains(&row.operation)
}

/// The new member is kept wherever members can be kept, and everything else is as before.
pub(super) fn new_member(row: &Row, decoded: &Value) -> bool {
    let mut expected = row.decoded.clone();
    let mut add = |members: &mut Map<String, Value>| {
        // The options of a field keep none.
        if !members.contains_key("values") {
            members.insert("added_later".to_owned(), json!({"since": "2.0"}));
        }
    };
    let confirmation = expected.get("code").is_some();
    match expected.get_mut("data") {
        // Of a confirmation only the data keeps members.
        Some(data) => each_object(data, &mut add),
        None if confirmation || CLOSED.contains(&row.operation) => {}
        None => each_object(&mut expected, &mut add),
    }
    matches(decoded, &expected)
}

/// Every word from a list is an unknown one, and everything else is as before.
pub(super) fn new_enum_value(row: &Row, decoded: &Value) -> bool {
    let (found, new_words) = without_words(decoded);
    let (expected, _) = without_words(&row.decoded);
    let (_, words) = without_words(&row.response);
    matches(&found, &expected)
        && new_words.iter().all(|word| word == "Brandnew")
        && new_words.len() >= words.len()
}

/// The value without the words, and the words. The status of an envelope is not one of them.
fn without_words(value: &Value) -> (Value, Vec<Value>) {
    let (mut rest, mut words) = (value.clone(), Vec::new());
    each_object(&mut rest, &mut |members| {
        for name in ENUMS {
            if members.get(name).is_some_and(|word| word != "OK") {
                words.extend(members.shift_remove(name));
            }
        }
    });
    (rest, words)
}

/// Values of other types are kept, coerced or left out; nothing else changes.
pub(super) fn changed_type(row: &Row, decoded: &Value) -> bool {
    remains(decoded, &row.decoded)
}

fn remains(found: &Value, expected: &Value) -> bool {
    match (found, expected) {
        (Value::Object(found), Value::Object(expected)) if is_keyed(expected) => {
            let mut entries = expected.iter();
            entries
                .all(|(key, expected)| found.get(key).is_some_and(|found| remains(found, expected)))
        }
        (Value::Object(found), Value::Object(expected)) => {
            let kept = ["id", "status", "code", "message"];
            let lost = |name: &str| !found.contains_key(name);
            !kept
                .iter()
                .any(|name| expected.contains_key(*name) && lost(name))
                && found.iter().all(|(name, found)| {
                    let expected = expected.get(name);
                    expected.is_some_and(|expected| remains(found, expected))
                })
        }
        (Value::Array(found), Value::Array(expected)) => {
            let mut pairs = found.iter().zip(expected);
            found.len() >= expected.len() && pairs.all(|(found, expected)| remains(found, expected))
        }
        _ => matches(found, expected) || is_changed(found, expected),
    }
}

/// Whether `found` is what the fault makes of `expected`.
fn is_changed(found: &Value, expected: &Value) -> bool {
    match expected {
        Value::String(text) => match text.parse::<i64>() {
            Ok(number) => *found == json!(number),
            Err(_) => found
                .as_array()
                .is_some_and(|items| matches!(items.as_slice(), [item] if matches(item, expected))),
        },
        Value::Number(number) => *found == json!(format!("about {number}")),
        Value::Bool(truth) => *found == json!(if *truth { "yes" } else { "no" }),
        _ => false,
    }
}

/// Changes every object that has named members, as opposed to a collection. Rights are keyed by
/// endpoint: they are a collection, too.
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

/// Whether it is a collection by index or id, or empty.
fn is_keyed(members: &Map<String, Value>) -> bool {
    let digits = |key: &String| key.bytes().all(|byte| byte.is_ascii_digit());
    members.keys().all(digits)
}
