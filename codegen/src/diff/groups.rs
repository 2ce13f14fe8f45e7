//! Changes with one cause, for the page.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use indexmap::{IndexMap, IndexSet};

use super::change::{Change, Document};
use super::rule::{Level, Rule};
use super::wording::capitalized;

/// How many members a list shows.
const MAX_MEMBERS: usize = 12;

/// Changes whose sentences differ only in the name of the object that they are about, or in the member of one object.
pub(super) struct Group<'c> {
    changes: Vec<&'c Change>,
    names: IndexSet<&'c str>,
    members: IndexSet<&'c str>,
}

/// Groups changes of the same rule and level, in the order in which they are met.
pub(super) fn by_cause<'c>(changes: impl Iterator<Item = &'c Change>) -> Vec<Group<'c>> {
    let mut lists: HashMap<(Rule, Level, Document, &str), usize> = HashMap::new();
    let mut groups: Vec<Group<'c>> = Vec::new();
    for group in by_sentence(changes) {
        let first = group.first();
        let is_one = group.names.len() < 2 || first.phrase.lists_places();
        let heading = first.phrase.heading().filter(|_| is_one);
        let Some(heading) = heading else {
            groups.push(group);
            continue;
        };
        match lists.entry((first.rule, first.level, first.document, heading)) {
            Entry::Occupied(list) => groups[*list.get()].extend(group),
            Entry::Vacant(list) => {
                list.insert(groups.len());
                groups.push(group);
            }
        }
    }
    groups
}

/// Groups changes whose sentences differ only in the object.
fn by_sentence<'c>(changes: impl Iterator<Item = &'c Change>) -> Vec<Group<'c>> {
    type Key<'c> = (Rule, Level, Document, (&'c str, &'c str));
    let mut groups: IndexMap<Key<'c>, Group<'c>> = IndexMap::new();
    for change in changes {
        let phrase = &change.phrase;
        let key = (change.rule, change.level, change.document, phrase.around());
        let group = groups.entry(key).or_insert_with(|| Group {
            changes: Vec::new(),
            names: IndexSet::new(),
            members: IndexSet::new(),
        });
        group.changes.push(change);
        group.names.extend(phrase.name());
        group.members.extend(phrase.member());
    }
    groups.into_values().collect()
}

impl<'c> Group<'c> {
    pub(super) fn first(&self) -> &'c Change {
        self.changes[0]
    }

    pub(super) fn into_changes(self) -> Vec<&'c Change> {
        self.changes
    }

    pub(super) fn len(&self) -> usize {
        self.changes.len()
    }

    fn extend(&mut self, other: Self) {
        self.changes.extend(other.changes);
        self.members.extend(other.members);
    }

    /// The sentence, with its first names and the number of the others.
    pub(super) fn message(&self, max_names: usize) -> String {
        let phrase = &self.first().phrase;
        if let Some(heading) = phrase.heading().filter(|_| self.members.len() > 1) {
            let max = if phrase.lists_places() {
                max_names
            } else {
                MAX_MEMBERS
            };
            let members = enumeration(&self.members, max);
            return capitalized(&format!("{heading}: {members}."));
        }
        let (before, after) = phrase.around();
        let names = enumeration(&self.names, max_names);
        let (before, after) = match self.names.len() {
            0 | 1 => (before.to_owned(), after.to_owned()),
            _ => in_plural(before, after),
        };
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

/// The first names, and the number of the others.
fn enumeration(names: &IndexSet<&str>, max: usize) -> String {
    let shown = names.iter().take(max);
    let mut shown: Vec<String> = shown.map(|name| format!("`{name}`")).collect();
    let more = names.len().saturating_sub(max);
    if more > 0 {
        shown.push(format!("{more} more"));
    }
    let last = shown.pop().unwrap_or_default();
    if shown.is_empty() {
        last
    } else {
        format!("{} and {last}", shown.join(", "))
    }
}

/// The text around the names of several objects. If they are its subject, its verb is in plural: "The schema `A` was" becomes
/// "The schemas `A` and `B` were".
fn in_plural(before: &str, after: &str) -> (String, String) {
    const VERBS: [(&str, &str); 5] = [
        (" is ", " are "),
        (" was ", " were "),
        (" has ", " have "),
        ("allows", "allow"),
        ("mentions", "mention"),
    ];
    let noun = before.trim_end().strip_prefix("The ");
    let noun = noun.filter(|noun| !noun.contains(' '));
    if !before.is_empty() && noun.is_none() {
        return (before.to_owned(), after.to_owned());
    }
    let before = noun.map_or_else(String::new, |_| format!("{}s ", before.trim_end()));
    let verb = VERBS.iter().find(|(one, _)| match one.strip_prefix(' ') {
        Some(_) => after.starts_with(one),
        None => after.contains(one),
    });
    let after = verb.map_or_else(
        || after.to_owned(),
        |(one, all)| after.replacen(one, all, 1),
    );
    (before, after)
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
