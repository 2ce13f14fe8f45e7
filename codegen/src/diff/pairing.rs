//! Finds what belongs together in two documents.

use std::collections::{HashMap, VecDeque};
use std::hash::Hash;

/// Parts of two documents: paired, or in one of them only.
pub(super) struct Pairs<T> {
    pub(super) both: Vec<(T, T)>,
    pub(super) removed: Vec<T>,
    pub(super) added: Vec<T>,
}

impl<T> Pairs<T> {
    /// Nothing is paired yet.
    pub(super) fn new(old: impl IntoIterator<Item = T>, new: impl IntoIterator<Item = T>) -> Self {
        Self {
            both: Vec::new(),
            removed: old.into_iter().collect(),
            added: new.into_iter().collect(),
        }
    }

    /// Pairs what has the same key, in order; parts without a key stay as they are.
    pub(super) fn by<K: Eq + Hash>(self, key: impl Fn(&T) -> Option<K>) -> Self {
        self.by_both(&key, &key)
    }

    /// As [`by`](Self::by), where the key of an old part is found otherwise than that of a new one.
    pub(super) fn by_both<K: Eq + Hash>(
        mut self,
        old_key: impl Fn(&T) -> Option<K>,
        new_key: impl Fn(&T) -> Option<K>,
    ) -> Self {
        if self.removed.is_empty() || self.added.is_empty() {
            return self;
        }
        let mut old: Vec<Option<T>> = self.removed.into_iter().map(Some).collect();
        let mut by_key: HashMap<K, VecDeque<usize>> = HashMap::new();
        for (index, one) in old.iter().enumerate() {
            if let Some(key) = one.as_ref().and_then(&old_key) {
                by_key.entry(key).or_default().push_back(index);
            }
        }
        let mut added = Vec::new();
        for new in self.added {
            let twin = new_key(&new)
                .and_then(|key| by_key.get_mut(&key)?.pop_front())
                .and_then(|index| old[index].take());
            match twin {
                Some(old) => self.both.push((old, new)),
                None => added.push(new),
            }
        }
        self.removed = old.into_iter().flatten().collect();
        self.added = added;
        self
    }

    /// Pairs each part with the first one that fits.
    pub(super) fn by_fit(mut self, fits: impl Fn(&T, &T) -> bool) -> Self {
        let mut removed = Vec::new();
        for old in self.removed {
            match self.added.iter().position(|new| fits(&old, new)) {
                Some(index) => self.both.push((old, self.added.remove(index))),
                None => removed.push(old),
            }
        }
        self.removed = removed;
        self
    }

    /// Pairs the only part that is left of each document, if the two fit.
    pub(super) fn by_exclusion(mut self, fits: impl Fn(&T, &T) -> bool) -> Self {
        let ([old], [new]) = (self.removed.as_slice(), self.added.as_slice()) else {
            return self;
        };
        if fits(old, new) {
            self.both.extend(self.removed.pop().zip(self.added.pop()));
        }
        self
    }
}
