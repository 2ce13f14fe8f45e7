//! What must come of a call that a fault strikes at its first attempt.

use hellodialog::{ErrorKind, Outcome};
use hellodialog_emulator::{FaultKind, FaultPhase, Replacement, ResponseFault, ServerError};
use hellodialog_operations::Row;
use runtime::Idempotency;

use super::drifted;

/// How often the client may send a call again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Retries {
    None,
    Two,
}

/// What must come of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Expected {
    pub(super) result: Ends,
    /// How often the account must have been asked, at the least and at the most.
    pub(super) requests: (usize, usize),
}

/// How a call ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ends {
    Well,
    /// With this kind of error, which says this of what became of the call.
    Failing(ErrorKind, Outcome),
    /// Either: it depends on timing what the client had read when the connection broke.
    Either(ErrorKind, Outcome),
}

impl Expected {
    pub(super) fn of(row: &Row, fault: FaultKind, retries: Retries) -> Self {
        let once = attempt(row, fault);
        if retries == Retries::None || !repeated(fault, row.known().idempotency) {
            return Self {
                result: once,
                requests: (1, 1),
            };
        }
        match once {
            // It may have gone well at once.
            Ends::Either(..) => Self {
                result: Ends::Well,
                requests: (1, 2),
            },
            _ => Self {
                result: Ends::Well,
                requests: (2, 2),
            },
        }
    }
}

/// How an attempt ends that the fault strikes.
fn attempt(row: &Row, fault: FaultKind) -> Ends {
    use ErrorKind::{Decode, Request, Status, Timeout};
    let unknown = |kind| Ends::Failing(kind, Outcome::Unknown);
    match fault {
        FaultKind::Refuse { .. } => unknown(Request),
        FaultKind::Replace(replacement, _) => match replacement {
            Replacement::Reset | Replacement::Close => unknown(Request),
            Replacement::Status(_) => unknown(Status),
            Replacement::RateLimit { .. } => Ends::Failing(Status, Outcome::Rejected),
            Replacement::Html
            | Replacement::EmptyBody
            | Replacement::InvalidJson
            | Replacement::LargeBody { .. } => unknown(Decode),
            other => panic!("{other:?} is not in the matrix yet"),
        },
        FaultKind::Corrupt(fault) => match fault {
            ResponseFault::ResetInBody | ResponseFault::CloseInBody => unknown(Request),
            ResponseFault::ResetAfterBody => Ends::Either(Request, Outcome::Unknown),
            ResponseFault::TruncatedJson | ResponseFault::PhpWarning => unknown(Decode),
            ResponseFault::SlowHeaders { .. } | ResponseFault::SlowBody { .. } => unknown(Timeout),
            ResponseFault::ChangedType if drifted::is_refused(row) => unknown(Decode),
            ResponseFault::NewProperty
            | ResponseFault::NewEnumValue
            | ResponseFault::ChangedType => Ends::Well,
            other => panic!("{other:?} is not in the matrix yet"),
        },
        other => panic!("{other:?} is not in the matrix yet"),
    }
}

/// Whether the client sends a call again that the fault struck: after a refusal outright always,
/// and if its fate is unknown only where twice is as good as once.
fn repeated(fault: FaultKind, idempotency: Idempotency) -> bool {
    let passing = match fault {
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
    passing && idempotency == Idempotency::Idempotent
}

/// Whether the request takes effect although the fault strikes.
pub(super) fn takes_effect(fault: FaultKind) -> bool {
    match fault {
        FaultKind::Refuse { .. } => false,
        FaultKind::Replace(_, phase) => phase == FaultPhase::After,
        _ => true,
    }
}
