//! One change between two documents.

use serde::Serialize;

use super::phrase::Phrase;
use super::rule::{Area, Level, Rule, Side};

/// A change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Change {
    /// The kind of change; serialized as its id.
    pub rule: Rule,
    /// The part of the API that it is about.
    pub area: Area,
    pub level: Level,
    /// Whether the changed part is sent or received.
    pub side: Side,
    /// The document that `pointer` leads into: the old one for what was removed.
    pub document: Document,
    /// The place, as a JSON pointer in a URI fragment.
    pub pointer: String,
    /// The place in the old document, for what was moved or renamed.
    pub was: Option<String>,
    /// The operations that are affected, as `METHOD /path`. Empty for what concerns the API as a whole, and for
    /// components that no operation uses.
    pub operations: Vec<String>,
    /// A sentence for the reader.
    pub message: String,
    /// The same sentence, with the name of the object that it is about kept apart.
    #[serde(skip)]
    pub(super) phrase: Phrase,
    /// The generated items that are affected, where the document can be generated.
    pub rust: Vec<String>,
}

/// One of the two documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Document {
    Old,
    New,
}
