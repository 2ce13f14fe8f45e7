//! Writes what our extensions say in the words of the standard, for tools that know none of them.
//!
//! Where a value can arrive in several forms, the result is an `anyOf`. What the standard cannot say, such as columns
//! of a filter that the document does not list, is left out.

mod filter;
mod forms;
mod responses;

use serde_json::{Map, Value};

/// Members that contain objects by name, whatever the names.
const MAPS: [&str; 17] = [
    "$defs",
    "callbacks",
    "content",
    "definitions",
    "encoding",
    "examples",
    "headers",
    "links",
    "mapping",
    "parameters",
    "patternProperties",
    "properties",
    "requestBodies",
    "responses",
    "schemas",
    "securitySchemes",
    "variables",
];

/// Members that contain values of the API.
const VALUES: [&str; 5] = ["const", "default", "enum", "example", "value"];

/// The patched document without extensions, with what they say of the bytes on the wire.
#[must_use]
pub fn wire(document: &Value) -> Value {
    let mut result = document.clone();
    filter::expand(document, &mut result);
    responses::add_failures(document, &mut result);
    rewrite(document, &mut result);
    result
}

/// Rewrites an object of the document and all objects in it.
fn rewrite(document: &Value, value: &mut Value) {
    match value {
        Value::Array(entries) => {
            for entry in entries {
                rewrite(document, entry);
            }
        }
        Value::Object(members) => {
            for (name, member) in members.iter_mut() {
                rewrite_member(document, name, member);
            }
            let forms = forms::other_forms(document, members);
            forms::allow_null_members(members);
            members.retain(|name, _| !name.starts_with("x-"));
            if !forms.is_empty() {
                *members = with_forms(std::mem::take(members), forms);
            }
        }
        _ => {}
    }
}

fn rewrite_member(document: &Value, name: &str, member: &mut Value) {
    let is_list_of_values = name == "examples" && member.is_array();
    if VALUES.contains(&name) || name.starts_with("x-") || is_list_of_values {
        return;
    }
    match member.as_object_mut().filter(|_| MAPS.contains(&name)) {
        Some(named) => {
            for one in named.values_mut() {
                rewrite(document, one);
            }
        }
        None => rewrite(document, member),
    }
}

/// What a schema says beside its values: it stays where it is.
const ANNOTATIONS: [&str; 9] = [
    "deprecated",
    "description",
    "example",
    "examples",
    "externalDocs",
    "readOnly",
    "title",
    "writeOnly",
    "xml",
];

/// A schema as the first of several forms.
fn with_forms(schema: Map<String, Value>, forms: Vec<Value>) -> Map<String, Value> {
    let is_annotation = |name: &str| ANNOTATIONS.contains(&name);
    let (mut result, own): (Map<_, _>, Map<_, _>) = schema
        .into_iter()
        .partition(|(name, _)| is_annotation(name));
    let all = std::iter::once(Value::Object(own)).chain(forms).collect();
    result.insert("anyOf".to_owned(), Value::Array(all));
    result
}

/// What a value refers to, through any number of references.
fn resolve<'d>(document: &'d Value, mut value: &'d Value) -> &'d Value {
    for _ in 0..MAX_REFERENCES {
        let target = value.get("$ref").and_then(Value::as_str);
        let target = target.and_then(|target| target.strip_prefix('#'));
        match target.and_then(|target| document.pointer(target)) {
            Some(target) => value = target,
            None => break,
        }
    }
    value
}

/// The most references in a row; more are a cycle.
const MAX_REFERENCES: usize = 32;
