//! Strings and open enums.

use serde::de::Deserializer;
use serde::ser::Serializer;

use super::scalar::{LenientScalar, Mismatch, RawScalar, read};

/// A number decodes as its digits: a numeric order number may arrive as a number.
impl LenientScalar for String {
    const EXPECTED: &'static str = "a string";

    fn decode(raw: RawScalar<'_>) -> Result<Self, Mismatch> {
        match raw {
            RawScalar::Text(text) => Ok(text.to_owned()),
            RawScalar::Integer(value) => Ok(value.to_string()),
            RawScalar::Float(value) => Ok(value.to_string()),
            RawScalar::Null | RawScalar::Bool(_) => Err(Mismatch::of::<Self>(raw)),
        }
    }

    fn encode<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self)
    }
}

/// Decodes an open enum, which keeps an unknown value as text.
///
/// A number or a boolean decodes as its text.
///
/// # Errors
///
/// Those of the deserializer, and for `null`, a list or an object.
pub fn deserialize_open_enum<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: for<'a> From<&'a str>,
{
    read(deserializer, String::EXPECTED, |raw| match raw {
        RawScalar::Text(text) => Ok(T::from(text)),
        RawScalar::Bool(value) => Ok(T::from(&value.to_string())),
        RawScalar::Integer(value) => Ok(T::from(&value.to_string())),
        RawScalar::Float(value) => Ok(T::from(&value.to_string())),
        RawScalar::Null => Err(Mismatch::of::<String>(raw)),
    })
}
