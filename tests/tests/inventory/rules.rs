//! Rules for the document alone.

use serde_json::Value;

use crate::join;
use crate::value::{entries, target_of, text};

pub(crate) fn undescribed(place: &str, schema: &Value, found: &mut Vec<String>) {
    if schema.get("$ref").is_some() {
        return;
    }
    if text(&schema["description"]).trim().is_empty() {
        found.push(format!("{place}: no description"));
    }
    for (name, property) in entries(&schema["properties"]) {
        undescribed(&join(place, name), property, found);
    }
    if let Some(items) = schema.get("items") {
        undescribed(&format!("{place}/items"), items, found);
    }
}

/// Adds each reference that does not resolve, or has siblings, which OpenAPI 3.0 ignores.
pub(crate) fn invalid_references(
    place: &str,
    spec: &Value,
    value: &Value,
    found: &mut Vec<String>,
) {
    if let Some(reference) = value.get("$ref") {
        if target_of(spec, value).is_none() {
            found.push(format!("{place}: {reference} does not resolve"));
        }
        if entries(value).count() > 1 {
            found.push(format!("{place}: the $ref has siblings"));
        }
    }
    for (key, inner) in entries(value) {
        invalid_references(&join(place, key), spec, inner, found);
    }
    for (index, inner) in value.as_array().into_iter().flatten().enumerate() {
        invalid_references(&format!("{place}/{index}"), spec, inner, found);
    }
}
