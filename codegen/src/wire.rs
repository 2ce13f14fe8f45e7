//! Writes what our extensions say in the words of the standard, for tools that know none of them.
//!
//! Where a value can arrive in several forms, the result is an `anyOf`. What the standard cannot say, such as columns
//! of a filter that the document does not list, is left out.

mod filter;
mod forms;
mod responses;

use std::collections::HashSet;

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
    let mut referenced = HashSet::new();
    collect_referenced(document, &mut referenced);
    rewrite(document, &referenced, &mut result);
    let version = document.get("openapi").and_then(Value::as_str);
    if version.is_some_and(|version| version.starts_with("3.1")) {
        list_null_types(&mut result);
    }
    result
}

/// Collects the names of extensions that references lead into: those stay.
fn collect_referenced<'d>(value: &'d Value, names: &mut HashSet<&'d str>) {
    match value {
        Value::Array(entries) => entries
            .iter()
            .for_each(|one| collect_referenced(one, names)),
        Value::Object(members) => {
            if let Some(reference) = members.get("$ref").and_then(Value::as_str) {
                names.extend(reference.split('/').filter(|name| name.starts_with("x-")));
            }
            members
                .values()
                .for_each(|one| collect_referenced(one, names));
        }
        _ => {}
    }
}

/// Writes `nullable`, which version 3.1 does not have, as a type.
fn list_null_types(value: &mut Value) {
    match value {
        Value::Array(entries) => entries.iter_mut().for_each(list_null_types),
        Value::Object(members) => {
            for (name, member) in members.iter_mut() {
                let is_list_of_values = name == "examples" && member.is_array();
                match member
                    .as_object_mut()
                    .filter(|_| MAPS.contains(&name.as_str()))
                {
                    Some(named) => named.values_mut().for_each(list_null_types),
                    None if VALUES.contains(&name.as_str()) || is_list_of_values => {}
                    None => list_null_types(member),
                }
            }
            if members.get("nullable") != Some(&Value::Bool(true)) {
                return;
            }
            if let Some(kind) = members.get_mut("type") {
                let mut kinds = match kind.take() {
                    Value::Array(kinds) => kinds,
                    one => vec![one],
                };
                if !kinds.iter().any(|one| one == "null") {
                    kinds.push("null".into());
                }
                *kind = kinds.into();
                members.shift_remove("nullable");
            }
        }
        _ => {}
    }
}

/// Rewrites an object of the document and all objects in it.
fn rewrite(document: &Value, referenced: &HashSet<&str>, value: &mut Value) {
    match value {
        Value::Array(entries) => {
            for entry in entries {
                rewrite(document, referenced, entry);
            }
        }
        Value::Object(members) => {
            for (name, member) in members.iter_mut() {
                rewrite_member(document, referenced, name, member);
            }
            let forms = forms::other_forms(document, members);
            forms::allow_overlap(members);
            forms::allow_null_members(members);
            members.retain(|name, _| !name.starts_with("x-") || referenced.contains(name.as_str()));
            if !forms.is_empty() {
                *members = with_forms(std::mem::take(members), forms);
            }
        }
        _ => {}
    }
}

fn rewrite_member(document: &Value, referenced: &HashSet<&str>, name: &str, member: &mut Value) {
    let is_list_of_values = name == "examples" && member.is_array();
    let is_extension = name.starts_with("x-") && !referenced.contains(name);
    if VALUES.contains(&name) || is_extension || is_list_of_values {
        return;
    }
    match member.as_object_mut().filter(|_| MAPS.contains(&name)) {
        Some(named) => {
            for one in named.values_mut() {
                rewrite(document, referenced, one);
            }
        }
        None => rewrite(document, referenced, member),
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
