//! Objects whose keys are numbers.

use serde_json::{Value, json};

use super::finding::{Finding, listed};
use super::fit::has_number_keys;
use super::index::{Place, SchemaIndex};
use super::patch::{Action, Patch, TODO};
use super::rule::Rule;
use crate::openapi::Node;

pub(super) fn check(index: &SchemaIndex<'_>, findings: &mut Vec<Finding>) {
    for place in index.places.values() {
        let node = &place.node;
        let is_object = matches!(node.text("type"), Some("object")) || properties(node).is_some();
        if is_object && node.get("x-keyed-by").is_none() {
            findings.extend(finding(index, place));
        }
    }
}

fn properties<'a>(schema: &Node<'a>) -> Option<Node<'a>> {
    let properties = schema.get("properties")?;
    let is_empty = properties
        .value
        .as_object()
        .is_some_and(serde_json::Map::is_empty);
    (!is_empty).then_some(properties)
}

fn finding(index: &SchemaIndex<'_>, place: &Place<'_>) -> Option<Finding> {
    let properties = properties(&place.node);
    let objects = place.objects().chain(&properties);
    let objects: Vec<&Value> = objects.map(|node| node.value).collect();
    if objects.is_empty() || !objects.iter().all(|object| has_number_keys(object)) {
        return None;
    }
    let keys = objects.iter().filter_map(|object| object.as_object());
    let keys = listed(
        keys.flat_map(serde_json::Map::keys)
            .map(|key| format!("`{key}`")),
    );
    let (rule, what, keyed_by) = if objects.iter().all(|object| counts_from_zero(object)) {
        (
            Rule::ListAsObject,
            "they count from 0, so it is a list",
            "index",
        )
    } else {
        (Rule::MapById, "they are ids, so it is a map", "name")
    };
    let message = format!("The keys of {} are {keys}: {what}.", place.role.name());
    let patch = patch(index.root(), place, keyed_by);
    Some(Finding::new(rule, &place.node.at, message, patch))
}

pub(super) fn counts_from_zero(object: &Value) -> bool {
    let Some(members) = object.as_object() else {
        return false;
    };
    (0..members.len()).all(|index| members.contains_key(&index.to_string()))
}

/// Makes room, then says what the keys are, and what the entries are as far as that is known.
fn patch(root: &Value, place: &Place<'_>, keyed_by: &str) -> Patch {
    let node = &place.node;
    let properties = properties(node);
    let further = node.get("additionalProperties");
    let further = further.filter(|further| further.value.is_object());
    let known = properties
        .iter()
        .find_map(|all| Some(all.members().next()?.1));
    let entry = match (&further, known) {
        (Some(_), _) => None,
        (None, Some(known)) => Some(known.value.clone()),
        (None, None) => Some(
            json!({"description": format!("{TODO}: describe an entry, or refer to its schema.")}),
        ),
    };
    let in_the_way: Vec<&str> = ["properties", "additionalProperties", "required"]
        .into_iter()
        .filter(|name| node.get(name).is_some())
        .filter(|name| *name != "additionalProperties" || further.is_none())
        .collect();
    let mut patch = Patch::default();
    if !in_the_way.is_empty() {
        let why = "Removes keywords that contradict the keys.";
        patch = patch.with(Action::remove_members(root, &node.at, &in_the_way, why));
    }
    let why = match keyed_by {
        "index" => "The keys of the examples count from 0.",
        _ => "The keys of the examples are ids; name the schema of the ids, where there is one.",
    };
    let mut update = json!({"type": "object", "x-keyed-by": keyed_by});
    if let Some(entry) = entry {
        update["additionalProperties"] = entry;
    }
    patch.with(Action::update(root, &node.at, why, update).absent(&["x-keyed-by"]))
}
