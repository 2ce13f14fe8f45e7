//! The kinds of fault.

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum FaultKind {
    /// Resets the connection and refuses new ones for a while. The request has no effect.
    Refuse { millis: u32 },
    /// Replaces the response.
    Replace(Replacement, FaultPhase),
    /// Corrupts or delays the response. The request takes effect.
    Corrupt(ResponseFault),
}

/// Whether a fault happens before or after the request takes effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultPhase {
    /// The request has no effect.
    Before,
    /// The request takes effect, but its response is lost.
    After,
}

/// What the client receives instead of the response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Replacement {
    /// No response; the connection is reset (RST).
    Reset,
    /// No response; the connection is closed (FIN).
    Close,
    /// An HTML page with a 5xx status.
    Status(ServerError),
    /// Status 429 with a `Retry-After` header.
    RateLimit { seconds: u32 },
    /// An HTML page with status 200.
    Html,
    /// An empty body with status 200.
    EmptyBody,
    /// A body that is not JSON, with status 200.
    InvalidJson,
    /// A JSON body of about this size, with status 200.
    LargeBody { bytes: u32 },
}

/// The HTTP status of a server error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ServerError {
    Internal = 500,
    BadGateway = 502,
    Unavailable = 503,
    GatewayTimeout = 504,
}

impl ServerError {
    pub const ALL: [Self; 4] = [
        Self::Internal,
        Self::BadGateway,
        Self::Unavailable,
        Self::GatewayTimeout,
    ];

    /// The status code, such as 503.
    #[must_use]
    pub const fn code(self) -> u16 {
        self as u16
    }
}

/// How a response is corrupted or delayed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ResponseFault {
    /// The connection is reset (RST) after half of the body.
    ResetInBody,
    /// The connection is reset (RST) after the whole body.
    ResetAfterBody,
    /// The connection is closed (FIN) after half of the body.
    CloseInBody,
    /// The body is the first half of the JSON; the HTTP response is complete.
    TruncatedJson,
    /// The headers are delayed.
    SlowHeaders { millis: u32 },
    /// The body is sent in ten parts, which take this long in total.
    SlowBody { millis: u32 },
    /// A PHP warning is printed before the JSON.
    PhpWarning,
    /// Every object has an undocumented property.
    NewProperty,
    /// Enums have an undocumented value.
    NewEnumValue,
    /// Values have other types than documented.
    ChangedType,
}
