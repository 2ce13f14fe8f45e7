//! Members that only examples have, or only schemas.

use std::collections::HashSet;

use serde_json::{Map, Value, json};

use super::contradictions::fits;
use super::examples::has_number_keys;
use super::finding::{Finding, quoted};
use super::index::{Place, SchemaIndex};
use super::keyed::counts_from_zero;
use super::patch::{Action, Patch, TODO};
use super::rule::Rule;
use super::strings;
use crate::openapi::{Direction, JsonType, Node, Schema};

pub(super) fn check(index: &SchemaIndex<'_>, findings: &mut Vec<Finding>) {
    without_schema(index, findings);
    for place in index.places.values().filter(|place| place.received) {
        without_example(index, place, findings);
    }
}

/// Each member of a schema once, at the first example that has it.
fn without_schema(index: &SchemaIndex<'_>, findings: &mut Vec<Finding>) {
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

/// Members that no example of a response has, though examples have the object.
fn without_example(index: &SchemaIndex<'_>, place: &Place<'_>, findings: &mut Vec<Finding>) {
    let examples: Vec<&Node<'_>> = place.objects().collect();
    let Some(first) = examples.first() else {
        return;
    };
    let is_shown = |name: &str| examples.iter().any(|object| object.get(name).is_some());
    let has_own = |schema: &Schema<'_>| schema.keyword("example").is_some();
    let readable = index.schema(place.schema).properties.iter();
    let readable = readable.map(|(name, one)| (*name, index.schema(one.schema)));
    let readable: Vec<_> = readable.filter(|(_, schema)| is_expected(schema)).collect();
    // Where some members are required, the others may be missing. An example that lacks a required one does not fit.
    if !index.schema(place.schema).required.is_empty() {
        return;
    }
    let known = readable
        .iter()
        .filter(|(name, schema)| is_shown(name) || has_own(schema));
    // With the members that no schema has yet: a patch adds them.
    let shown = examples.iter().flat_map(|object| object.members());
    let unlisted = shown.map(|(name, _)| name);
    let unlisted = unlisted.filter(|name| readable.iter().all(|(known, _)| known != name));
    let unlisted = unlisted.collect::<HashSet<_>>().len();
    // Examples that do not show most of the members are not meant to show all.
    if 4 * (known.count() + unlisted) < 3 * (readable.len() + unlisted) {
        return;
    }
    for (name, property) in place.node.member("properties").members() {
        let Some(schema) = index.schema(place.schema).properties.get(name) else {
            continue;
        };
        let schema = index.schema(schema.schema);
        if is_shown(name) || !is_expected(schema) || has_own(schema) {
            continue;
        }
        let message = format!("The examples show the object, and none has `{name}`.");
        let why = format!("{TODO}: the value of `{name}` in a real response.");
        // Without a value that fits, a patch would bring another finding.
        let patch = placeholder(index, schema, MAX_DEPTH).map(|value| {
            let update = json!({name: value});
            let action = Action::update(index.root(), &first.at, &why, update);
            Patch::from(action.absent(&[name]))
        });
        let rule = Rule::SchemaMemberWithoutExample;
        findings.push(Finding::new(
            rule,
            &property.at,
            message,
            patch.unwrap_or_default(),
        ));
    }
}

/// Whether an example of a response should show such a member.
fn is_expected(schema: &Schema<'_>) -> bool {
    let is_deprecated = schema
        .keyword("deprecated")
        .is_some_and(|at| at.value == true);
    schema.direction != Direction::WriteOnly && !schema.nullable && !is_deprecated
}

/// How deep a placeholder is filled in.
const MAX_DEPTH: usize = 4;

/// Some value that fits a schema, with what it must contain; `None` if none is found.
fn placeholder(index: &SchemaIndex<'_>, schema: &Schema<'_>, depth: usize) -> Option<Value> {
    let some = |id| placeholder(index, index.schema(id), depth.checked_sub(1)?);
    if let Some(first) = schema.values.as_ref().and_then(|values| values.first()) {
        return Some(first.value.clone());
    }
    let value = match schema.types.single() {
        Some(JsonType::String) => json!(match schema.format {
            Some("date") => "2000-01-01",
            Some("civil-date-time") => "2000-01-01 00:00:00",
            Some("date-time") => "2000-01-01T00:00:00Z",
            _ => TODO,
        }),
        Some(JsonType::Integer | JsonType::Number) => {
            let bound = schema.limits().minimum.or(schema.limits().maximum);
            match bound.map(|bound| bound.value.ceil()) {
                Some(value) if schema.types.single() == Some(JsonType::Integer) => {
                    serde_json::from_str(&format!("{value:.0}")).ok()?
                }
                Some(value) => json!(value),
                None => json!(0),
            }
        }
        Some(JsonType::Boolean) => json!(false),
        Some(JsonType::Array) => json!([]),
        Some(JsonType::Object) => {
            let required = schema.required.iter();
            let required = required.filter_map(|name| Some((name, schema.properties.get(name)?)));
            let members: Option<Map<String, Value>> = required
                .map(|(name, one)| Some(((*name).to_owned(), some(one.schema)?)))
                .collect();
            Value::Object(members?)
        }
        None if schema.nullable || schema.types.is_any() => Value::Null,
        None => json!(TODO),
    };
    fits(index, schema, &value).then_some(value)
}
