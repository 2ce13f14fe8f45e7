//! Drift: the differences between responses and the API description.
//!
//! A response is [validated](crate::schema) if there is a hook
//! ([`Builder::on_drift`](crate::Builder::on_drift)), or in strict mode
//! ([`Builder::strict`](crate::Builder::strict)). Otherwise there is no validation.

mod difference;
mod reporter;
mod set_aside;

pub use self::difference::{Drift, DriftKind};
pub(crate) use self::reporter::{DriftReporter, Mode};
pub(crate) use self::set_aside::{Part, SetAside};
