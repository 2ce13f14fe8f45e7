//! Fault injection.
//!
//! A [`Fault`] says what goes wrong and for which calls. Faults differ in what the request does to the
//! account:
//!
//! | fault | text form | the request takes effect |
//! |---|---|---|
//! | [`Fault::refuse`] | `refuse:MILLISECONDS` | no |
//! | [`Fault::reset`], [`Fault::close`] | `reset`, `close` | depends on the [`FaultPhase`] |
//! | [`Fault::status`] | `status:CODE` | depends on the [`FaultPhase`] |
//! | [`Fault::rate_limit`] | `rate-limit:SECONDS` | depends on the [`FaultPhase`] |
//! | [`Fault::html`], [`Fault::empty_body`], [`Fault::invalid_json`] | `html`, `empty-body`, `invalid-json` | depends on the [`FaultPhase`] |
//! | [`Fault::large_body`] | `large-body:BYTES` | depends on the [`FaultPhase`] |
//! | [`Fault::reset_in_body`], [`Fault::reset_after_body`], [`Fault::close_in_body`] | `reset-in-body`, `reset-after-body`, `close-in-body` | yes |
//! | [`Fault::truncated_json`] | `truncated-json` | yes |
//! | [`Fault::slow_headers`], [`Fault::slow_body`] | `slow-headers:MILLISECONDS`, `slow-body:MILLISECONDS` | yes |
//! | [`Fault::php_warning`] | `php-warning` | yes |
//! | [`Fault::new_property`], [`Fault::new_enum_value`], [`Fault::changed_type`] | `new-property`, `new-enum-value`, `changed-type` | yes |
//!
//! Options follow the name in the text form, separated by commas: `before` (the default) or `after`
//! for the [`FaultPhase`], `op=OPERATION`, one of `nth=N`, `from=N` and `first=N`,
//! `chance=PROBABILITY` and `seed=N`. For example, `status:503,after,op=postContact,nth=2` creates the
//! second contact and then returns status 503.

mod active;
mod apply;
mod kind;
mod parse;
mod rule;

pub(crate) use self::active::ActiveFaults;
pub(crate) use self::apply::apply;
pub use self::kind::{FaultKind, FaultPhase, Replacement, ResponseFault, ServerError};
pub use self::parse::ParseFaultError;
pub use self::rule::{Calls, Fault};
