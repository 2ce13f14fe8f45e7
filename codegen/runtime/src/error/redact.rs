//! Taking the key out of what came from the server.

use bytes::Bytes;
use http::{HeaderMap, HeaderValue};
use serde_json::Value;

use super::Error;
use crate::key::ApiKey;

impl Error {
    /// Takes `key` out of every text that came from the server: it can quote the request, key and
    /// all, in the page, the message or the header that it answers.
    pub(crate) fn redacted(mut self, key: &ApiKey) -> Self {
        let inner = &mut *self.0;
        key.redact(&mut inner.detail);
        if let Some(message) = &mut inner.message {
            key.redact(message);
        }
        if let Some(data) = &mut inner.data {
            value(data, key);
        }
        headers(&mut inner.headers, key);
        inner.body = inner.body.take().map(|text| body(text, key));
        // What parses an answer quotes it. Only text is left of an error that shows the key.
        if let Some(source) = &inner.source {
            let mut text = source.to_string();
            if key.redact(&mut text) || key.redact(&mut format!("{source:?}")) {
                inner.source = Some(text.into());
            }
        }
        self
    }
}

pub(crate) fn value(data: &mut Value, key: &ApiKey) {
    match data {
        Value::String(text) => {
            key.redact(text);
        }
        Value::Array(items) => items.iter_mut().for_each(|item| value(item, key)),
        Value::Object(entries) => {
            let redacted = std::mem::take(entries).into_iter();
            let redacted = redacted.map(|(mut name, mut member)| {
                key.redact(&mut name);
                value(&mut member, key);
                (name, member)
            });
            *entries = redacted.collect();
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn headers(headers: &mut HeaderMap, key: &ApiKey) {
    for header in headers.values_mut() {
        let mut text = String::from_utf8_lossy(header.as_bytes()).into_owned();
        if key.redact(&mut text) {
            *header = HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static("***"));
        }
    }
}

/// A body without the key. Before a part of it is quoted: the cut could leave a part of the key.
pub(crate) fn body(body: Bytes, key: &ApiKey) -> Bytes {
    let mut text = String::from_utf8_lossy(&body).into_owned();
    if key.redact(&mut text) {
        text.into()
    } else {
        body
    }
}
