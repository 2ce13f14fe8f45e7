//! Faults on demand.
//!
//! A [`Fault`] says what goes wrong, and at which calls. What it does to the account differs:
//!
//! | fault | text form | the request takes effect |
//! |---|---|---|
//! | [`Fault::refuse`] | `refuse:MILLISECONDS` | no |
//! | [`Fault::reset`], [`Fault::close`] | `reset`, `close` | as the [`Moment`] says |
//! | [`Fault::status`] | `status:CODE` | as the [`Moment`] says |
//! | [`Fault::rate_limit`] | `rate-limit:SECONDS` | as the [`Moment`] says |
//! | [`Fault::html`], [`Fault::empty`], [`Fault::invalid`] | `html`, `empty`, `invalid` | as the [`Moment`] says |
//! | [`Fault::huge`] | `huge:BYTES` | as the [`Moment`] says |
//! | [`Fault::reset_in_body`], [`Fault::reset_after_body`], [`Fault::close_in_body`] | `reset-in-body`, `reset-after-body`, `close-in-body` | yes |
//! | [`Fault::truncated`] | `truncated` | yes |
//! | [`Fault::slow_headers`], [`Fault::slow_body`] | `slow-headers:MILLISECONDS`, `slow-body:MILLISECONDS` | yes |
//! | [`Fault::php_warning`] | `php-warning` | yes |
//! | [`Fault::new_member`], [`Fault::new_enum_value`], [`Fault::changed_type`] | `new-member`, `new-enum-value`, `changed-type` | yes |
//!
//! After its name, the text form takes options, parted by commas: `before` (the default) or `after`
//! for the [`Moment`], `op=OPERATION`, one of `nth=N`, `from=N` and `first=N`, `chance=SHARE` and
//! `seed=N`. `status:503,after,op=postContact,nth=2` loses the answer to the second contact created.

mod bend;
mod kind;
mod rules;
mod text;

use std::time::Duration;

pub(crate) use self::bend::apply;
pub use self::kind::{Bend, Calls, Kind, Moment, Replacement, ServerError};
pub(crate) use self::rules::Faults;
pub use self::text::FaultError;
use crate::operation::Operation;

/// A rule: what goes wrong, and when.
///
/// Of several rules that fit a call, the first strikes. Each counts the calls that fit its operation,
/// whether or not it strikes.
#[derive(Debug, Clone, PartialEq)]
pub struct Fault {
    kind: Kind,
    operation: Option<Operation>,
    calls: Calls,
    chance: Option<Chance>,
}

/// A share of the calls, drawn from a seed: the same calls each time.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Chance {
    share: f64,
    seed: u64,
}

impl Fault {
    /// A fault of this kind, at every call.
    #[must_use]
    pub fn new(kind: Kind) -> Self {
        Self {
            kind,
            operation: None,
            calls: Calls::All,
            chance: None,
        }
    }

    /// The connection is reset without an answer, and for `time` no other is accepted.
    #[must_use]
    pub fn refuse(time: Duration) -> Self {
        Self::new(Kind::Refuse {
            millis: millis(time),
        })
    }

    /// The connection is reset (RST) without an answer.
    #[must_use]
    pub fn reset(moment: Moment) -> Self {
        Self::new(Kind::Instead(Replacement::Reset, moment))
    }

    /// The connection is closed (FIN) without an answer.
    #[must_use]
    pub fn close(moment: Moment) -> Self {
        Self::new(Kind::Instead(Replacement::Close, moment))
    }

    /// The HTTP status says that the server failed; the body is HTML.
    #[must_use]
    pub fn status(status: ServerError, moment: Moment) -> Self {
        Self::new(Kind::Instead(Replacement::Status(status), moment))
    }

    /// HTTP status 429 with `Retry-After` in seconds.
    #[must_use]
    pub fn rate_limit(seconds: u32, moment: Moment) -> Self {
        Self::new(Kind::Instead(Replacement::RateLimit { seconds }, moment))
    }

    /// HTTP status 200 with an HTML page.
    #[must_use]
    pub fn html(moment: Moment) -> Self {
        Self::new(Kind::Instead(Replacement::Html, moment))
    }

    /// HTTP status 200 and nothing in the body.
    #[must_use]
    pub fn empty(moment: Moment) -> Self {
        Self::new(Kind::Instead(Replacement::Empty, moment))
    }

    /// HTTP status 200 with a body that is no JSON.
    #[must_use]
    pub fn invalid(moment: Moment) -> Self {
        Self::new(Kind::Instead(Replacement::Invalid, moment))
    }

    /// HTTP status 200 with a JSON body of about so many bytes.
    #[must_use]
    pub fn huge(bytes: u32, moment: Moment) -> Self {
        Self::new(Kind::Instead(Replacement::Huge { bytes }, moment))
    }

    /// The connection is reset when half of the body is out.
    #[must_use]
    pub fn reset_in_body() -> Self {
        Self::new(Kind::Bent(Bend::ResetInBody))
    }

    /// The connection is reset when all of the body is out.
    #[must_use]
    pub fn reset_after_body() -> Self {
        Self::new(Kind::Bent(Bend::ResetAfterBody))
    }

    /// The connection is closed when half of the body is out.
    #[must_use]
    pub fn close_in_body() -> Self {
        Self::new(Kind::Bent(Bend::CloseInBody))
    }

    /// Half of the JSON, in an HTTP answer that is whole.
    #[must_use]
    pub fn truncated() -> Self {
        Self::new(Kind::Bent(Bend::Truncated))
    }

    /// The head of the answer comes late.
    #[must_use]
    pub fn slow_headers(time: Duration) -> Self {
        Self::new(Kind::Bent(Bend::SlowHeaders {
            millis: millis(time),
        }))
    }

    /// The body takes so long, in ten parts.
    #[must_use]
    pub fn slow_body(time: Duration) -> Self {
        Self::new(Kind::Bent(Bend::SlowBody {
            millis: millis(time),
        }))
    }

    /// A PHP warning is printed before the JSON.
    #[must_use]
    pub fn php_warning() -> Self {
        Self::new(Kind::Bent(Bend::PhpWarning))
    }

    /// Every object has a member that it did not have.
    #[must_use]
    pub fn new_member() -> Self {
        Self::new(Kind::Bent(Bend::NewMember))
    }

    /// Members that hold one of a few words hold another.
    #[must_use]
    pub fn new_enum_value() -> Self {
        Self::new(Kind::Bent(Bend::NewEnumValue))
    }

    /// Texts become lists of one, numbers in strings become numbers, other numbers become texts.
    #[must_use]
    pub fn changed_type() -> Self {
        Self::new(Kind::Bent(Bend::ChangedType))
    }

    /// The same, for calls of `operation` alone.
    #[must_use]
    pub fn on(mut self, operation: Operation) -> Self {
        self.operation = Some(operation);
        self
    }

    /// The same, at these calls alone.
    #[must_use]
    pub fn at(mut self, calls: Calls) -> Self {
        self.calls = calls;
        self
    }

    /// The same, at the nth call alone; calls count from 1.
    #[must_use]
    pub fn nth(self, call: u32) -> Self {
        self.at(Calls::Nth(call.max(1)))
    }

    /// The same, at a share of the calls from 0 to 1, drawn from `seed`.
    #[must_use]
    pub fn chance(mut self, share: f64, seed: u64) -> Self {
        let share = if share.is_nan() {
            0.0
        } else {
            share.clamp(0.0, 1.0)
        };
        self.chance = Some(Chance { share, seed });
        self
    }

    /// What goes wrong.
    #[must_use]
    pub fn kind(&self) -> &Kind {
        &self.kind
    }
}

fn millis(time: Duration) -> u32 {
    u32::try_from(time.as_millis()).unwrap_or(u32::MAX)
}
