//! The other forms in which the value of a schema can arrive.

use serde_json::{Map, Value, json};

use crate::openapi::resolved;

const WHOLE_NUMBER: &str = "^-?[0-9]+$";
const NUMBER: &str = r"^-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?$";
/// The most schemas between a property and its type.
const MAX_DEPTH: usize = 16;

/// The forms that extensions of a schema add to it; its inner schemas are written already.
pub(super) fn other_forms(document: &Value, schema: &Map<String, Value>) -> Vec<Value> {
    let mut forms = Vec::new();
    add_scalars(document, schema, &mut forms);
    add_collections(schema, &mut forms);
    if is_true(schema, "x-id") && type_of(document, schema) == Some("integer") {
        forms.push(json!({"type": "string", "pattern": WHOLE_NUMBER}));
    }
    if is_true(schema, "nullable") && !schema.contains_key("type") {
        forms.push(null());
    }
    if is_true(schema, "x-extensible-enum") {
        let kind = schema.get("type").cloned();
        forms.push(json!({"type": kind.unwrap_or_else(|| "string".into())}));
    }
    forms
}

fn add_scalars(document: &Value, schema: &Map<String, Value>, forms: &mut Vec<Value>) {
    let Some(wire) = schema.get("x-wire") else {
        return;
    };
    let says = |form: &str| {
        let list = wire.as_array();
        wire == form || list.is_some_and(|list| list.iter().any(|one| one == form))
    };
    let kind = type_of(document, schema);
    if says("string") {
        let pattern = if kind == Some("integer") {
            WHOLE_NUMBER
        } else {
            NUMBER
        };
        forms.push(json!({"type": "string", "pattern": pattern}));
    }
    if says("digits") {
        forms.push(json!({"type": "integer", "enum": [0, 1]}));
        forms.push(json!({"type": "string", "enum": ["0", "1"]}));
    }
    if says("empties") {
        let is_object = kind == Some("object");
        let empties = if is_object {
            json!(["", null])
        } else {
            json!(["", "0000-00-00", "0000-00-00 00:00:00", null])
        };
        forms.push(json!({"type": "string", "nullable": true, "enum": empties}));
        if is_object {
            forms.push(empty_list());
        }
    }
}

fn add_collections(schema: &Map<String, Value>, forms: &mut Vec<Value>) {
    let additional = schema
        .get("additionalProperties")
        .filter(|one| one.is_object());
    let (items, is_array) = match (schema.get("items"), additional) {
        (Some(items), _) => (items.clone(), true),
        (None, additional) => (additional.cloned().unwrap_or_else(|| json!({})), false),
    };
    match schema.get("x-keyed-by").and_then(Value::as_str) {
        Some("index") if is_array => {
            forms.push(json!({"type": "object", "additionalProperties": items}));
        }
        Some("index") => forms.push(json!({"type": "array", "items": items})),
        Some(_) => forms.push(empty_list()),
        None => {}
    }
    if is_true(schema, "x-one-or-many") {
        forms.push(items);
    }
}

fn is_true(schema: &Map<String, Value>, name: &str) -> bool {
    schema.get(name) == Some(&Value::Bool(true))
}

/// Only `null`; version 3.0 takes it beside a type only.
fn null() -> Value {
    json!({"type": "string", "nullable": true, "enum": [null]})
}

/// Lets a value fit several branches of a `oneOf`: the first is meant, and more forms make branches overlap.
pub(super) fn allow_overlap(schema: &mut Map<String, Value>) {
    if schema.contains_key("anyOf") {
        return;
    }
    if let Some(branches) = schema.get_mut("oneOf").filter(|one| one.is_array()) {
        let branches = branches.take();
        schema.shift_remove("oneOf");
        schema.insert("anyOf".to_owned(), branches);
    }
}

/// Lets optional members of an object be `null`, which the client reads as left out.
pub(super) fn allow_null_members(object: &mut Map<String, Value>) {
    let required = object.get("required").and_then(Value::as_array).cloned();
    let required = required.unwrap_or_default();
    let properties = object.get_mut("properties").and_then(Value::as_object_mut);
    for (name, property) in properties.into_iter().flatten() {
        if !required.iter().any(|one| one == name) {
            allow_null(property);
        }
    }
}

fn allow_null(schema: &mut Value) {
    let Some(members) = schema.as_object_mut() else {
        return;
    };
    if let Some(forms) = members.get_mut("anyOf").and_then(Value::as_array_mut) {
        forms.push(null());
    } else if members.contains_key("type") && !members.contains_key("allOf") {
        members.insert("nullable".to_owned(), true.into());
        if let Some(values) = members.get_mut("enum").and_then(Value::as_array_mut) {
            values.retain(|value| !value.is_null());
            values.push(Value::Null);
        }
    } else if members.contains_key("$ref")
        || members.contains_key("allOf")
        || members.contains_key("oneOf")
    {
        *members = super::with_forms(std::mem::take(members), vec![null()]);
    }
}

fn empty_list() -> Value {
    json!({"type": "array", "maxItems": 0, "items": {}})
}

/// The type of a schema, or of the one that it wraps.
fn type_of<'d>(document: &'d Value, schema: &'d Map<String, Value>) -> Option<&'d str> {
    let mut schema = schema;
    for _ in 0..MAX_DEPTH {
        if let Some(kind) = schema.get("type") {
            return kind.as_str();
        }
        if schema.contains_key("properties") {
            return Some("object");
        }
        let inner = schema.get("allOf")?.get(0)?;
        schema = resolved(document, inner).as_object()?;
    }
    None
}
