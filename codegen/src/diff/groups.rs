//! Changes with one cause, for the page.

use std::collections::HashMap;

use indexmap::{IndexMap, IndexSet};

use super::change::{Change, Document};
use super::rule::{Level, Rule};

/// What stands for the place in a sentence.
const PLACE: char = '\u{0}';

/// Changes whose sentences differ only in the place.
pub(super) struct Group<'c> {
    changes: Vec<&'c Change>,
    /// The sentence without its place.
    template: String,
    places: IndexSet<&'c str>,
}

/// Groups changes of the same rule and level, in the order in which they are met.
pub(super) fn by_cause<'c>(changes: impl Iterator<Item = &'c Change>) -> Vec<Group<'c>> {
    let mut groups: IndexMap<(Rule, Level, Document, String), Group<'c>> = IndexMap::new();
    for change in changes {
        let (template, place) = split(change);
        let key = (change.rule, change.level, change.document, template);
        let template = key.3.clone();
        let group = groups.entry(key).or_insert_with(|| Group {
            changes: Vec::new(),
            template,
            places: IndexSet::new(),
        });
        group.changes.push(change);
        group.places.extend(place);
    }
    groups.into_values().collect()
}

/// A sentence without the object that it is about, and that object: the first name after `of`, or else the operation
/// that it begins with.
fn split(change: &Change) -> (String, Option<&str>) {
    let message = change.message.as_str();
    let of = message.find(" of `").map(|at| at + " of `".len());
    let start = of.or_else(|| {
        let (first, _) = message.strip_prefix('`')?.split_once('`')?;
        change
            .operations
            .iter()
            .any(|one| one == first)
            .then_some(1)
    });
    let place = start.and_then(|start| {
        let length = message[start..].find('`')?;
        Some((start, start + length))
    });
    match place {
        Some((start, end)) => {
            let template = format!("{}{PLACE}{}", &message[..start - 1], &message[end + 1..]);
            (template, Some(&message[start..end]))
        }
        None => (message.to_owned(), None),
    }
}

impl<'c> Group<'c> {
    pub(super) fn first(&self) -> &'c Change {
        self.changes[0]
    }

    pub(super) fn len(&self) -> usize {
        self.changes.len()
    }

    /// The sentence, with its first places and the number of the others.
    pub(super) fn message(&self, max_places: usize) -> String {
        let shown = self.places.iter().take(max_places);
        let mut shown: Vec<String> = shown.map(|place| format!("`{place}`")).collect();
        let more = self.places.len().saturating_sub(max_places);
        if more > 0 {
            shown.push(format!("{more} more"));
        }
        let last = shown.pop();
        let places = match (shown.is_empty(), last) {
            (_, None) => String::new(),
            (true, Some(last)) => last,
            (false, Some(last)) => format!("{} and {last}", shown.join(", ")),
        };
        self.template.replace(PLACE, &places)
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
