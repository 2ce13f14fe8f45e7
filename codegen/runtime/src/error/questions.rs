//! What an error can be asked.

use serde_json::Value;

use super::{Error, ErrorKind, Outcome};
use crate::excerpt::is_html;
use crate::service::Meaning;

/// The HTTP statuses that mean the same to every server.
const UNAUTHORIZED: u16 = 401;
const NOT_FOUND: u16 = 404;

impl Error {
    /// What sort of failure it is.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// What became of the call, all attempts considered: whether it may have taken effect.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        self.0.outcome
    }

    /// Whether the failure may pass and the call may be sent again: it took no effect, or is safe
    /// to repeat. It is how the client itself decides; such an error is what was left after its
    /// retries.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        self.0.retryable
    }

    /// How many times the call was sent: 0 if it never was.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.0.attempts
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

    /// The header `name` of the answer, in any case: the first, if it came more than once. `None`
    /// if no answer came, the header is not in it or is not visible ASCII.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.0.headers.get(name)?.to_str().ok()
    }

    /// The beginning of the answer's body, 64 KiB at most, where one was read. The key is taken
    /// out of it, if the server quoted it.
    #[must_use]
    pub fn body(&self) -> Option<&[u8]> {
        self.0.body.as_deref()
    }

    /// The id of the operation that failed; `None` when no operation had begun.
    #[must_use]
    pub fn operation(&self) -> Option<&str> {
        self.0.operation.as_deref()
    }

    /// Whether the server does not take the key.
    #[must_use]
    pub fn is_invalid_key(&self) -> bool {
        self.0.meaning == Some(Meaning::InvalidKey) || self.0.status == Some(UNAUTHORIZED)
    }

    /// Whether what was to be created exists already.
    #[must_use]
    pub fn is_duplicate(&self) -> bool {
        matches!(self.0.meaning, Some(Meaning::Duplicate { .. }))
    }

    /// The id of what exists already, if the API named it.
    #[must_use]
    pub fn duplicate_id(&self) -> Option<u64> {
        let Some(Meaning::Duplicate { id_member }) = self.0.meaning else {
            return None;
        };
        match self.data()?.get(id_member)? {
            Value::Number(id) => id.as_u64(),
            Value::String(id) => id.trim().parse().ok(),
            _ => None,
        }
    }

    /// What the API says beyond the message, as a `T`: the type that the docs of the operation name
    /// for the code. `None` if it says nothing, or something that is no `T`.
    #[must_use]
    pub fn data_as<T: serde::de::DeserializeOwned>(&self) -> Option<T> {
        T::deserialize(self.data()?).ok()
    }

    /// Whether what was asked for does not exist.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        // A web page with this status says that there is no API at this address, which must not
        // pass for an API that has no such thing.
        let status = self.0.status == Some(NOT_FOUND) && !is_html(self.body().unwrap_or_default());
        self.0.kind == ErrorKind::NotFound || self.0.meaning == Some(Meaning::NotFound) || status
    }

    /// Whether time ran out, be it for the connection or for the answer.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        let source = self.0.source.as_deref();
        let source = source.and_then(|source| source.downcast_ref::<reqwest::Error>());
        self.0.kind == ErrorKind::Timeout || source.is_some_and(reqwest::Error::is_timeout)
    }

    /// Whether no connection was made, at the last attempt if there were several: only
    /// [`outcome`](Error::outcome) tells whether one before it may have taken effect.
    #[must_use]
    pub fn is_connect(&self) -> bool {
        self.0.kind == ErrorKind::Connect
    }

    /// Whether an answer came that could not be read.
    #[must_use]
    pub fn is_decode(&self) -> bool {
        self.0.kind == ErrorKind::Decode
    }

    /// What to do about it, where that is plain.
    pub(super) fn hint(&self) -> Option<String> {
        if self.is_invalid_key() {
            return Some("check the API key".to_owned());
        }
        self.duplicate_id()
            .map(|id| format!("it exists already, with id {id}"))
    }
}
