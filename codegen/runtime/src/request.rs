//! Builds requests: those of the generated code, and those of the caller's own.

mod path;

use bytes::Bytes;
use reqwest::header::{ACCEPT, CONTENT_TYPE, COOKIE};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::value::{RawValue, to_raw_value};

use crate::call::Call;
use crate::decode::{self, Decode};
use crate::error::{Error, ErrorKind, Result};
use crate::filter::{Conditions, QueryNames};
use crate::multipart::Multipart;
use crate::operation::{Method, Operation};
use crate::style::{Layout, ParameterStyle};
use crate::transport::Transport;
use crate::wire::{Parts, check};

pub use self::path::{PathValue, Styled};

/// The operation of a custom request, in errors and logs.
const CUSTOM: Operation =
    Operation::new("request", Method::Get, "", "", "request").with_unknown_security();

/// Builds a request. For generated code.
#[doc(hidden)]
#[derive(Debug)]
pub struct RequestBuilder<'c> {
    transport: &'c Transport,
    operation: &'static Operation,
    inner: reqwest::RequestBuilder,
    /// Encoded parameters for the end of the query.
    query: Vec<String>,
    cookies: Vec<String>,
    /// The first error.
    error: Option<Error>,
}

impl Transport {
    /// Begins the request of an operation, with a value for each name in its path. For generated code.
    #[doc(hidden)]
    #[must_use]
    pub fn request(
        &self,
        operation: &'static Operation,
        values: &[(&str, &dyn PathValue)],
    ) -> RequestBuilder<'_> {
        let mut url = self.base_url_of(operation);
        let filled = path::fill(operation.path, values, &mut url);
        RequestBuilder {
            error: filled.err(),
            ..RequestBuilder::new(self, operation, operation.method, &url)
        }
    }
}

impl<'c> RequestBuilder<'c> {
    fn new(
        transport: &'c Transport,
        operation: &'static Operation,
        method: Method,
        url: &str,
    ) -> Self {
        Self {
            transport,
            operation,
            inner: transport.http().request(method.to_reqwest(), url),
            query: Vec::new(),
            cookies: Vec::new(),
            error: None,
        }
    }

    fn map(self, change: impl FnOnce(reqwest::RequestBuilder) -> reqwest::RequestBuilder) -> Self {
        Self {
            inner: change(self.inner),
            ..self
        }
    }

    /// Checks that JSON can carry `value`; the first value that it cannot carry is the error of the
    /// request.
    fn check(&mut self, value: &(impl Serialize + ?Sized)) {
        if let Err(unsendable) = check(value) {
            let detail = format!("the request cannot be sent: {unsendable}");
            let error = Error::new(ErrorKind::Request, detail).not_sent();
            self.error.get_or_insert(error);
        }
    }

    /// The value as JSON; the first value that has none is the error of the request.
    fn value(&mut self, value: &(impl Serialize + ?Sized)) -> Box<RawValue> {
        self.check(value);
        to_raw_value(value).unwrap_or_else(|error| {
            let error = Error::new(ErrorKind::Request, "a parameter could not be written")
                .with_source(error)
                .not_sent();
            self.error.get_or_insert(error);
            RawValue::NULL.to_owned()
        })
    }

    /// Adds a query parameter, unless the value is `None`.
    #[must_use]
    pub fn query(self, name: &str, value: &impl Serialize) -> Self {
        self.map(|inner| inner.query(&[(name, value)]))
    }

    /// Adds a query parameter in one of the styles of OpenAPI, unless the value is `None`.
    #[must_use]
    pub fn styled_query(mut self, name: &str, layout: Layout, value: &impl Serialize) -> Self {
        let value = self.value(value);
        self.query.extend(layout.query(name, &value));
        self
    }

    /// Adds a query parameter that is JSON, unless the value is `None`.
    #[must_use]
    pub fn json_query(mut self, name: &str, value: &impl Serialize) -> Self {
        let value = self.value(value);
        match value.get() {
            "null" => self,
            json => self.query(name, &json),
        }
    }

    /// Adds a header, unless the value is `None`.
    #[must_use]
    pub fn header(self, name: &str, value: &impl Serialize) -> Self {
        self.styled_header(name, ParameterStyle::Simple.joined(), value)
    }

    /// Adds a header in one of the styles of OpenAPI, unless the value is `None`.
    #[must_use]
    pub fn styled_header(mut self, name: &str, layout: Layout, value: &impl Serialize) -> Self {
        match layout.header(&self.value(value)) {
            Some(text) => self.map(|inner| inner.header(name, text)),
            None => self,
        }
    }

    /// Adds a cookie, unless the value is `None`.
    #[must_use]
    pub fn cookie(mut self, name: &str, value: &impl Serialize) -> Self {
        let value = self.value(value);
        let cookies = ParameterStyle::Form.joined().query(name, &value);
        self.cookies.extend(cookies);
        self
    }

    /// Asks for this media type in place of `application/json`.
    #[must_use]
    pub fn accept(self, media_type: &str) -> Self {
        self.map(|inner| inner.header(ACCEPT, media_type))
    }

    /// Adds the conditions of a filter: each is a parameter `condition[field]`, and a parameter
    /// `value[field]` for each name in `values`.
    #[must_use]
    pub fn filter<'f, F>(
        mut self,
        filter: impl Into<Option<&'f F>>,
        condition: &'static str,
        values: &'static [&'static str],
    ) -> Self
    where
        F: AsRef<Conditions> + 'f,
    {
        let Some(filter) = filter.into().map(AsRef::as_ref) else {
            return self;
        };
        if let Err(detail) = filter.check() {
            let error = Error::new(ErrorKind::Request, detail).not_sent();
            self.error.get_or_insert(error);
            return self;
        }
        let conditions = filter.query(QueryNames { condition, values });
        self.map(|inner| inner.query(&conditions))
    }

    /// Sets the body: `value` as JSON.
    #[must_use]
    pub fn json(mut self, value: &(impl Serialize + ?Sized)) -> Self {
        self.check(value);
        self.map(|inner| inner.json(value))
    }

    /// Sets the body: `value` as JSON of another media type.
    #[must_use]
    pub fn json_as(mut self, media_type: &str, value: &(impl Serialize + ?Sized)) -> Self {
        self.check(value);
        self.map(|inner| inner.header(CONTENT_TYPE, media_type).json(value))
    }

    /// Sets the body: the members of `value` as an HTML form. `layouts` says how some of them are
    /// written; of the others, an array is repeated and an object is JSON.
    #[must_use]
    pub fn form(
        mut self,
        value: &(impl Serialize + ?Sized),
        layouts: &[(&'static str, Layout)],
    ) -> Self {
        let value = self.value(value);
        let body = match Parts::of(&value) {
            Parts::Object(members) => {
                let members = members.iter();
                let pairs = members.flat_map(|(name, member)| form_member(name, member, layouts));
                pairs.collect::<Vec<String>>().join("&")
            }
            Parts::Null => String::new(),
            Parts::Scalar(_) | Parts::List(_) => {
                let detail = "a form is made of an object";
                let error = Error::new(ErrorKind::Request, detail).not_sent();
                self.error.get_or_insert(error);
                String::new()
            }
        };
        self.text("application/x-www-form-urlencoded", &body)
    }

    /// Sets the body: named parts.
    #[must_use]
    pub fn multipart(self, body: &Multipart) -> Self {
        self.multipart_as("multipart/form-data", body)
    }

    /// Sets the body: named parts, as another multipart type.
    #[must_use]
    pub fn multipart_as(mut self, media_type: &str, body: &Multipart) -> Self {
        match body.encode(media_type) {
            Ok((content_type, body)) => self.bytes(&content_type, body),
            Err(error) => {
                self.error.get_or_insert(error);
                self
            }
        }
    }

    /// Sets the body: a text of this media type.
    #[must_use]
    pub fn text(self, media_type: &str, body: &str) -> Self {
        self.map(|inner| inner.header(CONTENT_TYPE, media_type).body(body.to_owned()))
    }

    /// Sets the body: bytes of this media type.
    #[must_use]
    pub fn bytes(self, media_type: &str, body: Bytes) -> Self {
        self.map(|inner| inner.header(CONTENT_TYPE, media_type).body(body))
    }

    /// Sets the body with `set`, if there is one.
    #[must_use]
    pub fn optional<T>(self, body: Option<T>, set: impl FnOnce(Self, T) -> Self) -> Self {
        match body {
            Some(body) => set(self, body),
            None => self,
        }
    }

    /// Builds the request.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Request`] if the URL is not one, or a value cannot be serialized: a float that is
    /// not finite, an object with a key twice.
    pub fn build(self) -> Result<reqwest::Request> {
        let Self {
            mut inner,
            query,
            cookies,
            error,
            ..
        } = self;
        if let Some(error) = error {
            return Err(error);
        }
        if !cookies.is_empty() {
            inner = inner.header(COOKIE, cookies.join("; "));
        }
        let mut request = inner.build().map_err(|error| {
            Error::new(ErrorKind::Request, "the request could not be built")
                .with_source(error.without_url())
                .not_sent()
        })?;
        if !query.is_empty() {
            let before = request.url().query().filter(|before| !before.is_empty());
            let all: Vec<&str> = before
                .into_iter()
                .chain(query.iter().map(String::as_str))
                .collect();
            let all = all.join("&");
            request.url_mut().set_query(Some(&all));
        }
        Ok(request)
    }

    /// The call that sends the request and decodes its response.
    pub fn call<'r, T: Send + 'r>(self, decode: Decode<T>) -> Call<'r, T> {
        let (transport, operation) = (self.transport, self.operation);
        transport.call(operation, self.build(), decode)
    }
}

/// The pairs of a form that a member is written as.
fn form_member(name: &str, member: &RawValue, layouts: &[(&'static str, Layout)]) -> Vec<String> {
    let exploded = ParameterStyle::Form.exploded();
    let described = layouts.iter().find(|(described, _)| *described == name);
    match (described, Parts::of(member)) {
        (Some((_, layout)), _) => layout.query(name, member),
        (None, Parts::Object(_)) => {
            let json = to_raw_value(member.get());
            json.map_or_else(|_| Vec::new(), |json| exploded.query(name, &json))
        }
        (None, _) => exploded.query(name, member),
    }
}

/// A request of the caller's own making, for what the client has no method for.
///
/// The key is added, and failures in the response are errors, as with every call. It is retried
/// only if it was not sent or was rejected with status 429.
#[derive(Debug)]
#[must_use = "a request is not sent until `send` is called and awaited"]
pub struct Request<'c>(RequestBuilder<'c>);

impl<'c> Request<'c> {
    /// A request for `path`, below the base URL. For generated code.
    #[doc(hidden)]
    pub fn new(transport: &'c Transport, method: Method, path: &str) -> Self {
        let url = format!("{}/{}", transport.base_url(), path.trim_start_matches('/'));
        Self(RequestBuilder::new(transport, &CUSTOM, method, &url))
    }

    /// Adds a query parameter.
    pub fn query(self, name: &str, value: &str) -> Self {
        Self(self.0.query(name, &value))
    }

    /// Sets the body: `value` as JSON.
    pub fn json(self, value: &(impl Serialize + ?Sized)) -> Self {
        Self(self.0.json(value))
    }

    /// The call that sends the request and decodes the JSON of the response as a `T`.
    pub fn send<T: DeserializeOwned + Send + 'c>(self) -> Call<'c, T> {
        self.0.call(decode::exact)
    }
}

#[cfg(test)]
mod tests {
    use serde::Serialize;
    use serde_json::value::{RawValue, to_raw_value};

    use super::form_member;
    use crate::style::ParameterStyle;
    use crate::wire::Parts;

    #[derive(Serialize)]
    struct Form {
        zone: u8,
        address: Address,
        amounts: Vec<Box<RawValue>>,
        absent: Option<u8>,
    }

    #[derive(Serialize)]
    struct Address {
        street: &'static str,
        city: &'static str,
    }

    #[test]
    fn a_form_is_in_the_order_of_the_struct() {
        let digits = ["49.90", "12345678901234567890123"];
        let form = Form {
            zone: 1,
            address: Address {
                street: "a b",
                city: "c",
            },
            amounts: digits
                .map(|digits| RawValue::from_string(digits.to_owned()).expect("a number"))
                .into(),
            absent: None,
        };
        let text = to_raw_value(&form).expect("JSON");
        let Parts::Object(members) = Parts::of(&text) else {
            panic!("an object")
        };
        let form = |layouts: &[_]| -> String {
            let members = members.iter();
            let pairs = members.flat_map(|(name, member)| form_member(name, member, layouts));
            pairs.collect::<Vec<_>>().join("&")
        };
        let amounts = "amounts=49.90&amounts=12345678901234567890123";
        assert_eq!(
            form(&[]),
            format!(
                "zone=1&address=%7B%22street%22%3A%22a%20b%22%2C%22city%22%3A%22c%22%7D&{amounts}"
            )
        );
        let deep = [("address", ParameterStyle::DeepObject.exploded())];
        assert_eq!(
            form(&deep),
            format!("zone=1&address%5Bstreet%5D=a%20b&address%5Bcity%5D=c&{amounts}")
        );
    }
}
