//! Definitions that the client cannot decode.

use hellodialog::types::Field;
use serde_json::{Map, Value, json};

use super::markdown::code;

/// A definition without the parts that could not be decoded.
#[derive(Debug)]
pub(super) struct Recovered {
    pub(super) field: Field,
    /// The parts that could not be decoded, in words.
    pub(super) dropped: Vec<String>,
}

/// Decodes a definition. It accepts numbers as strings, a single string as a list, and a list as options.
pub(super) fn read(definition: &Value) -> Recovered {
    let mut dropped = Vec::new();
    let mut members = Map::new();
    match definition {
        Value::Object(given) => {
            for member in ["name", "type"] {
                let given = given.get(member).filter(|value| !value.is_null());
                match given.map(text) {
                    None => {}
                    Some(Some(text)) => drop(members.insert(member.to_owned(), text.into())),
                    Some(None) => dropped.push(format!("its {member}")),
                }
            }
            let columns = given.get("columns").unwrap_or(&Value::Null);
            members.insert("columns".to_owned(), list(columns, "columns", &mut dropped));
            let options = given.get("options").unwrap_or(&Value::Null);
            let options = options.get("values").unwrap_or(options);
            let values = list(options, "options", &mut dropped);
            members.insert("options".to_owned(), json!({ "values": values }));
        }
        other => dropped.push(format!(
            "anything in it ({} is not an object)",
            code(&other.to_string())
        )),
    }
    let field = serde_json::from_value(members.into());
    let field = field.expect("a field has no required members, and these have its types");
    Recovered { field, dropped }
}

/// A scalar as text.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// The strings of a list, of the values of an object, or of a single scalar.
fn list(value: &Value, what: &str, dropped: &mut Vec<String>) -> Value {
    let items: Vec<&Value> = match value {
        Value::Array(items) => items.iter().collect(),
        Value::Object(items) => items.values().collect(),
        Value::String(text) if text.is_empty() => Vec::new(),
        bare => vec![bare],
    };
    let mut texts = Vec::new();
    for item in items.into_iter().filter(|item| !item.is_null()) {
        match text(item) {
            Some(text) => texts.push(text),
            None => dropped.push(format!("{} among its {what}", code(&item.to_string()))),
        }
    }
    texts.into()
}
