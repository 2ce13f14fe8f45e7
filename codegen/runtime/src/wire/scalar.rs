//! Scalar values.

use std::fmt::{self, Display};

use serde::de::{Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde::ser::Serializer;
use serde_with::{DeserializeAs, SerializeAs};

/// A scalar as it was received.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum RawScalar<'a> {
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

impl RawScalar<'_> {
    /// The scalar of a JSON number's text.
    fn of_number(text: &str) -> RawScalar<'_> {
        if let Ok(integer) = text.parse() {
            return RawScalar::Integer(integer);
        }
        let float = text.parse().ok().filter(|float: &f64| float.is_finite());
        float.map_or(RawScalar::Text(text), RawScalar::Float)
    }
}

impl Display for RawScalar<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(value) => write!(f, "the boolean `{value}`"),
            Self::Integer(value) => write!(f, "the integer `{value}`"),
            Self::Float(value) => write!(f, "the number `{value}`"),
            Self::Text(value) => write!(f, "the string {:?}", truncate(value)),
        }
    }
}

/// A value that does not match its type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mismatch {
    expected: &'static str,
    found: String,
}

impl Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { expected, found } = self;
        write!(f, "expected {expected}, found {found}")
    }
}

impl std::error::Error for Mismatch {}

impl Mismatch {
    /// An error that says that a `T` was expected.
    #[must_use]
    pub fn of<T: LenientScalar>(found: RawScalar<'_>) -> Self {
        Self::new(T::EXPECTED, found)
    }

    /// An error from its parts. `found` is truncated at 60 characters.
    pub(crate) fn new(expected: &'static str, found: impl Display) -> Self {
        Self {
            expected,
            found: truncate(&found.to_string()),
        }
    }
}

/// Truncates `text` at 60 characters, because messages quote values of any length.
pub(crate) fn truncate(text: &str) -> String {
    const LIMIT: usize = 60;
    match text.char_indices().nth(LIMIT) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// A scalar that decodes from every encoding that the API uses, and encodes as one.
///
/// | type | decodes from | encodes as |
/// |---|---|---|
/// | `i32`, `i64`, `u32`, `u64` | `42`, `"42"`, `42.0` | number |
/// | `f64` | `1.5`, `"1.5"` | number |
/// | `Decimal` | `"49.90"`, `49.9`, `"1e3"` | number, digit for digit |
/// | `bool` | `true`, `1`, `"1"`, `"true"` and their opposites | boolean |
/// | `Date` | `"2019-07-25"` | the same |
/// | `DateTime` | `"2019-02-25 10:39:49"`, also with a `T` | with a space |
/// | `Timestamp` | UNIX seconds: `1551090000`, `"1551090000"` | number |
/// | `String` | `"text"`, a number as its digits | string |
pub trait LenientScalar: Sized {
    /// The expected value, for errors: "an integer".
    const EXPECTED: &'static str;

    /// Decodes the value. It is never rounded or truncated to fit.
    ///
    /// # Errors
    ///
    /// [`Mismatch`] if it is not an encoding of this type.
    fn decode(raw: RawScalar<'_>) -> Result<Self, Mismatch>;

    /// Whether the API means "no value" by it.
    #[must_use]
    fn is_empty(raw: RawScalar<'_>) -> bool {
        matches!(raw, RawScalar::Null | RawScalar::Text(""))
    }

    /// Encodes the value in its natural JSON type.
    ///
    /// # Errors
    ///
    /// Those of the serializer, and for a value without an encoding (a year before 0).
    fn encode<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;
}

/// Decodes a scalar with `read`.
pub(super) fn read<'de, D, T, F>(
    deserializer: D,
    expected: &'static str,
    read: F,
) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    F: FnOnce(RawScalar<'_>) -> Result<T, Mismatch>,
{
    deserializer.deserialize_any(ScalarVisitor { expected, read })
}

struct ScalarVisitor<F> {
    expected: &'static str,
    read: F,
}

impl<F> ScalarVisitor<F> {
    fn read<T, E>(self, raw: RawScalar<'_>) -> Result<T, E>
    where
        F: FnOnce(RawScalar<'_>) -> Result<T, Mismatch>,
        E: serde::de::Error,
    {
        (self.read)(raw).map_err(E::custom)
    }
}

impl<'de, T, F> Visitor<'de> for ScalarVisitor<F>
where
    F: FnOnce(RawScalar<'_>) -> Result<T, Mismatch>,
{
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.expected)
    }

    fn visit_bool<E: serde::de::Error>(self, value: bool) -> Result<T, E> {
        self.read(RawScalar::Bool(value))
    }

    fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<T, E> {
        self.read(RawScalar::Integer(value.into()))
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<T, E> {
        self.read(RawScalar::Integer(value.into()))
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<T, E> {
        self.read(RawScalar::Float(value))
    }

    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<T, E> {
        self.read(RawScalar::Text(value))
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<T, E> {
        self.read(RawScalar::Null)
    }

    fn visit_none<E: serde::de::Error>(self) -> Result<T, E> {
        self.read(RawScalar::Null)
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

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        match number_of_map(map)? {
            Some(number) => self.read(RawScalar::of_number(&number)),
            None => Err(A::Error::custom(Mismatch::new(self.expected, "an object"))),
        }
    }
}

/// The only key of the object by which `serde_json` presents a number, with that feature.
pub(crate) const NUMBER: &str = "$serde_json::private::Number";

/// The number that `serde_json` presents as an object, if the feature `arbitrary_precision` is
/// enabled by another crate of the build; `None` for an object.
pub(crate) fn number_of_map<'de, A: MapAccess<'de>>(
    mut map: A,
) -> Result<Option<String>, A::Error> {
    let key: Option<String> = map.next_key()?;
    if key.as_deref() == Some(NUMBER) {
        map.next_value().map(Some)
    } else {
        Ok(None)
    }
}

/// The adapter for a scalar in any of its encodings. See [`LenientScalar`] for the list.
#[derive(Debug, Clone, Copy)]
pub struct Lenient;

impl<'de, T: LenientScalar> DeserializeAs<'de, T> for Lenient {
    fn deserialize_as<D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
        read(deserializer, T::EXPECTED, T::decode)
    }
}

impl<T: LenientScalar> SerializeAs<T> for Lenient {
    fn serialize_as<S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
        value.encode(serializer)
    }
}

/// The adapter for an optional scalar: `null`, `""` and, for dates, all zeros are `None`.
///
/// `None` is encoded as `null`. Other values use [`Lenient`].
#[derive(Debug, Clone, Copy)]
pub struct OrEmpty;

impl<'de, T: LenientScalar> DeserializeAs<'de, Option<T>> for OrEmpty {
    fn deserialize_as<D: Deserializer<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
        read(deserializer, T::EXPECTED, |raw| {
            if T::is_empty(raw) {
                Ok(None)
            } else {
                T::decode(raw).map(Some)
            }
        })
    }
}

impl<T: LenientScalar> SerializeAs<Option<T>> for OrEmpty {
    fn serialize_as<S: Serializer>(value: &Option<T>, serializer: S) -> Result<S::Ok, S::Error> {
        match value {
            Some(value) => value.encode(serializer),
            None => serializer.serialize_none(),
        }
    }
}
