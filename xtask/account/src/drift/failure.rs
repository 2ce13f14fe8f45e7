//! Failed requests, described without any data of the response.

use std::fmt;

use hellodialog::ErrorKind;

/// Why a request failed. The message of the API may contain personal data, so only its code is kept.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Failure {
    /// The API reported an error, with its code if it has one.
    Api(Option<i64>),
    /// The HTTP status is not a success.
    Status(u16),
    /// The response is not JSON.
    NotJson,
    Timeout,
    Connect,
    /// The connection closed before the end of the response.
    Interrupted,
    /// The API rejected the key.
    InvalidKey,
}

/// API codes have three digits. A larger number may be data.
const MAX_CODE: u64 = 9999;

const TOO_MANY_REQUESTS: u16 = 429;

impl Failure {
    pub(super) fn of(error: &hellodialog::Error) -> Self {
        if error.is_invalid_key() {
            return Self::InvalidKey;
        }
        match (error.kind(), error.status()) {
            (ErrorKind::Api, _) => Self::Api(error.code()),
            (ErrorKind::Status, Some(status)) => Self::Status(status),
            (ErrorKind::Decode, _) => Self::NotJson,
            _ if error.is_connect() => Self::Connect,
            _ if error.is_timeout() => Self::Timeout,
            _ => Self::Interrupted,
        }
    }

    /// Whether there was no response at all.
    pub(super) fn has_no_response(&self) -> bool {
        matches!(self, Self::Timeout | Self::Connect | Self::Interrupted)
    }

    pub(super) fn is_rate_limit(&self) -> bool {
        *self == Self::Status(TOO_MANY_REQUESTS)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Api(Some(code)) if code.unsigned_abs() > MAX_CODE => {
                f.write_str("API error with a code that may be data, and is not shown")
            }
            Self::Api(Some(code)) => write!(f, "API error {code}"),
            Self::Api(None) => f.write_str("API error without a code"),
            Self::Status(status @ 300..=399) => write!(f, "redirect (HTTP status {status})"),
            Self::Status(status) => write!(f, "HTTP status {status}"),
            Self::NotJson => f.write_str("the response is not JSON"),
            Self::Timeout => f.write_str("timeout"),
            Self::Connect => f.write_str("no connection"),
            Self::Interrupted => {
                f.write_str("the connection closed before the end of the response")
            }
            Self::InvalidKey => f.write_str("the API key was rejected"),
        }
    }
}
