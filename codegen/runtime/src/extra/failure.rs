//! Why members do not fit a type.

use std::fmt::{self, Display};

use serde::de::{Error, Expected, Unexpected};

use crate::error::without_values;

/// Why a value does not fit a type. The text has no value: it may be personal data.
#[derive(Debug)]
pub(super) struct Failure {
    text: String,
    pub(super) mismatch: Option<Mismatch>,
}

/// A value of another type than expected.
#[derive(Debug, PartialEq)]
pub(super) struct Mismatch {
    /// As serde writes it, with the value.
    pub(super) found: String,
    pub(super) expected: String,
}

impl Error for Failure {
    fn custom<T: Display>(message: T) -> Self {
        Self {
            text: without_values(&message.to_string()),
            mismatch: None,
        }
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        let (found, expected) = (found.to_string(), expected.to_string());
        Self {
            mismatch: Some(Mismatch {
                found: found.clone(),
                expected: expected.clone(),
            }),
            ..Self::custom(format_args!("invalid type: {found}, expected {expected}"))
        }
    }
}

impl Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl std::error::Error for Failure {}

impl Failure {
    /// The same, with the place of the value.
    pub(super) fn at(self, path: &str) -> Self {
        let text = match path {
            "." | "?" => self.text,
            path => format!("`{path}`: {}", self.text),
        };
        Self { text, ..self }
    }
}
