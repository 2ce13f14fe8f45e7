//! A fault, and the calls to which it applies.

use std::time::Duration;

use super::kind::{FaultKind, FaultPhase, Replacement, ResponseFault, ServerError};
use crate::operation::Operation;
use crate::random::mix;

/// What goes wrong, and for which calls.
///
/// Only the first fault that applies to a call is used. Every fault counts all calls of its operation,
/// also those to which it does not apply.
#[derive(Debug, Clone, PartialEq)]
pub struct Fault {
    pub(super) kind: FaultKind,
    pub(super) operation: Option<Operation>,
    pub(super) calls: Calls,
    pub(super) chance: Option<Chance>,
}

/// The numbers of the calls to which a fault applies. Only calls of the fault's operation count, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Calls {
    All,
    /// This call only.
    Nth(u32),
    /// This call and all later calls.
    From(u32),
    /// The first calls, up to this number.
    First(u32),
}

impl Calls {
    fn includes(self, call: u64) -> bool {
        match self {
            Self::All => true,
            Self::Nth(nth) => call == u64::from(nth),
            Self::From(nth) => call >= u64::from(nth),
            Self::First(count) => call <= u64::from(count),
        }
    }
}

/// A pseudo-random selection of calls. The same seed selects the same calls.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Chance {
    pub(super) probability: f64,
    pub(super) seed: u64,
}

impl Chance {
    #[allow(clippy::cast_precision_loss, reason = "53 bits fit")]
    fn selects(self, call: u64) -> bool {
        let number = (mix(self.seed ^ mix(call)) >> 11) as f64 / (1_u64 << 53) as f64;
        number < self.probability
    }
}

impl Fault {
    /// A fault of this kind, for every call.
    #[must_use]
    pub fn new(kind: FaultKind) -> Self {
        Self {
            kind,
            operation: None,
            calls: Calls::All,
            chance: None,
        }
    }

    /// Resets the connection without a response, and refuses new connections for `time`.
    #[must_use]
    pub fn refuse(time: Duration) -> Self {
        Self::new(FaultKind::Refuse {
            millis: millis(time),
        })
    }

    /// Resets the connection (RST) without a response.
    #[must_use]
    pub fn reset(phase: FaultPhase) -> Self {
        Self::new(FaultKind::Replace(Replacement::Reset, phase))
    }

    /// Closes the connection (FIN) without a response.
    #[must_use]
    pub fn close(phase: FaultPhase) -> Self {
        Self::new(FaultKind::Replace(Replacement::Close, phase))
    }

    /// Returns a 5xx status with an HTML body.
    #[must_use]
    pub fn status(status: ServerError, phase: FaultPhase) -> Self {
        Self::new(FaultKind::Replace(Replacement::Status(status), phase))
    }

    /// Returns status 429 with `Retry-After` in seconds.
    #[must_use]
    pub fn rate_limit(seconds: u32, phase: FaultPhase) -> Self {
        Self::new(FaultKind::Replace(
            Replacement::RateLimit { seconds },
            phase,
        ))
    }

    /// Returns an HTML page with status 200.
    #[must_use]
    pub fn html(phase: FaultPhase) -> Self {
        Self::new(FaultKind::Replace(Replacement::Html, phase))
    }

    /// Returns an empty body with status 200.
    #[must_use]
    pub fn empty_body(phase: FaultPhase) -> Self {
        Self::new(FaultKind::Replace(Replacement::EmptyBody, phase))
    }

    /// Returns a body that is not JSON, with status 200.
    #[must_use]
    pub fn invalid_json(phase: FaultPhase) -> Self {
        Self::new(FaultKind::Replace(Replacement::InvalidJson, phase))
    }

    /// Returns a JSON body of about `bytes` bytes, with status 200.
    #[must_use]
    pub fn large_body(bytes: u32, phase: FaultPhase) -> Self {
        Self::new(FaultKind::Replace(Replacement::LargeBody { bytes }, phase))
    }

    /// Resets the connection after half of the body.
    #[must_use]
    pub fn reset_in_body() -> Self {
        Self::new(FaultKind::Corrupt(ResponseFault::ResetInBody))
    }

    /// Resets the connection after the whole body.
    #[must_use]
    pub fn reset_after_body() -> Self {
        Self::new(FaultKind::Corrupt(ResponseFault::ResetAfterBody))
    }

    /// Closes the connection after half of the body.
    #[must_use]
    pub fn close_in_body() -> Self {
        Self::new(FaultKind::Corrupt(ResponseFault::CloseInBody))
    }

    /// Returns the first half of the JSON, in a complete HTTP response.
    #[must_use]
    pub fn truncated_json() -> Self {
        Self::new(FaultKind::Corrupt(ResponseFault::TruncatedJson))
    }

    /// Delays the response headers.
    #[must_use]
    pub fn slow_headers(time: Duration) -> Self {
        Self::new(FaultKind::Corrupt(ResponseFault::SlowHeaders {
            millis: millis(time),
        }))
    }

    /// Sends the body in ten parts, which take `time` in total.
    #[must_use]
    pub fn slow_body(time: Duration) -> Self {
        Self::new(FaultKind::Corrupt(ResponseFault::SlowBody {
            millis: millis(time),
        }))
    }

    /// Prints a PHP warning before the JSON.
    #[must_use]
    pub fn php_warning() -> Self {
        Self::new(FaultKind::Corrupt(ResponseFault::PhpWarning))
    }

    /// Adds an undocumented property to every object.
    #[must_use]
    pub fn new_property() -> Self {
        Self::new(FaultKind::Corrupt(ResponseFault::NewProperty))
    }

    /// Replaces enum values by an unknown value.
    #[must_use]
    pub fn new_enum_value() -> Self {
        Self::new(FaultKind::Corrupt(ResponseFault::NewEnumValue))
    }

    /// Changes types: a string becomes a list of one, digits in a string become a number, and any other
    /// number becomes a string.
    #[must_use]
    pub fn changed_type() -> Self {
        Self::new(FaultKind::Corrupt(ResponseFault::ChangedType))
    }

    /// Applies to calls of `operation` only.
    #[must_use]
    pub fn on(mut self, operation: Operation) -> Self {
        self.operation = Some(operation);
        self
    }

    /// Applies to these calls only.
    #[must_use]
    pub fn at(mut self, calls: Calls) -> Self {
        self.calls = calls;
        self
    }

    /// Applies to the nth call only; calls count from 1.
    #[must_use]
    pub fn nth(self, call: u32) -> Self {
        self.at(Calls::Nth(call.max(1)))
    }

    /// Applies to each call with this probability, from 0 to 1. The same seed selects the same calls.
    #[must_use]
    pub fn chance(mut self, probability: f64, seed: u64) -> Self {
        let probability = if probability.is_nan() {
            0.0
        } else {
            probability.clamp(0.0, 1.0)
        };
        self.chance = Some(Chance { probability, seed });
        self
    }

    #[must_use]
    pub fn kind(&self) -> &FaultKind {
        &self.kind
    }

    pub(super) fn applies_to(&self, call: u64) -> bool {
        self.calls.includes(call) && self.chance.is_none_or(|chance| chance.selects(call))
    }
}

fn millis(time: Duration) -> u32 {
    u32::try_from(time.as_millis()).unwrap_or(u32::MAX)
}
