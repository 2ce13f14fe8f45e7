//! The expected result of a call with a fault in its first attempt.

use hellodialog::{ErrorKind, Outcome};
use hellodialog_emulator::{FaultKind, FaultPhase, Replacement, ResponseFault, ServerError};
use hellodialog_operations::Row;
use runtime::Idempotency;

/// How often the client may send a call again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Retries {
    None,
    Two,
}

/// The expected result, and the number of requests.
#[derive(Debug, Clone, Copy)]
pub(super) struct Expected {
    pub(super) result: CallResult,
    /// The minimum and maximum number of requests that the account receives.
    pub(super) requests: (usize, usize),
}

/// How a call ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CallResult {
    Success,
    /// An error of this kind and outcome.
    Failure(ErrorKind, Outcome),
    /// Either: the client may or may not have read the body when the connection was reset.
    Either(ErrorKind, Outcome),
}

impl Expected {
    pub(super) fn of(row: &Row, fault: FaultKind, retries: Retries) -> Self {
        let once = attempt(fault);
        if retries == Retries::None || !is_retried(fault, row.known().idempotency) {
            return Self {
                result: once,
                requests: (1, 1),
            };
        }
        match once {
            // The first attempt may have succeeded.
            CallResult::Either(..) => Self {
                result: CallResult::Success,
                requests: (1, 2),
            },
            _ => Self {
                result: CallResult::Success,
                requests: (2, 2),
            },
        }
    }
}

/// The result of an attempt with the fault.
fn attempt(fault: FaultKind) -> CallResult {
    use ErrorKind::{Decode, Request, Status, Timeout};
    let unknown = |kind| CallResult::Failure(kind, Outcome::Unknown);
    match fault {
        FaultKind::Refuse { .. } => unknown(Request),
        FaultKind::Replace(replacement, _) => match replacement {
            Replacement::Reset | Replacement::Close => unknown(Request),
            Replacement::Status(_) => unknown(Status),
            Replacement::RateLimit { .. } => CallResult::Failure(Status, Outcome::Rejected),
            Replacement::Html
            | Replacement::EmptyBody
            | Replacement::InvalidJson
            | Replacement::LargeBody { .. } => unknown(Decode),
            other => panic!("{other:?} is not in the matrix yet"),
        },
        FaultKind::Corrupt(fault) => match fault {
            ResponseFault::ResetInBody | ResponseFault::CloseInBody => unknown(Request),
            ResponseFault::ResetAfterBody => CallResult::Either(Request, Outcome::Unknown),
            ResponseFault::TruncatedJson | ResponseFault::PhpWarning => unknown(Decode),
            ResponseFault::SlowHeaders { .. } | ResponseFault::SlowBody { .. } => unknown(Timeout),
            ResponseFault::NewProperty
            | ResponseFault::NewEnumValue
            | ResponseFault::ChangedType => CallResult::Success,
            other => panic!("{other:?} is not in the matrix yet"),
        },
        other => panic!("{other:?} is not in the matrix yet"),
    }
}

/// Whether the client retries after the fault: always if the call was rejected, and if its outcome is
/// unknown only if the operation is idempotent.
fn is_retried(fault: FaultKind, idempotency: Idempotency) -> bool {
    let transient = match fault {
        FaultKind::Replace(Replacement::RateLimit { .. }, _) => return true,
        FaultKind::Refuse { .. } => true,
        FaultKind::Replace(replacement, _) => matches!(
            replacement,
            Replacement::Reset
                | Replacement::Close
                | Replacement::Status(
                    ServerError::BadGateway
                        | ServerError::Unavailable
                        | ServerError::GatewayTimeout
                )
        ),
        FaultKind::Corrupt(fault) => matches!(
            fault,
            ResponseFault::ResetInBody
                | ResponseFault::ResetAfterBody
                | ResponseFault::CloseInBody
                | ResponseFault::TruncatedJson
                | ResponseFault::SlowHeaders { .. }
                | ResponseFault::SlowBody { .. }
        ),
        _ => false,
    };
    transient && idempotency == Idempotency::Idempotent
}

/// Whether the request takes effect despite the fault.
pub(super) fn takes_effect(fault: FaultKind) -> bool {
    match fault {
        FaultKind::Refuse { .. } => false,
        FaultKind::Replace(_, phase) => phase == FaultPhase::After,
        _ => true,
    }
}
