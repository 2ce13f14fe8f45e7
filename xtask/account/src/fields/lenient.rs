//! Definitions in shapes that the client does not read.

use hellodialog::types::Field;
use serde_json::{Map, Value, json};

use super::docs::code;

/// A definition as far as it can be read, and what cannot.
#[derive(Debug)]
pub(super) struct Mended {
    pub(super) field: Field,
    pub(super) lost: Vec<String>,
}

/// Reads a definition: numbers as texts, a bare text as a list of one, a bare list as the options.
pub(super) fn read(definition: &Value) -> Mended {
    let mut lost = Vec::new();
    let mut members = Map::new();
    match definition {
        Value::Object(given) => {
            for member in ["name", "type"] {
                let given = given.get(member).filter(|value| !value.is_null());
                match given.map(text) {
                    None => {}
                    Some(Some(text)) => drop(members.insert(member.to_owned(), text.into())),
                    Some(None) => lost.push(format!("its {member}")),
                }
            }
            let columns = given.get("columns").unwrap_or(&Value::Null);
            members.insert("columns".to_owned(), list(columns, "columns", &mut lost));
            let options = given.get("options").unwrap_or(&Value::Null);
            let options = options.get("values").unwrap_or(options);
            let values = list(options, "options", &mut lost);
            members.insert("options".to_owned(), json!({ "values": values }));
        }
        other => lost.push(format!(
            "anything in it ({} is no object)",
            code(&other.to_string())
        )),
    }
    let field = serde_json::from_value(members.into());
    let field =
        field.expect("a field has no member that must be there, and these are of its types");
    Mended { field, lost }
}

/// The text of what is one, or could be.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// The texts of a list, of an object that is one, or of one bare text.
fn list(value: &Value, what: &str, lost: &mut Vec<String>) -> Value {
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
            None => lost.push(format!("{} among its {what}", code(&item.to_string()))),
        }
    }
    texts.into()
}
