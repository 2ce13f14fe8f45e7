//! Finding the nodes that a path selects, and naming their places.

use std::collections::HashSet;
use std::fmt;

use serde_json::Value;
use serde_json_path::{JsonPath, PathElement};

/// A place in a document. Printed as a JSON pointer behind `#`, so that the
/// root has a name too.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Location(pub(super) Vec<Step>);

/// One step from a node to its child.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Step {
    Name(String),
    Index(usize),
}

impl Location {
    pub(super) fn is_root(&self) -> bool {
        self.0.is_empty()
    }

    /// How many levels the node is below the root.
    pub(super) fn depth(&self) -> usize {
        self.0.len()
    }

    pub(super) fn child(&self, step: Step) -> Self {
        self.joined([step])
    }

    pub(super) fn joined(&self, steps: impl IntoIterator<Item = Step>) -> Self {
        Self(self.0.iter().cloned().chain(steps).collect())
    }

    pub(super) fn get<'doc>(&self, document: &'doc Value) -> Option<&'doc Value> {
        self.0.iter().try_fold(document, |node, step| match step {
            Step::Name(name) => node.get(name),
            Step::Index(index) => node.get(index),
        })
    }

    pub(super) fn get_mut<'doc>(&self, document: &'doc mut Value) -> Option<&'doc mut Value> {
        self.0.iter().try_fold(document, |node, step| match step {
            Step::Name(name) => node.get_mut(name),
            Step::Index(index) => node.get_mut(index),
        })
    }
}

impl fmt::Display for Location {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("#")?;
        for step in &self.0 {
            match step {
                Step::Name(name) => {
                    write!(formatter, "/{}", name.replace('~', "~0").replace('/', "~1"))?;
                }
                Step::Index(index) => write!(formatter, "/{index}")?,
            }
        }
        Ok(())
    }
}

/// The kinds of nodes that the standard tells apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An object.
    Object,
    /// An array.
    Array,
    /// A string, a number, a boolean or null.
    Primitive,
}

impl Kind {
    /// The kind of `value`.
    #[must_use]
    pub fn of(value: &Value) -> Self {
        match value {
            Value::Object(_) => Self::Object,
            Value::Array(_) => Self::Array,
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Self::Primitive,
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Object => "object",
            Self::Array => "array",
            Self::Primitive => "primitive",
        })
    }
}

/// The places that `path` selects, each once, in the order of the path.
pub(super) fn select(path: &JsonPath, document: &Value) -> Vec<Location> {
    // RFC 9535 lets a node be selected twice (`$['a','a']`); an action changes
    // it once all the same.
    let mut seen = HashSet::new();
    let nodes = path.query_located(document);
    let locations = nodes.locations().map(|location| {
        let steps = location.iter().map(|element| match element {
            PathElement::Name(name) => Step::Name((*name).to_owned()),
            PathElement::Index(index) => Step::Index(*index),
        });
        Location(steps.collect())
    });
    locations
        .filter(|location| seen.insert(location.clone()))
        .collect()
}
