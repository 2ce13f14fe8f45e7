//! What an error of the HTTP client means.

use std::error::Error as StdError;
use std::io;
use std::iter::successors;

use crate::error::{Error, ErrorKind};

type Cause = dyn StdError + 'static;

/// The error for a request without a response. The URL is removed here, because it contains the
/// key.
pub(super) fn no_response(error: reqwest::Error) -> Error {
    let error = error.without_url();
    let (kind, detail) = if error.is_connect() {
        // A connection that times out is both. `Connect` says more: the call took no effect.
        (ErrorKind::Connect, "could not connect to the server")
    } else if error.is_timeout() {
        (ErrorKind::Timeout, TIMED_OUT)
    } else if causes(&error).any(is_not_written) {
        let detail = "the server closed the connection before the request was sent";
        (ErrorKind::Connect, detail)
    } else if error.is_builder() {
        let detail = "the request could not be built";
        return Error::new(ErrorKind::Request, detail)
            .with_source(error)
            .not_sent();
    } else if causes(&error).any(is_not_processed) {
        let detail = "the server closed the connection without processing the request";
        return Error::new(ErrorKind::Request, detail)
            .with_source(error)
            .rejected();
    } else if causes(&error).any(is_malformed) {
        (ErrorKind::Decode, "the response is not valid HTTP")
    } else {
        let detail = "the connection was lost before a response arrived";
        (ErrorKind::Request, detail)
    };
    Error::new(kind, detail).with_source(error)
}

/// The error for a response whose body could not be read.
pub(super) fn unreadable_body(error: reqwest::Error) -> Error {
    let error = error.without_url();
    let (kind, detail) = if error.is_timeout() {
        (ErrorKind::Timeout, TIMED_OUT)
    } else if causes(&error).any(is_malformed) {
        (ErrorKind::Decode, "the response is not valid HTTP")
    } else if causes(&error).any(<Cause>::is::<hyper::Error>) {
        let detail = "the connection was lost while the response was read";
        (ErrorKind::Request, detail)
    } else {
        let detail = "the response could not be decompressed";
        (ErrorKind::Decode, detail)
    };
    Error::new(kind, detail).with_source(error)
}

const TIMED_OUT: &str = "timed out before the response was complete";

/// Whether the TLS handshake failed, for example because the certificate is not trusted: the next
/// one fails as well.
pub(super) fn is_tls_failure(error: &Error) -> bool {
    let mut io_errors = causes(error)
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .peekable();
    error.is_connect()
        && match io_errors.peek() {
            Some(_) => io_errors.any(|cause| cause.kind() == io::ErrorKind::InvalidData),
            // With OpenSSL, a connection that was lost has an I/O error among its causes.
            None => causes(error).any(is_native_tls),
        }
}

#[cfg(feature = "native-tls")]
fn is_native_tls(cause: &Cause) -> bool {
    cause.is::<native_tls::Error>()
}

#[cfg(not(feature = "native-tls"))]
fn is_native_tls(_: &Cause) -> bool {
    false
}

/// HTTP/2 says so, of a stream after the last that is named when a connection ends, whatever the
/// reason: <https://www.rfc-editor.org/rfc/rfc9113#section-8.7>. The other streams of such a
/// connection fail with an I/O error.
fn is_not_processed(cause: &Cause) -> bool {
    let Some(error) = cause.downcast_ref::<h2::Error>() else {
        return false;
    };
    let refused = error.is_reset() && error.reason() == Some(h2::Reason::REFUSED_STREAM);
    error.is_remote() && (refused || error.is_go_away())
}

/// The connection ended before it got the request, or before it began to write it. If it is one of
/// the pool, the HTTP client sends the request again by itself.
fn is_not_written(cause: &Cause) -> bool {
    if let Some(error) = cause.downcast_ref::<hyper_util::client::legacy::Error>() {
        return error.connect_info().is_none();
    }
    let error = cause.downcast_ref::<hyper::Error>();
    error.is_some_and(hyper::Error::is_canceled)
}

fn is_malformed(cause: &Cause) -> bool {
    cause
        .downcast_ref::<hyper::Error>()
        .is_some_and(hyper::Error::is_parse)
}

/// The error and its sources. `source` of an I/O error skips the error that it wraps.
fn causes(error: &Cause) -> impl Iterator<Item = &Cause> {
    successors(Some(error), |&error: &&Cause| {
        let wrapped = error
            .downcast_ref::<io::Error>()
            .and_then(io::Error::get_ref);
        match wrapped {
            Some(wrapped) => Some(wrapped as &Cause),
            None => error.source(),
        }
    })
}
