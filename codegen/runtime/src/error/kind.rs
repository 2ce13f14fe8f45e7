//! Categories and outcomes of a failure.

/// The category of a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The API refused the call. It says so in the body of the response, with any HTTP status.
    Api,
    /// The HTTP status is not 2xx, and the body is not an error of the API.
    Status,
    /// The response could not be decoded.
    Decode,
    /// The response is empty, and the caller asked for one item.
    NotFound,
    /// The timeout or the deadline passed before the response was complete.
    Timeout,
    /// The client could not connect, so the call took no effect.
    Connect,
    /// The request could not be built or sent, or the connection was lost.
    Request,
    /// The client cannot be built with this configuration, such as a bad key or base URL.
    Config,
}

/// Whether a failed call may have taken effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Outcome {
    /// The call was not sent, so it took no effect.
    NotSent,
    /// The server rejected the call, so it took no effect.
    Rejected,
    /// The call may have taken effect: there is no response, or the response does not tell.
    Unknown,
}

impl ErrorKind {
    /// The outcome, as far as the category tells.
    pub(super) fn outcome(self) -> Outcome {
        match self {
            Self::Connect | Self::Config => Outcome::NotSent,
            Self::Api | Self::NotFound => Outcome::Rejected,
            Self::Status | Self::Decode | Self::Timeout | Self::Request => Outcome::Unknown,
        }
    }
}

/// The meaning of an error code of the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Meaning {
    /// The API key is not valid, or no longer valid.
    InvalidKey,
    /// The item to create already exists.
    Duplicate {
        /// The member of the error's data that holds the id of the existing item.
        id_member: &'static str,
    },
    /// The requested item does not exist.
    NotFound,
}

/// What the API description says of a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct KnownCode {
    /// The code, as the service reports it.
    pub code: i64,
    /// What it says, for people; empty if that depends on the operation.
    pub text: &'static str,
    /// What it says, for programs, if that is known.
    pub meaning: Option<Meaning>,
}

impl KnownCode {
    /// A code with a text.
    #[must_use]
    pub const fn new(code: i64, text: &'static str) -> Self {
        Self {
            code,
            text,
            meaning: None,
        }
    }

    /// The same, with a meaning.
    #[must_use]
    pub const fn with_meaning(mut self, meaning: Meaning) -> Self {
        self.meaning = Some(meaning);
        self
    }
}
