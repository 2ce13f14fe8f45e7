//! How a failure of ours gets past progenitor.
//!
//! progenitor lets a client take over sending, through a hook that may return nothing but a
//! `reqwest` result: a response, or an error that only `reqwest` can make. An error of ours has to
//! cross that, whole. So it travels as a response with a status that no operation declares, inside
//! its extensions; progenitor hands such a response back unread, and here the error is taken out
//! again. Both ends of the crossing are in this file.

use std::sync::Arc;

use indexmap::IndexMap;
use progenitor_client::{Error as Unread, ResponseValue};
use reqwest::StatusCode;
use serde::de::DeserializeOwned;

use crate::error::{Error, ErrorKind, Result};
use crate::excerpt::excerpt;
use crate::key::ApiKey;

/// Not an assigned status, so no operation can expect it.
const CARRIER: u16 = 599;

/// The error on its way. Extensions must be cloneable, hence the `Arc`; there is only ever one.
#[derive(Clone)]
struct Carried(Arc<Error>);

/// Packs `error` into a response.
pub(crate) fn carry(error: Error) -> reqwest::Response {
    let mut response = http::Response::new(reqwest::Body::default());
    *response.status_mut() = StatusCode::from_u16(CARRIER).unwrap_or(StatusCode::BAD_GATEWAY);
    response.extensions_mut().insert(Carried(Arc::new(error)));
    response.into()
}

/// What a call of the plain layer came to: its value, or the error that it carries. What is quoted
/// of the answer does not show the `key`.
///
/// # Errors
///
/// The error of the transport, as it went in; [`ErrorKind::Decode`] if the answer does not fit
/// `T`, with the place in it.
pub(crate) fn answer<T: DeserializeOwned>(
    result: Result<ResponseValue<T>, Unread<()>>,
    operation: &'static str,
    key: &ApiKey,
) -> Result<T> {
    let error = match result {
        Ok(value) => return Ok(value.into_inner()),
        Err(error) => error,
    };
    let error = match error {
        Unread::UnexpectedResponse(response) => unpack(response),
        Unread::InvalidResponsePayload(body, error) => {
            let body = key.redact_body(body);
            locate::<T>(&body, error).with_body(&body)
        }
        Unread::CommunicationError(error)
        | Unread::InvalidUpgrade(error)
        | Unread::ResponseBodyError(error) => Error::transport(error),
        Unread::InvalidRequest(why) | Unread::Custom(why) => Error::new(
            ErrorKind::Request,
            format!("the request could not be built: {why}"),
        ),
        Unread::ErrorResponse(response) => unexpected(response.status()),
    };
    Err(error.with_operation(operation))
}

/// What a request came to that no method of the plain layer made.
pub(crate) async fn read<T: DeserializeOwned>(
    sent: reqwest::Result<reqwest::Response>,
) -> Result<ResponseValue<T>, Unread<()>> {
    match sent {
        Ok(response) if response.status() == StatusCode::OK => {
            ResponseValue::from_response(response).await
        }
        Ok(response) => Err(Unread::UnexpectedResponse(response)),
        Err(error) => Err(Unread::CommunicationError(error)),
    }
}

/// A text that is to be one segment of a path, if it can be one: what URLs take for a step up, for
/// nothing, or for a slash would reach another path.
///
/// # Errors
///
/// [`ErrorKind::Request`] for an empty text, `.`, `..`, and one with a backslash in it.
pub fn segment<'a>(text: &'a str, operation: &'static str) -> Result<&'a str> {
    if matches!(text, "" | "." | "..") || text.contains('\\') {
        let detail = format!(
            "`{}` cannot be sent as a part of the path",
            excerpt(text.as_bytes())
        );
        return Err(Error::new(ErrorKind::Request, detail).with_operation(operation));
    }
    Ok(text)
}

/// A body as that of another operation, whose fields are among its own or free.
///
/// # Errors
///
/// [`ErrorKind::Request`] if it does not fit.
pub fn convert<T: DeserializeOwned>(
    body: &impl serde::Serialize,
    operation: &'static str,
) -> Result<T> {
    serde_json::to_value(body)
        .and_then(serde_json::from_value)
        .map_err(|error| {
            Error::new(
                ErrorKind::Request,
                "the body does not fit the other operation",
            )
            .with_source(error)
            .with_operation(operation)
        })
}

fn unpack(mut response: reqwest::Response) -> Error {
    let carried: Option<Carried> = response.extensions_mut().remove();
    carried
        .and_then(|Carried(error)| Arc::into_inner(error))
        .unwrap_or_else(|| unexpected(response.status()))
}

fn unexpected(status: StatusCode) -> Error {
    let detail = format!("the server answered HTTP status {}", status.as_u16());
    Error::new(ErrorKind::Status, detail).with_status(status.as_u16())
}

/// Reads `body` once more to find out where it does not fit: the path costs time, and only a
/// failure needs it.
fn locate<T: DeserializeOwned>(body: &[u8], error: serde_json::Error) -> Error {
    let mut deserializer = serde_json::Deserializer::from_slice(body);
    match serde_path_to_error::deserialize::<_, T>(&mut deserializer) {
        Err(located) => {
            let path = located.path().to_string();
            // What broke off before it had a name ends in a question mark.
            let path = path.trim_end_matches(".?");
            // A lone dot is the whole body.
            let path = (!matches!(path, "." | "?")).then_some(path);
            Error::decode(body, path, located.into_inner())
        }
        // It fits, and there is more after it.
        Ok(_) => Error::decode(body, None, error),
    }
}

/// The one item of `items`, for an operation that answers a list where one thing was asked for.
///
/// # Errors
///
/// [`ErrorKind::NotFound`] if there is none, [`ErrorKind::Decode`] if there are several.
pub fn only<T>(items: Vec<T>, operation: &'static str) -> Result<T> {
    single(items.into_iter(), operation)
}

/// The one value of `items`, whatever its key; as [`only`].
///
/// # Errors
///
/// [`ErrorKind::NotFound`] if there is none, [`ErrorKind::Decode`] if there are several.
pub fn only_keyed<K, T>(items: IndexMap<K, T>, operation: &'static str) -> Result<T> {
    single(items.into_values(), operation)
}

fn single<T>(mut items: impl ExactSizeIterator<Item = T>, operation: &str) -> Result<T> {
    let count = items.len();
    match items.next() {
        Some(item) if count == 1 => Ok(item),
        Some(_) => {
            let detail = format!("the answer holds {count} items where one was asked for");
            Err(Error::new(ErrorKind::Decode, detail).with_operation(operation))
        }
        None => {
            let error = Error::new(ErrorKind::NotFound, "there is no such thing");
            Err(error.with_operation(operation))
        }
    }
}
