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

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parent = match self {
            Self::Root => return f.write_str("."),
            Self::Key(parent, _) | Self::Index(parent, _) => *parent,
        };
        if !matches!(parent, Self::Root) {
            write!(f, "{parent}.")?;
        }
        match self {
            Self::Key(_, key) => f.write_str(key),
            Self::Index(_, index) => write!(f, "{index}"),
            Self::Root => Ok(()),
        }
    }
}
