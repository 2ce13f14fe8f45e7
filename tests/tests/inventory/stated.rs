//! What the document states, in the common form.

use serde_json::{Map, Value, json};

use crate::value::{by_name, entries, names, only, put, resolved, text, type_name};
use crate::words::contains_words;

pub(crate) fn document_api(spec: &Value) -> Value {
    let scheme = &spec["components"]["securitySchemes"]["ApiKeyAuth"];
    json!({
        "base_url": spec["servers"][0]["url"],
        "auth": {"type": scheme["type"], "in": scheme["in"], "name": scheme["name"]},
    })
}

pub(crate) fn document_operations(spec: &Value) -> Map<String, Value> {
    let mut operations = Map::new();
    for (path, item) in entries(&spec["paths"]) {
        for (method, operation) in entries(item) {
            let place = format!("{} {path}", method.to_uppercase());
            operations.insert(place, document_operation(spec, operation));
        }
    }
    operations
}

pub(crate) fn operation_at<'a>(spec: &'a Value, operation: &Value) -> &'a Value {
    let method = text(&operation["method"]).to_lowercase();
    &spec["paths"][text(&operation["path"])][method]
}

/// One operation of the document in the common form.
pub(crate) fn document_operation(spec: &Value, operation: &Value) -> Value {
    let response = &operation["responses"]["200"]["content"]["application/json"];
    let parameters = operation["parameters"].as_array().into_iter().flatten();
    let parameters: Value = parameters
        .map(|entry| document_parameter(spec, entry))
        .collect();
    json!({
        "title": operation["summary"],
        "tag": only(&operation["tags"]),
        "operation_id": operation["operationId"],
        "evidence": evidence(&operation["x-evidence"]),
        "parameters": by_name(&parameters),
        "body": document_body(spec, &operation["requestBody"]),
        "response_sample": response["example"],
    })
}

/// The evidence of a fact. `inferred` requires a reason.
pub(crate) fn evidence(mark: &Value) -> Value {
    let reason = text(&mark["reason"]);
    match mark {
        Value::String(source) if source == "inferred" => json!("inferred, without a reason"),
        Value::Object(_) if reason.trim().is_empty() => json!("an object without a reason"),
        Value::Object(mark) => mark.get("source").cloned().unwrap_or_default(),
        _ => mark.clone(),
    }
}

pub(crate) fn document_parameter(spec: &Value, parameter: &Value) -> Value {
    let schema = resolved(spec, &parameter["schema"]);
    let mut shape = json!({
        "name": parameter["name"],
        "in": parameter["in"],
        "type": schema["type"],
        "required": parameter["required"] == true,
    });
    copy_if_present("enum", &schema, &mut shape);
    copy_if_present("example", parameter, &mut shape);
    shape
}

pub(crate) fn document_body(spec: &Value, body: &Value) -> Value {
    if body.is_null() {
        return Value::Null;
    }
    let kind = type_name(spec, &body_schema(spec, body));
    let schema = body_item(spec, body);
    let fields = entries(&schema["properties"])
        .map(|(name, field)| document_field(spec, name, field, &schema["required"]))
        .collect();
    json!({
        "kind": kind,
        "field_order": names(&fields),
        "fields": by_name(&fields),
        "additional_fields": schema["additionalProperties"] == true,
    })
}

pub(crate) fn body_schema(spec: &Value, body: &Value) -> Value {
    let first = entries(&body["content"]).next();
    first.map_or(Value::Null, |(_, content)| {
        resolved(spec, &content["schema"])
    })
}

/// The schema with the fields: that of the body, or that of its items.
pub(crate) fn body_item(spec: &Value, body: &Value) -> Value {
    let schema = body_schema(spec, body);
    match schema.get("items") {
        Some(items) => resolved(spec, items),
        None => schema,
    }
}

pub(crate) fn document_field(spec: &Value, name: &str, field: &Value, required: &Value) -> Value {
    let field = resolved(spec, field);
    let required = required.as_array().into_iter().flatten();
    let mut shape = json!({
        "name": name,
        "type": type_name(spec, &field),
        "required": required.into_iter().any(|required| required == name),
    });
    copy_if_present("enum", &field, &mut shape);
    if contains_words(text(&field["description"]), "unique") {
        put(&mut shape, "unique", json!(true));
    }
    shape
}

pub(crate) fn copy_if_present(key: &str, from: &Value, to: &mut Value) {
    if let Some(value) = from.get(key) {
        put(to, key, value.clone());
    }
}
