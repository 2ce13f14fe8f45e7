//! Reading and changing JSON.

use serde_json::{Map, Value};

pub(crate) fn put(object: &mut Value, key: &str, value: Value) {
    fields_of(object).insert(key.to_owned(), value);
}

pub(crate) fn fields_of(object: &mut Value) -> &mut Map<String, Value> {
    object.as_object_mut().expect("an object")
}

/// A list of named objects as a map, so that a difference is reported with the name.
pub(crate) fn by_name(list: &Value) -> Value {
    let list = list.as_array().into_iter().flatten();
    list.map(|entry| {
        let mut entry = entry.clone();
        let name = fields_of(&mut entry).shift_remove("name");
        (text(&name.unwrap_or_default()).to_owned(), entry)
    })
    .collect()
}

pub(crate) fn names(list: &Value) -> Value {
    let list = list.as_array().into_iter().flatten();
    list.map(|entry| entry["name"].clone()).collect()
}

/// A schema with its reference resolved and the keywords of a single `allOf` part merged. A reference
/// that does not resolve is null, which no value fits.
pub(crate) fn resolved(spec: &Value, schema: &Value) -> Value {
    if schema.get("$ref").is_some() {
        return target_of(spec, schema).map_or(Value::Null, |target| resolved(spec, target));
    }
    let Some(base) = schema.get("allOf").map(only) else {
        return schema.clone();
    };
    let mut merged = resolved(spec, base);
    for (key, value) in entries(schema).filter(|(key, _)| *key != "allOf") {
        merged[key] = value.clone();
    }
    merged
}

/// The target of a reference.
pub(crate) fn target_of<'a>(spec: &'a Value, schema: &Value) -> Option<&'a Value> {
    spec.pointer(schema["$ref"].as_str()?.strip_prefix('#')?)
}

/// The type as in the inventory, such as `array of number`.
pub(crate) fn type_name(spec: &Value, schema: &Value) -> String {
    match text(&schema["type"]) {
        "array" => {
            let items = resolved(spec, &schema["items"]);
            format!("array of {}", type_name(spec, &items))
        }
        "" => "value without a type".to_owned(),
        name => name.to_owned(),
    }
}

/// The item of a list of one; null for any other list.
pub(crate) fn only(list: &Value) -> &Value {
    match list.as_array().map(Vec::as_slice) {
        Some([item]) => item,
        _ => &Value::Null,
    }
}

pub(crate) fn entries(object: &Value) -> impl Iterator<Item = (&str, &Value)> {
    let entries = object.as_object().into_iter().flatten();
    entries.map(|(key, value)| (key.as_str(), value))
}

/// The text of a string; empty for anything else.
pub(crate) fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
