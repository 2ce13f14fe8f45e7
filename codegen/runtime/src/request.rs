//! Builds requests: those of the generated code, and those of the caller's own.

use std::fmt::Display;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::call::Call;
use crate::decode;
use crate::error::{Error, ErrorKind, Result};
use crate::excerpt::excerpt;
use crate::filter::{Conditions, QueryNames};
use crate::operation::{Method, Operation};
use crate::transport::Transport;

/// The operation of a custom request, in errors and logs.
const CUSTOM: Operation = Operation::new("request", Method::Get, "", "", "request");

/// What is encoded in a path segment: <https://url.spec.whatwg.org/#path-percent-encode-set>, and
/// the two characters that would end the segment or look encoded.
const PATH_SEGMENT: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'`')
    .add(b'{')
    .add(b'}')
    .add(b'/')
    .add(b'%');

/// Builds a request. For generated code.
#[doc(hidden)]
#[derive(Debug)]
pub struct RequestBuilder(reqwest::RequestBuilder);

impl Transport {
    /// Begins a request. For generated code.
    #[doc(hidden)]
    #[must_use]
    pub fn request(&self, method: Method, url: String) -> RequestBuilder {
        RequestBuilder(self.http().request(method.into(), url))
    }
}

impl RequestBuilder {
    /// Adds a query parameter, unless the value is `None`.
    #[must_use]
    pub fn query(self, name: &str, value: &impl Serialize) -> Self {
        Self(self.0.query(&[(name, value)]))
    }

    /// Adds the conditions of a filter: each is a parameter `condition[field]`, and a parameter
    /// `value[field]` for each name in `values`.
    #[must_use]
    pub fn filter<'f, F>(
        self,
        filter: impl Into<Option<&'f F>>,
        condition: &'static str,
        values: &'static [&'static str],
    ) -> Self
    where
        F: AsRef<Conditions> + 'f,
    {
        match filter.into() {
            Some(filter) => {
                let conditions = filter.as_ref().query(QueryNames { condition, values });
                Self(self.0.query(&conditions))
            }
            None => self,
        }
    }

    /// Sets the body: `value` as JSON.
    #[must_use]
    pub fn json(self, value: &(impl Serialize + ?Sized)) -> Self {
        Self(self.0.json(value))
    }

    /// Builds the request.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Request`] if the URL is not one, or a value cannot be serialized.
    pub fn build(self) -> Result<reqwest::Request> {
        self.0.build().map_err(|error| {
            Error::new(ErrorKind::Request, "the request could not be built")
                .with_source(error.without_url())
                .not_sent()
        })
    }
}

/// Encodes a value as one segment of a path. For generated code.
///
/// # Errors
///
/// [`ErrorKind::Request`] for an empty text, `.`, `..`, and a text with a backslash: URLs read them
/// as another path.
#[doc(hidden)]
pub fn path_segment(value: impl Display) -> Result<String> {
    let text = value.to_string();
    if matches!(text.as_str(), "" | "." | "..") || text.contains('\\') {
        let detail = format!(
            "`{}` cannot be sent as a part of the path",
            excerpt(text.as_bytes())
        );
        return Err(Error::new(ErrorKind::Request, detail).not_sent());
    }
    Ok(utf8_percent_encode(&text, PATH_SEGMENT).to_string())
}

/// A request of the caller's own making, for what the client has no method for.
///
/// The key is added, and failures in the response are errors, as with every call. It is retried
/// only if it was not sent or was rejected with status 429.
#[derive(Debug)]
#[must_use = "a request is not sent until `send` is called and awaited"]
pub struct Request<'c> {
    transport: &'c Transport,
    builder: RequestBuilder,
}

impl<'c> Request<'c> {
    /// A request for `path`, below the base URL. For generated code.
    #[doc(hidden)]
    pub fn new(transport: &'c Transport, method: Method, path: &str) -> Self {
        let url = format!("{}/{}", transport.base_url(), path.trim_start_matches('/'));
        let builder = transport.request(method, url);
        Self { transport, builder }
    }

    /// Adds a query parameter.
    pub fn query(self, name: &str, value: &str) -> Self {
        let builder = self.builder.query(name, &value);
        Self { builder, ..self }
    }

    /// Sets the body: `value` as JSON.
    pub fn json(self, value: &(impl Serialize + ?Sized)) -> Self {
        let builder = self.builder.json(value);
        Self { builder, ..self }
    }

    /// The call that sends the request and decodes the JSON of the response as a `T`.
    pub fn send<T: DeserializeOwned + Send + 'c>(self) -> Call<'c, T> {
        let request = self.builder.build();
        self.transport.call(&CUSTOM, request, decode::value)
    }
}
