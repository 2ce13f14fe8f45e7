//! Changes with one cause, for the page.

use std::collections::HashMap;

use indexmap::{IndexMap, IndexSet};

use super::change::{Change, Document};
use super::rule::{Level, Rule};
use super::wording::capitalized;

/// Changes whose sentences differ only in the name of the object that they are about.
pub(super) struct Group<'c> {
    changes: Vec<&'c Change>,
    names: IndexSet<&'c str>,
}

/// Groups changes of the same rule and level, in the order in which they are met.
pub(super) fn by_cause<'c>(changes: impl Iterator<Item = &'c Change>) -> Vec<Group<'c>> {
    type Key<'c> = (Rule, Level, Document, (&'c str, &'c str));
    let mut groups: IndexMap<Key<'c>, Group<'c>> = IndexMap::new();
    for change in changes {
        let phrase = &change.phrase;
        let key = (change.rule, change.level, change.document, phrase.around());
        let group = groups.entry(key).or_insert_with(|| Group {
            changes: Vec::new(),
            names: IndexSet::new(),
        });
        group.changes.push(change);
        group.names.extend(phrase.name());
    }
    groups.into_values().collect()
}

impl<'c> Group<'c> {
    pub(super) fn first(&self) -> &'c Change {
        self.changes[0]
    }

    pub(super) fn len(&self) -> usize {
        self.changes.len()
    }

    /// The sentence, with its first names and the number of the others.
    pub(super) fn message(&self, max_names: usize) -> String {
        let shown = self.names.iter().take(max_names);
        let mut shown: Vec<String> = shown.map(|name| format!("`{name}`")).collect();
        let more = self.names.len().saturating_sub(max_names);
        if more > 0 {
            shown.push(format!("{more} more"));
        }
        let last = shown.pop().unwrap_or_default();
        let names = if shown.is_empty() {
            last
        } else {
            format!("{} and {last}", shown.join(", "))
        };
        let (before, after) = self.first().phrase.around();
        capitalized(&format!("{before}{names}{after}"))
    }

    pub(super) fn sides(&self) -> Vec<String> {
        self.unique(|change| vec![change.side.to_string()])
    }

    pub(super) fn operations(&self) -> Vec<&'c str> {
        self.unique(|change| change.operations.iter().map(String::as_str).collect())
    }

    pub(super) fn rust(&self) -> Vec<&'c str> {
        self.unique(|change| change.rust.iter().map(String::as_str).collect())
    }

    fn unique<T: Eq + std::hash::Hash>(&self, of: impl Fn(&'c Change) -> Vec<T>) -> Vec<T> {
        let all: IndexSet<T> = self.changes.iter().flat_map(|change| of(change)).collect();
        all.into_iter().collect()
    }
}

/// The numbers of breaking, maybe breaking and compatible changes of each operation, worst first.
pub(super) fn by_operation(changes: &[Change]) -> Vec<(&str, [usize; 3])> {
    let mut counts: HashMap<&str, [usize; 3]> = HashMap::new();
    for change in changes {
        let column = match change.level {
            Level::Breaking => 0,
            Level::Maybe => 1,
            Level::Compatible => 2,
        };
        for operation in &change.operations {
            counts.entry(operation).or_default()[column] += 1;
        }
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by(|(one, counts), (other, more)| more.cmp(counts).then(one.cmp(other)));
    counts
}
