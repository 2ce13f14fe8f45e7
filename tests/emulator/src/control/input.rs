//! Reads the query and the body of a request to the control path.

use std::str::FromStr;

use serde::de::DeserializeOwned;

use super::reply::Problem;
use crate::service::HttpRequest;

/// The parts of a request that a handler reads.
pub(super) struct Input<'a> {
    pub(super) request: &'a HttpRequest,
    /// The value of the path parameter, or empty.
    pub(super) parameter: &'a str,
}

impl Input<'_> {
    pub(super) fn body(&self) -> &[u8] {
        &self.request.body
    }

    /// The body as JSON. An empty body is the default.
    pub(super) fn json<T: DeserializeOwned + Default>(&self) -> Result<T, Problem> {
        if self.body().is_empty() {
            return Ok(T::default());
        }
        let mut deserializer = serde_json::Deserializer::from_slice(self.body());
        let value = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
            Problem::bad_request(format!("{}: {}", error.path(), error.inner()))
        })?;
        deserializer
            .end()
            .map_err(|error| Problem::bad_request(error.to_string()))?;
        Ok(value)
    }

    /// The text of a parameter of the query.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.request.query.get(name)
    }

    /// A parameter of the query. `expected` describes its values in the error.
    pub(super) fn get<T: FromStr>(&self, name: &str, expected: &str) -> Result<Option<T>, Problem> {
        let parse = |text: &str| {
            text.parse().map_err(|_| {
                Problem::bad_request(format!("{name} takes {expected}; found {text:?}"))
            })
        };
        self.text(name).map(parse).transpose()
    }
}
