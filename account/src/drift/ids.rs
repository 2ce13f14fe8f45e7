//! The ids that fill the blanks of paths. They stay in memory: nothing shows them.

use std::collections::BTreeMap;

use super::plan::{Blank, Operation};

/// The ids that are known, by the component whose values they are, or by the parameter that they are
/// given for.
#[derive(Default)]
pub(super) struct Ids(BTreeMap<String, Vec<String>>);

impl Ids {
    /// Keeps an id, unless it is known, or is none that a path can have.
    pub(super) fn add(&mut self, name: &str, id: &str) {
        // A part of a path that is a dot or two leads elsewhere.
        if matches!(id, "" | "." | "..") {
            return;
        }
        let known = self.0.entry(name.to_owned()).or_default();
        if !known.iter().any(|known| known == id) {
            known.push(id.to_owned());
        }
    }

    /// The nth ids for all blanks of an operation.
    pub(super) fn nth(&self, operation: &Operation, n: usize) -> Option<Vec<String>> {
        let blanks = operation.blanks.iter();
        blanks.map(|blank| self.of(blank).nth(n).cloned()).collect()
    }

    /// The blanks for which nothing is known.
    pub(super) fn unknown<'o>(&self, operation: &'o Operation) -> Vec<&'o Blank> {
        let blanks = operation.blanks.iter();
        blanks
            .filter(|blank| self.of(blank).next().is_none())
            .collect()
    }

    fn of(&self, blank: &Blank) -> impl Iterator<Item = &String> {
        let by_component = blank.component.as_ref().and_then(|name| self.0.get(name));
        let by_name = self.0.get(&blank.name);
        by_name.into_iter().chain(by_component).flatten()
    }
}
