//! The accessors of an error.

use serde_json::Value;

use super::{Error, ErrorKind, Meaning, Outcome};
use crate::excerpt::is_html;

const UNAUTHORIZED: u16 = 401;
const NOT_FOUND: u16 = 404;

impl Error {
    /// The category of the failure.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Whether the call may have taken effect in any of its attempts.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        self.0.outcome
    }

    /// Whether the call can be retried: the failure is transient, and the call took no effect or is
    /// idempotent. The client decides by the same rule. If this is true, retries were exhausted or
    /// disabled.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        self.0.retryable
    }

    /// The number of times that the call was sent; 0 if it was not sent.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// The error code of the API, if the API reported the failure.
    #[must_use]
    pub fn code(&self) -> Option<i64> {
        self.0.code
    }

    /// The error message of the API, if the API reported the failure. It may be personal data, so
    /// `Display` does not show it.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.0.message.as_deref()
    }

    /// The data that the API sent with the error code.
    #[must_use]
    pub fn data(&self) -> Option<&Value> {
        self.0.data.as_ref()
    }

    /// The HTTP status, if there was a response. The API reports most failures with status 200.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.0.status
    }

    /// The first value of the response header `name`, in any case. `None` if there was no response,
    /// the header is missing, or its value is not visible ASCII.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.0.headers.get(name)?.to_str().ok()
    }

    /// The first 64 KiB of the response body, if one was read. The API key is redacted.
    #[must_use]
    pub fn body(&self) -> Option<&[u8]> {
        self.0.body.as_deref()
    }

    /// What the parser says of a response that could not be decoded, and the part of the response
    /// that it is about; of an HTTP failure the beginning of the body. It may be personal data.
    #[must_use]
    pub fn excerpt(&self) -> Option<&str> {
        self.0.excerpt.as_deref()
    }

    /// The id of the failed operation; `None` if no operation had begun.
    #[must_use]
    pub fn operation(&self) -> Option<&str> {
        self.0.operation.as_deref()
    }

    /// Whether the server rejected the API key.
    #[must_use]
    pub fn is_invalid_key(&self) -> bool {
        self.meaning() == Some(Meaning::InvalidKey) || self.0.status == Some(UNAUTHORIZED)
    }

    /// Whether the item to create already exists.
    #[must_use]
    pub fn is_duplicate(&self) -> bool {
        matches!(self.meaning(), Some(Meaning::Duplicate { .. }))
    }

    /// The id of the existing item, if the API reported it.
    #[must_use]
    pub fn duplicate_id(&self) -> Option<u64> {
        let Some(Meaning::Duplicate { id_member }) = self.meaning() else {
            return None;
        };
        match self.data()?.get(id_member)? {
            Value::Number(id) => id.as_u64(),
            Value::String(id) => id.trim().parse().ok(),
            _ => None,
        }
    }

    /// The [`data`](Error::data) as a `T`: the type that the docs of the operation name for the
    /// error code. `None` if there is no data, or it is not a `T`.
    #[must_use]
    pub fn data_as<T: serde::de::DeserializeOwned>(&self) -> Option<T> {
        T::deserialize(self.data()?).ok()
    }

    /// Whether the requested item does not exist.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        // An HTML page with this status means that there is no API at this address.
        let status = self.0.status == Some(NOT_FOUND) && !is_html(self.body().unwrap_or_default());
        self.0.kind == ErrorKind::NotFound || self.meaning() == Some(Meaning::NotFound) || status
    }

    /// Whether the connection or the response timed out.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        let source = self.0.source.as_deref();
        let source = source.and_then(|source| source.downcast_ref::<reqwest::Error>());
        self.0.kind == ErrorKind::Timeout || source.is_some_and(reqwest::Error::is_timeout)
    }

    /// Whether the client could not connect in the last attempt. An earlier attempt may have taken
    /// effect; see [`outcome`](Error::outcome).
    #[must_use]
    pub fn is_connect(&self) -> bool {
        self.0.kind == ErrorKind::Connect
    }

    /// Whether the response could not be decoded.
    #[must_use]
    pub fn is_decode(&self) -> bool {
        self.0.kind == ErrorKind::Decode
    }

    fn meaning(&self) -> Option<Meaning> {
        self.0.known?.meaning
    }

    /// What to do about the failure, or where its reason is.
    pub(super) fn hint(&self) -> Option<String> {
        if self.is_invalid_key() {
            return Some("check the API key".to_owned());
        }
        if let Some(id) = self.duplicate_id() {
            return Some(format!("it already exists, with id {id}"));
        }
        let is_described = self.0.known.is_some_and(|known| !known.text.is_empty());
        let has_reason = self.0.message.is_some() && !is_described;
        has_reason.then(|| "its `message` has the reason".to_owned())
    }
}
