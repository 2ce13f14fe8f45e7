//! Overlay actions that correct a schema.

use hellodialog_codegen::Pointer;
use hellodialog_codegen::suggest::Action;
use serde_json::{Map, Value, json};

/// Replaces the schema at `at`.
pub(super) fn replace(document: &Value, at: &Pointer, why: &str, schema: Value) -> Vec<Value> {
    let Some((parent, name)) = at.split_last() else {
        return Vec::new();
    };
    let old = at.get(document);
    let expect = ["type", "$ref"].iter().find_map(|key| {
        let value = old?.get(key)?;
        Some(json!({*key: value}))
    });
    if parent.get(document).is_some_and(Value::is_array) {
        return replace_entry(document, at, why, schema);
    }
    let removal = Action::remove(document, at, "Removes the old schema.");
    vec![
        expect.into_iter().fold(removal, Action::expect).into(),
        Action::update(document, parent, why, json!({name: schema})).into(),
    ]
}

/// Replaces a schema in a list of variants. It keeps its index, because the order of variants matters,
/// and the name of its type.
fn replace_entry(document: &Value, at: &Pointer, why: &str, mut schema: Value) -> Vec<Value> {
    let Some(Value::Object(old)) = at.get(document) else {
        return Vec::new();
    };
    if let Some(inner) = schema
        .pointer_mut("/allOf/0")
        .and_then(Value::as_object_mut)
    {
        for key in KEPT {
            inner.shift_remove(key);
        }
    }
    // A variant that is a reference has the name of its component.
    let reference = old.get("$ref").and_then(Value::as_str);
    if let Some(name) = reference.and_then(|reference| reference.rsplit('/').next()) {
        schema["title"] = json!(name);
    }
    let removed = old.keys().map(String::as_str);
    let removed: Vec<&str> = removed.filter(|key| !KEPT.contains(key)).collect();
    let why_removed = "Removes the old schema.";
    vec![
        Action::remove_members(document, at, &removed, why_removed).into(),
        Action::update(document, at, why, schema)
            .absent(&removed)
            .into(),
    ]
}

/// Keys that the variant keeps.
const KEPT: [&str; 2] = ["title", "description"];

/// Adds `keys` to the schema at `at`. A reference is wrapped in an `allOf`, because keys next to a `$ref`
/// are ignored. Values that an overlay cannot merge with the new ones are removed first.
pub(super) fn annotate(
    document: &Value,
    at: &Pointer,
    why: &str,
    keys: &Map<String, Value>,
) -> Vec<Value> {
    let old = at.get(document);
    if let Some(reference) = old.and_then(|old| old.get("$ref")) {
        let mut schema = Map::from_iter([("allOf".to_owned(), json!([{"$ref": reference}]))]);
        schema.extend(keys.clone());
        return replace(document, at, why, Value::Object(schema));
    }
    let clash = |key: &str, new: &Value| match old.and_then(|old| old.get(key)) {
        Some(Value::Object(_)) => !new.is_object(),
        Some(Value::Array(_)) => true,
        Some(_) => new.is_object() || new.is_array(),
        None => false,
    };
    let clashing: Vec<&String> = keys
        .iter()
        .filter(|(key, new)| clash(key, new))
        .map(|(key, _)| key)
        .collect();
    let why_removed = "Removes the old value.";
    let mut actions: Vec<Value> = clashing
        .iter()
        .map(|key| Action::remove(document, &at.child(key), why_removed).into())
        .collect();
    let is_old = |key: &String| old.is_some_and(|old| old.get(key).is_some());
    let absent = keys.keys();
    let absent = absent.filter(|key| !is_old(key) || clashing.contains(key));
    let absent: Vec<&str> = absent.map(String::as_str).collect();
    let new = Value::Object(keys.clone());
    let update = Action::update(document, at, why, new);
    actions.push(if absent.is_empty() {
        update.into()
    } else {
        update.absent(&absent).into()
    });
    actions
}
