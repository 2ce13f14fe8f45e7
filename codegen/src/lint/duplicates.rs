//! Component schemas with nearly the same members.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::{Value, json};

use super::finding::{Finding, listed};
use super::index::{Place, SchemaIndex};
use super::kind::kind;
use super::patch::{Action, Patch};
use super::rule::Rule;
use crate::openapi::{Node, SchemaId};

/// How many telling members two objects must share to be compared.
const LEAST: usize = 3;

/// A component and its members.
struct Object<'s, 'a> {
    name: &'a str,
    place: &'s Place<'a>,
    /// Names, each with what it holds.
    members: BTreeSet<Member<'a>>,
}

/// A name, and what it holds.
type Member<'a> = (&'a str, String);

/// In how many different objects a member may be to tell something. Objects have an id, credentials or the position in a
/// list in common, and are no copies of each other.
const MAX_COMMON: usize = 8;

pub(super) fn check(index: &SchemaIndex<'_>, findings: &mut Vec<Finding>) {
    let objects: Vec<Object<'_, '_>> = objects(index).collect();
    let different: BTreeSet<_> = objects.iter().map(|object| &object.members).collect();
    let mut counts: HashMap<&Member<'_>, usize> = HashMap::new();
    for member in different.into_iter().flatten() {
        *counts.entry(member).or_default() += 1;
    }
    let mut reported = BTreeSet::new();
    // The objects that are no copies, by their telling members.
    let mut distinct: HashMap<&Member<'_>, Vec<usize>> = HashMap::new();
    for (position, object) in objects.iter().enumerate() {
        let members = object.members.iter();
        let telling: Vec<_> = members.filter(|one| counts[one] <= MAX_COMMON).collect();
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for other in telling.iter().filter_map(|one| distinct.get(one)).flatten() {
            *shared.entry(*other).or_default() += 1;
        }
        let mut others = shared
            .into_iter()
            .filter(|(_, shared)| *shared >= LEAST)
            .map(|(other, _)| &objects[other]);
        let Some(other) = others.find(|other| object.is_near(other)) else {
            for member in telling {
                distinct.entry(member).or_default().push(position);
            }
            continue;
        };
        // A copy of an earlier schema is not compared with later ones: each copy is one finding.
        let (more, less) = if object.members.len() < other.members.len() {
            (other, object)
        } else {
            (object, other)
        };
        if reported.insert(more.name) {
            findings.push(finding(index.root(), more, less));
        }
    }
}

fn objects<'s, 'a>(index: &'s SchemaIndex<'a>) -> impl Iterator<Item = Object<'s, 'a>> {
    index.components().filter_map(|(name, place)| {
        let schema = index.schema(place.schema);
        let members = schema.properties.iter();
        let members: BTreeSet<_> = members
            .map(|(name, one)| (*name, content(index, one.schema)))
            .collect();
        // What is merged or chosen from others is put together from them already.
        let refers = ["allOf", "oneOf", "anyOf", "$ref"];
        let refers = refers.iter().any(|key| place.node.get(key).is_some());
        (members.len() >= LEAST && !refers).then_some(Object {
            name,
            place,
            members,
        })
    })
}

/// What a member holds: an object and a union by their places, a list by what its entries hold, anything else by its kind,
/// its encoding and its values.
fn content(index: &SchemaIndex<'_>, id: SchemaId) -> String {
    let schema = index.schema(id);
    match (schema.items, kind(schema).as_deref()) {
        (Some(items), Some("list")) if index.schema(items).items.is_none() => {
            format!("list of {}", scalar_or_place(index, items))
        }
        _ => scalar_or_place(index, id),
    }
}

fn scalar_or_place(index: &SchemaIndex<'_>, id: SchemaId) -> String {
    let schema = index.schema(id);
    match kind(schema) {
        Some(kind) if kind != "object" => {
            let encoding = schema.extensions.get("x-wire");
            let mut facts: Vec<String> = schema.values.iter().flatten().map(as_text).collect();
            facts.sort_unstable();
            facts.extend(encoding.map(as_text));
            kind + &facts.concat()
        }
        None if schema.types.is_any() && schema.alternatives.is_empty() => String::new(),
        _ => {
            let content = schema.base.map_or(schema, |base| index.schema(base));
            content.at.to_string()
        }
    }
}

fn as_text(node: &Node<'_>) -> String {
    node.value.to_string()
}

impl<'a> Object<'_, 'a> {
    /// Whether one has all members of the other, and those are four fifths of its own: then it can refer to the other.
    fn is_near(&self, other: &Self) -> bool {
        let shared = self.members.intersection(&other.members).count();
        let (own, others) = (self.members.len(), other.members.len());
        let (least, most) = (own.min(others), own.max(others));
        shared == least && 5 * shared >= 4 * most
    }

    fn names(&self) -> impl Iterator<Item = &'a str> {
        let properties = self.place.node.member("properties").members();
        properties.map(|(name, _)| name)
    }

    /// The names of members that the other one does not have.
    fn beyond(&self, other: &Self) -> Vec<&'a str> {
        let others: BTreeSet<&str> = other.names().collect();
        self.names().filter(|name| !others.contains(name)).collect()
    }
}

fn finding(root: &Value, object: &Object<'_, '_>, other: &Object<'_, '_>) -> Finding {
    let more = object.beyond(other);
    let how = if more.is_empty() {
        "the members of".to_owned()
    } else {
        let names = more.iter().map(|name| format!("`{name}`"));
        format!("nearly the members (more: {}) of", listed(names))
    };
    let message = format!("`{}` has {how} `{}`.", object.name, other.name);
    let patch = patch(root, object, other, &more);
    let at = &object.place.node.at;
    Finding::new(Rule::NearDuplicateSchemas, at, message, patch)
}

/// The schema keeps its own members, and refers to the other schema for the rest.
fn patch(root: &Value, object: &Object<'_, '_>, other: &Object<'_, '_>, more: &[&str]) -> Patch {
    let node = &object.place.node;
    let why = "Makes room for the reference.";
    let mut patch = Patch::default();
    let remove = if more.is_empty() {
        let keys = ["type", "properties", "required", "additionalProperties"];
        let keys: Vec<&str> = keys
            .into_iter()
            .filter(|key| node.get(key).is_some())
            .collect();
        (node.at.clone(), keys)
    } else {
        let shared: Vec<&str> = object.names().filter(|name| !more.contains(name)).collect();
        (node.at.child("properties"), shared)
    };
    // Members that are merged from elsewhere are not in the way.
    if !remove.1.is_empty() {
        patch = patch.with(Action::remove_members(root, &remove.0, &remove.1, why));
    }
    let reference = &other.place.node.at;
    let update = json!({"allOf": [{"$ref": reference.to_string()}]});
    let why = format!("Has the members of `{}` and those listed here.", other.name);
    let update = Action::update(root, &node.at, &why, update).absent(&["allOf"]);
    patch.with(update.needing(reference))
}
