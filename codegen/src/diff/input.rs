//! What is compared.

use serde_json::Value;

/// A document to compare.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// Its name in the report, such as its file.
    pub name: &'a str,
    /// The document, with all patches applied.
    pub document: &'a Value,
    /// The listing of the public API of its crate (`api.txt`), if a crate was generated from it before: an older generator
    /// may have emitted another one than this generator does.
    pub api: Option<&'a str>,
}

impl<'a> Input<'a> {
    #[must_use]
    pub const fn new(name: &'a str, document: &'a Value) -> Self {
        Self {
            name,
            document,
            api: None,
        }
    }
}
