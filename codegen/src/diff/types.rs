//! Types of values.

use super::changes::{Both, Context};
use super::comparison::Comparison;
use super::rule::Rule;
use crate::openapi::{Description, JsonType, JsonTypes, Schema, SchemaId};

/// How deep `oneOf` and `anyOf` are followed to find the types of a schema.
const MAX_DEPTH: usize = 8;

/// What is left to compare after the types.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rest {
    All,
    /// One schema is a union and the other one is not: the branches.
    Branches,
    Nothing,
}

/// The types of a schema; of a union, those of its branches.
pub(super) fn types_of(description: &Description, id: SchemaId) -> JsonTypes {
    types_within(description, id, MAX_DEPTH)
}

fn types_within(description: &Description, id: SchemaId, depth: usize) -> JsonTypes {
    let schema = description.schema(id);
    if !schema.types.is_any() || depth == 0 {
        return schema.types;
    }
    let groups = schema.alternatives.iter().map(|group| {
        let branches = group.branches.iter();
        let types = branches.map(|branch| types_within(description, branch.schema, depth - 1));
        types
            .flat_map(|types| types.iter().collect::<Vec<_>>())
            .collect::<JsonTypes>()
    });
    groups.fold(JsonTypes::ANY, JsonTypes::and)
}

/// Whether a schema is a `oneOf` or `anyOf` and says nothing else about values.
pub(super) fn is_union(schema: &Schema) -> bool {
    !schema.alternatives.is_empty()
        && schema.properties.is_empty()
        && schema.required.is_empty()
        && schema.items.is_none()
        && schema.values.is_none()
}

/// Whether `explode` makes a difference: only for arrays and objects.
pub(super) fn may_explode(description: &Description, schema: Option<SchemaId>) -> bool {
    schema.is_some_and(|id| {
        let types = types_of(description, id);
        types.contains(JsonType::Array) || types.contains(JsonType::Object)
    })
}

/// Compares the types of two schemas.
pub(super) fn compare(cx: &mut Comparison, context: Context, ids: Both<SchemaId>) -> Rest {
    let (before, after) = (types_of(cx.old, ids.0), types_of(cx.new, ids.1));
    let (old, new) = (cx.old.schema(ids.0), cx.new.schema(ids.1));
    let is_mixed = is_union(old) != is_union(new);
    if before == after || is_union(old) && is_union(new) {
        return if is_mixed { Rest::Branches } else { Rest::All };
    }
    let common = before.and(after);
    let rule = if common == before {
        Rule::TypeWidened
    } else if common == after {
        Rule::TypeNarrowed
    } else {
        Rule::TypeChanged
    };
    let keyword = new.keyword("type");
    let member = (None, keyword.as_ref());
    cx.record_change(context, rule, member, &new.at, |what, _| {
        let (before, after) = (words(before), words(after));
        format!("The type of {what} changed from `{before}` to `{after}`.")
    });
    if is_mixed && !common.is_none() && !before.is_any() && !after.is_any() {
        Rest::Branches
    } else {
        Rest::Nothing
    }
}

fn words(types: JsonTypes) -> String {
    if types.is_none() {
        "nothing".to_owned()
    } else {
        types.to_string()
    }
}
