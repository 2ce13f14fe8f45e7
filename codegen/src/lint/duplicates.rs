//! Component schemas with nearly the same members.

use std::collections::{BTreeSet, HashMap};

use serde_json::{Value, json};

use super::finding::{Finding, listed};
use super::kind::kind;
use super::patch::{Action, Patch};
use super::rule::Rule;
use super::survey::{Schema, Survey};
use crate::node::{Node, resolve};

/// How many members an object must have to be compared.
const LEAST: usize = 3;

/// A component and its members.
struct Object<'s, 'a> {
    name: &'a str,
    schema: &'s Schema<'a>,
    /// Names with what they hold, as numbers; rare ones first.
    members: Vec<usize>,
}

pub(super) fn check(survey: &Survey<'_>, findings: &mut Vec<Finding>) {
    let objects = objects(survey);
    let mut index: HashMap<usize, Vec<&Object<'_, '_>>> = HashMap::new();
    for object in &objects {
        let candidates = object
            .prefix()
            .iter()
            .filter_map(|member| index.get(member));
        if let Some(other) = candidates.flatten().find(|other| object.is_near(other)) {
            findings.push(finding(survey.root, object, other));
            continue;
        }
        // Only what is like nothing before it is compared with what follows, so that a hundred
        // copies of a schema are a hundred comparisons.
        for member in object.prefix() {
            index.entry(*member).or_default().push(object);
        }
    }
}

fn objects<'s, 'a>(survey: &'s Survey<'a>) -> Vec<Object<'s, 'a>> {
    let mut numbers: HashMap<(&str, String), usize> = HashMap::new();
    let mut counts = Vec::new();
    let mut objects = Vec::new();
    for (name, schema) in survey.components() {
        let properties = schema.node.member("properties").members();
        let mut members = Vec::new();
        for (name, property) in properties {
            let next = numbers.len();
            let held = held(survey.root, &property);
            let number = *numbers.entry((name, held)).or_insert(next);
            counts.resize(numbers.len(), 0_usize);
            counts[number] += 1;
            members.push(number);
        }
        if members.len() >= LEAST && schema.node.get("allOf").is_none() {
            objects.push(Object {
                name,
                schema,
                members,
            });
        }
    }
    for object in &mut objects {
        object
            .members
            .sort_by_key(|member| (counts[*member], *member));
    }
    objects
}

/// What a member holds: an object by its name, anything else by its kind and its dress.
fn held(root: &Value, property: &Node<'_>) -> String {
    let kind = kind(root, property).unwrap_or_default();
    if kind != "object" {
        let dress = property.get("x-wire").map(|dress| dress.value.to_string());
        return kind + &dress.unwrap_or_default();
    }
    let alone = property.member("allOf").entries().next();
    resolve(root, &alone.unwrap_or_else(|| property.clone()))
        .at
        .to_string()
}

impl<'a> Object<'_, 'a> {
    /// The rarest members. Two objects that are near share one of these, if they share anything.
    fn prefix(&self) -> &[usize] {
        let count = self.members.len();
        let needed = (count * 4).div_ceil(5);
        &self.members[..=count - needed]
    }

    /// Whether four fifths of all the members of the two are members of both.
    fn is_near(&self, other: &Self) -> bool {
        let (own, others): (BTreeSet<_>, BTreeSet<_>) = (
            self.members.iter().collect(),
            other.members.iter().collect(),
        );
        let shared = own.intersection(&others).count();
        5 * shared >= 4 * own.union(&others).count()
    }

    fn names(&self) -> impl Iterator<Item = &'a str> {
        let properties = self.schema.node.member("properties").members();
        properties.map(|(name, _)| name)
    }

    /// The names of members that the other one does not have.
    fn beyond(&self, other: &Self) -> Vec<&'a str> {
        let others: BTreeSet<&str> = other.names().collect();
        self.names().filter(|name| !others.contains(name)).collect()
    }
}

fn finding(root: &Value, object: &Object<'_, '_>, other: &Object<'_, '_>) -> Finding {
    let (more, less) = (object.beyond(other), other.beyond(object));
    let differences = [("more", &more), ("less", &less)];
    let differences = differences.iter().filter(|(_, names)| !names.is_empty());
    let differences: Vec<String> = differences
        .map(|(word, names)| {
            format!(
                "{word}: {}",
                listed(names.iter().map(|name| format!("`{name}`")))
            )
        })
        .collect();
    let how = match differences.as_slice() {
        [] => "the members of".to_owned(),
        some => format!("nearly the members ({}) of", some.join("; ")),
    };
    let message = format!("`{}` has {how} `{}`.", object.name, other.name);
    let patch = patch(root, object, other, &more);
    let at = &object.schema.node.at;
    Finding::new(Rule::NearDuplicateSchemas, at, message, patch)
}

/// The schema keeps what is its own, and refers to the other one for the rest.
fn patch(root: &Value, object: &Object<'_, '_>, other: &Object<'_, '_>, more: &[&str]) -> Patch {
    let node = &object.schema.node;
    let why = "Makes room for the reference.";
    let remove = if more.is_empty() {
        let keys = ["type", "properties", "required", "additionalProperties"];
        let keys: Vec<&str> = keys
            .into_iter()
            .filter(|key| node.get(key).is_some())
            .collect();
        Action::remove_members(root, &node.at, &keys, why)
    } else {
        let shared: Vec<&str> = object.names().filter(|name| !more.contains(name)).collect();
        Action::remove_members(root, &node.at.child("properties"), &shared, why)
    };
    let reference = &other.schema.node.at;
    let update = json!({"allOf": [{"$ref": reference.to_string()}]});
    let why = format!("It is `{}`, but for what stands here.", other.name);
    let update = Action::update(root, &node.at, &why, update).absent(&["allOf"]);
    Patch::from(remove).with(update)
}
