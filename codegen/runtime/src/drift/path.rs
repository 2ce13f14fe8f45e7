//! A place in an answer, written down only if there is something to say of it.

use std::fmt;

/// A place, as a step from the one above it.
#[derive(Clone, Copy)]
pub(super) enum Path<'a> {
    Whole,
    Key(&'a Path<'a>, &'a str),
    Index(&'a Path<'a>, usize),
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let above = match self {
            Self::Whole => return f.write_str("."),
            Self::Key(above, _) | Self::Index(above, _) => *above,
        };
        if !matches!(above, Self::Whole) {
            write!(f, "{above}.")?;
        }
        match self {
            Self::Key(_, key) => f.write_str(key),
            Self::Index(_, index) => write!(f, "{index}"),
            Self::Whole => Ok(()),
        }
    }
}
