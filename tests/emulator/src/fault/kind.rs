//! What can go wrong.

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// The connection is reset, and no other is accepted for a while. The request has no effect.
    Refuse {
        /// For how long no connection is accepted.
        millis: u32,
    },
    /// Something else in place of the answer.
    Instead(Replacement, Moment),
    /// The answer itself, but bent. The request has taken effect.
    Bent(Bend),
}

/// Whether a fault strikes before the request takes effect or after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// The request has no effect.
    Before,
    /// The request takes effect, and its answer is lost.
    After,
}

/// What comes in place of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Replacement {
    /// Nothing; the connection is reset.
    Reset,
    /// Nothing; the connection is closed.
    Close,
    /// A page that says that the server failed.
    Status(ServerError),
    /// Status 429.
    RateLimit {
        /// The seconds in `Retry-After`.
        seconds: u32,
    },
    /// An HTML page with status 200.
    Html,
    /// An empty body with status 200.
    Empty,
    /// A body that is no JSON.
    Invalid,
    /// A JSON body of about this size.
    Huge {
        /// How large the body is.
        bytes: u32,
    },
}

/// How a server says that it failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ServerError {
    /// 500
    Internal = 500,
    /// 502
    BadGateway = 502,
    /// 503
    Unavailable = 503,
    /// 504
    GatewayTimeout = 504,
}

impl ServerError {
    /// All of them.
    pub const ALL: [Self; 4] = [
        Self::Internal,
        Self::BadGateway,
        Self::Unavailable,
        Self::GatewayTimeout,
    ];

    /// The HTTP status.
    #[must_use]
    pub const fn code(self) -> u16 {
        self as u16
    }
}

/// How an answer is bent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Bend {
    /// Half of the body, and the connection is reset.
    ResetInBody,
    /// The whole answer, and the connection is reset.
    ResetAfterBody,
    /// Half of the body, and the connection is closed.
    CloseInBody,
    /// Half of the JSON, whole as far as HTTP goes.
    Truncated,
    /// The head comes late.
    SlowHeaders {
        /// How late.
        millis: u32,
    },
    /// The body comes in ten parts.
    SlowBody {
        /// How long it takes in all.
        millis: u32,
    },
    /// A warning before the JSON.
    PhpWarning,
    /// A member more in every object.
    NewMember,
    /// An unknown word where one of a few is expected.
    NewEnumValue,
    /// Other types than before.
    ChangedType,
}

/// At which calls a fault strikes. Calls count from 1, and those that fit the fault's operation count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Calls {
    /// At all.
    All,
    /// At this one.
    Nth(u32),
    /// At this one and those after it.
    From(u32),
    /// At the first so many.
    First(u32),
}

impl Calls {
    pub(super) fn includes(self, call: u64) -> bool {
        match self {
            Self::All => true,
            Self::Nth(nth) => call == u64::from(nth),
            Self::From(nth) => call >= u64::from(nth),
            Self::First(count) => call <= u64::from(count),
        }
    }
}
