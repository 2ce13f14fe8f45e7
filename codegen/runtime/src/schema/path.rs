//! The path of a value in a response.

use std::fmt;

/// A path, as a linked list from the value up to the response. It is formatted only when there is
/// something to report. `Display` joins keys and indexes with dots; the whole response is `.`.
#[derive(Debug, Clone, Copy)]
pub enum Path<'a> {
    /// The whole response.
    Root,
    /// The value of a key.
    Key(&'a Path<'a>, &'a str),
    /// An item of an array.
    Index(&'a Path<'a>, usize),
}

impl Path<'_> {
    /// The keys and indexes, from the response to the value.
    pub(crate) fn segments(&self) -> Vec<String> {
        let (parent, segment) = match self {
            Self::Root => return Vec::new(),
            Self::Key(parent, key) => (parent, (*key).to_owned()),
            Self::Index(parent, index) => (parent, index.to_string()),
        };
        let mut segments = parent.segments();
        segments.push(segment);
        segments
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Root => f.write_str("."),
            _ => f.write_str(&self.segments().join(".")),
        }
    }
}
