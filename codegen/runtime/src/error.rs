//! The error that every call returns.

mod accessors;
mod kind;
mod private;
mod redact;

use std::convert::Infallible;
use std::error::Error as StdError;
use std::fmt;

use bytes::Bytes;
use http::HeaderMap;
use serde_json::Value;

pub use self::kind::{ErrorKind, KnownCode, Meaning, Outcome};
pub(crate) use self::private::{shown_key, without_keys, without_values};
use crate::excerpt::excerpt_at;

/// The result of a call.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// The largest part of a body that an error keeps: 64 KiB.
pub(crate) const KEPT_BYTES: usize = 64 * 1024;

/// Why a call failed.
///
/// [`kind`](Error::kind) is the category of the failure, [`outcome`](Error::outcome) says whether
/// the call may have taken effect, and the other accessors give the parts. `Display` is one
/// sentence. It does not repeat [`source`](StdError::source), and it shows neither the API key nor
/// the query of a URL.
///
/// `Display` and `Debug` show nothing that the server sent but the code, with what the API
/// description says of it, and the id of a duplicate: the rest may be personal data.
/// [`message`](Error::message), [`data`](Error::data), [`excerpt`](Error::excerpt) and
/// [`body`](Error::body) return it.
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    outcome: Outcome,
    retryable: bool,
    attempts: u32,
    operation: Option<String>,
    status: Option<u16>,
    headers: HeaderMap,
    body: Option<Bytes>,
    code: Option<i64>,
    known: Option<&'static KnownCode>,
    message: Option<String>,
    data: Option<Value>,
    detail: String,
    /// A part of the body, and what the parser says of it.
    excerpt: Option<String>,
    /// Whether the body ended before its JSON did.
    is_truncated: bool,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, detail: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            kind,
            outcome: kind.outcome(),
            retryable: false,
            attempts: 0,
            operation: None,
            status: None,
            headers: HeaderMap::new(),
            body: None,
            code: None,
            known: None,
            message: None,
            data: None,
            detail: detail.into(),
            excerpt: None,
            is_truncated: false,
            source: None,
        }))
    }

    pub(crate) fn config(detail: impl Into<String>) -> Self {
        Self::new(ErrorKind::Config, detail)
    }

    /// A failure that the API reports in the body of a response.
    pub(crate) fn api(code: Option<i64>, message: Option<String>, data: Option<Value>) -> Self {
        let mut error = Self::new(ErrorKind::Api, "the API refused the call");
        error.0.code = code;
        error.0.message = message;
        error.0.data = data;
        error
    }

    /// No complete response before the timeout or deadline.
    pub(crate) fn timeout() -> Self {
        Self::new(
            ErrorKind::Timeout,
            "timed out before the response was complete",
        )
    }

    /// A body that cannot be decoded. `path` is the place in the body, if known.
    pub(crate) fn decode(body: &[u8], path: Option<&str>, error: &serde_json::Error) -> Self {
        if body.trim_ascii().is_empty() {
            return Self::new(ErrorKind::Decode, "the response is empty");
        }
        let what = match error.classify() {
            serde_json::error::Category::Eof => "the response is truncated",
            serde_json::error::Category::Syntax => "the response is not JSON",
            _ => "the response does not match its type",
        };
        let at = path.map(|path| format!(" at `{path}`")).unwrap_or_default();
        let near = excerpt_at(body, error.line(), error.column());
        let detail = format!("{what}{at}: {}", without_values(&error.to_string()));
        let mut decoded = Self::new(ErrorKind::Decode, detail);
        decoded.0.is_truncated = error.is_eof();
        decoded.with_excerpt(format!("{error}, near `{near}`"))
    }

    /// Says what kind of value was found.
    pub(crate) fn found(mut self, kind: &str) -> Self {
        self.0.detail = format!("{}, found {kind}", self.0.detail);
        self
    }

    /// Whether the body ended before the JSON in it did. A response without a length can lose its end
    /// unnoticed.
    pub(crate) fn is_truncated(&self) -> bool {
        self.0.is_truncated
    }

    /// Keeps a part of the body, which may hold personal data.
    pub(crate) fn with_excerpt(mut self, excerpt: String) -> Self {
        self.0.excerpt = Some(excerpt);
        self
    }

    pub(crate) fn with_operation(mut self, operation: &str) -> Self {
        self.0.operation = Some(operation.to_owned());
        self
    }

    pub(crate) fn with_status(mut self, status: u16) -> Self {
        self.0.status = Some(status);
        self
    }

    pub(crate) fn with_headers(mut self, headers: HeaderMap) -> Self {
        self.0.headers = headers;
        self
    }

    /// Keeps the first bytes of `body`, up to [`KEPT_BYTES`].
    pub(crate) fn with_body(mut self, body: &Bytes) -> Self {
        let kept = body.get(..KEPT_BYTES).unwrap_or(body);
        // A slice would keep the whole body in memory.
        let whole = kept.len() == body.len();
        self.0.body = Some(if whole {
            body.clone()
        } else {
            Bytes::copy_from_slice(kept)
        });
        self
    }

    pub(crate) fn with_known(mut self, known: Option<&'static KnownCode>) -> Self {
        self.0.known = known;
        self
    }

    pub(crate) fn with_attempts(mut self, attempts: u32) -> Self {
        self.0.attempts = attempts;
        self
    }

    pub(crate) fn with_retryable(mut self, retryable: bool) -> Self {
        self.0.retryable = retryable;
        self
    }

    /// The call was not sent.
    pub(crate) fn not_sent(mut self) -> Self {
        self.0.outcome = Outcome::NotSent;
        self
    }

    /// The server rejected the call.
    pub(crate) fn rejected(mut self) -> Self {
        self.0.outcome = Outcome::Rejected;
        self
    }

    /// An earlier attempt may have taken effect.
    pub(crate) fn with_unknown_outcome(mut self) -> Self {
        self.0.outcome = Outcome::Unknown;
        self
    }

    pub(crate) fn with_source(
        mut self,
        source: impl Into<Box<dyn StdError + Send + Sync>>,
    ) -> Self {
        self.0.source = Some(source.into());
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner {
            operation,
            detail,
            code,
            known,
            ..
        } = &*self.0;
        if let Some(operation) = operation {
            write!(f, "{operation}: ")?;
        }
        f.write_str(detail)?;
        if let Some(code) = code {
            write!(f, " with code {code}")?;
        }
        match known.map(|known| known.text.trim_end_matches('.')) {
            Some(text) if !text.is_empty() => write!(f, ": {text}")?,
            _ => {}
        }
        if let Some(hint) = self.hint() {
            write!(f, " ({hint})")?;
        }
        Ok(())
    }
}

/// Shows the length of the body instead of the body, which may hold personal data, and no headers.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.0;
        f.debug_struct("Error")
            .field("kind", &inner.kind)
            .field("outcome", &inner.outcome)
            .field("retryable", &inner.retryable)
            .field("attempts", &inner.attempts)
            .field("operation", &inner.operation)
            .field("status", &inner.status)
            .field("code", &inner.code)
            .field("meaning", &inner.known.and_then(|known| known.meaning))
            .field("has_message", &inner.message.is_some())
            .field("has_data", &inner.data.is_some())
            .field("detail", &inner.detail)
            .field("body_bytes", &inner.body.as_ref().map(Bytes::len))
            .field("source", &inner.source)
            .finish()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        let source = self.0.source.as_deref()?;
        Some(source)
    }
}

/// For generic code over fallible conversions, some of which cannot fail.
impl From<Infallible> for Error {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}
