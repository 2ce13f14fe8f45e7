//! What the docs print, in the common form.

use serde_json::{Map, Value, json};

use crate::value::{by_name, names, text};

pub(crate) fn printed_api(inventory: &Value) -> Value {
    json!({"base_url": inventory["base_url"], "auth": inventory["auth"]})
}

pub(crate) fn printed_operations(inventory: &Value) -> Map<String, Value> {
    let operations = inventory["operations"].as_array().into_iter().flatten();
    operations
        .map(|operation| (place_of(operation), printed_operation(operation)))
        .collect()
}

pub(crate) fn place_of(operation: &Value) -> String {
    format!(
        "{} {}",
        text(&operation["method"]),
        text(&operation["path"])
    )
}

/// One operation of the inventory in the common form, with its exceptions applied.
pub(crate) fn printed_operation(operation: &Value) -> Value {
    let mut shape = json!({
        "title": operation["title"],
        "tag": operation["tag"],
        "operation_id": operation["operation_id"],
        "evidence": operation["path_evidence"],
        "parameters": by_name(&operation["parameters"]),
        "body": printed_body(&operation["body"]),
        "response_sample": operation["response_sample"],
    });
    for exception in operation["exceptions"].as_array().into_iter().flatten() {
        apply_exception(&mut shape, exception);
    }
    shape
}

/// Applies an exception, which must change something.
pub(crate) fn apply_exception(shape: &mut Value, exception: &Value) {
    let pointer = text(&exception["pointer"]);
    let (parent, key) = pointer
        .rsplit_once('/')
        .expect("a pointer begins with a slash");
    let parent = shape.pointer_mut(parent).and_then(Value::as_object_mut);
    let instead = exception.get("instead");
    let replaced = parent.and_then(|parent| match instead {
        Some(instead) => parent.insert(key.to_owned(), instead.clone()),
        None => parent.shift_remove(key),
    });
    assert!(
        replaced.is_some_and(|printed| instead.is_none_or(|instead| printed != *instead)),
        "the exception {exception} changes nothing"
    );
}

pub(crate) fn printed_body(body: &Value) -> Value {
    if body.is_null() {
        return Value::Null;
    }
    json!({
        "kind": body["kind"],
        "field_order": names(&body["fields"]),
        "fields": by_name(&body["fields"]),
        "additional_fields": body["additional_fields"] == true,
    })
}
