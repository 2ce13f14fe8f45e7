//! The failure that the envelope of an API can report in place of each success.

use serde_json::{Value, json};

use crate::openapi::{Method, resolved};

/// The operations of a document.
pub(super) fn operations_mut(document: &mut Value) -> impl Iterator<Item = &mut Value> {
    let paths = document.get_mut("paths").and_then(Value::as_object_mut);
    let items = paths.into_iter().flat_map(|paths| paths.values_mut());
    let members = items.filter_map(Value::as_object_mut).flatten();
    members
        .filter(|(name, _)| Method::from_key(name).is_some())
        .map(|(_, operation)| operation)
}

pub(super) fn add_failures(document: &Value, result: &mut Value) {
    let Some(failure) = document.get("x-envelope").and_then(failure) else {
        return;
    };
    let name = free_name(document);
    let reference = json!({"$ref": format!("#/components/schemas/{name}")});
    for operation in operations_mut(result) {
        let responses = operation
            .get_mut("responses")
            .and_then(Value::as_object_mut);
        for (status, response) in responses.into_iter().flatten() {
            if status.starts_with('2') || status == "default" {
                add_failure(document, response, &reference);
            }
        }
    }
    if let Some(members) = result.as_object_mut() {
        let components = members.entry("components").or_insert_with(|| json!({}));
        components["schemas"][name] = failure;
    }
}

fn add_failure(document: &Value, response: &mut Value, failure: &Value) {
    if response.get("$ref").is_some() {
        *response = resolved(document, response).clone();
    }
    let content = response.get_mut("content").and_then(Value::as_object_mut);
    for (media_type, media) in content.into_iter().flatten() {
        if let Some(schema) = media
            .get_mut("schema")
            .filter(|_| media_type.contains("json"))
        {
            *schema = json!({"anyOf": [schema.take(), failure]});
        }
    }
}

/// A name that no schema of the document has.
fn free_name(document: &Value) -> String {
    let schemas = document.pointer("/components/schemas");
    let is_free = |name: &String| schemas.is_none_or(|schemas| schemas.get(name).is_none());
    let numbered = (2_u64..).map(|number| format!("Failure{number}"));
    let mut names = std::iter::once("Failure".to_owned()).chain(numbered);
    names.find(is_free).unwrap_or_default()
}

/// The schema of a failure.
fn failure(envelope: &Value) -> Option<Value> {
    let name = |key: &str| envelope.get(key).and_then(Value::as_str);
    let (member, status, code) = (name("member")?, name("status")?, name("code")?);
    let mut properties = json!({
        status: {"type": "string", "description": "The status."},
        code: {"type": "integer", "description": "The code of the failure.", "x-wire": "string"},
    });
    if let Some(message) = name("message") {
        properties[message] = json!({"type": "string", "description": "What failed."});
    }
    if let Some(data) = name("data") {
        properties[data] = json!({"description": "Details of the failure."});
    }
    Some(json!({
        "type": "object",
        "description": "A failure, which can come in place of any success, with its status.",
        "required": [member],
        "properties": {
            member: {
                "type": "object",
                "anyOf": [{"required": [status]}, {"required": [code]}],
                "properties": properties,
            },
        },
    }))
}
