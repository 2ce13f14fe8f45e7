//! What a log tells of a call. Never the URL's query, a header or a body: they hold the key, and
//! what people entrusted to the service.

use std::time::Duration;

use tokio::time::Instant;
use tracing::{Span, debug, field};

use super::answer::Answer;
use crate::error::{Error, Result};
use crate::log_target::LOG_TARGET;

/// The span of a call; what is empty is filled in as it becomes known.
pub(super) fn span(operation: &str) -> Span {
    tracing::info_span!(
        target: LOG_TARGET,
        "call",
        operation,
        attempt = field::Empty,
        status = field::Empty,
        code = field::Empty,
        bytes = field::Empty,
        elapsed_ms = field::Empty,
    )
}

/// How an attempt went.
pub(super) fn attempt(number: u32, began: Instant, result: &Result<Answer>) {
    match result {
        Ok(Answer { status, body, .. }) => {
            let (status, bytes) = (status.as_u16(), body.len());
            debug!(target: LOG_TARGET, attempt = number, status, bytes, elapsed_ms = millis(began.elapsed()), "answered");
        }
        Err(error) => {
            let (status, code, kind) = (error.status(), error.code(), error.kind());
            debug!(target: LOG_TARGET, attempt = number, status, code, ?kind, elapsed_ms = millis(began.elapsed()), "failed");
        }
    }
}

/// That the call will be sent again.
pub(super) fn repetition(wait: Duration) {
    debug!(target: LOG_TARGET, wait_ms = millis(wait), "the call is sent again");
}

/// How the call went, on its span.
pub(super) fn end(span: &Span, attempts: u32, began: Instant, result: &Result<Answer>) {
    if span.is_disabled() {
        return;
    }
    span.record("attempt", attempts);
    span.record("elapsed_ms", millis(began.elapsed()));
    let (status, bytes) = match result {
        Ok(answer) => (Some(answer.status.as_u16()), Some(answer.body.len())),
        Err(error) => (error.status(), error.body().map(<[u8]>::len)),
    };
    span.record("status", status);
    span.record("bytes", bytes);
    span.record("code", result.as_ref().err().and_then(Error::code));
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
