//! The settings of a client, and what they come to for one call.

use std::time::Duration;

use reqwest::Method;
use tokio::time::Instant;

use crate::operation::{Idempotency, Operation};
use crate::options::CallOptions;

/// The settings of a client.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Settings {
    /// For one attempt.
    pub(crate) timeout: Duration,
    /// For a whole call.
    pub(crate) deadline: Duration,
    pub(crate) retries: u32,
    pub(crate) max_body_bytes: usize,
    /// The query parameter that overrides the method, if all methods but GET are sent as POST.
    pub(crate) method_parameter: Option<&'static str>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            timeout: Duration::from_secs(30),
            deadline: Duration::from_secs(90),
            retries: 2,
            max_body_bytes: 32 * 1024 * 1024,
            method_parameter: None,
        }
    }
}

impl Settings {
    /// The deadline of a call that started at `start`, with an own deadline or not.
    pub(super) fn deadline_of(&self, start: Instant, own: Option<Duration>) -> Instant {
        after(start, own.unwrap_or(self.deadline))
    }
}

/// Whether a request reads or writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Access {
    Read,
    Write,
}

/// The limits of the attempts of one call.
#[derive(Debug, Clone, Copy)]
pub(super) struct AttemptPolicy {
    pub(super) timeout: Duration,
    pub(super) deadline: Instant,
    pub(super) retries: u32,
    pub(super) idempotency: Idempotency,
    pub(super) access: Access,
}

impl AttemptPolicy {
    pub(super) fn new(
        settings: &Settings,
        start: Instant,
        method: &Method,
        operation: &Operation,
        options: &CallOptions,
    ) -> Self {
        let access = if matches!(*method, Method::GET | Method::HEAD) {
            Access::Read
        } else {
            Access::Write
        };
        Self {
            timeout: options.timeout.unwrap_or(settings.timeout),
            deadline: options
                .ends
                .unwrap_or_else(|| settings.deadline_of(start, options.deadline)),
            retries: options.retries.unwrap_or(settings.retries),
            idempotency: operation.idempotency,
            access,
        }
    }

    /// When an attempt that started at `start` has to be over.
    pub(super) fn attempt_end(&self, start: Instant) -> Instant {
        after(start, self.timeout).min(self.deadline)
    }
}

/// The instant `duration` after another; one in the far future if there is none.
fn after(instant: Instant, duration: Duration) -> Instant {
    const YEAR: Duration = Duration::from_secs(365 * 24 * 60 * 60);
    instant
        .checked_add(duration)
        .unwrap_or_else(|| instant + YEAR)
}
