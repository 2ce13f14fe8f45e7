//! What a JSON text is made of, with the members in the order of the text.
//!
//! A `serde_json::Value` sorts its members, unless another crate of the build wants otherwise, and
//! rounds its numbers.

use indexmap::IndexMap;
use serde_json::value::RawValue;

/// The outermost level of a JSON text.
pub(crate) enum Parts<'a> {
    Null,
    /// A number or boolean as it is written, or the text of a string.
    Scalar(String),
    List(Vec<&'a RawValue>),
    Object(IndexMap<String, &'a RawValue>),
}

impl<'a> Parts<'a> {
    pub(crate) fn of(value: &'a RawValue) -> Self {
        let text = value.get();
        let parts = match text.as_bytes().first() {
            Some(b'n') => Ok(Self::Null),
            Some(b'"') => serde_json::from_str(text).map(Self::Scalar),
            Some(b'[') => serde_json::from_str(text).map(Self::List),
            Some(b'{') => serde_json::from_str(text).map(Self::Object),
            _ => Ok(Self::Scalar(text.to_owned())),
        };
        // The text is valid, so there is no error.
        parts.unwrap_or_else(|_| Self::Scalar(text.to_owned()))
    }
}
