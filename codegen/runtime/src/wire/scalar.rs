//! One scalar value, whatever it arrived as.

use std::fmt::{self, Display};

use serde::de::{Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde::ser::Serializer;
use serde_with::{DeserializeAs, SerializeAs};

/// What a scalar arrived as, before anything is made of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Dress<'a> {
    /// JSON's `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A JSON number without a fraction or an exponent.
    Integer(i128),
    /// Any other JSON number.
    Float(f64),
    /// A string. Keys of objects are strings as well.
    Text(&'a str),
}

impl Display for Dress<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(value) => write!(f, "{value}"),
            Self::Integer(value) => write!(f, "{value}"),
            Self::Float(value) => write!(f, "{value}"),
            Self::Text(value) => write!(f, "the text {:?}", capped(value)),
        }
    }
}

/// A value that is not what its type asks for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected {expected}, found {found}")]
pub struct Mismatch {
    expected: &'static str,
    found: String,
}

impl Mismatch {
    /// Says that `T` was expected and `found` arrived.
    #[must_use]
    pub fn of<T: Undress>(found: Dress<'_>) -> Self {
        Self::new(T::EXPECTED, found)
    }

    /// Says what was expected and what was found instead; the latter is cut at 60 characters.
    pub(crate) fn new(expected: &'static str, found: impl Display) -> Self {
        Self {
            expected,
            found: capped(&found.to_string()),
        }
    }
}

/// `text`, cut at 60 characters: messages quote what arrived, which can be of any length.
pub(crate) fn capped(text: &str) -> String {
    const LIMIT: usize = 60;
    match text.char_indices().nth(LIMIT) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// A scalar that is known in every dress the API gives it, and written in one.
///
/// | type | read from | written as |
/// |---|---|---|
/// | `i32`, `i64`, `u32`, `u64` | `42`, `"42"`, `42.0` | number |
/// | `f64` | `1.5`, `"1.5"` | number |
/// | `Decimal` | `"49.90"`, `49.9`, `"1e3"` | number, digit for digit |
/// | `bool` | `true`, `1`, `"1"`, `"true"` and their opposites | boolean |
/// | `Date` | `"2019-07-25"` | the same |
/// | `DateTime` | `"2019-02-25 10:39:49"`, also with a `T` | with a space |
/// | `Timestamp` | UNIX seconds: `1551090000`, `"1551090000"` | number |
/// | `String` | `"text"`, a number as its digits | string |
pub trait Undress: Sized {
    /// What is expected, as it stands in an error: "a whole number".
    const EXPECTED: &'static str;

    /// Reads the value.
    ///
    /// # Errors
    ///
    /// [`Mismatch`] if it is not one of the dresses of this type. A value is never rounded or cut
    /// to fit.
    fn undress(dress: Dress<'_>) -> Result<Self, Mismatch>;

    /// Whether the API means "nothing" by it where a value of this type could be.
    #[must_use]
    fn is_empty(dress: Dress<'_>) -> bool {
        matches!(dress, Dress::Null | Dress::Text(""))
    }

    /// Writes the value in its natural JSON type.
    ///
    /// # Errors
    ///
    /// The serializer's own, and a value that the wire has no form for (a year before 0).
    fn dress<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;
}

/// Reads a scalar from anything that describes itself and hands it to `read`.
pub(super) fn read<'de, D, T, F>(
    deserializer: D,
    expected: &'static str,
    read: F,
) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    F: FnOnce(Dress<'_>) -> Result<T, Mismatch>,
{
    deserializer.deserialize_any(ScalarVisitor { expected, read })
}

struct ScalarVisitor<F> {
    expected: &'static str,
    read: F,
}

impl<F> ScalarVisitor<F> {
    fn read<T, E>(self, dress: Dress<'_>) -> Result<T, E>
    where
        F: FnOnce(Dress<'_>) -> Result<T, Mismatch>,
        E: serde::de::Error,
    {
        (self.read)(dress).map_err(E::custom)
    }
}

impl<'de, T, F> Visitor<'de> for ScalarVisitor<F>
where
    F: FnOnce(Dress<'_>) -> Result<T, Mismatch>,
{
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.expected)
    }

    fn visit_bool<E: serde::de::Error>(self, value: bool) -> Result<T, E> {
        self.read(Dress::Bool(value))
    }

    fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<T, E> {
        self.read(Dress::Integer(value.into()))
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<T, E> {
        self.read(Dress::Integer(value.into()))
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<T, E> {
        self.read(Dress::Float(value))
    }

    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<T, E> {
        self.read(Dress::Text(value))
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<T, E> {
        self.read(Dress::Null)
    }

    fn visit_none<E: serde::de::Error>(self) -> Result<T, E> {
        self.read(Dress::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, _: A) -> Result<T, A::Error> {
        Err(A::Error::custom(Mismatch::new(self.expected, "a list")))
    }

    fn visit_map<A: MapAccess<'de>>(self, _: A) -> Result<T, A::Error> {
        Err(A::Error::custom(Mismatch::new(self.expected, "an object")))
    }
}

/// The adapter for a scalar in any of its dresses. See [`Undress`] for the list.
#[derive(Debug, Clone, Copy)]
pub struct Lenient;

impl<'de, T: Undress> DeserializeAs<'de, T> for Lenient {
    fn deserialize_as<D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
        read(deserializer, T::EXPECTED, T::undress)
    }
}

impl<T: Undress> SerializeAs<T> for Lenient {
    fn serialize_as<S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
        value.dress(serializer)
    }
}

/// The adapter for an optional scalar: `null`, `""` and, for dates, all zeros are `None`.
///
/// `None` is written as `null`; everything else goes through [`Lenient`].
#[derive(Debug, Clone, Copy)]
pub struct OrEmpty;

impl<'de, T: Undress> DeserializeAs<'de, Option<T>> for OrEmpty {
    fn deserialize_as<D: Deserializer<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
        read(deserializer, T::EXPECTED, |dress| {
            if T::is_empty(dress) {
                Ok(None)
            } else {
                T::undress(dress).map(Some)
            }
        })
    }
}

impl<T: Undress> SerializeAs<Option<T>> for OrEmpty {
    fn serialize_as<S: Serializer>(value: &Option<T>, serializer: S) -> Result<S::Ok, S::Error> {
        match value {
            Some(value) => value.dress(serializer),
            None => serializer.serialize_none(),
        }
    }
}
