//! A secret, and how it is removed from text that may quote it.

use bytes::Bytes;
use http::{HeaderMap, HeaderValue};
use serde_json::Value;
use zeroize::Zeroizing;

/// A secret text. Its memory is cleared when it is dropped.
#[derive(Clone)]
pub(crate) struct Secret(Zeroizing<String>);

impl Secret {
    pub(crate) fn new(secret: Zeroizing<String>) -> Self {
        Self(secret)
    }

    pub(crate) fn expose(&self) -> &str {
        &self.0
    }

    /// Replaces the secret by `***`, plain or percent-encoded, wherever it stands in `text`.
    /// Returns whether it was there.
    pub(crate) fn redact(&self, text: &mut String) -> bool {
        let encoded = url::form_urlencoded::byte_serialize(self.0.as_bytes());
        let encoded: Zeroizing<String> = Zeroizing::new(encoded.collect());
        let mut found = false;
        for secret in [&*self.0, &*encoded] {
            if text.contains(secret.as_str()) {
                *text = text.replace(secret.as_str(), "***");
                found = true;
            }
        }
        found
    }
}

/// The secrets of a client.
#[derive(Clone, Default)]
pub(crate) struct Secrets(Vec<Secret>);

impl FromIterator<Secret> for Secrets {
    fn from_iter<I: IntoIterator<Item = Secret>>(secrets: I) -> Self {
        Self(secrets.into_iter().collect())
    }
}

impl Secrets {
    /// As [`Secret::redact`], for each of them.
    pub(crate) fn redact(&self, text: &mut String) -> bool {
        let redacted = self.0.iter().map(|secret| secret.redact(text));
        redacted.fold(false, |any, one| any | one)
    }

    /// Redacts every string and every key in `value`.
    pub(crate) fn redact_value(&self, value: &mut Value) {
        match value {
            Value::String(text) => {
                self.redact(text);
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.redact_value(item)),
            Value::Object(entries) => {
                let redacted = std::mem::take(entries).into_iter();
                let redacted = redacted.map(|(mut name, mut member)| {
                    self.redact(&mut name);
                    self.redact_value(&mut member);
                    (name, member)
                });
                *entries = redacted.collect();
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    pub(crate) fn redact_headers(&self, headers: &mut HeaderMap) {
        for header in headers.values_mut() {
            let mut text = String::from_utf8_lossy(header.as_bytes()).into_owned();
            if self.redact(&mut text) {
                *header = HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static("***"));
            }
        }
    }

    /// Redacts a body. Call it before a part of the body is quoted: a cut could leave a part of
    /// the secret.
    pub(crate) fn redact_body(&self, body: Bytes) -> Bytes {
        let mut text = String::from_utf8_lossy(&body).into_owned();
        if self.redact(&mut text) {
            text.into()
        } else {
            body
        }
    }
}
