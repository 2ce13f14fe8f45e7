//! The sorts of failure.

/// The sorts of failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The API understood the call and refused it. It says so in the body, whatever the HTTP
    /// status.
    Api,
    /// The server answered with an HTTP status other than 2xx, and not in the API's own words.
    Status,
    /// An answer came and could not be read as what it should be.
    Decode,
    /// The answer holds nothing where one thing was asked for.
    NotFound,
    /// Time ran out before a complete answer came.
    Timeout,
    /// No connection was made, so the call took no effect.
    Connect,
    /// The request could not be made or sent, or its answer broke off.
    Request,
    /// The client cannot be built like this: a bad key, a bad base URL.
    Config,
}

/// What became of a call that failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Outcome {
    /// It was never sent, so it took no effect.
    NotSent,
    /// The server turned it down, so it took no effect.
    Rejected,
    /// It may have taken effect or not: no answer came, or none from which that could be told.
    Unknown,
}

impl ErrorKind {
    /// What became of a call that failed like this, as far as the sort of failure alone tells.
    pub(super) fn outcome(self) -> Outcome {
        match self {
            Self::Connect | Self::Config => Outcome::NotSent,
            Self::Api | Self::NotFound => Outcome::Rejected,
            Self::Status | Self::Decode | Self::Timeout | Self::Request => Outcome::Unknown,
        }
    }
}
