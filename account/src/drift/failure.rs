//! Why a request brought no answer, in words that show nothing of what came.

use std::fmt;

use hellodialog::ErrorKind;

/// A failure. The API's own message may name people, so only its code is kept.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Failure {
    /// The API refused it, with a code if it said one.
    Refused(Option<i64>),
    /// The HTTP status is none of success.
    Status(u16),
    /// The answer is not JSON.
    NotJson,
    Late,
    NotConnected,
    BrokenOff,
    /// The key is not taken.
    InvalidKey,
}

/// The API's codes have three digits; a larger number may be one of somebody's.
const LARGEST_CODE: u64 = 9999;

const TOO_MANY_REQUESTS: u16 = 429;

impl Failure {
    pub(super) fn of(error: &hellodialog::Error) -> Self {
        if error.is_invalid_key() {
            return Self::InvalidKey;
        }
        match (error.kind(), error.status()) {
            (ErrorKind::Api, _) => Self::Refused(error.code()),
            (ErrorKind::Status, Some(status)) => Self::Status(status),
            (ErrorKind::Decode, _) => Self::NotJson,
            _ if error.is_connect() => Self::NotConnected,
            _ if error.is_timeout() => Self::Late,
            _ => Self::BrokenOff,
        }
    }

    /// Whether the network or the server failed, rather than the request.
    pub(super) fn is_silence(&self) -> bool {
        matches!(self, Self::Late | Self::NotConnected | Self::BrokenOff)
    }

    /// Whether the server asks not to be asked any more.
    pub(super) fn is_too_many(&self) -> bool {
        *self == Self::Status(TOO_MANY_REQUESTS)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(Some(code)) if code.unsigned_abs() > LARGEST_CODE => {
                f.write_str("refused with a code that may be data, and is not shown")
            }
            Self::Refused(Some(code)) => write!(f, "refused with code {code}"),
            Self::Refused(None) => f.write_str("refused without a code"),
            Self::Status(status @ 300..=399) => write!(f, "sent elsewhere with status {status}"),
            Self::Status(status) => write!(f, "failed with status {status}"),
            Self::NotJson => f.write_str("answered with something else than JSON"),
            Self::Late => f.write_str("no answer in time"),
            Self::NotConnected => f.write_str("no connection"),
            Self::BrokenOff => f.write_str("the connection broke off"),
            Self::InvalidKey => f.write_str("the key was not taken"),
        }
    }
}
