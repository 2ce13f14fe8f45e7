//! One operation of the table.

use std::future::Future;
use std::pin::Pin;

use hellodialog::{Client, Error, OPERATIONS, Operation};
use serde::Serialize;
use serde_json::{Value, json};

/// A call in progress. The type requires that the future of every operation is `Send`.
pub type Pending = Pin<Box<dyn Future<Output = Result<Value, Error>> + Send>>;

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
    /// The body of the request.
    pub body: Option<Value>,
    /// The response. Of a collection it has some of the entries; everything else is complete.
    pub response: Value,
    /// The response as the client decodes it, in natural JSON types.
    pub decoded: Value,
    /// The call that sends the request.
    pub call: Call,
    /// A call that the account refuses, for operations that it can refuse.
    pub refused: Option<(Refusal, Call)>,
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
            body: None,
            response,
            decoded,
            call,
            refused: None,
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
            ..Self::read(operation, request, response, confirmation, call)
        }
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
