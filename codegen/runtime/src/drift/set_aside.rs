//! What decoding leaves out.

use serde_json::Value;

/// A part of a response that failed to decode.
pub(crate) struct SetAside {
    /// Keys and indexes.
    pub(crate) path: Vec<String>,
    pub(crate) value: Value,
    pub(crate) reason: String,
    pub(crate) part: Part,
}

/// What was set aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// A member of an object.
    Member,
    /// An item of a list or map.
    Item,
}
