//! Component schemas that nothing uses.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use serde_json::Value;

use super::finding::Finding;
use super::index::SchemaIndex;
use super::patch::{Action, Patch};
use super::rule::Rule;
use crate::openapi::Description;
use crate::pointer::Pointer;

pub(super) fn check(index: &SchemaIndex<'_>, findings: &mut Vec<Finding>) {
    // A document without operations is a collection of schemas for others.
    if index.description.operations.is_empty() {
        return;
    }
    let unused = Unused::of(index.description);
    let at = Pointer::root().join(["components", "schemas"]);
    let cycles = unused.outermost();
    for (cycle, only) in cycles.iter().zip(unused.used_only_by(&cycles)) {
        let Some(first) = cycle.first() else {
            continue;
        };
        let name = unused.names[*first];
        let message = format!("Nothing uses the schema `{name}`.");
        let patch = only.iter().fold(Patch::default(), |patch, schema| {
            let at = at.child(unused.names[*schema]);
            patch.with(Action::remove(index.root(), &at, "Nothing uses it."))
        });
        let at = at.child(name);
        findings.push(Finding::new(Rule::UnusedSchema, &at, message, patch));
    }
}

/// The component schemas that no operation leads to, in document order; the others are their positions.
struct Unused<'a> {
    names: Vec<&'a str>,
    /// The unused schemas that each of them mentions.
    mentions: Vec<Vec<usize>>,
}

impl<'a> Unused<'a> {
    fn of(description: &Description<'a>) -> Self {
        let root = description.document();
        let components = root.get("components").and_then(Value::as_object);
        let schemas = components.and_then(|all| all.get("schemas")?.as_object());
        let schemas = || schemas.into_iter().flatten();
        let known: HashSet<&str> = schemas().map(|(name, _)| name.as_str()).collect();
        let mut mentions: HashMap<&str, HashSet<&str>> = schemas()
            .map(|(name, schema)| (name.as_str(), mentioned([(name.as_str(), schema)], &known)))
            .collect();
        // A discriminator without mapping names its variants by what they extend.
        for (base, id) in &description.components {
            let subtypes = description.schema(*id).subtypes.iter();
            let variants = subtypes.flat_map(|one| one.mapping.values());
            let names = variants.filter_map(|id| description.schema(*id).component);
            let variants = names.filter(|name| name != base);
            mentions.entry(base).or_default().extend(variants);
        }
        let members = |value: Option<&'a Value>, without: &'static str| {
            let members = value.and_then(Value::as_object).into_iter().flatten();
            let members = members.map(|(name, member)| (name.as_str(), member));
            members.filter(move |(name, _)| *name != without)
        };
        let outside = members(Some(root), "components");
        let outside = outside.chain(members(root.get("components"), "schemas"));
        let used = reached(mentioned(outside, &known), |name| {
            mentions[name].iter().copied()
        });
        let names = schemas().map(|(name, _)| name.as_str());
        let names: Vec<&str> = names.filter(|name| !used.contains(name)).collect();
        let positions: HashMap<&str, usize> = names.iter().copied().zip(0..).collect();
        let unused = |name: &&str| {
            let mentioned = mentions[name].iter();
            mentioned
                .filter_map(|name| positions.get(name).copied())
                .collect()
        };
        let mentions = names.iter().map(unused).collect();
        Self { names, mentions }
    }

    /// Those that no other one mentions, and cycles of them. The others are used as long as these are there.
    fn outermost(&self) -> Vec<Vec<usize>> {
        let mut users: Vec<Vec<usize>> = vec![Vec::new(); self.names.len()];
        for (user, mentions) in self.mentions.iter().enumerate() {
            for mentioned in mentions {
                users[*mentioned].push(user);
            }
        }
        let mut covered = HashSet::new();
        let mut outermost = Vec::new();
        // A schema comes before all that it leads to, unless they are a cycle: the first that is left has no users outside of
        // its cycle.
        for schema in self.by_finish().into_iter().rev() {
            if covered.contains(&schema) {
                continue;
            }
            cover(schema, &self.mentions, &mut covered);
            let cycle = reached([schema], |schema| users[schema].iter().copied());
            let mut cycle: Vec<usize> = cycle.into_iter().collect();
            cycle.sort_unstable();
            outermost.push(cycle);
        }
        outermost.sort_unstable();
        outermost
    }

    /// All, each after those that it leads to, as a search in depth leaves them.
    fn by_finish(&self) -> Vec<usize> {
        let mut finished = Vec::new();
        let mut seen = HashSet::new();
        for start in 0..self.names.len() {
            let mut open = vec![(start, false)];
            while let Some((schema, is_done)) = open.pop() {
                if is_done {
                    finished.push(schema);
                } else if seen.insert(schema) {
                    open.push((schema, true));
                    open.extend(self.mentions[schema].iter().map(|next| (*next, false)));
                }
            }
        }
        finished
    }

    /// For each cycle, it and all that nothing else leads to.
    fn used_only_by(&self, cycles: &[Vec<usize>]) -> Vec<Vec<usize>> {
        let mut users: Vec<Users> = vec![Users::None; self.names.len()];
        for (number, cycle) in cycles.iter().enumerate() {
            let mut open = cycle.clone();
            while let Some(schema) = open.pop() {
                let next = match users[schema] {
                    Users::None => Users::One(number),
                    Users::One(other) if other != number => Users::Several,
                    Users::One(_) | Users::Several => continue,
                };
                users[schema] = next;
                open.extend(&self.mentions[schema]);
            }
        }
        let mut only = vec![Vec::new(); cycles.len()];
        for (schema, users) in users.into_iter().enumerate() {
            if let Users::One(cycle) = users {
                only[cycle].push(schema);
            }
        }
        only
    }
}

/// The cycles that lead to a schema.
#[derive(Clone, Copy)]
enum Users {
    None,
    One(usize),
    Several,
}

/// Adds what some value leads to, and the value.
fn cover(from: usize, next: &[Vec<usize>], covered: &mut HashSet<usize>) {
    let mut open = vec![from];
    while let Some(one) = open.pop() {
        if covered.insert(one) {
            open.extend(&next[one]);
        }
    }
}

/// What leads from some values to others, and these values.
fn reached<T: Copy + Eq + Hash, N: IntoIterator<Item = T>>(
    from: impl IntoIterator<Item = T>,
    next: impl Fn(T) -> N,
) -> HashSet<T> {
    let mut open: Vec<T> = from.into_iter().collect();
    let mut reached = HashSet::new();
    while let Some(one) = open.pop() {
        if reached.insert(one) {
            open.extend(next(one));
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
    segments.next().filter(|_| is_schema).map(str::to_owned)
}
