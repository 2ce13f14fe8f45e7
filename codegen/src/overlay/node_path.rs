//! The nodes that a JSONPath expression selects, and their paths.

use std::collections::HashSet;
use std::fmt;

use serde_json::Value;
use serde_json_path::{JsonPath, PathElement};

use crate::pointer::Pointer;

/// The path to a node of a document. Its text is a JSON pointer after `#`, as in
/// `#/paths`; the root is `#`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct NodePath(pub(super) Vec<Step>);

/// One step from a node to its child.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Step {
    Name(String),
    Index(usize),
}

impl NodePath {
    pub(super) fn is_root(&self) -> bool {
        self.0.is_empty()
    }

    /// How many levels below the root the node is.
    pub(super) fn depth(&self) -> usize {
        self.0.len()
    }

    pub(super) fn child(&self, step: Step) -> Self {
        self.join([step])
    }

    pub(super) fn join(&self, steps: impl IntoIterator<Item = Step>) -> Self {
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

impl fmt::Display for NodePath {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pointer = self.0.iter().fold(Pointer::root(), |at, step| match step {
            Step::Name(name) => at.child(name),
            Step::Index(index) => at.child(index),
        });
        pointer.fmt(formatter)
    }
}

/// The kinds of nodes that the standard distinguishes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NodeKind {
    /// An object.
    Object,
    /// An array.
    Array,
    /// A string, a number, a boolean or null.
    Primitive,
}

impl NodeKind {
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

impl fmt::Display for NodeKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Object => "object",
            Self::Array => "array",
            Self::Primitive => "primitive",
        })
    }
}

/// The paths of the nodes that `path` selects, each once, in the order of the query.
pub(super) fn select(path: &JsonPath, document: &Value) -> Vec<NodePath> {
    // RFC 9535 allows a node to be selected twice (`$['a','a']`); an action
    // changes it once.
    let mut seen = HashSet::new();
    let nodes = path.query_located(document);
    let paths = nodes.locations().map(|location| {
        let steps = location.iter().map(|element| match element {
            PathElement::Name(name) => Step::Name((*name).to_owned()),
            PathElement::Index(index) => Step::Index(*index),
        });
        NodePath(steps.collect())
    });
    paths
        .filter(|path: &NodePath| seen.insert(path.clone()))
        .collect()
}
