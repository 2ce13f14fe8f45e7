//! What can be wrong with an overlay, or stand in its way.

use std::fmt;

use super::{Kind, Location};

/// Why an overlay could not be read or applied.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OverlayError {
    /// The document is not a valid overlay.
    #[error("{file}: {place}: {message}")]
    Invalid {
        /// The overlay's file.
        file: String,
        /// Where in it: a JSON pointer, after the number of the action if any.
        place: String,
        /// What is wrong, and what would be right.
        message: String,
    },
    /// An action could not be applied.
    #[error("{action}: {problem}")]
    Action {
        /// Which one.
        action: Box<ActionPlace>,
        /// Why not.
        problem: Box<Problem>,
    },
}

/// An action of an overlay, as errors name it.
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
pub enum Problem {
    /// Strict mode: the target selects no node.
    #[error(
        "selects nothing in the document; \
         has the document changed, so that the patch is stale?"
    )]
    Unmatched,
    /// Strict mode: neither `update` nor `copy` nor `remove: true`.
    #[error("changes nothing: expected one of `update`, `copy` or `remove: true`")]
    NoChange,
    /// A primitive is updated by a document of version 1.0.
    #[error(
        "selects the {kind} at {at}, but Overlay 1.0 can update objects and arrays only; \
         say `overlay: 1.1.0`"
    )]
    PrimitiveTarget {
        /// The node.
        at: Location,
        /// What it is.
        kind: Kind,
    },
    /// The target of an update selects nodes of more than one kind.
    #[error(
        "selects nodes of different kinds, the {first_kind} at {first} and the {other_kind} \
         at {other}; expected only objects, only arrays or only primitives"
    )]
    MixedKinds {
        /// The first node.
        first: Location,
        /// What it is.
        first_kind: Kind,
        /// The first node of another kind.
        other: Location,
        /// What that is.
        other_kind: Kind,
    },
    /// What is merged does not fit the place it goes to.
    #[error(
        "cannot merge {found} into the {expected} at {at}; expected {expected}, found {found} \
         (to replace it, `remove` it first)"
    )]
    Incompatible {
        /// The place in the document.
        at: Location,
        /// What is there.
        expected: Kind,
        /// What should be merged into it.
        found: Kind,
    },
    /// `copy` does not select one node.
    #[error("`copy` path `{path}` selects {count} nodes; expected exactly one")]
    CopySource {
        /// The path, as written.
        path: String,
        /// How many nodes it selects.
        count: usize,
    },
    /// The whole document would be removed.
    #[error("selects the root of the document, which cannot be removed")]
    RemoveRoot,
    /// The result would be nested too deep to be read again.
    #[error("the result at {at} would be nested deeper than {limit} levels")]
    TooDeep {
        /// The target.
        at: Location,
        /// The limit.
        limit: usize,
    },
    /// The actions add more than any document of use has.
    #[error("the overlay adds more than {limit} nodes to the document")]
    TooLarge {
        /// The limit.
        limit: usize,
    },
    /// Strict mode: a target is not what `x-expect` says.
    #[error(
        "`x-expect` does not hold at {at}: expected {expected}, found {found}; \
         has the document changed, so that the patch is stale?"
    )]
    Unexpected {
        /// The place that differs.
        at: Location,
        /// An excerpt of what should be there.
        expected: String,
        /// An excerpt of what is there.
        found: String,
    },
    /// Strict mode: a target has a member that `x-expect-absent` names.
    #[error(
        "`x-expect-absent` does not hold: expected nothing at {at}, found {found}; \
         has the document got it meanwhile, so that the patch is stale?"
    )]
    NotAbsent {
        /// The place.
        at: Location,
        /// An excerpt of what is there.
        found: String,
    },
    /// Strict mode: `x-expect-absent` is not a list of names.
    #[error("`x-expect-absent`: expected an array of strings, found {found}")]
    BadExpectAbsent {
        /// An excerpt of it.
        found: String,
    },
}

/// The most characters of a document's text that an error repeats.
const EXCERPT: usize = 200;

/// `text`, or its beginning if it is long.
pub(super) fn excerpt(text: &str) -> String {
    match text.char_indices().nth(EXCERPT) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
