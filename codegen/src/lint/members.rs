//! Members that only examples have.

use std::collections::HashSet;

use serde_json::{Map, Value, json};

use super::finding::{Finding, quoted};
use super::fit::has_number_keys;
use super::index::SchemaIndex;
use super::keyed::counts_from_zero;
use super::patch::Action;
use super::rule::Rule;
use super::strings;

/// Each member of a schema once, at the first example that has it. A member that no example has is no finding: an
/// example leaves out what is optional.
pub(super) fn check(index: &SchemaIndex<'_>, findings: &mut Vec<Finding>) {
    let mut reported = HashSet::new();
    for unlisted in &index.unlisted {
        let (schema, name, value) = (&unlisted.schema, unlisted.name, &unlisted.value);
        if !reported.insert((schema.identity(), name)) {
            continue;
        }
        let message = format!(
            "An example has `{name}`, {}, which the schema at {} does not have.",
            quoted(value.value),
            schema.at
        );
        let update = json!({"properties": {name: schema_of(value.value)}});
        let why = format!("An example has `{name}`.");
        let action = Action::update(index.root(), &schema.at, &why, update);
        let rule = Rule::ExampleMemberWithoutSchema;
        findings.push(Finding::new(rule, &value.at, message, action.into()));
    }
}

/// A schema that fits a value.
fn schema_of(value: &Value) -> Value {
    match value {
        Value::Null => json!({"nullable": true}),
        Value::Bool(_) => json!({"type": "boolean"}),
        Value::Number(number) if number.is_f64() => json!({"type": "number"}),
        Value::Number(_) => json!({"type": "integer"}),
        Value::String(text) => strings::schema_of(text),
        Value::Array(entries) => {
            let items = entries.first().map_or_else(|| json!({}), schema_of);
            json!({"type": "array", "items": items})
        }
        Value::Object(members) if has_number_keys(value) => {
            let entry = members.values().next().map_or_else(|| json!({}), schema_of);
            let keys = if counts_from_zero(value) {
                "index"
            } else {
                "name"
            };
            json!({"type": "object", "x-keyed-by": keys, "additionalProperties": entry})
        }
        Value::Object(members) => {
            let members = members.iter();
            let properties: Map<_, _> = members
                .map(|(name, member)| (name.clone(), schema_of(member)))
                .collect();
            json!({"type": "object", "properties": properties})
        }
    }
}
