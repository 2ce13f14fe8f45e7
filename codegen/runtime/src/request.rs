//! Requests that no method makes.

use reqwest::RequestBuilder;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::call::Call;
use crate::error::{Error, ErrorKind};
use crate::operation::{Method, Operation};
use crate::seam;
use crate::transport::Transport;

/// What errors and logs call such a request.
const CUSTOM: Operation = Operation::new("request", Method::Get, "", "", "request");

/// A request of the caller's own making, for what the API can do and the client has no method for.
///
/// It goes the way of every other: the key is added, failures in the answer are errors. It is never
/// repeated unless it was not sent or was refused outright.
#[derive(Debug)]
#[must_use = "a request is not sent until `send` is called and awaited"]
pub struct Request<'c> {
    transport: &'c Transport,
    request: RequestBuilder,
}

impl<'c> Request<'c> {
    /// A request for `path`, below the base URL. For generated code.
    #[doc(hidden)]
    pub fn new(transport: &'c Transport, method: Method, path: &str) -> Self {
        let url = format!("{}/{}", transport.base_url(), path.trim_start_matches('/'));
        let request = transport.http().request(method.into(), url);
        Self { transport, request }
    }

    /// Adds a query parameter.
    pub fn query(self, name: &str, value: &str) -> Self {
        let request = self.request.query(&[(name, value)]);
        Self { request, ..self }
    }

    /// Sets the body: `value` as JSON.
    pub fn json(self, value: &(impl Serialize + ?Sized)) -> Self {
        let request = self.request.json(value);
        Self { request, ..self }
    }

    /// The call that sends the request and reads the answer, JSON, as a `T`.
    pub fn send<T: DeserializeOwned + Send + 'c>(self) -> Call<'c, T> {
        let Self { transport, request } = self;
        Call::new(move |options| async move {
            let request = request.build().map_err(unsendable)?;
            let transport = transport.for_call(&CUSTOM, options);
            let response = transport.exec(request, CUSTOM.id).await;
            transport.answer(seam::read(response).await, CUSTOM.id)
        })
    }
}

fn unsendable(error: reqwest::Error) -> Error {
    Error::new(ErrorKind::Request, "the request cannot be made").with_source(error.without_url())
}
