//! The entries of the response to `GET /fields` with their ids, before they are decoded as fields.

use hellodialog::types::FieldId;
use serde_json::Value;
use serde_with::{As, Map, Same};

use super::error::Error;
use super::markdown::code;
use super::warning::Warning;

/// Entries in the order of ids, and warnings about skipped entries and unusual ids.
#[derive(Debug, Default)]
pub(super) struct Entries {
    pub(super) fields: Vec<(FieldId, Value)>,
    pub(super) warnings: Vec<Warning>,
}

/// The entries of `response`, which was decoded from `body`.
pub(super) fn of(response: Value, body: &[u8]) -> Result<Entries, Error> {
    let mut entries = match response {
        Value::Null => Entries::default(),
        Value::Array(items) => of_list(items)?,
        // Decoded again, because a `Value` drops duplicate keys.
        Value::Object(_) => of_object(pairs(body)?)?,
        other => return Err(Error::Shape(format!("found {}", code(&other.to_string())))),
    };
    // The order of a response may change. The sort is stable: the first of duplicate ids stays first.
    entries.fields.sort_by_key(|(id, _)| *id);
    let mut kept: Vec<(FieldId, Value)> = Vec::new();
    for (id, field) in entries.fields {
        if kept.last().is_some_and(|(last, _)| *last == id) {
            let message = "is left out: another definition before it has the same id";
            entries
                .warnings
                .push(Warning::new(id, name(&field), message));
        } else {
            kept.push((id, field));
        }
    }
    entries.fields = kept;
    Ok(entries)
}

fn pairs(body: &[u8]) -> Result<Vec<(String, Value)>, Error> {
    let mut json = serde_json::Deserializer::from_slice(body);
    As::<Map<Same, Same>>::deserialize(&mut json).map_err(Error::Json)
}

fn of_object(pairs: Vec<(String, Value)>) -> Result<Entries, Error> {
    let mut entries = Entries::default();
    let mut invalid_keys = Vec::new();
    for (key, field) in pairs {
        let Ok(id) = key.parse::<FieldId>() else {
            invalid_keys.push(key);
            continue;
        };
        if let Some(other) = inner_id(&field).filter(|other| *other != id) {
            let message =
                format!("has the id {other} inside, which differs from its key; the key is used");
            entries
                .warnings
                .push(Warning::new(id, name(&field), message));
        }
        entries.fields.push((id, field));
    }
    if let (Some(invalid_key), true) = (invalid_keys.first(), entries.fields.is_empty()) {
        return Err(Error::Shape(format!("found the key {}", code(invalid_key))));
    }
    let message =
        |key: &String| format!("the entry {} is left out: its key is not an id", code(key));
    let invalid_keys = invalid_keys.iter().map(message).map(Warning::for_account);
    entries.warnings.extend(invalid_keys);
    Ok(entries)
}

fn of_list(items: Vec<Value>) -> Result<Entries, Error> {
    let mut entries = Entries::default();
    let count = items.len();
    for (index, field) in items.into_iter().enumerate() {
        if let Some(id) = inner_id(&field) {
            entries.fields.push((id, field));
        } else {
            let name = code(name(&field));
            let message = format!(
                "item {} of the list, {name}, is left out: it has no id",
                index + 1
            );
            entries.warnings.push(Warning::for_account(message));
        }
    }
    if count > 0 && entries.fields.is_empty() {
        let found = format!("found a list of {count}: the ids are unknown");
        return Err(Error::Shape(found));
    }
    Ok(entries)
}

/// The member `id` of an entry.
fn inner_id(field: &Value) -> Option<FieldId> {
    match field.get("id")? {
        Value::String(text) => text.parse().ok(),
        Value::Number(number) => number.as_u64().map(FieldId::new),
        _ => None,
    }
}

/// The name in the user interface; empty if it is not a string.
pub(super) fn name(field: &Value) -> &str {
    field
        .get("name")
        .and_then(Value::as_str)
        .unwrap_or_default()
}
