//! Whether a value of an example fits its schema, without what is in it.

use serde_json::Value;

use super::index::SchemaIndex;
use crate::openapi::{Direction, JsonType, Range, Schema};

/// Whether all of an object's keys are numbers, and there are any.
pub(super) fn has_number_keys(value: &Value) -> bool {
    let is_number = |key: &String| key.bytes().all(|b| b.is_ascii_digit()) && !key.is_empty();
    let members = value.as_object();
    members.is_some_and(|members| !members.is_empty() && members.keys().all(is_number))
}

/// Whether it cannot be told which values a schema takes.
pub(super) fn says_nothing(schema: &Schema<'_>) -> bool {
    schema.unresolved.is_some() || schema.keyword("x-filter").is_some()
}

/// Whether a value fits a schema, without what is in it.
pub(super) fn fits_itself(index: &SchemaIndex<'_>, schema: &Schema<'_>, value: &Value) -> bool {
    has_type(schema, value)
        && schema.format.is_none_or(|format| has_format(format, value))
        && missing_members(index, schema, value).is_empty()
        && !is_outside(schema, value)
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
pub(super) fn arrives_otherwise(schema: &Schema<'_>, value: &Value) -> bool {
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
pub(super) fn has_format(format: &str, value: &Value) -> bool {
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
pub(super) fn missing_members(
    index: &SchemaIndex<'_>,
    schema: &Schema<'_>,
    value: &Value,
) -> Vec<String> {
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

/// Whether a number, or how much of a value there is, is outside of what the schema allows.
pub(super) fn is_outside(schema: &Schema<'_>, value: &Value) -> bool {
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
            let step = schema.limits().multiple_of;
            // A tenth is no exact number, so that 0.3 is three of them only nearly.
            let between = step.is_some_and(|step| {
                let steps = number / step;
                (steps - steps.round()).abs() > 1e-9 * steps.abs().max(1.0)
            });
            below || above || between
        }),
        Value::String(text) => count(text.chars().count(), schema.limits().length),
        Value::Array(entries) => count(entries.len(), schema.limits().item_count),
        Value::Object(members) => count(members.len(), schema.limits().property_count),
        Value::Null | Value::Bool(_) => false,
    }
}
