//! Places in the two documents, and where their references lead.

use std::collections::HashSet;

use serde_json::{Map, Value};

use crate::finding::Pointer;

/// Stands where a document says nothing.
pub(super) static NOTHING: Value = Value::Null;

/// A value and its place.
#[derive(Clone, Debug)]
pub(super) struct Node<'a> {
    pub(super) value: &'a Value,
    pub(super) at: Pointer,
}

impl<'a> Node<'a> {
    pub(super) fn root(value: &'a Value) -> Self {
        let at = Pointer::root();
        Self { value, at }
    }

    pub(super) fn get(&self, name: &str) -> Option<Self> {
        let value = self.value.get(name)?;
        let at = self.at.child(name);
        Some(Self { value, at })
    }

    /// The member, or nothing in its place.
    pub(super) fn member(&self, name: &str) -> Self {
        self.get(name).unwrap_or_else(|| Self {
            value: &NOTHING,
            at: self.at.child(name),
        })
    }

    pub(super) fn text(&self, name: &str) -> Option<&'a str> {
        self.value.get(name)?.as_str()
    }

    /// Whether the member is there and true.
    pub(super) fn is(&self, name: &str) -> bool {
        self.value.get(name).and_then(Value::as_bool) == Some(true)
    }

    /// The members, none where it is no object.
    pub(super) fn members(&self) -> impl Iterator<Item = (&'a str, Self)> + use<'a> {
        let at = self.at.clone();
        let members = self.value.as_object().into_iter().flat_map(Map::iter);
        members.map(move |(name, value)| {
            let at = at.child(name);
            (name.as_str(), Self { value, at })
        })
    }

    /// The entries, none where it is no array.
    pub(super) fn entries(&self) -> impl Iterator<Item = Self> + use<'a> {
        let at = self.at.clone();
        let entries = self.value.as_array().into_iter().flatten().enumerate();
        entries.map(move |(index, value)| {
            let at = at.child(index);
            Self { value, at }
        })
    }

    /// What tells it from every other value of the documents.
    pub(super) fn identity(&self) -> usize {
        std::ptr::from_ref(self.value) as usize
    }
}

/// Follows references. One that leads nowhere, out of the document or in a circle stands for
/// itself.
pub(super) fn resolve<'a>(root: &'a Value, node: &Node<'a>) -> Node<'a> {
    let mut node = node.clone();
    let mut seen = HashSet::new();
    while let Some(reference) = node.text("$ref") {
        let pointer = reference.strip_prefix('#').unwrap_or("?");
        match root.pointer(pointer) {
            Some(value) if seen.insert(reference) => {
                let at = Pointer::of(pointer);
                node = Node { value, at };
            }
            _ => break,
        }
    }
    node
}

/// The same thing in both documents.
#[derive(Clone, Debug)]
pub(super) struct Pair<'a> {
    pub(super) old: Node<'a>,
    pub(super) new: Node<'a>,
}

impl<'a> Pair<'a> {
    /// A member of both, nothing where it is missing.
    pub(super) fn member(&self, name: &str) -> Self {
        Self {
            old: self.old.member(name),
            new: self.new.member(name),
        }
    }

    pub(super) fn texts(&self, name: &str) -> (Option<&'a str>, Option<&'a str>) {
        (self.old.text(name), self.new.text(name))
    }

    pub(super) fn is(&self, name: &str) -> (bool, bool) {
        (self.old.is(name), self.new.is(name))
    }

    /// Whether both say the same, word by word.
    pub(super) fn is_same(&self) -> bool {
        self.old.value == self.new.value
    }
}

/// Things by name, matched.
pub(super) struct Matched<'a, K> {
    pub(super) both: Vec<(K, Pair<'a>)>,
    pub(super) removed: Vec<(K, Node<'a>)>,
    pub(super) added: Vec<(K, Node<'a>)>,
}

/// Matches things of the same key; their order does not count.
pub(super) fn matched<'a, K: Clone + Eq + std::hash::Hash>(
    old: impl IntoIterator<Item = (K, Node<'a>)>,
    new: impl IntoIterator<Item = (K, Node<'a>)>,
) -> Matched<'a, K> {
    let mut old: indexmap::IndexMap<K, Node<'a>> = old.into_iter().collect();
    let mut both = Vec::new();
    let mut added = Vec::new();
    let mut met = HashSet::new();
    for (key, new) in new {
        match old.get(&key) {
            Some(old) if !met.contains(&key) => {
                let old = old.clone();
                met.insert(key.clone());
                both.push((key, Pair { old, new }));
            }
            _ => added.push((key, new)),
        }
    }
    old.retain(|key, _| !met.contains(key));
    let removed = old.into_iter().collect();
    Matched {
        both,
        removed,
        added,
    }
}
