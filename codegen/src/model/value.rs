//! The types of values.

/// The type of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Type {
    Scalar(Scalar),
    /// No content.
    Unit,
    /// Bytes of any content.
    Bytes,
    /// The parts of a multipart body.
    Multipart,
    /// A file of a multipart body.
    File,
    /// Any JSON value.
    Any,
    /// An object with members of any name and value.
    Object,
    Named(String),
    /// A value behind a pointer: its type would contain itself.
    Boxed(Box<Type>),
    /// A value or `null`.
    Nullable(Box<Type>),
    /// An optional object; an empty list or string means "no value".
    OrEmpty(Box<Type>),
    List(ListForm, Box<Type>),
    /// Form, key and value.
    Map(MapForm, Box<Type>, Box<Type>),
    /// One item or a list of items.
    OneOrMany(Box<Type>),
}

impl Type {
    /// The named types in it.
    pub fn referenced_types(&self) -> Vec<String> {
        match self {
            Self::Named(name) => vec![name.clone()],
            Self::Boxed(inner)
            | Self::Nullable(inner)
            | Self::OrEmpty(inner)
            | Self::List(_, inner)
            | Self::OneOrMany(inner) => inner.referenced_types(),
            Self::Map(_, key, value) => {
                let mut names = key.referenced_types();
                names.extend(value.referenced_types());
                names
            }
            Self::Scalar(_)
            | Self::Any
            | Self::Object
            | Self::Unit
            | Self::Bytes
            | Self::Multipart
            | Self::File => Vec::new(),
        }
    }

    /// Whether the Rust type can represent `null`.
    pub fn is_optional(&self) -> bool {
        match self {
            Self::Nullable(_) | Self::OrEmpty(_) | Self::Any => true,
            Self::Scalar(scalar) => scalar.encoding == Encoding::LenientOptional,
            Self::Boxed(inner) => inner.is_optional(),
            _ => false,
        }
    }
}

/// A scalar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scalar {
    pub kind: ScalarKind,
    pub encoding: Encoding,
}

/// The meaning of a scalar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScalarKind {
    Text,
    Int32,
    Int64,
    /// An integer with `minimum: 0`.
    Unsigned,
    /// The number of a page, which begin at 1.
    PageNumber,
    Float,
    /// An exact decimal number.
    Decimal,
    Boolean,
    Date,
    /// A date and time without a time zone.
    CivilDateTime,
    /// A point in time as RFC 3339 text.
    Instant,
    /// A point in time as UNIX seconds.
    UnixTime,
}

/// The JSON encoding of a scalar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Encoding {
    /// In its natural JSON type.
    #[default]
    Exact,
    /// Possibly in another JSON type, such as a number in a string.
    Lenient,
    /// As `Exact`, and several values mean "no value".
    ExactOptional,
    /// As `Lenient`, and several values mean "no value".
    LenientOptional,
}

/// The JSON encoding of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListForm {
    Array,
    /// An array, or an object with indexes as keys.
    Indexed,
    /// As `Indexed`, or a single item without a list.
    IndexedOrOne,
}

/// The JSON encoding of a map.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MapForm {
    Object,
    /// An object, or `[]` if empty.
    Keyed,
}
