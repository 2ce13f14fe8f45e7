//! Examples that do not fit their schemas. Values outside an enum and members that no schema has are other rules.
//!
//! The runtime compares responses with schemas as well, of types that a crate was generated for, and accepts what decoding
//! accepts. Here the schema may be any, also one that no crate can be generated from, with limits and directions.

use indexmap::IndexMap;
use serde_json::Value;

use super::branches;
use super::finding::{Finding, listed, quoted};
use super::fit::{
    arrives_otherwise, has_format, has_type, is_outside, missing_members, says_nothing,
};
use super::index::{SchemaIndex, Shown};
use super::patch::{Action, Patch};
use super::rule::Rule;
use crate::openapi::{JsonType, Node, Schema, SchemaId};
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

/// What is wrong with a value, without what is in it.
fn contradiction(index: &SchemaIndex<'_>, shown: &Shown<'_>) -> Option<String> {
    own_contradiction(index, shown).or_else(|| misfit(index, shown))
}

/// The place of a value in its example, for a sentence.
fn place(shown: &Shown<'_>) -> String {
    let inside = shown.value.at.segments();
    let inside: Vec<&str> = inside.skip(shown.example.segments().count()).collect();
    match inside.as_slice() {
        [] => "it".to_owned(),
        names => format!("`{}`", names.join(".")),
    }
}

/// What is wrong with a value by the keywords of its schema, without the branches.
fn own_contradiction(index: &SchemaIndex<'_>, shown: &Shown<'_>) -> Option<String> {
    let schema = index.schema(shown.schema);
    let value = shown.value.value;
    if says_nothing(schema) || arrives_otherwise(schema, value) {
        return None;
    }
    let place = place(shown);
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

/// That no branch of a schema takes a value, and what is wrong with it in the branch that describes most of it.
fn misfit(index: &SchemaIndex<'_>, shown: &Shown<'_>) -> Option<String> {
    let schema = index.schema(shown.schema);
    let value = &shown.value;
    let is_text = is_of_parameter(&shown.example) && value.value.is_string();
    let is_unknown = is_text || says_nothing(schema) || arrives_otherwise(schema, value.value);
    if is_unknown || branches::fits(index, schema, value.value) {
        return None;
    }
    let place = place(shown);
    let Some(nearest) = nearest(index, schema, value) else {
        let value = quoted(value.value);
        return Some(format!(
            "{place} is {value}, and fits no branch of its schema"
        ));
    };
    let parts = value.members().filter_map(|(name, member)| {
        let property = index.schema(nearest).properties.get(name)?;
        Some((property.schema, member))
    });
    let mut parts = std::iter::once((nearest, value.clone())).chain(parts);
    let reason = parts.find_map(|(schema, value)| {
        let example = shown.example.clone();
        own_contradiction(
            index,
            &Shown {
                schema,
                value,
                example,
            },
        )
    });
    let branch = &index.schema(nearest).at;
    Some(match reason {
        Some(reason) => {
            format!("{place} fits no branch of its schema: in the nearest, {branch}, {reason}")
        }
        None => format!("{place} fits no branch of its schema; the nearest is {branch}"),
    })
}

/// The branch that describes most of the members of a value.
fn nearest(index: &SchemaIndex<'_>, schema: &Schema<'_>, value: &Node<'_>) -> Option<SchemaId> {
    let described = |id: SchemaId| {
        let properties = &index.schema(id).properties;
        let names = value.members().map(|(name, _)| name);
        names.filter(|name| properties.contains_key(name)).count()
    };
    let branches = schema.alternatives.iter().flat_map(|group| &group.branches);
    let branches = branches.map(|branch| (described(branch.schema), branch.schema));
    let (most, nearest) = branches.max_by_key(|(count, _)| *count)?;
    (most > 0).then_some(nearest)
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
