//! Why an overlay cannot be read or applied.

use std::fmt;

use super::node_path::{NodeKind, NodePath};

/// Why an overlay could not be read or applied.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OverlayError {
    /// The document is not a valid overlay.
    #[error("{file}: {place}: {message}; correct the overlay there")]
    Invalid {
        /// The overlay's file.
        file: String,
        /// A JSON pointer, after the number of the action if there is one.
        place: String,
        /// What was expected and found.
        message: String,
    },
    /// An action could not be applied.
    #[error("{action}: {problem}{}", stale_hint(problem))]
    Action {
        /// The action.
        action: Box<ActionPlace>,
        /// Why it could not be applied.
        problem: Box<ActionProblem>,
    },
}

/// An action of an overlay, as messages name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActionPlace {
    /// The overlay's file.
    pub file: String,
    /// The number of the action, counted from 1.
    pub number: usize,
    /// Its description.
    pub description: Option<String>,
    /// Its target, as written.
    pub target: String,
}

impl fmt::Display for ActionPlace {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: action {}", self.file, self.number)?;
        if let Some(line) = self.description.as_deref().and_then(|d| d.lines().next()) {
            write!(formatter, " ({})", excerpt(line))?;
        }
        write!(formatter, ", target `{}`", excerpt(&self.target))
    }
}

/// Why an action could not be applied.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ActionProblem {
    /// Strict mode: the target selects no node.
    #[error("selects nothing in the document")]
    Unmatched,
    /// Strict mode: neither `update` nor `copy` nor `remove: true`.
    #[error("changes nothing; expected one of `update`, `copy` or `remove: true`")]
    NoChange,
    /// A primitive is updated by a document of version 1.0.
    #[error(
        "selects the {kind} at {at}, but Overlay 1.0 can update objects and arrays only; \
         write `overlay: 1.1.0`"
    )]
    PrimitiveTarget {
        /// The node.
        at: NodePath,
        /// Its kind.
        kind: NodeKind,
    },
    /// The target of an update selects nodes of more than one kind.
    #[error(
        "selects nodes of different kinds, the {first_kind} at {first} and the {other_kind} \
         at {other}; expected only objects, only arrays or only primitives"
    )]
    MixedKinds {
        /// The first node.
        first: NodePath,
        /// Its kind.
        first_kind: NodeKind,
        /// The first node of another kind.
        other: NodePath,
        /// The kind of that node.
        other_kind: NodeKind,
    },
    /// The update and the target are of different kinds at some place.
    #[error(
        "cannot merge a value into the node at {at}: expected {expected}, found {found}; \
         to replace the node, `remove` it first"
    )]
    Incompatible {
        /// The place in the document.
        at: NodePath,
        /// The kind of the node there.
        expected: NodeKind,
        /// The kind of the value to merge.
        found: NodeKind,
    },
    /// `copy` selects no node, or more than one.
    #[error("`copy` path `{path}` selects {count} nodes; expected exactly one")]
    CopySource {
        /// The path, as written.
        path: String,
        /// How many nodes it selects.
        count: usize,
    },
    /// The target of a removal is the whole document.
    #[error("selects the root of the document, which cannot be removed")]
    RemoveRoot,
    /// The result would be nested too deeply to be parsed again.
    #[error("the result at {at} is nested deeper than {limit} levels")]
    TooDeep {
        /// The target.
        at: NodePath,
        /// The limit.
        limit: usize,
    },
    /// The actions add too many nodes.
    #[error("the overlay adds more than {limit} nodes to the document")]
    TooLarge {
        /// The limit.
        limit: usize,
    },
    /// Strict mode: a target does not contain what `x-expect` says.
    #[error("`x-expect` does not hold at {at}: expected {expected}, found {found}")]
    Unexpected {
        /// The node that differs.
        at: NodePath,
        /// An excerpt of the expected value.
        expected: String,
        /// An excerpt of the value there.
        found: String,
    },
    /// Strict mode: a target has a member that `x-expect-absent` names.
    #[error("`x-expect-absent` does not hold: expected nothing at {at}, found {found}")]
    NotAbsent {
        /// The place.
        at: NodePath,
        /// An excerpt of the value there.
        found: String,
    },
    /// The update has an extension that neither the generator nor the document knows.
    #[error("`{key}` is no key of the generator{}; codegen/EXTENSIONS.md lists the keys", did_you_mean(.meant.as_deref()))]
    UnknownKey {
        /// The extension.
        key: String,
        /// The key that it may be a slip of.
        meant: Option<String>,
    },
    /// Strict mode: `x-expect-absent` is not a list of names.
    #[error("`x-expect-absent`: expected an array of strings, found {found}")]
    BadExpectAbsent {
        /// An excerpt of its value.
        found: String,
    },
}

impl ActionProblem {
    /// Whether a change of the document is the likely cause.
    fn may_be_stale(&self) -> bool {
        matches!(
            self,
            Self::Unmatched | Self::Unexpected { .. } | Self::NotAbsent { .. }
        )
    }
}

fn did_you_mean(meant: Option<&str>) -> String {
    meant.map_or_else(String::new, |meant| format!(": did you mean `{meant}`?"))
}

fn stale_hint(problem: &ActionProblem) -> &'static str {
    if problem.may_be_stale() {
        "; the patch may be stale: has the document changed?"
    } else {
        ""
    }
}

/// How many characters of a document an error quotes.
const EXCERPT: usize = 200;

/// `text`, shortened if it is long.
pub(super) fn excerpt(text: &str) -> String {
    match text.char_indices().nth(EXCERPT) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
