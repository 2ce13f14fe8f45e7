//! Types of values.

use super::change::Document;
use super::changes::{Context, Place};
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
pub(super) fn types_of(description: &Description<'_>, id: SchemaId) -> JsonTypes {
    types_within(description, id, MAX_DEPTH)
}

fn types_within(description: &Description<'_>, id: SchemaId, depth: usize) -> JsonTypes {
    let schema = description.schema(id);
    if !schema.types.is_any() || depth == 0 {
        return schema.types;
    }
    let groups = schema.alternatives.iter().map(|group| {
        let branches = group.branches.iter();
        branches
            .flat_map(|branch| {
                let types = types_within(description, branch.schema, depth - 1);
                types.iter().collect::<Vec<_>>()
            })
            .collect::<JsonTypes>()
    });
    groups.fold(JsonTypes::ANY, JsonTypes::and)
}

/// Whether a schema is a `oneOf` or `anyOf` and says nothing else about values.
pub(super) fn is_union(schema: &Schema<'_>) -> bool {
    !schema.alternatives.is_empty()
        && schema.properties.is_empty()
        && schema.required.is_empty()
        && schema.items.is_none()
        && schema.values.is_none()
}

/// Whether `explode` makes a difference: only for arrays and objects.
pub(super) fn may_explode(description: &Description<'_>, schema: Option<SchemaId>) -> bool {
    schema.is_some_and(|id| {
        let types = types_of(description, id);
        types.contains(JsonType::Array) || types.contains(JsonType::Object)
    })
}

/// Compares the types of two schemas.
pub(super) fn compare(
    cx: &mut Comparison<'_, '_>,
    context: Context,
    old: SchemaId,
    new: SchemaId,
) -> Rest {
    let (before, after) = (types_of(cx.old, old), types_of(cx.new, new));
    let (old, new) = (cx.old.schema(old), cx.new.schema(new));
    let unions = (is_union(old), is_union(new));
    if unions == (true, true) || before == after && unions == (false, false) {
        return Rest::All;
    }
    if before == after {
        return Rest::Branches;
    }
    let common = before.and(after);
    let rule = if common == before {
        Rule::TypeWidened
    } else if common == after {
        Rule::TypeNarrowed
    } else {
        Rule::TypeChanged
    };
    let (place, what) = match new.keyword("type") {
        Some(keyword) => {
            let place = Place::New(keyword.at);
            let what = cx.owner(&place);
            (place, what)
        }
        None => (
            Place::New(new.at.clone()),
            cx.subject(Document::New, &new.at),
        ),
    };
    let message = format!(
        "The type of {what} changed from `{}` to `{}`.",
        words(before),
        words(after)
    );
    cx.changes.record(context, rule, place, message);
    match unions {
        (false, false) => Rest::Nothing,
        _ if common.is_none() || before.is_any() || after.is_any() => Rest::Nothing,
        _ => Rest::Branches,
    }
}

fn words(types: JsonTypes) -> String {
    if types.is_none() {
        "nothing".to_owned()
    } else {
        types.to_string()
    }
}
