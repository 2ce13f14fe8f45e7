//! The same place in two documents.

use std::collections::HashSet;

pub(super) use crate::node::{Node, resolve};

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
