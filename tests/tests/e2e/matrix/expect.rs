//! What must come of a call that a fault strikes at its first attempt.

use hellodialog::{ErrorKind, Outcome};
use hellodialog_emulator::{Bend, Kind, Moment, Replacement, ServerError};
use hellodialog_operations::Row;
use runtime::Retry;

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
    pub(super) fn of(row: &Row, fault: Kind, retries: Retries) -> Self {
        let once = attempt(row, fault);
        if retries == Retries::None || !repeated(fault, row.known().retry) {
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
fn attempt(row: &Row, fault: Kind) -> Ends {
    use ErrorKind::{Decode, Request, Status, Timeout};
    let unknown = |kind| Ends::Failing(kind, Outcome::Unknown);
    match fault {
        Kind::Refuse { .. } => unknown(Request),
        Kind::Instead(replacement, _) => match replacement {
            Replacement::Reset | Replacement::Close => unknown(Request),
            Replacement::Status(_) => unknown(Status),
            Replacement::RateLimit { .. } => Ends::Failing(Status, Outcome::Rejected),
            Replacement::Html
            | Replacement::Empty
            | Replacement::Invalid
            | Replacement::Huge { .. } => unknown(Decode),
            other => panic!("{other:?} is not in the matrix yet"),
        },
        Kind::Bent(bend) => match bend {
            Bend::ResetInBody | Bend::CloseInBody => unknown(Request),
            Bend::ResetAfterBody => Ends::Either(Request, Outcome::Unknown),
            Bend::Truncated | Bend::PhpWarning => unknown(Decode),
            Bend::SlowHeaders { .. } | Bend::SlowBody { .. } => unknown(Timeout),
            Bend::ChangedType if drifted::is_refused(row) => unknown(Decode),
            Bend::NewMember | Bend::NewEnumValue | Bend::ChangedType => Ends::Well,
            other => panic!("{other:?} is not in the matrix yet"),
        },
        other => panic!("{other:?} is not in the matrix yet"),
    }
}

/// Whether the client sends a call again that the fault struck: after a refusal outright always,
/// and if its fate is unknown only where twice is as good as once.
fn repeated(fault: Kind, retry: Retry) -> bool {
    let passing = match fault {
        Kind::Instead(Replacement::RateLimit { .. }, _) => return true,
        Kind::Refuse { .. } => true,
        Kind::Instead(replacement, _) => matches!(
            replacement,
            Replacement::Reset
                | Replacement::Close
                | Replacement::Status(
                    ServerError::BadGateway
                        | ServerError::Unavailable
                        | ServerError::GatewayTimeout
                )
        ),
        Kind::Bent(bend) => matches!(
            bend,
            Bend::ResetInBody
                | Bend::ResetAfterBody
                | Bend::CloseInBody
                | Bend::Truncated
                | Bend::SlowHeaders { .. }
                | Bend::SlowBody { .. }
        ),
        _ => false,
    };
    passing && retry == Retry::Safe
}

/// Whether the request takes effect although the fault strikes.
pub(super) fn takes_effect(fault: Kind) -> bool {
    match fault {
        Kind::Refuse { .. } => false,
        Kind::Instead(_, moment) => moment == Moment::After,
        _ => true,
    }
}
