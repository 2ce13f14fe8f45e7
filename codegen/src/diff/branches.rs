//! Which branches of two unions are the same.

use std::cmp::Reverse;
use std::collections::HashSet;

use serde_json::Value;

use super::change::Document;
use super::comparison::Comparison;
use super::pairing::Pairs;
use super::phrase::Phrase;
use super::types::types_of;
use super::wording::{literal, name};
use crate::openapi::{Alternatives, Fingerprint, JsonTypes, Schema, SchemaId};
use crate::pointer::Pointer;

/// Similar branches are not searched among more pairs than this.
const MAX_PAIRS: usize = 10_000;

/// A branch, with what it is paired by.
pub(super) struct Branch<'d> {
    pub(super) id: SchemaId,
    pub(super) at: Pointer,
    pub(super) types: JsonTypes,
    pub(super) structure: Fingerprint,
    component: Option<&'d str>,
    /// Of an inline branch: its title.
    title: Option<&'d str>,
    /// Of a branch that allows one value only: that value.
    constant: Option<&'d Value>,
    /// Of an inline branch: everything that it says, annotations included.
    text: Option<Fingerprint>,
}

impl Branch<'_> {
    /// The words for it in a message.
    pub(super) fn name(&self) -> String {
        match (self.component.or(self.title), self.constant) {
            (Some(text), _) => name(text),
            (None, Some(value)) => literal(value),
            (None, None) => format!("of type `{}`", self.types),
        }
    }

    /// A message about it as an entry of a list, if it has a name.
    pub(super) fn listed(&self, message: Phrase, heading: String) -> Phrase {
        match self.component.or(self.title) {
            Some(name) => message.in_list(heading, name),
            None => message,
        }
    }
}

/// The branches of a group, each once.
pub(super) fn of_group<'d>(
    cx: &Comparison<'_, 'd>,
    document: Document,
    group: &Alternatives,
) -> Vec<Branch<'d>> {
    let (mut ids, mut texts) = (HashSet::new(), HashSet::new());
    let branches = group.branches.iter();
    let branches = branches
        .filter(|one| ids.insert(one.schema))
        .map(|one| of_schema(cx, document, one.schema, &one.at));
    branches
        .filter(|one| one.text.is_none_or(|text| texts.insert(text)))
        .collect()
}

/// The branches of all groups.
pub(super) fn of_union<'d>(
    cx: &Comparison<'_, 'd>,
    document: Document,
    schema: &Schema,
) -> Vec<Branch<'d>> {
    let groups = schema.alternatives.iter();
    groups
        .flat_map(|group| of_group(cx, document, group))
        .collect()
}

/// A schema as a branch.
pub(super) fn of_schema<'d>(
    cx: &Comparison<'_, 'd>,
    document: Document,
    id: SchemaId,
    at: &Pointer,
) -> Branch<'d> {
    let description = match document {
        Document::Old => cx.old,
        Document::New => cx.new,
    };
    let schema = description.schema(id);
    let is_inline = schema.component.is_none();
    let own = schema.sources().first().filter(|_| is_inline);
    Branch {
        id,
        at: at.clone(),
        types: types_of(description, id),
        structure: cx.fingerprint(id, document),
        component: schema.component,
        title: schema.title.filter(|_| is_inline),
        constant: match schema.values.as_deref() {
            Some([only]) => Some(only.value),
            _ => None,
        },
        text: own.map(|node| Fingerprint::of_unordered(node.value)),
    }
}

/// Pairs branches by component, then by what they say, and what is left by likeness.
pub(super) fn pair<'d>(cx: &Comparison, pairs: Pairs<Branch<'d>>) -> Pairs<Branch<'d>> {
    let pairs = pairs
        .by(|one| one.component)
        .by(|one| one.text)
        .by(|one| Some((one.title?, one.structure)))
        .by(|one| Some(one.structure))
        .by(|one| one.title);
    by_likeness(pairs, |was, is| {
        // Components are known by their names.
        if was.component.is_some() && is.component.is_some() {
            return 0;
        }
        likeness(cx, was, is)
    })
}

/// Pairs branches by structure, and what is left by likeness, whatever their names.
pub(super) fn pair_unnamed<'d>(cx: &Comparison, pairs: Pairs<Branch<'d>>) -> Pairs<Branch<'d>> {
    let pairs = pairs.by(|one| Some(one.structure));
    by_likeness(pairs, |was, is| likeness(cx, was, is))
}

/// Pairs the branches that are most alike, best first.
fn by_likeness<'d>(
    mut pairs: Pairs<Branch<'d>>,
    likeness: impl Fn(&Branch, &Branch) -> usize,
) -> Pairs<Branch<'d>> {
    if pairs.removed.len() * pairs.added.len() > MAX_PAIRS {
        return pairs;
    }
    let mut scores = Vec::new();
    for (old_index, old) in pairs.removed.iter().enumerate() {
        for (new_index, new) in pairs.added.iter().enumerate() {
            let score = likeness(old, new);
            if score > 0 {
                scores.push((Reverse(score), old_index, new_index));
            }
        }
    }
    scores.sort_unstable();
    let mut old: Vec<Option<Branch<'d>>> = pairs.removed.into_iter().map(Some).collect();
    let mut new: Vec<Option<Branch<'d>>> = pairs.added.into_iter().map(Some).collect();
    for (_, old_index, new_index) in scores {
        if old[old_index].is_some() && new[new_index].is_some() {
            let both = old[old_index].take().zip(new[new_index].take());
            pairs.both.extend(both);
        }
    }
    pairs.removed = old.into_iter().flatten().collect();
    pairs.added = new.into_iter().flatten().collect();
    pairs
}

/// How much two branches are alike, from 0 for not at all to 1000.
fn likeness(cx: &Comparison, old: &Branch, new: &Branch) -> usize {
    if old.types != new.types {
        return 0;
    }
    let (old, new) = (cx.old.schema(old.id), cx.new.schema(new.id));
    if let (Some(was), Some(is)) = (&old.values, &new.values) {
        let is_shared = |value| is.iter().any(|other| other.value == value);
        let shared = was.iter().filter(|one| is_shared(one.value)).count();
        return 1000 * shared / was.len().max(is.len()).max(1);
    }
    let (was, is) = (&old.properties, &new.properties);
    if was.is_empty() && is.is_empty() {
        return if old.format == new.format { 1000 } else { 500 };
    }
    let shared = was.keys().filter(|name| is.contains_key(*name)).count();
    1000 * shared / was.len().max(is.len())
}
