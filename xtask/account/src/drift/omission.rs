//! Why calls were omitted.

use std::fmt;

use serde::{Serialize, Serializer};

/// Why an operation was not called, or not as often as possible.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Omission {
    /// The description does not say that the operation is free of effects.
    MayHaveEffects,
    NoResponseSchema,
    /// No value is known for this required parameter.
    RequiredParameter(String),
    /// No response had an id for these path parameters.
    NoId(Vec<String>),
    /// The limit of requests was reached.
    RequestLimit,
    Aborted(AbortReason),
}

/// Why the account ended the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum AbortReason {
    NoResponse,
    RateLimit,
}

impl fmt::Display for Omission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MayHaveEffects => {
                f.write_str("it is not marked as free of effects (`x-idempotent: true`)")
            }
            Self::NoResponseSchema => f.write_str("its response has no schema"),
            Self::RequiredParameter(name) => write!(f, "it requires the parameter `{name}`"),
            Self::NoId(names) => {
                let names = names.join("`, `");
                write!(f, "no response had an id for `{names}`; `--id` gives one")
            }
            Self::RequestLimit => f.write_str("the limit of requests was reached"),
            Self::Aborted(reason) => reason.fmt(f),
        }
    }
}

impl fmt::Display for AbortReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoResponse => "the account stopped responding",
            Self::RateLimit => "the account limits the rate (HTTP status 429)",
        })
    }
}

impl Serialize for Omission {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Serialize for AbortReason {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
