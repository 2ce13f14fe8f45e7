//! The log of a call. Never the URL's query, a header or a body: they hold the key and personal
//! data.

use std::time::Duration;

use tokio::time::Instant;
use tracing::{Span, debug, field};

use super::received::ReceivedResponse;
use crate::error::{Error, Result};
use crate::log_target::LOG_TARGET;

/// The span of a call. The empty fields are recorded at its end.
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

/// Logs the result of an attempt.
pub(super) fn attempt(number: u32, start: Instant, result: &Result<ReceivedResponse>) {
    match result {
        Ok(ReceivedResponse { status, body, .. }) => {
            let (status, bytes) = (status.as_u16(), body.len());
            debug!(target: LOG_TARGET, attempt = number, status, bytes, elapsed_ms = millis(start.elapsed()), "answered");
        }
        Err(error) => {
            let (status, code, kind) = (error.status(), error.code(), error.kind());
            debug!(target: LOG_TARGET, attempt = number, status, code, ?kind, elapsed_ms = millis(start.elapsed()), "failed");
        }
    }
}

/// Logs that the call is sent again after `delay`.
pub(super) fn retry(delay: Duration) {
    debug!(target: LOG_TARGET, wait_ms = millis(delay), "the call is sent again");
}

/// Records the result of the call on its span.
pub(super) fn end(span: &Span, attempts: u32, start: Instant, result: &Result<ReceivedResponse>) {
    if span.is_disabled() {
        return;
    }
    span.record("attempt", attempts);
    span.record("elapsed_ms", millis(start.elapsed()));
    let (status, bytes) = match result {
        Ok(response) => (Some(response.status.as_u16()), Some(response.body.len())),
        Err(error) => (error.status(), error.body().map(<[u8]>::len)),
    };
    span.record("status", status);
    span.record("bytes", bytes);
    span.record("code", result.as_ref().err().and_then(Error::code));
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
