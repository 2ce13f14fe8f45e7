//! Drift: the differences between responses and the API description.
//!
//! A response is [validated](crate::schema) if there is a hook
//! ([`Builder::on_drift`](crate::Builder::on_drift)), or in strict mode
//! ([`Builder::strict`](crate::Builder::strict)). Otherwise there is no validation.

mod decode_partial;
mod difference;
mod reporter;

pub(crate) use self::decode_partial::{PartiallyDecoded, decode_partial};
pub use self::difference::{Drift, DriftKind};
pub(crate) use self::reporter::{DriftReporter, Mode};
