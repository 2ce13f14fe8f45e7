//! Fields of one name and several types.

use std::collections::HashSet;

use indexmap::IndexMap;
use serde_json::{Value, json};

use super::finding::{Finding, listed};
use super::kind::kind;
use super::patch::{Action, Patch};
use super::rule::Rule;
use super::survey::{Schema, Survey};
use crate::finding::Pointer;

/// The places of a field by what kind of value it has there.
type Kinds<'s, 'a> = IndexMap<String, Vec<&'s Schema<'a>>>;

pub(super) fn check(survey: &Survey<'_>, findings: &mut Vec<Finding>) {
    let mut fields: IndexMap<&str, Kinds<'_, '_>> = IndexMap::new();
    for schema in survey.schemas.values() {
        if let Some(name) = schema.role.field()
            && let Some(kind) = kind(survey.root, &schema.node)
        {
            let kinds = fields.entry(name).or_default();
            kinds.entry(kind).or_default().push(schema);
        }
    }
    for (name, kinds) in &fields {
        if kinds.len() > 1 {
            findings.extend(finding(survey.root, name, kinds));
        }
    }
}

/// Told at the first place that differs from what the field is most often.
fn finding(root: &Value, name: &str, kinds: &Kinds<'_, '_>) -> Option<Finding> {
    let most = kinds.values().map(Vec::len).max()?;
    let (usual, usual_places) = kinds.iter().find(|(_, places)| places.len() == most)?;
    let others = kinds.iter().filter(|(kind, _)| *kind != usual);
    let odd: Vec<&Schema<'_>> = others
        .clone()
        .flat_map(|(_, places)| places)
        .copied()
        .collect();
    let places =
        |places: &[&Schema<'_>]| listed(places.iter().map(|place| place.node.at.to_string()));
    let elsewhere: Vec<String> = others
        .map(|(kind, found)| format!("{kind} at {}", places(found)))
        .collect();
    let message = format!(
        "`{name}` is {usual} at {}, and {}.",
        places(usual_places),
        elsewhere.join(", and ")
    );
    let patch = patch(root, usual_places.first()?, &odd);
    Some(Finding::new(
        Rule::TypeDiffers,
        &odd.first()?.node.at,
        message,
        patch,
    ))
}

/// Every odd place gets the usual schema; the description stays where it can.
fn patch(root: &Value, usual: &Schema<'_>, odd: &[&Schema<'_>]) -> Patch {
    let all: HashSet<&Pointer> = odd.iter().map(|place| &place.node.at).collect();
    let is_outermost =
        |place: &&&Schema<'_>| place.node.at.ancestors().all(|at| !all.contains(&at));
    let outermost = odd.iter().filter(is_outermost);
    let mut patch = Patch::default();
    for place in outermost {
        let at = &place.node.at;
        let Some((parent, name)) = at.split_last() else {
            continue;
        };
        let why = format!("The type is another one at {}.", usual.node.at);
        let remove = Action::remove(root, at, "Makes room for the type that it has elsewhere.");
        patch = patch.with(match place.node.text("type") {
            Some(kind) => remove.expect(json!({"type": kind})),
            None => remove,
        });
        let usual = of_nobody(root, usual.node.value);
        let update = json!({ name: described(&usual, place.node.text("description")) });
        patch = patch.with(Action::update(root, &parent, &why, update));
    }
    patch
}

/// A schema that stands for the ids of one kind of thing, as one of nothing in particular: what has the
/// same name elsewhere need not be the same thing.
fn of_nobody(root: &Value, schema: &Value) -> Value {
    let reference = schema.get("$ref").and_then(Value::as_str);
    let pointer = reference.and_then(|reference| reference.strip_prefix('#'));
    let target = pointer.and_then(|pointer| root.pointer(pointer));
    match target.and_then(Value::as_object) {
        Some(target) if target.contains_key("x-id") => {
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
        _ => schema.clone(),
    }
}

/// A schema with another description and no example; a reference takes neither.
fn described(schema: &Value, description: Option<&str>) -> Value {
    let mut schema = schema.clone();
    if let Some(members) = schema.as_object_mut()
        && !members.contains_key("$ref")
    {
        members.shift_remove("example");
        members.shift_remove("description");
        if let Some(description) = description {
            members.insert("description".to_owned(), description.into());
        }
    }
    schema
}
