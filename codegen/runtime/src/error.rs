//! The one error that every call returns.

use std::convert::Infallible;
use std::error::Error as StdError;
use std::fmt;

use serde_json::Value;

use crate::excerpt::excerpt_at;

/// What a call returns.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a call failed.
///
/// [`kind`](Error::kind) says what sort of failure it is and the other questions give its parts.
/// As text it is one sentence, which does not repeat what [`source`](StdError::source) says. It
/// shows neither the API key nor the query of a URL.
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    operation: Option<String>,
    status: Option<u16>,
    code: Option<i64>,
    message: Option<String>,
    data: Option<Value>,
    /// What went wrong, in words of ours.
    detail: String,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

/// The sorts of failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The API understood the call and refused it. It says so in the body, whatever the HTTP
    /// status.
    Api,
    /// The server answered with an HTTP status other than 2xx, and not in the API's own words.
    Status,
    /// An answer came and could not be read as what it should be.
    Decode,
    /// The answer holds nothing where one thing was asked for.
    NotFound,
    /// No complete answer came in time. Whether the call took effect is not known.
    Timeout,
    /// No connection was made, so the call took no effect.
    Connect,
    /// The request could not be made or sent, or its answer broke off.
    Request,
    /// The client cannot be built like this: a bad key, a bad base URL.
    Config,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, detail: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            kind,
            operation: None,
            status: None,
            code: None,
            message: None,
            data: None,
            detail: detail.into(),
            source: None,
        }))
    }

    pub(crate) fn config(detail: impl Into<String>) -> Self {
        Self::new(ErrorKind::Config, detail)
    }

    /// A failure that the API reports in its own words.
    pub(crate) fn api(code: Option<i64>, message: Option<String>, data: Option<Value>) -> Self {
        let mut error = Self::new(ErrorKind::Api, "the API refused the call");
        error.0.code = code;
        error.0.message = message;
        error.0.data = data;
        error
    }

    /// The one place where an error of the HTTP client comes in. It prints the whole URL, key
    /// included, so the URL is dropped here.
    pub(crate) fn transport(error: reqwest::Error) -> Self {
        let error = error.without_url();
        // A connection that is not made in time is both, and the first says more: it is certain
        // that the call took no effect.
        let (kind, detail) = if error.is_connect() {
            (ErrorKind::Connect, "no connection to the server was made")
        } else if error.is_timeout() {
            (ErrorKind::Timeout, "no complete answer came in time")
        } else if error.is_builder() {
            (ErrorKind::Request, "the request could not be made")
        } else if error.is_decode() || error.is_body() {
            (
                ErrorKind::Request,
                "the connection broke off while the answer was read",
            )
        } else {
            (ErrorKind::Request, "the request could not be sent")
        };
        Self::new(kind, detail).with_source(error)
    }

    /// A body that is not what it should be; `path` is where in it, if that is known.
    pub(crate) fn decode(body: &[u8], path: Option<&str>, error: serde_json::Error) -> Self {
        let what = match error.classify() {
            serde_json::error::Category::Eof => "the answer ends early",
            serde_json::error::Category::Syntax => "the answer is not JSON",
            _ => "the answer does not fit its type",
        };
        let at = path.map(|path| format!(" at `{path}`")).unwrap_or_default();
        let near = excerpt_at(body, error.line(), error.column());
        Self::new(ErrorKind::Decode, format!("{what}{at}, near `{near}`")).with_source(error)
    }

    pub(crate) fn with_operation(mut self, operation: &str) -> Self {
        self.0.operation = Some(operation.to_owned());
        self
    }

    pub(crate) fn with_status(mut self, status: u16) -> Self {
        self.0.status = Some(status);
        self
    }

    pub(crate) fn with_source(
        mut self,
        source: impl Into<Box<dyn StdError + Send + Sync>>,
    ) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// Passes every text that came from the server through `redact`: a server can quote the
    /// request, key and all, in the page or the message that it answers.
    pub(crate) fn redacted(mut self, redact: &dyn Fn(&mut String)) -> Self {
        redact(&mut self.0.detail);
        self.0.message.iter_mut().for_each(redact);
        if let Some(data) = &mut self.0.data {
            redact_value(data, redact);
        }
        self
    }

    /// What sort of failure it is.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The API's own code, where the API reported the failure.
    #[must_use]
    pub fn code(&self) -> Option<i64> {
        self.0.code
    }

    /// The API's own message, where the API reported the failure.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.0.message.as_deref()
    }

    /// What the API sent along with the failure, as it came.
    #[must_use]
    pub fn data(&self) -> Option<&Value> {
        self.0.data.as_ref()
    }

    /// The HTTP status, where an answer came. The API reports most failures with status 200.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.0.status
    }

    /// The id of the operation that failed; `None` when no operation had begun.
    #[must_use]
    pub fn operation(&self) -> Option<&str> {
        self.0.operation.as_deref()
    }

    /// Whether time ran out, be it for the connection or for the answer.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        let source = self.0.source.as_deref();
        let source = source.and_then(|source| source.downcast_ref::<reqwest::Error>());
        self.0.kind == ErrorKind::Timeout || source.is_some_and(reqwest::Error::is_timeout)
    }

    /// Whether no connection was made, so that the call certainly took no effect.
    #[must_use]
    pub fn is_connect(&self) -> bool {
        self.0.kind == ErrorKind::Connect
    }

    /// Whether an answer came that could not be read.
    #[must_use]
    pub fn is_decode(&self) -> bool {
        self.0.kind == ErrorKind::Decode
    }

    /// Whether the answer holds nothing where one thing was asked for.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.0.kind == ErrorKind::NotFound
    }
}

fn redact_value(value: &mut Value, redact: &dyn Fn(&mut String)) {
    match value {
        Value::String(text) => redact(text),
        Value::Array(items) => items.iter_mut().for_each(|item| redact_value(item, redact)),
        Value::Object(entries) => {
            let redacted = std::mem::take(entries)
                .into_iter()
                .map(|(mut key, mut value)| {
                    redact(&mut key);
                    redact_value(&mut value, redact);
                    (key, value)
                });
            *entries = redacted.collect();
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner {
            operation,
            detail,
            code,
            message,
            ..
        } = &*self.0;
        if let Some(operation) = operation {
            write!(f, "{operation}: ")?;
        }
        f.write_str(detail)?;
        if let Some(code) = code {
            write!(f, " with code {code}")?;
        }
        if let Some(message) = message {
            write!(f, ": {message}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner {
            kind,
            operation,
            status,
            code,
            message,
            data,
            detail,
            source,
        } = &*self.0;
        f.debug_struct("Error")
            .field("kind", kind)
            .field("operation", operation)
            .field("status", status)
            .field("code", code)
            .field("message", message)
            .field("data", data)
            .field("detail", detail)
            .field("source", source)
            .finish()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        let source = self.0.source.as_deref()?;
        Some(source)
    }
}

/// For conversions that cannot fail, where one that can would do.
impl From<Infallible> for Error {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}
