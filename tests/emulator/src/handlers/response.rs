//! The response of a handler.

use serde_json::{Value, json};

use crate::state::ids::ContactId;
use crate::wire;

pub(crate) type HandlerResult = Result<Response, ApiError>;

/// A successful response.
#[derive(Debug)]
pub(crate) struct Response {
    pub(crate) body: Vec<u8>,
    pub(crate) effect: Effect,
    /// The contacts that changed, for the webhook.
    pub(crate) changed: Vec<ContactId>,
    /// The parts of the request that have no effect.
    pub(crate) ignored: Vec<String>,
}

/// Whether a request changed or sent anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Effect {
    #[default]
    None,
    /// Something was changed, created, deleted or sent.
    Done,
}

impl Effect {
    /// `none` or `done`.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Done => "done",
        }
    }
}

impl Response {
    /// The response to a read.
    pub(super) fn json(value: &Value) -> Self {
        Self::bytes(wire::to_bytes(value))
    }

    /// The response to a read of many, by their ids.
    pub(super) fn keyed(entries: impl IntoIterator<Item = (impl ToString, Value)>) -> Self {
        Self::bytes(wire::to_bytes(&wire::keyed(entries)))
    }

    /// The response to a read, as JSON bytes.
    pub(super) fn bytes(body: Vec<u8>) -> Self {
        Self {
            body,
            effect: Effect::None,
            changed: Vec::new(),
            ignored: Vec::new(),
        }
    }

    /// The response to a write.
    pub(super) fn success(message: &str, data: &Value) -> Self {
        let body = wire::to_bytes(&wire::envelope("OK", 200, message, data));
        Self {
            body,
            effect: Effect::Done,
            changed: Vec::new(),
            ignored: Vec::new(),
        }
    }

    /// The response to a write that created something.
    pub(super) fn created(message: &str, id: impl Into<u32>) -> Self {
        Self::success(message, &json!({"id": id.into()}))
    }

    pub(super) fn with_ignored(mut self, parts: Vec<String>) -> Self {
        self.ignored = parts;
        self
    }

    pub(super) fn with_changed(mut self, contact: ContactId) -> Self {
        self.changed.push(contact);
        self
    }
}

/// The code of an error. Only `InvalidToken` and `Duplicate` are codes of the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ErrorCode {
    InvalidToken = 601,
    Duplicate = 612,
    NoAccess = 602,
    UnknownOperation = 603,
    NotFound = 604,
    InvalidBody = 605,
    InvalidValue = 606,
    NotPossible = 607,
}

/// An error that the API returns in an envelope.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ApiError {
    code: ErrorCode,
    message: String,
    data: Value,
}

impl ApiError {
    pub(crate) fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            data: json!([]),
        }
    }

    pub(super) fn invalid(message: impl Into<String>) -> Self {
        Self::new(ErrorCode::InvalidValue, message)
    }

    /// The item of the path does not exist.
    pub(super) fn not_found(kind: &str, id: &str) -> Self {
        Self::new(ErrorCode::NotFound, format!("There is no {kind} {id}"))
    }

    pub(super) fn with_data(mut self, data: Value) -> Self {
        self.data = data;
        self
    }

    /// The HTTP status. HTTP has one for a path that leads to nothing; the API has no known code for it.
    pub(crate) fn status(&self) -> u16 {
        match self.code {
            ErrorCode::NotFound => 404,
            _ => 200,
        }
    }

    /// The message with the code in front, as the API writes it.
    fn text(&self) -> String {
        format!("(#{}) {}", self.code as u16, self.message)
    }

    pub(crate) fn body(&self) -> Vec<u8> {
        wire::to_bytes(&wire::envelope(
            "ERROR",
            self.code as u16,
            &self.text(),
            &self.data,
        ))
    }
}

/// The response to a batch. Each result has the contact that changed, if the item is a contact.
pub(super) fn batch(
    message: &str,
    results: Vec<Result<Option<ContactId>, ApiError>>,
) -> HandlerResult {
    let total = results.len();
    let mut changed = Vec::new();
    let mut errors = Vec::new();
    for result in results {
        match result {
            Ok(contact) => changed.extend(contact),
            Err(error) => errors.push(json!({"message": error.text()})),
        }
    }
    if errors.is_empty() {
        let response = Response::success(message, &json!([]));
        return Ok(Response {
            changed,
            ..response
        });
    }
    let failed = errors.len();
    let data = json!({"errors": errors});
    if failed == total {
        return Err(ApiError::invalid("None of the items could be processed").with_data(data));
    }
    let response = Response::success(&format!("{message}; {failed} of {total} failed"), &data);
    Ok(Response {
        changed,
        ..response
    })
}
