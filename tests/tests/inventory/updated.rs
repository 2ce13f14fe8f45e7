//! The inventory of another document.

use serde_json::{Map, Value, json};

use crate::printed::{place_of, printed_operation};
use crate::stated::document_operations;
use crate::value::{entries, put, text};

/// The inventory with the operations of the document. The entry of an operation that has not changed
/// is kept. Others become what the document states, for a reviewer to compare with the docs.
pub(crate) fn updated(spec: &Value, inventory: &Value) -> Value {
    let entries = inventory["operations"].as_array().into_iter().flatten();
    let entries: Map<_, _> = entries
        .map(|entry| (place_of(entry), entry.clone()))
        .collect();
    let operations = document_operations(spec).into_iter();
    let operations: Value = operations
        .map(|(place, stated)| {
            let entry = entries.get(&place);
            let unchanged = entry.filter(|entry| printed_operation(entry) == stated);
            unchanged.map_or_else(|| entry_of(&place, &stated, entry), Clone::clone)
        })
        .collect();
    let mut updated = inventory.clone();
    put(&mut updated, "operations", operations);
    updated
}

/// The entry of an operation as the document states it. What the document does not state, it keeps.
pub(crate) fn entry_of(place: &str, stated: &Value, old: Option<&Value>) -> Value {
    let (method, path) = place.split_once(' ').expect("method and path");
    let mut entry = json!({
        "title": stated["title"],
        "tag": stated["tag"],
        "method": method,
        "path": path,
        "path_evidence": stated["evidence"],
        "operation_id": stated["operation_id"],
        "parameters": listed(&stated["parameters"]),
        "body": Value::Null,
        "response_sample": stated["response_sample"],
    });
    if !stated["body"].is_null() {
        let mut body = json!({
            "kind": stated["body"]["kind"],
            "fields": listed(&stated["body"]["fields"]),
        });
        if stated["body"]["additional_fields"] == true {
            put(&mut body, "additional_fields", json!(true));
        }
        put(&mut entry, "body", body);
    }
    for (key, value) in old.into_iter().flat_map(entries) {
        if entry.get(key).is_none() {
            put(&mut entry, key, value.clone());
        }
    }
    for exception in entry["exceptions"].clone().as_array().into_iter().flatten() {
        restore_exception(&mut entry, old.unwrap_or(&Value::Null), exception);
    }
    entry
}

/// Puts back what the docs print where an exception says what the document states.
pub(crate) fn restore_exception(entry: &mut Value, old: &Value, exception: &Value) {
    let keys: Vec<_> = text(&exception["pointer"]).split('/').skip(1).collect();
    match keys[..] {
        ["parameters", name] => restore(&mut entry["parameters"], &old["parameters"], name),
        ["body", "fields", name, ..] => {
            restore(&mut entry["body"]["fields"], &old["body"]["fields"], name);
        }
        [part, key] => entry[part][key] = old[part][key].clone(),
        _ => panic!("the exception {exception} is about no part of an operation"),
    }
}

/// Puts back an entry of a list of named objects, if the old list has it.
pub(crate) fn restore(list: &mut Value, old: &Value, name: &str) {
    let mut old = old.as_array().into_iter().flatten();
    let Some(printed) = old.find(|entry| entry["name"] == name) else {
        return;
    };
    let list = list.as_array_mut().expect("a list");
    match list.iter_mut().find(|entry| entry["name"] == name) {
        Some(entry) => *entry = printed.clone(),
        None => list.push(printed.clone()),
    }
}

/// The inverse of [`by_name`].
pub(crate) fn listed(map: &Value) -> Value {
    entries(map)
        .map(|(name, entry)| {
            let mut listed = json!({ "name": name });
            for (key, value) in entries(entry) {
                put(&mut listed, key, value.clone());
            }
            listed
        })
        .collect()
}

/// JSON with one space for each level, as the inventory has it.
pub(crate) fn indented(value: &Value) -> String {
    let mut text = Vec::new();
    let formatter = serde_json::ser::PrettyFormatter::with_indent(b" ");
    let mut serializer = serde_json::Serializer::with_formatter(&mut text, formatter);
    serde::Serialize::serialize(value, &mut serializer).expect("JSON");
    text.push(b'\n');
    String::from_utf8(text).expect("JSON is UTF-8")
}
