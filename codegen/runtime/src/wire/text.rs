//! Text, and the open enums that are read from it.

use serde::de::Deserializer;
use serde::ser::Serializer;

use super::scalar::{Dress, Mismatch, Undress, read};

/// A number is kept as its digits: an order number that happens to be numeric arrives as one.
impl Undress for String {
    const EXPECTED: &'static str = "a text";

    fn undress(dress: Dress<'_>) -> Result<Self, Mismatch> {
        match dress {
            Dress::Text(text) => Ok(text.to_owned()),
            Dress::Integer(value) => Ok(value.to_string()),
            Dress::Float(value) => Ok(value.to_string()),
            Dress::Null | Dress::Bool(_) => Err(Mismatch::of::<Self>(dress)),
        }
    }

    fn dress<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self)
    }
}

/// Reads an open enum: one that keeps a value that it does not know as its text.
///
/// A number or a boolean in its place is kept as its text too.
///
/// # Errors
///
/// The deserializer's own, and `null`, a list or an object in the enum's place.
pub fn open<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: for<'a> From<&'a str>,
{
    read(deserializer, String::EXPECTED, |dress| match dress {
        Dress::Text(text) => Ok(T::from(text)),
        Dress::Bool(value) => Ok(T::from(&value.to_string())),
        Dress::Integer(value) => Ok(T::from(&value.to_string())),
        Dress::Float(value) => Ok(T::from(&value.to_string())),
        Dress::Null => Err(Mismatch::of::<String>(dress)),
    })
}
