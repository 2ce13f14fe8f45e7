//! Ids to put into paths. They are never printed.

use std::collections::BTreeMap;

use super::plan::{PathParameter, ReadOperation};

/// Known ids, by the name of their component or of the parameter that they were given for.
#[derive(Default)]
pub(super) struct Ids(BTreeMap<String, Vec<String>>);

impl Ids {
    /// Adds an id, unless it is known or cannot be a path segment.
    pub(super) fn add(&mut self, name: &str, id: &str) {
        // A segment of dots would address another path.
        if matches!(id, "" | "." | "..") {
            return;
        }
        let known = self.0.entry(name.to_owned()).or_default();
        if !known.iter().any(|known| known == id) {
            known.push(id.to_owned());
        }
    }

    /// The nth id of each path parameter of an operation, if all of them have one.
    pub(super) fn nth(&self, operation: &ReadOperation, n: usize) -> Option<Vec<String>> {
        let parameters = operation.path_parameters.iter();
        parameters
            .map(|parameter| self.of(parameter).nth(n).cloned())
            .collect()
    }

    /// The path parameters without a known id.
    pub(super) fn unknown<'o>(&self, operation: &'o ReadOperation) -> Vec<&'o PathParameter> {
        let parameters = operation.path_parameters.iter();
        parameters
            .filter(|parameter| self.of(parameter).next().is_none())
            .collect()
    }

    fn of(&self, parameter: &PathParameter) -> impl Iterator<Item = &String> {
        let component = parameter.component.as_ref();
        let by_component = component.and_then(|name| self.0.get(name));
        let by_name = self.0.get(&parameter.name);
        by_name.into_iter().chain(by_component).flatten()
    }
}
