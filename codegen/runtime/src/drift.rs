//! What an answer holds that the API's description does not say.
//!
//! A [`Shape`] is what a description says of a value. The answer of an operation is compared with
//! its shape if somebody wants to know: a hook ([`Builder::on_drift`](crate::Builder::on_drift)) or
//! the strict mode ([`Builder::strict`](crate::Builder::strict)). Without either it is not looked
//! at a second time.

mod compare;
mod path;
mod salvage;
mod shape;
mod watch;

use std::fmt;

use serde_json::Value;

pub(crate) use self::salvage::{Salvaged, salvage};
pub(crate) use self::shape::Expected;
pub(crate) use self::watch::{Mode, Watch};

#[doc(hidden)]
pub use self::shape::{Member, Rest, Shape};

use crate::operation::Operation;

/// One place where an answer is not what the description says.
///
/// `Display` and `Debug` name the place, and show nothing of what stands there.
#[derive(Clone, PartialEq)]
pub struct Drift {
    pub(crate) operation: &'static Operation,
    pub(crate) path: String,
    pub(crate) kind: DriftKind,
    pub(crate) value: Option<Value>,
    pub(crate) reason: Option<String>,
}

/// How an answer differs from what the description says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DriftKind {
    /// A field that is not described. Objects that hold fields of the account's own, or of which
    /// no field at all is described, have none.
    UnknownField,
    /// A value that is not among those of its enum.
    UnknownValue,
    /// A value of another JSON type than described, or a list or map in another form. The dresses
    /// that are known of PHP, such as a number in a string where the description says so, are not
    /// meant.
    Coerced,
    /// A required field that is not there.
    MissingField,
    /// An item that cannot be read, and was left out of the page or list that it came in.
    Skipped,
}

impl Drift {
    /// The operation that was called.
    #[must_use]
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// Where in the answer: keys and indexes with dots between them, `4.groups.0`; a dot alone is
    /// the whole answer.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// How it differs.
    #[must_use]
    pub fn kind(&self) -> DriftKind {
        self.kind
    }

    /// What stands there, as it came: of a skipped item the whole item, of a missing field nothing.
    /// It may be personal data.
    #[must_use]
    pub fn value(&self) -> Option<&Value> {
        self.value.as_ref()
    }

    /// Why a skipped item cannot be read. It may quote personal data.
    #[must_use]
    pub fn reason(&self) -> Option<&str> {
        self.reason.as_deref()
    }
}

impl fmt::Display for Drift {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            operation, path, ..
        } = self;
        let what = match self.kind {
            DriftKind::UnknownField => "is a field that the description does not know",
            DriftKind::UnknownValue => "is a value that the description does not know",
            DriftKind::Coerced => "came in another form than described",
            DriftKind::MissingField => "is required and missing",
            DriftKind::Skipped => "cannot be read, and was left out",
        };
        write!(f, "{}: `{path}` {what}", operation.id)
    }
}

impl fmt::Debug for Drift {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Drift")
            .field("operation", &self.operation.id)
            .field("path", &self.path)
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}
