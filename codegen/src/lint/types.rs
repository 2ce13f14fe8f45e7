//! Fields that have several types under one name.

use std::collections::HashSet;

use indexmap::IndexMap;
use serde_json::{Value, json};

use super::finding::{Finding, listed};
use super::fit::has_type;
use super::index::{Place, Role, SchemaIndex};
use super::kind::kind;
use super::patch::{Action, Patch};
use super::rule::Rule;
use super::siblings::Siblings;
use super::words::words;
use crate::openapi::JsonType;
use crate::pointer::Pointer;

/// The places of a field, by the kind of its value.
type Kinds<'s, 'a> = IndexMap<String, Vec<&'s Place<'a>>>;

pub(super) fn check(index: &SchemaIndex<'_>, findings: &mut Vec<Finding>) {
    let mut fields: IndexMap<&str, Kinds<'_, '_>> = IndexMap::new();
    let variants = fields_of_variants(index);
    for place in index.places.values() {
        if variants.contains(&place.node.at) {
            continue;
        }
        if let Some(name) = place.role.field()
            && let Some(kind) = kind(index.schema(place.schema))
        {
            let kinds = fields.entry(name).or_default();
            kinds.entry(kind).or_default().push(place);
        }
    }
    for (name, kinds) in &mut fields {
        // Any text, where the others are written as texts too: less is said, and nothing else.
        let others = kinds.iter().filter(|(kind, _)| *kind != "string");
        if others
            .flat_map(|(_, places)| places)
            .all(|one| is_text(index, one))
            && kinds.len() > 1
        {
            kinds.shift_remove("string");
        }
        // A whole number is a number.
        if kinds.contains_key("number") {
            kinds.shift_remove("integer");
        }
        keep_comparable(index, name, kinds);
        if kinds.len() > 1 {
            findings.extend(finding(index, name, kinds));
        }
    }
}

/// The fields of the branches of unions: there, one name stands for different values on purpose.
fn fields_of_variants(index: &SchemaIndex<'_>) -> HashSet<Pointer> {
    let schemas = index
        .places
        .values()
        .map(|place| index.schema(place.schema));
    let groups = schemas.flat_map(|schema| &schema.alternatives);
    let branches = groups.flat_map(|group| &group.branches);
    let branches = branches.map(|branch| index.schema(branch.schema));
    let fields = branches.flat_map(|schema| schema.properties.values());
    fields.map(|field| field.at.clone()).collect()
}

/// How many places of the usual kind the others are compared with.
const MAX_COMPARED: usize = 50;

/// Keeps the places that tell something about those of the usual kind. Values whose name has several words can be expected to
/// have one type; a single common word, such as `value`, and a list, a map or an object are called like something else by
/// chance, unless the two stand in objects that are alike. One that has a name of its own is something else.
fn keep_comparable(index: &SchemaIndex<'_>, name: &str, kinds: &mut Kinds<'_, '_>) {
    let Some(usual) = usual(kinds).map(str::to_owned) else {
        return;
    };
    let siblings = |place: &Place<'_>| Siblings::of(index, &place.node.at);
    let first = kinds.get(&usual).into_iter().flatten().take(MAX_COMPARED);
    let compared: Vec<(bool, Siblings<'_>)> = first
        .filter_map(|place| Some((place.received, siblings(place)?)))
        .collect();
    let is_scalar = |kind: &str| !matches!(kind, "list" | "map" | "object");
    let is_telling = words(name).count() > 1;
    kinds.retain(|kind, places| {
        if *kind == usual {
            return true;
        }
        let are_scalar = is_scalar(kind) && is_scalar(&usual);
        places.retain(|place| {
            let own = siblings(place);
            let others = compared
                .iter()
                .filter_map(|(received, one)| Some((*received, one, own.as_ref()?)));
            if is_telling && are_scalar {
                return !others.clone().any(|(_, one, own)| one.are_parallel(own));
            }
            // A request has the id of what the response contains; each operation has a payload of its own in the same envelope.
            let mut others =
                others.filter(|(received, ..)| are_scalar || *received == place.received);
            place.node.get("$ref").is_none()
                && (are_scalar || !is_payload(&place.node.at))
                && others.any(|(_, one, own)| one.are_alike(own))
        });
        !places.is_empty()
    });
}

/// Whether a place is a member of a body that is described where it is used.
fn is_payload(at: &Pointer) -> bool {
    let segments: Vec<&str> = at.segments().collect();
    let segments = segments.as_slice();
    matches!(segments, [.., "content", _, "schema", "properties", _])
}

/// The most common kind.
fn usual<'k>(kinds: &'k Kinds<'_, '_>) -> Option<&'k str> {
    let most = kinds.values().map(Vec::len).max()?;
    let mut kinds = kinds.iter();
    let (usual, _) = kinds.find(|(_, places)| places.len() == most)?;
    Some(usual)
}

/// Whether the values of a place are written as texts.
fn is_text(index: &SchemaIndex<'_>, place: &Place<'_>) -> bool {
    let schema = index.schema(place.schema);
    let scalar = |one: JsonType| !matches!(one, JsonType::Array | JsonType::Object);
    let is_scalar = schema.types.single().is_some_and(scalar);
    let is_parameter = matches!(place.role, Role::Parameter(_));
    schema.types.single() == Some(JsonType::String)
        || is_scalar && (is_parameter || schema.keyword("x-wire").is_some())
}

/// Reported at the first place that differs from the most common kind of the field.
fn finding(index: &SchemaIndex<'_>, name: &str, kinds: &Kinds<'_, '_>) -> Option<Finding> {
    let usual = usual(kinds)?;
    let usual_places = kinds.get(usual)?;
    let others = kinds.iter().filter(|(kind, _)| *kind != usual);
    let odd: Vec<&Place<'_>> = others
        .clone()
        .flat_map(|(_, places)| places)
        .copied()
        .collect();
    let places =
        |places: &[&Place<'_>]| listed(places.iter().map(|place| place.node.at.to_string()));
    let elsewhere: Vec<String> = others
        .map(|(kind, found)| format!("{kind} at {}", places(found)))
        .collect();
    let message = format!(
        "`{name}` is {usual} at {}, and {}.",
        places(usual_places),
        elsewhere.join(", and ")
    );
    let patch = patch(index, usual_places.first()?, &odd);
    Some(Finding::new(
        Rule::TypeDiffers,
        &odd.first()?.node.at,
        message,
        patch,
    ))
}

/// Gives every odd place the usual schema, and keeps its description and its example where possible.
fn patch(index: &SchemaIndex<'_>, usual: &Place<'_>, odd: &[&Place<'_>]) -> Patch {
    let all: HashSet<&Pointer> = odd.iter().map(|place| &place.node.at).collect();
    let is_outermost = |place: &&&Place<'_>| place.node.at.ancestors().all(|at| !all.contains(&at));
    let root = index.root();
    let outermost = odd.iter().filter(is_outermost);
    // Examples show that a place is what it says.
    let schema = index.schema(usual.schema);
    let mut examples = odd.iter().flat_map(|place| &place.examples);
    // What it refers to might have no other use.
    let refers = |place: &Place<'_>| place.node.value.to_string().contains("\"$ref\"");
    let refers = odd.iter().any(|place| refers(place));
    if refers || examples.any(|example| !has_type(schema, example.value)) {
        return Patch::default();
    }
    let mut patch = Patch::default();
    for place in outermost {
        let at = &place.node.at;
        let Some((parent, name)) = at.split_last() else {
            continue;
        };
        let why = format!("The schema of the same field at {}.", usual.node.at);
        let remove = Action::remove(
            root,
            at,
            "Removes the schema, to use the one of the same field elsewhere.",
        );
        patch = patch.with(match place.node.text("type") {
            Some(kind) => remove.expect(json!({"type": kind})),
            None => remove,
        });
        let usual = without_id(index, usual);
        let update = json!({ name: described(&usual, place) });
        patch = patch.with(Action::update(root, parent, &why, update));
    }
    patch
}

/// The schema of a place. An id type becomes a plain one: a field of the same name elsewhere may be the id of
/// something else.
fn without_id(index: &SchemaIndex<'_>, place: &Place<'_>) -> Value {
    let schema = index.schema(place.schema);
    let refers = place.node.text("$ref").is_some();
    let target = schema
        .sources()
        .first()
        .and_then(|source| source.value.as_object());
    match target.filter(|target| refers && target.contains_key("x-id")) {
        Some(target) => {
            let own = [
                "x-id",
                "x-resource",
                "x-evidence",
                "title",
                "description",
                "example",
            ];
            let rest = target
                .iter()
                .filter(|(name, _)| !own.contains(&name.as_str()));
            rest.map(|(name, member)| (name.clone(), member.clone()))
                .collect()
        }
        None => place.node.value.clone(),
    }
}

/// A schema with the description and the example of a place; a reference can have neither.
fn described(schema: &Value, place: &Place<'_>) -> Value {
    let mut schema = schema.clone();
    if let Some(members) = schema.as_object_mut()
        && !members.contains_key("$ref")
    {
        for name in ["description", "example"] {
            members.shift_remove(name);
            if let Some(own) = place.node.get(name) {
                members.insert(name.to_owned(), own.value.clone());
            }
        }
    }
    schema
}
