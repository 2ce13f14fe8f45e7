//! Component schemas that nothing uses.

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;
use serde_json::Value;

use super::finding::Finding;
use super::index::SchemaIndex;
use super::patch::{Action, Patch};
use super::rule::Rule;
use crate::problem::Pointer;

pub(super) fn check(index: &SchemaIndex<'_>, findings: &mut Vec<Finding>) {
    // A document without operations is a collection of schemas for others.
    if index.description.operations.is_empty() {
        return;
    }
    let unused = Unused::of(index.root());
    let at = Pointer::root().join(["components", "schemas"]);
    for circle in unused.outermost() {
        let Some(name) = circle.first() else {
            continue;
        };
        let message = format!("Nothing uses the schema `{name}`.");
        let patch = circle.iter().fold(Patch::default(), |patch, name| {
            patch.with(Action::remove(
                index.root(),
                &at.child(name),
                "Nothing uses it.",
            ))
        });
        findings.push(Finding::new(
            Rule::UnusedSchema,
            &at.child(name),
            message,
            patch,
        ));
    }
}

/// The component schemas that no operation leads to, each with the schemas that it mentions.
struct Unused<'a>(IndexMap<&'a str, HashSet<&'a str>>);

impl<'a> Unused<'a> {
    fn of(root: &'a Value) -> Self {
        let components = root.get("components").and_then(Value::as_object);
        let schemas = components.and_then(|all| all.get("schemas")?.as_object());
        let Some(schemas) = schemas else {
            return Self(IndexMap::new());
        };
        let known: HashSet<&str> = schemas.keys().map(String::as_str).collect();
        let mentions: HashMap<&str, HashSet<&str>> = schemas
            .iter()
            .map(|(name, schema)| (name.as_str(), mentioned([(name.as_str(), schema)], &known)))
            .collect();
        let members = |value: Option<&'a Value>, without: &'static str| {
            let members = value.and_then(Value::as_object).into_iter().flatten();
            let members = members.map(|(name, member)| (name.as_str(), member));
            members.filter(move |(name, _)| *name != without)
        };
        let outside = members(Some(root), "components");
        let outside = outside.chain(members(root.get("components"), "schemas"));
        let used = reached(mentioned(outside, &known), |name| mentions[name].clone());
        let unused = schemas.keys().map(String::as_str);
        let unused = unused.filter(|name| !used.contains(name));
        Self(unused.map(|name| (name, mentions[name].clone())).collect())
    }

    /// Those that no other one mentions, and circles of them. The others are used as long as these are there.
    fn outermost(&self) -> Vec<Vec<&'a str>> {
        let mut users: HashMap<&str, HashSet<&'a str>> = HashMap::new();
        for (name, mentions) in &self.0 {
            for mentioned in mentions {
                users.entry(mentioned).or_default().insert(name);
            }
        }
        let users_of = |name: &str| users.get(name).cloned().unwrap_or_default();
        let mut covered = HashSet::new();
        let mut outermost = Vec::new();
        for name in self.0.keys().copied() {
            if covered.contains(name) {
                continue;
            }
            let inner = reached([name], |name| self.0.get(name).cloned().unwrap_or_default());
            let outer = reached([name], users_of);
            if outer.is_subset(&inner) {
                outermost.push(
                    self.0
                        .keys()
                        .copied()
                        .filter(|one| outer.contains(one))
                        .collect(),
                );
                covered.extend(inner);
            }
        }
        outermost
    }
}

/// The names that lead from some names to others, and these names.
fn reached<'a>(
    from: impl IntoIterator<Item = &'a str>,
    next: impl Fn(&str) -> HashSet<&'a str>,
) -> HashSet<&'a str> {
    let mut open: Vec<&str> = from.into_iter().collect();
    let mut reached = HashSet::new();
    while let Some(name) = open.pop() {
        if reached.insert(name) {
            open.extend(next(name));
        }
    }
    reached
}

/// The component schemas that values refer to, or name in extensions and mappings.
fn mentioned<'a>(
    members: impl IntoIterator<Item = (&'a str, &'a Value)>,
    known: &HashSet<&'a str>,
) -> HashSet<&'a str> {
    let mut mentioned = HashSet::new();
    // The stack is explicit: schemas nest as deep as a document wants.
    let mut open: Vec<(bool, &Value)> = members
        .into_iter()
        .map(|(name, value)| (names_schemas(name), value))
        .collect();
    while let Some((by_name, value)) = open.pop() {
        match value {
            Value::Object(members) => open.extend(
                members
                    .iter()
                    .map(|(name, value)| (by_name || names_schemas(name), value)),
            ),
            Value::Array(entries) => open.extend(entries.iter().map(|entry| (by_name, entry))),
            Value::String(text) => {
                let referred = component(text);
                let names = referred
                    .as_deref()
                    .into_iter()
                    .chain(by_name.then_some(text.as_str()));
                mentioned.extend(names.filter_map(|name| known.get(name).copied()));
            }
            _ => {}
        }
    }
    mentioned
}

/// Whether the strings in a member are names of schemas, and not only references.
fn names_schemas(member: &str) -> bool {
    member == "mapping" || member.starts_with("x-")
}

/// The component schema that a reference leads to, or into.
fn component(reference: &str) -> Option<String> {
    let (_, fragment) = reference.split_once('#')?;
    let pointer = Pointer::of_fragment(fragment)?;
    let mut segments = pointer.segments();
    let is_schema = ["components", "schemas"]
        .iter()
        .all(|expected| segments.next().is_some_and(|found| found == *expected));
    segments.next().filter(|_| is_schema)
}
