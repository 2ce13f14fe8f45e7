//! Members that only examples have, or only schemas.

use std::collections::HashSet;

use serde_json::{Map, Value, json};

use super::examples::parts;
use super::finding::{Finding, quoted};
use super::patch::{Action, Patch, TODO};
use super::rule::Rule;
use super::survey::{Schema, Survey};
use crate::node::Node;

pub(super) fn check(survey: &Survey<'_>, findings: &mut Vec<Finding>) {
    without_schema(survey, findings);
    for schema in survey.schemas.values().filter(|schema| schema.received) {
        without_example(survey, schema, findings);
    }
}

/// Each member of a schema once, at the first example that shows it.
fn without_schema(survey: &Survey<'_>, findings: &mut Vec<Finding>) {
    let mut told = HashSet::new();
    for unlisted in &survey.unlisted {
        let (schema, name, value) = (&unlisted.schema, unlisted.name, &unlisted.value);
        if !told.insert((schema.identity(), name)) {
            continue;
        }
        let message = format!(
            "An example has `{name}`, {}, which the schema at {} does not have.",
            quoted(value.value),
            schema.at
        );
        let update = json!({"properties": {name: guessed(value.value)}});
        let why = format!("An example has `{name}`.");
        let action = Action::update(survey.root, &schema.at, &why, update);
        let rule = Rule::ExampleMemberWithoutSchema;
        findings.push(Finding::new(rule, &value.at, message, action.into()));
    }
}

/// A schema that fits a value.
fn guessed(value: &Value) -> Value {
    match value {
        Value::Null => json!({"nullable": true}),
        Value::Bool(_) => json!({"type": "boolean"}),
        Value::Number(number) if number.is_f64() => json!({"type": "number"}),
        Value::Number(_) => json!({"type": "integer"}),
        Value::String(_) => json!({"type": "string"}),
        Value::Array(entries) => {
            let items = entries.first().map_or_else(|| json!({}), guessed);
            json!({"type": "array", "items": items})
        }
        Value::Object(members) => {
            let members = members.iter();
            let properties: Map<_, _> = members
                .map(|(name, member)| (name.clone(), guessed(member)))
                .collect();
            json!({"type": "object", "properties": properties})
        }
    }
}

/// Members that no example of an answer shows, though some show the object.
fn without_example(survey: &Survey<'_>, schema: &Schema<'_>, findings: &mut Vec<Finding>) {
    let shown: Vec<&Node<'_>> = schema.objects().collect();
    let Some(first) = shown.first() else {
        return;
    };
    for (name, property) in schema.node.member("properties").members() {
        let is_shown = shown.iter().any(|object| object.get(name).is_some());
        if is_shown || property.is("writeOnly") || has_example(survey.root, &property) {
            continue;
        }
        let message = format!("The examples show the object, and none has `{name}`.");
        let why = format!("{TODO}: put the value of `{name}` that an answer had.");
        let update = json!({name: placeholder(survey.root, &property)});
        let action = Action::update(survey.root, &first.at, &why, update).absent(&[name]);
        let rule = Rule::SchemaMemberWithoutExample;
        findings.push(Finding::new(
            rule,
            &property.at,
            message,
            Patch::from(action),
        ));
    }
}

fn has_example(root: &Value, property: &Node<'_>) -> bool {
    let parts = parts(root, property);
    parts.iter().any(|part| part.get("example").is_some())
}

/// Some value that fits a schema.
fn placeholder(root: &Value, schema: &Node<'_>) -> Value {
    let parts = parts(root, schema);
    let first = parts
        .iter()
        .find_map(|part| part.member("enum").entries().next());
    if let Some(first) = first {
        return first.value.clone();
    }
    match parts.iter().find_map(|part| part.text("type")) {
        Some("string") => json!(TODO),
        Some("integer" | "number") => json!(0),
        Some("boolean") => json!(false),
        Some("array") => json!([]),
        Some("object") => json!({}),
        _ => Value::Null,
    }
}
