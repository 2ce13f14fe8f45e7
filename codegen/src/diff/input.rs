//! What is compared.

use serde_json::Value;

/// A document to compare.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// Its name in the report, such as its file.
    pub name: &'a str,
    /// The document, with all patches applied.
    pub document: &'a Value,
}
