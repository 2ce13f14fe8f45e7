//! What a client was built with, and what of it holds for one call.

use std::time::Duration;

use reqwest::Method;
use tokio::time::Instant;

use crate::operation::{Operation, Retry};
use crate::options::CallOptions;

/// What a client was built with.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Settings {
    /// For one attempt.
    pub(crate) timeout: Duration,
    /// For a whole call.
    pub(crate) deadline: Duration,
    pub(crate) retries: u32,
    pub(crate) max_body_bytes: usize,
    /// The query parameter for the method that is meant, if others than GET and POST are to go
    /// out as POST.
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
    /// The deadline of a call that `began` then, with one of its own or not.
    pub(super) fn deadline_of(&self, began: Instant, own: Option<Duration>) -> Instant {
        after(began, own.unwrap_or(self.deadline))
    }
}

/// What holds for one call.
#[derive(Debug, Clone, Copy)]
pub(super) struct Terms {
    pub(super) timeout: Duration,
    pub(super) deadline: Instant,
    pub(super) retries: u32,
    /// Whether it may be repeated although it may have taken effect.
    pub(super) safe: bool,
    /// Whether it asks for something, rather than to have something done.
    pub(super) reads: bool,
}

impl Terms {
    /// The terms of a call that `began` then. One that nothing is known of is not safe to repeat.
    pub(super) fn new(
        settings: &Settings,
        began: Instant,
        method: &Method,
        call: Option<(&Operation, &CallOptions)>,
    ) -> Self {
        let (operation, options) = call.unzip();
        let timeout = options.and_then(|options| options.timeout);
        let deadline = options.and_then(|options| options.deadline);
        let ends = options.and_then(|options| options.ends);
        let retries = options.and_then(|options| options.retries);
        Self {
            timeout: timeout.unwrap_or(settings.timeout),
            deadline: ends.unwrap_or_else(|| settings.deadline_of(began, deadline)),
            retries: retries.unwrap_or(settings.retries),
            safe: operation.is_some_and(|operation| operation.retry == Retry::Safe),
            reads: matches!(*method, Method::GET | Method::HEAD),
        }
    }

    /// When an attempt that `began` then has to be over.
    pub(super) fn attempt_end(&self, began: Instant) -> Instant {
        after(began, self.timeout).min(self.deadline)
    }
}

/// The moment `duration` after another, or one far away if there is none.
fn after(moment: Instant, duration: Duration) -> Instant {
    const YEAR: Duration = Duration::from_secs(365 * 24 * 60 * 60);
    moment
        .checked_add(duration)
        .unwrap_or_else(|| moment + YEAR)
}
