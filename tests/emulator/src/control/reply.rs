//! The replies of the control path.

use hyper::header::ALLOW;
use serde_json::{Value, json};

use crate::http_response::{HTML, HttpResponse, JSON};

/// A problem in the form of RFC 9457.
const PROBLEM: &str = "application/problem+json";
const YAML: &str = "application/yaml";

#[derive(Debug)]
pub(super) struct Reply {
    content_type: &'static str,
    body: Vec<u8>,
}

impl Reply {
    pub(super) fn json(value: &Value) -> Self {
        Self::json_bytes(value.to_string().into_bytes())
    }

    pub(super) fn json_bytes(body: Vec<u8>) -> Self {
        Self {
            content_type: JSON,
            body,
        }
    }

    pub(super) fn html(page: String) -> Self {
        Self {
            content_type: HTML,
            body: page.into_bytes(),
        }
    }

    pub(super) fn yaml(text: &str) -> Self {
        Self {
            content_type: YAML,
            body: text.as_bytes().to_vec(),
        }
    }

    pub(super) fn response(self) -> HttpResponse {
        HttpResponse {
            content_type: self.content_type,
            ..HttpResponse::json(200, self.body)
        }
    }
}

/// Why a request to the control path failed.
#[derive(Debug)]
pub(super) struct Problem {
    status: u16,
    detail: String,
    allow: Option<String>,
}

impl Problem {
    pub(super) fn new(status: u16, detail: impl Into<String>) -> Self {
        Self {
            status,
            detail: detail.into(),
            allow: None,
        }
    }

    pub(super) fn bad_request(detail: impl Into<String>) -> Self {
        Self::new(400, detail)
    }

    /// The path exists, but not with the method of the request.
    pub(super) fn method_not_allowed(path: &str, methods: &str) -> Self {
        Self {
            allow: Some(methods.to_owned()),
            ..Self::new(405, format!("{path} supports {methods}"))
        }
    }

    pub(super) fn response(self) -> HttpResponse {
        let title = match self.status {
            400 => "Bad request",
            403 => "Forbidden",
            404 => "Not found",
            405 => "Method not allowed",
            _ => "Conflict",
        };
        let body = json!({"title": title, "status": self.status, "detail": self.detail});
        let mut response = HttpResponse {
            content_type: PROBLEM,
            ..HttpResponse::json(self.status, body.to_string().into_bytes())
        };
        if let Some(methods) = self.allow.and_then(|methods| methods.parse().ok()) {
            response.headers.insert(ALLOW, methods);
        }
        response
    }
}

pub(super) type ReplyResult = Result<Reply, Problem>;
