//! One difference between a response and the API description.

use std::fmt;

use serde_json::Value;

use crate::operation::Operation;

/// One difference between a response and the API description.
///
/// `Display` and `Debug` show the place, without keys that no field is called, and nothing of the value.
#[derive(Clone, PartialEq)]
pub struct Drift {
    pub(super) operation: &'static Operation,
    pub(super) path: String,
    /// The path without keys that may be personal data.
    pub(super) shown_path: String,
    pub(super) kind: DriftKind,
    pub(super) value: Option<Value>,
    pub(super) reason: Option<String>,
}

/// The kind of a [`Drift`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DriftKind {
    /// A field that is not described. It is not reported for objects that hold custom fields of the
    /// account, or of which no field is described.
    UnknownField,
    /// A value that is not listed in its enum.
    UnknownValue,
    /// A value of another type or form than described. A lenient encoding that is described, such as
    /// a number in a string, is not reported.
    Coerced,
    /// A required field that is missing.
    MissingField,
    /// An item that failed to decode, and was removed from its page or list.
    Skipped,
    /// A member that failed to decode: the field is `None`, and the value is among the undeclared
    /// members of the object, where there are such. Of a type without them, the value is here, as
    /// [`Drift::value`], and in the body that [`Call::with_raw`](crate::Call::with_raw) returns.
    Unreadable,
}

impl Drift {
    /// The operation that was called.
    #[must_use]
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// The place in the response: keys and indexes joined with dots, such as `4.groups.0`. The path
    /// of the whole response is `.`. The keys of a map may be personal data.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The kind of the difference.
    #[must_use]
    pub fn kind(&self) -> DriftKind {
        self.kind
    }

    /// The value as received: the whole item if it was skipped, `None` for a missing field. It may be
    /// personal data.
    #[must_use]
    pub fn value(&self) -> Option<&Value> {
        self.value.as_ref()
    }

    /// Why a skipped item or an unreadable member failed to decode. The text may quote personal data.
    #[must_use]
    pub fn reason(&self) -> Option<&str> {
        self.reason.as_deref()
    }
}

impl fmt::Display for Drift {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.kind {
            DriftKind::UnknownField => "is a field that is not described",
            DriftKind::UnknownValue => "is a value that is not described",
            DriftKind::Coerced => "has another type or form than described",
            DriftKind::MissingField => "is required and missing",
            DriftKind::Skipped => "failed to decode and was skipped",
            DriftKind::Unreadable => "failed to decode and was set aside",
        };
        write!(f, "{}: `{}` {what}", self.operation.id, self.shown_path)
    }
}

impl fmt::Debug for Drift {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Drift")
            .field("operation", &self.operation.id)
            .field("path", &self.shown_path)
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}
