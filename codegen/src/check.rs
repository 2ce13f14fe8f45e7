//! The check stage: from a patched JSON value to a typed OpenAPI document whose references hold.

use std::collections::HashMap;

use openapiv3::OpenAPI;
use serde_json::Value;

use crate::error::Error;
use crate::finding::{Findings, Pointer};

pub const METHODS: [&str; 8] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

/// Parses the document and notes everything that is structurally wrong with it.
///
/// `None` when it is no OpenAPI document at all; what could be checked without the types is noted
/// all the same.
pub fn check(document: &Value, findings: &mut Findings) -> Option<OpenAPI> {
    check_version(document, findings);
    check_references(document, document, &Pointer::root(), findings);
    check_operations(document, findings);
    parse(document, findings)
}

/// Only whether it is an OpenAPI 3.0 document; `name` stands for it in errors.
///
/// # Errors
///
/// [`Error::NoOpenApi`] when it is not.
pub fn is_openapi(name: &str, document: &Value) -> Result<(), Error> {
    let refused = |found: String| Error::NoOpenApi {
        name: name.to_owned(),
        found,
    };
    let Some(members) = document.as_object() else {
        return Err(refused("no object".to_owned()));
    };
    match members.get("openapi").and_then(Value::as_str) {
        Some(version) if version.starts_with("3.0.") => Ok(()),
        Some(version) => Err(refused(format!("`openapi: {version}`"))),
        None => Err(refused("no member `openapi` with a version".to_owned())),
    }
}

fn parse(document: &Value, findings: &mut Findings) -> Option<OpenAPI> {
    match serde_path_to_error::deserialize(document) {
        Ok(openapi) => Some(openapi),
        Err(error) => {
            let pointer = error
                .path()
                .iter()
                .fold(Pointer::root(), |pointer, segment| pointer.child(segment));
            findings.add(
                &pointer,
                format!("no valid OpenAPI 3.0 here: {}", error.inner()),
                "compare it with the OpenAPI 3.0.3 standard",
            );
            None
        }
    }
}

fn check_version(document: &Value, findings: &mut Findings) {
    let version = document.get("openapi").and_then(Value::as_str);
    if !version.is_some_and(|version| version.starts_with("3.0.")) {
        findings.add(
            &Pointer::root().child("openapi"),
            format!(
                "expected version 3.0.x, found {}",
                version.unwrap_or("none")
            ),
            "convert the document to OpenAPI 3.0.3",
        );
    }
}

/// Every `$ref` is local, leads somewhere, and has no siblings that would be ignored.
fn check_references(root: &Value, node: &Value, at: &Pointer, findings: &mut Findings) {
    match node {
        Value::Object(members) => {
            if let Some(Value::String(reference)) = members.get("$ref") {
                check_reference(root, reference, members.len() - 1, at, findings);
            }
            for (name, member) in members {
                // Examples and extensions are data, in which `$ref` means nothing.
                if !matches!(name.as_str(), "example" | "examples" | "default" | "enum") {
                    check_references(root, member, &at.child(name), findings);
                }
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                check_references(root, item, &at.child(index), findings);
            }
        }
        _ => {}
    }
}

fn check_reference(
    root: &Value,
    reference: &str,
    siblings: usize,
    at: &Pointer,
    findings: &mut Findings,
) {
    let found = reference
        .strip_prefix('#')
        .is_some_and(|pointer| root.pointer(pointer).is_some());
    if !found {
        findings.add(
            &at.child("$ref"),
            format!("dangling reference: nothing stands at `{reference}`"),
            "references must lead to a place in this document; is the name spelled right, \
             or was its target renamed or removed?",
        );
    }
    if siblings > 0 {
        findings.add(
            at,
            "members beside `$ref` are ignored by OpenAPI 3.0",
            "wrap the reference: `allOf: [{$ref: ...}]` and the members beside it",
        );
    }
}

fn check_operations(document: &Value, findings: &mut Findings) {
    let mut seen: HashMap<&str, Pointer> = HashMap::new();
    let paths = document.get("paths").and_then(Value::as_object);
    for (path, item) in paths.into_iter().flatten() {
        for method in METHODS {
            let Some(operation) = item.get(method) else {
                continue;
            };
            let at = Pointer::root().join(["paths", path, method]);
            let id = operation.get("operationId").and_then(Value::as_str);
            let Some(id) = id.filter(|id| !id.is_empty()) else {
                findings.add(
                    &at,
                    "expected an operationId, found none",
                    "give the operation a name that is unique in the document",
                );
                continue;
            };
            if let Some(first) = seen.get(id) {
                findings.add(
                    &at.child("operationId"),
                    format!("duplicate operationId `{id}`, first used at {first}"),
                    "rename one of the two",
                );
            } else {
                seen.insert(id, at);
            }
        }
    }
}
