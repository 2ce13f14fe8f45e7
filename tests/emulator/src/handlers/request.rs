//! The request that a handler receives.

use serde_json::{Map, Value};

use super::response::{ApiError, ErrorCode};
use crate::query::Query;
use crate::wire;

pub(crate) struct Request<'a> {
    /// The value of the path parameter, or empty.
    pub(crate) parameter: &'a str,
    pub(crate) query: &'a Query,
    pub(crate) body: &'a [u8],
}

impl Request<'_> {
    /// The id in the path. `kind` names it in the error.
    pub(super) fn id<I: From<u32>>(&self, kind: &str) -> Result<I, ApiError> {
        let id = self.parameter.parse::<u32>();
        id.map(I::from)
            .map_err(|_| ApiError::not_found(kind, self.parameter))
    }

    /// The body as JSON.
    pub(super) fn json(&self) -> Result<Value, ApiError> {
        serde_json::from_slice(self.body).map_err(|error| {
            ApiError::new(
                ErrorCode::InvalidBody,
                format!("The body is not JSON: {error}"),
            )
        })
    }

    /// The body as a JSON object.
    pub(super) fn object(&self) -> Result<Map<String, Value>, ApiError> {
        match self.json()? {
            Value::Object(members) => Ok(members),
            // A PHP client writes an object without members as `[]`.
            Value::Array(items) if items.is_empty() => Ok(Map::new()),
            _ => Err(ApiError::new(
                ErrorCode::InvalidBody,
                "The body must be a JSON object",
            )),
        }
    }
}

/// The text of a required member.
pub(super) fn required_text(members: &Map<String, Value>, name: &str) -> Result<String, ApiError> {
    let text = optional_text(members, name).filter(|text| !text.trim().is_empty());
    text.ok_or_else(|| ApiError::invalid(format!("{name} is required")))
}

/// The text of an optional member.
pub(super) fn optional_text(members: &Map<String, Value>, name: &str) -> Option<String> {
    members.get(name).and_then(wire::text)
}
