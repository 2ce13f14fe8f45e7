//! What a description says of a value.

use std::fmt;

/// What the description says of a value. For generated code, which writes one for each type.
pub enum Shape {
    /// Anything.
    Any,
    /// A string, whatever it means.
    Text,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// A truth value.
    Flag,
    /// A number that may come in a string, a truth value that may come as a digit.
    Dressed(&'static Shape),
    /// A value, or one of the ways to say that there is none.
    OrEmpty(&'static Shape),
    /// One of these strings.
    Enum(&'static [&'static str]),
    /// An object.
    Object(&'static [Member], Rest),
    /// An array.
    List(&'static Shape),
    /// An array, or an object with indexes for keys.
    Indexed(&'static Shape),
    /// As `Indexed`, or the only item.
    IndexedOrOne(&'static Shape),
    /// An array, or the only item.
    OneOrMany(&'static Shape),
    /// An object of values by key.
    Map(&'static Shape),
    /// As `Map`, and `[]` when empty.
    Keyed(&'static Shape),
    /// One of several.
    OneOf(&'static [&'static Shape]),
}

/// A described field of an object.
#[derive(Debug)]
pub enum Member {
    /// It must be there.
    Required(&'static str, &'static Shape),
    /// It may be left out, or `null`.
    Optional(&'static str, &'static Shape),
}

/// What an object holds beside its described fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rest {
    /// Nothing.
    None,
    /// Whatever comes.
    Any,
}

/// Shows no more than the kind: shapes refer to one another in circles.
impl fmt::Debug for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Shape(..)")
    }
}

/// The shape of an operation's answer, the same if it stands in the same place.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Expected(pub(crate) &'static Shape);

impl PartialEq for Expected {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.0, other.0)
    }
}

impl Eq for Expected {}
