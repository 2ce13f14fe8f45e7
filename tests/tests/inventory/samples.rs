//! Printed samples and the schemas of responses.

use serde_json::{Map, Value};

use crate::join;
use crate::value::{entries, resolved, type_name};

/// Adds each difference between a printed sample and its schema: a value of another type, an
/// undescribed member, or a member that the sample lacks.
pub(crate) fn sample_differences(
    place: &str,
    spec: &Value,
    schema: &Value,
    sample: &Value,
    found: &mut Vec<String>,
) {
    let schema = resolved(spec, schema);
    if !fits(&schema, sample) {
        found.push(format!(
            "{place}: {sample} is not a valid {}",
            type_name(spec, &schema)
        ));
    }
    match sample {
        Value::Array(items) => {
            for item in items {
                sample_differences(
                    &format!("{place}/items"),
                    spec,
                    &schema["items"],
                    item,
                    found,
                );
            }
        }
        Value::Object(sample) if !is_collapsed(sample) && !is_keyed(sample) => {
            for (key, value) in sample {
                match schema["properties"].get(key) {
                    Some(property) => {
                        sample_differences(&join(place, key), spec, property, value, found);
                    }
                    None => found.push(format!("{place}/{key}: printed, but not in the schema")),
                }
            }
            for (key, _) in
                entries(&schema["properties"]).filter(|(key, _)| !sample.contains_key(*key))
            {
                found.push(format!("{place}/{key}: in the schema, but not printed"));
            }
        }
        _ => {}
    }
}

/// Whether a value has the type of the schema, if any, and is one of its enum values, if any.
pub(crate) fn fits(schema: &Value, sample: &Value) -> bool {
    if sample.is_null() {
        return schema["nullable"] == true;
    }
    let right_type = match schema["type"].as_str() {
        Some("string") => sample.is_string(),
        Some("integer") => sample.is_i64(),
        Some("number") => sample.is_number(),
        Some("boolean") => sample.is_boolean(),
        Some("array") => sample.is_array(),
        Some("object") => sample.is_object(),
        _ => true,
    };
    let choices = schema["enum"].as_array();
    right_type && choices.is_none_or(|choices| choices.contains(sample))
}

/// Whether the docs print the object without its members, as they do for inner objects of samples.
pub(crate) fn is_collapsed(sample: &Map<String, Value>) -> bool {
    sample.is_empty()
}

/// Whether the keys are indices or ids, so that the object is a collection.
pub(crate) fn is_keyed(sample: &Map<String, Value>) -> bool {
    sample
        .keys()
        .all(|key| key.bytes().all(|digit| digit.is_ascii_digit()))
}
