//! The entries of the answer to `GET /fields`, each with its id, before any is read as a field.

use hellodialog::types::FieldId;
use serde_json::Value;
use serde_with::{As, Map, Same};

use super::docs::code;
use super::error::Error;
use super::note::Note;

/// What has an id, in the order of the ids; and what is left out, or odd about the ids.
#[derive(Debug, Default)]
pub(super) struct Entries {
    pub(super) fields: Vec<(FieldId, Value)>,
    pub(super) notes: Vec<Note>,
}

/// The entries of `answer`, which was read from `body`.
pub(super) fn of(answer: Value, body: &[u8]) -> Result<Entries, Error> {
    let mut entries = match answer {
        Value::Null => Entries::default(),
        Value::Array(items) => of_list(items)?,
        // Read anew: a key that comes twice is gone from the value.
        Value::Object(_) => of_object(pairs(body)?)?,
        other => return Err(Error::Shape(format!("found {}", code(&other.to_string())))),
    };
    // The answer need not have the same order tomorrow. Of those with one id, the first stays first.
    entries.fields.sort_by_key(|(id, _)| *id);
    let mut kept: Vec<(FieldId, Value)> = Vec::new();
    for (id, field) in entries.fields {
        if kept.last().is_some_and(|(last, _)| *last == id) {
            let says = "is left out: its id has come before, for another definition";
            entries.notes.push(Note::new(id, name(&field), says));
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
    let mut strays = Vec::new();
    for (key, field) in pairs {
        let Ok(id) = key.parse::<FieldId>() else {
            strays.push(key);
            continue;
        };
        if let Some(other) = inner_id(&field).filter(|other| *other != id) {
            let says = format!("says that its id is {other}: that of its key is taken");
            entries.notes.push(Note::new(id, name(&field), says));
        }
        entries.fields.push((id, field));
    }
    if let (Some(stray), true) = (strays.first(), entries.fields.is_empty()) {
        return Err(Error::Shape(format!("found the key {}", code(stray))));
    }
    let left_out = |key: &String| format!("the entry {} is left out: its key is no id", code(key));
    let strays = strays.iter().map(left_out).map(Note::of_account);
    entries.notes.extend(strays);
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
            let says = format!(
                "item {} of the list, {name}, is left out: it has no id",
                index + 1
            );
            entries.notes.push(Note::of_account(says));
        }
    }
    if count > 0 && entries.fields.is_empty() {
        let found = format!("found a list of {count}: the ids are unknown");
        return Err(Error::Shape(found));
    }
    Ok(entries)
}

/// The id that an entry has in itself.
fn inner_id(field: &Value) -> Option<FieldId> {
    match field.get("id")? {
        Value::String(text) => text.parse().ok(),
        Value::Number(number) => number.as_u64().map(FieldId::new),
        _ => None,
    }
}

/// The name that people see, as far as it is one.
pub(super) fn name(field: &Value) -> &str {
    field
        .get("name")
        .and_then(Value::as_str)
        .unwrap_or_default()
}
