//! The request that a handler receives.

use std::sync::LazyLock;

use serde_json::{Map, Value};

use super::response::{ApiError, ErrorCode};
use crate::query::Query;
use crate::wire;

pub(crate) struct Request<'a> {
    /// The value of the path parameter, or empty.
    pub(crate) parameter: &'a str,
    pub(crate) query: &'a Query,
    pub(crate) body: Body,
}

/// A body, which is parsed before the account is locked: that takes long for a large body.
#[derive(Debug)]
pub(crate) enum Body {
    Empty,
    Json(Value),
    Invalid(ApiError),
}

impl Body {
    pub(crate) fn parse(bytes: &[u8]) -> Self {
        let invalid = |message| Self::Invalid(ApiError::new(ErrorCode::InvalidBody, message));
        if bytes.is_empty() {
            return Self::Empty;
        }
        match serde_json::from_slice(bytes) {
            Err(error) => invalid(format!("The body is not JSON: {error}")),
            Ok(body) if is_deeper_than(MAX_DEPTH, &body) => {
                invalid(format!("The body has more than {MAX_DEPTH} levels"))
            }
            Ok(body) => Self::Json(body),
        }
    }
}

impl Request<'_> {
    /// The id in the path. `kind` names it in the error.
    pub(super) fn id<I: From<u32>>(&self, kind: &str) -> Result<I, ApiError> {
        let id = self.parameter.parse::<u32>();
        id.map(I::from)
            .map_err(|_| ApiError::not_found(kind, self.parameter))
    }

    /// The body as JSON.
    pub(super) fn json(&self) -> Result<&Value, ApiError> {
        match &self.body {
            Body::Json(body) => Ok(body),
            Body::Empty => Err(ApiError::new(ErrorCode::InvalidBody, "A body is required")),
            Body::Invalid(error) => Err(error.clone()),
        }
    }

    /// The body as a JSON object.
    pub(super) fn object(&self) -> Result<&Map<String, Value>, ApiError> {
        static EMPTY: LazyLock<Map<String, Value>> = LazyLock::new(Map::new);
        match self.json()? {
            Value::Object(members) => Ok(members),
            // A PHP client writes an object without members as `[]`.
            Value::Array(items) if items.is_empty() => Ok(&EMPTY),
            _ => Err(ApiError::new(
                ErrorCode::InvalidBody,
                "The body must be a JSON object",
            )),
        }
    }
}

/// The levels of arrays and objects in a body. A saved state wraps parts of bodies in a few more levels,
/// and `serde_json` reads 127.
const MAX_DEPTH: usize = 100;

fn is_deeper_than(levels: usize, value: &Value) -> bool {
    let Some(children) = wire::items(value) else {
        return false;
    };
    let mut children = children.into_iter();
    levels == 0 || children.any(|child| is_deeper_than(levels - 1, child))
}

/// A member that is set: clients send `null` for members that they do not set.
pub(super) fn set_member<'a>(members: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    members.get(name).filter(|value| !value.is_null())
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
