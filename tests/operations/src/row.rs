//! One operation of the table.

use std::future::Future;
use std::num::NonZeroU64;
use std::pin::Pin;

use hellodialog::{Client, Error, OPERATIONS, Operation};
use serde::Serialize;
use serde_json::{Value, json};

use crate::samples::sample;

/// A call in progress. The type requires that the future of every operation is `Send`.
pub type Pending = Pin<Box<dyn Future<Output = Result<Value, Error>> + Send>>;

/// The number of the second page.
pub(crate) const SECOND_PAGE: NonZeroU64 = NonZeroU64::MIN.saturating_add(1);

/// Makes a call and returns the decoded response, see [`natural`].
pub type Call = fn(Client) -> Pending;

/// One exchange with the demo account.
#[derive(Debug, Clone)]
pub struct Row {
    /// The id of the operation.
    pub operation: &'static str,
    /// Method and path below the base URL: `GET /contacts/23`.
    pub request: &'static str,
    /// The query parameters except the key, sorted.
    pub query: &'static [(&'static str, &'static str)],
    /// The headers that only this operation sends, among them `cookie`; names in lower case.
    pub headers: &'static [(&'static str, &'static str)],
    /// The body of the request, as JSON.
    pub body: Option<Value>,
    /// The fields of a multipart body, in order.
    pub form: &'static [(&'static str, &'static str)],
    /// The response. Of a collection it has some of the entries; everything else is complete.
    pub response: Value,
    /// What the response is written in.
    pub media: Media,
    /// The response as the client decodes it, in natural JSON types.
    pub decoded: Value,
    /// The call that sends the request.
    pub call: Call,
    /// A call that the account refuses, for operations that it can refuse.
    pub refused: Option<(Refusal, Call)>,
    /// Whether the response is the confirmation of a write.
    pub is_confirmed: bool,
    /// Whether the emulator has the operation.
    pub is_emulated: bool,
    /// How many items a full page has, of a search with pages.
    pub page_size: Option<u32>,
    /// Whether the response is the only item of a collection.
    pub is_in_collection: bool,
    /// The form of the response, as far as tests distinguish it.
    pub form_of_response: ResponseForm,
}

/// The form of a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResponseForm {
    /// One type.
    One,
    /// A map, whose entries are of one type.
    Map,
    /// One of several types.
    Union,
}

/// What a response is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Media {
    Json,
    /// A text with this media type. The response of the row is a string.
    Text(&'static str),
    /// There is no body, and the status is 204. The response of the row is null.
    Nothing,
}

/// How the account refuses a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// With an error code of the API.
    Code(i64),
    /// With an empty collection.
    Empty,
}

/// A [`Call`]: `call!(client => client.ping().get())`.
#[macro_export]
macro_rules! call {
    ($client:ident => $call:expr) => {
        |$client: hellodialog::Client| Box::pin(async move { Ok($crate::natural(&$call.await?)) })
    };
}

impl Row {
    /// An operation that reads: no body.
    #[must_use]
    pub fn read(
        operation: &'static str,
        request: &'static str,
        response: Value,
        decoded: Value,
        call: Call,
    ) -> Self {
        Self {
            operation,
            request,
            query: &[],
            headers: &[],
            body: None,
            form: &[],
            response,
            media: Media::Json,
            decoded,
            call,
            refused: None,
            is_confirmed: false,
            is_emulated: true,
            page_size: None,
            is_in_collection: false,
            form_of_response: ResponseForm::One,
        }
    }

    /// An operation that writes. The response confirms it with `message`; `id` is the id in its data.
    #[must_use]
    pub fn write(
        operation: &'static str,
        request: &'static str,
        body: Option<Value>,
        (message, id): (&str, Option<u64>),
        call: Call,
    ) -> Self {
        let data = id.map_or_else(|| json!([]), |id| json!({ "id": id }));
        let confirmation = json!({"status": "OK", "code": 200, "message": message, "data": data});
        let response = json!({ "result": confirmation });
        Self {
            body,
            is_confirmed: true,
            ..Self::read(operation, request, response, confirmation, call)
        }
    }

    /// A write with the response that the docs print: a confirmation without members.
    pub(crate) fn written(
        operation: &'static str,
        request: &'static str,
        body: Value,
        call: Call,
    ) -> Self {
        Self {
            response: sample(operation),
            decoded: json!({}),
            ..Self::write(operation, request, Some(body), ("", None), call)
        }
    }

    /// The same call with another response.
    pub(crate) fn with(&self, response: Value, decoded: Value) -> Self {
        Self {
            response,
            decoded,
            ..self.clone()
        }
    }

    /// The same call without results: an empty list or an empty object.
    pub(crate) fn empty(&self, decoded: &Value) -> Vec<Self> {
        [json!([]), json!({})]
            .map(|response| self.with(response, decoded.clone()))
            .to_vec()
    }

    /// The confirmation of a batch: its data is typed, and what is empty is left out.
    pub(crate) fn batch(mut self) -> Self {
        if let Some(members) = self.decoded.as_object_mut() {
            members.remove("data");
        }
        self
    }

    /// Adds the query parameters, sorted.
    #[must_use]
    pub fn query(mut self, query: &'static [(&'static str, &'static str)]) -> Self {
        self.query = query;
        self
    }

    /// Adds the headers that only this operation sends.
    #[must_use]
    pub fn headers(mut self, headers: &'static [(&'static str, &'static str)]) -> Self {
        self.headers = headers;
        self
    }

    /// The body is a form with these fields.
    #[must_use]
    pub fn form(mut self, form: &'static [(&'static str, &'static str)]) -> Self {
        self.form = form;
        self
    }

    /// The response is a map.
    pub(crate) fn map(mut self) -> Self {
        self.form_of_response = ResponseForm::Map;
        self
    }

    /// The response is one of several types.
    pub(crate) fn union(mut self) -> Self {
        self.form_of_response = ResponseForm::Union;
        self
    }

    /// The response is the only item of a collection.
    pub(crate) fn in_collection(mut self) -> Self {
        self.is_in_collection = true;
        self
    }

    /// The response is a page of at most so many items.
    #[must_use]
    pub fn pages_of(mut self, size: u32) -> Self {
        self.page_size = Some(size);
        self
    }

    /// The response is not JSON.
    #[must_use]
    pub fn media(mut self, media: Media) -> Self {
        self.media = media;
        self
    }

    /// The emulator does not have the operation (yet). Only the tests of the client use the row.
    #[must_use]
    pub fn not_emulated(mut self) -> Self {
        self.is_emulated = false;
        self
    }

    /// The account refuses `call` with an error code.
    pub(crate) fn refused(mut self, code: i64, call: Call) -> Self {
        self.refused = Some((Refusal::Code(code), call));
        self
    }

    /// The account answers `call` with an empty collection.
    pub(crate) fn missing(mut self, call: Call) -> Self {
        self.refused = Some((Refusal::Empty, call));
        self
    }

    /// What the client knows of the operation.
    ///
    /// # Panics
    /// If the client has no such operation.
    #[must_use]
    pub fn known(&self) -> &'static Operation {
        let mut operations = OPERATIONS.iter();
        let known = operations.find(|known| known.id == self.operation);
        known.unwrap_or_else(|| panic!("the client has no {}", self.operation))
    }

    /// Whether a call that succeeds changes or sends something. `getLogin` creates a link.
    #[must_use]
    pub fn writes(&self) -> bool {
        !self.request.starts_with("GET ") || self.operation == "getLogin"
    }
}

/// A decoded response in the natural JSON type of each value.
///
/// # Panics
/// If the value cannot be written as JSON.
#[must_use]
pub fn natural<T: Serialize>(response: &T) -> Value {
    serde_json::to_value(response).expect("a response can be written")
}
