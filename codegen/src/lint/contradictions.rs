//! Examples that do not fit their schemas. Values outside an enum and members that no schema has are other rules.
//!
//! The runtime compares responses with schemas as well, of types that a crate was generated for, and accepts what decoding
//! accepts. Here the schema may be any, also one that no crate can be generated from, with limits and directions.

use indexmap::IndexMap;
use serde_json::Value;

use super::examples::has_number_keys;
use super::finding::{Finding, listed, quoted};
use super::index::{SchemaIndex, Shown};
use super::patch::{Action, Patch};
use super::rule::Rule;
use crate::openapi::{Direction, JsonType, Range, Schema};
use crate::pointer::Pointer;

pub(super) fn check(index: &SchemaIndex<'_>, findings: &mut Vec<Finding>) {
    let mut contradictions: IndexMap<&Pointer, Vec<String>> = IndexMap::new();
    for shown in &index.shown {
        let found = contradiction(index, shown);
        if let Some(found) = found {
            contradictions
                .entry(&shown.example)
                .or_default()
                .push(found);
        }
    }
    for (example, found) in contradictions {
        let message = format!("the example contradicts its schema: {}", listed(found));
        let why = "The example does not fit its schema.";
        let patch = Patch::from(Action::remove(index.root(), example, why));
        findings.push(Finding::new(
            Rule::ExampleContradictsSchema,
            example,
            message,
            patch,
        ));
    }
}

/// Whether a value fits a schema, without what is in it.
pub(super) fn fits(index: &SchemaIndex<'_>, schema: &Schema<'_>, value: &Value) -> bool {
    let format = schema.format.unwrap_or_default();
    has_type(schema, value)
        && has_format(format, value)
        && missing_members(index, schema, value).is_empty()
        && !is_outside(schema, value)
}

/// What is wrong with a value, without what is in it.
fn contradiction(index: &SchemaIndex<'_>, shown: &Shown<'_>) -> Option<String> {
    let schema = index.schema(shown.schema);
    let value = shown.value.value;
    let says_nothing = schema.unresolved.is_some() || schema.keyword("x-filter").is_some();
    if says_nothing || arrives_otherwise(schema, value) {
        return None;
    }
    let inside = shown.value.at.segments();
    let inside: Vec<&str> = inside.skip(shown.example.segments().count()).collect();
    let place = match inside.as_slice() {
        [] => "it".to_owned(),
        names => format!("`{}`", names.join(".")),
    };
    let is_text = is_of_parameter(&shown.example) && is_text_of(schema, value);
    if !is_text && !has_type(schema, value) {
        let types = schema.types;
        return Some(format!("{place} is {} and no {types}", quoted(value)));
    }
    if let Some(format) = schema.format.filter(|format| !has_format(format, value)) {
        return Some(format!("{place} is {} and no {format}", quoted(value)));
    }
    let missing = missing_members(index, schema, value);
    if !missing.is_empty() {
        return Some(format!("{place} lacks {}", listed(missing)));
    }
    is_outside(schema, value).then(|| format!("{place} is {}, outside its limits", quoted(value)))
}

/// Whether a place is in a parameter, whose value is a text on the wire.
pub(super) fn is_of_parameter(example: &Pointer) -> bool {
    let mut segments = example.segments().take(4);
    segments.any(|segment| segment == "parameters")
}

/// Whether a text is how a parameter of this type is written.
fn is_text_of(schema: &Schema<'_>, value: &Value) -> bool {
    let Some(text) = value.as_str() else {
        return false;
    };
    let types = schema.types;
    types.contains(JsonType::Number) && text.parse::<f64>().is_ok()
        || types.contains(JsonType::Integer) && text.parse::<i64>().is_ok()
        || types.contains(JsonType::Boolean) && text.parse::<bool>().is_ok()
}

pub(super) fn has_type(schema: &Schema<'_>, value: &Value) -> bool {
    let types = schema.types;
    let is_whole = |number: &serde_json::Number| {
        number.is_i64() || number.is_u64() || number.as_f64().is_some_and(|n| n.fract() == 0.0)
    };
    match value {
        Value::Null => schema.nullable || types.is_any(),
        Value::Bool(_) => types.contains(JsonType::Boolean),
        Value::Number(number) if is_whole(number) => types.contains(JsonType::Integer),
        Value::Number(_) => types.contains(JsonType::Number),
        Value::String(_) => types.contains(JsonType::String),
        Value::Array(_) => types.contains(JsonType::Array),
        Value::Object(_) => types.contains(JsonType::Object),
    }
}

/// Whether an extension says that the value may come in this form.
fn arrives_otherwise(schema: &Schema<'_>, value: &Value) -> bool {
    let wire = |form: &str| {
        schema
            .statements("x-wire")
            .iter()
            .any(|node| node.value.as_str() == Some(form) || node.texts().any(|text| text == form))
    };
    let text = value.as_str();
    let is_empty_list = value.as_array().is_some_and(Vec::is_empty);
    let is_empty = value.is_null()
        || is_empty_list
        || text.is_some_and(|text| text.is_empty() || text.starts_with("0000-00-00"));
    let is_number = text.is_some_and(|text| text.parse::<f64>().is_ok());
    let is_digit = matches!(text, Some("0" | "1" | "true" | "false")) || value == 0 || value == 1;
    let is_keyed = schema.keyword("x-keyed-by").is_some();
    (wire("empties") && is_empty)
        || (wire("string") && is_number)
        || (wire("digits") && is_digit)
        || (is_keyed && (is_empty_list || has_number_keys(value) || value.is_array()))
        || schema.keyword("x-one-or-many").is_some()
}

/// Whether a string has a format that says how it is written.
fn has_format(format: &str, value: &Value) -> bool {
    let Some(text) = value.as_str() else {
        return true;
    };
    let pattern = match format {
        "date" => "0000-00-00",
        "civil-date-time" => "0000-00-00 00:00:00",
        "date-time" => "0000-00-00T00:00:00",
        _ => return true,
    };
    let fits = |(expected, c): (char, char)| match expected {
        '0' => c.is_ascii_digit(),
        'T' => matches!(c, 'T' | 't' | ' '),
        other => c == other,
    };
    let is_long_enough = match format {
        "date-time" => text.len() > pattern.len() && has_zone(text),
        _ => text.len() == pattern.len(),
    };
    is_long_enough && pattern.chars().zip(text.chars()).all(fits)
}

/// Whether a point in time ends with a zone, as RFC 3339 requires.
pub(super) fn has_zone(text: &str) -> bool {
    let is_offset = |zone: &str| {
        let shape = zone
            .bytes()
            .map(|b| if b.is_ascii_digit() { b'9' } else { b });
        matches!(shape.collect::<Vec<u8>>().as_slice(), b"+99:99" | b"-99:99")
    };
    let zone = text.len().checked_sub("+00:00".len());
    text.ends_with(['Z', 'z'])
        || zone
            .and_then(|zone| text.get(zone..))
            .is_some_and(is_offset)
}

/// Required members that an object lacks, without those of one direction only.
fn missing_members(index: &SchemaIndex<'_>, schema: &Schema<'_>, value: &Value) -> Vec<String> {
    let Some(members) = value.as_object() else {
        return Vec::new();
    };
    let is_always_there = |name: &&str| {
        let property = schema.properties.get(name);
        property.is_none_or(|one| index.schema(one.schema).direction == Direction::Both)
    };
    schema
        .required
        .iter()
        .filter(|name| !members.contains_key(**name))
        .filter(|name| is_always_there(name))
        .map(|name| format!("`{name}`"))
        .collect()
}

fn is_outside(schema: &Schema<'_>, value: &Value) -> bool {
    let count = |count: usize, range: Range| {
        let count = count as u64;
        range.min.is_some_and(|min| count < min) || range.max.is_some_and(|max| count > max)
    };
    match value {
        Value::Number(number) => number.as_f64().is_some_and(|number| {
            let below = schema.limits().minimum.is_some_and(|bound| {
                number < bound.value || (bound.exclusive && number <= bound.value)
            });
            let above = schema.limits().maximum.is_some_and(|bound| {
                number > bound.value || (bound.exclusive && number >= bound.value)
            });
            below || above
        }),
        Value::String(text) => count(text.chars().count(), schema.limits().length),
        Value::Array(entries) => count(entries.len(), schema.limits().item_count),
        Value::Object(members) => count(members.len(), schema.limits().property_count),
        Value::Null | Value::Bool(_) => false,
    }
}
