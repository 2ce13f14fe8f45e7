//! Removes the API key from an error.

use super::Error;
use crate::secret::Secrets;

impl Error {
    /// Removes the key from every text of the error. A server can quote the request, key included,
    /// in a page, a message or a header.
    pub(crate) fn redacted(mut self, key: &Secrets) -> Self {
        let inner = &mut *self.0;
        key.redact(&mut inner.detail);
        if let Some(excerpt) = &mut inner.excerpt {
            key.redact(excerpt);
        }
        if let Some(message) = &mut inner.message {
            key.redact(message);
        }
        if let Some(data) = &mut inner.data {
            key.redact_value(data);
        }
        key.redact_headers(&mut inner.headers);
        inner.body = inner.body.take().map(|body| key.redact_body(body));
        // A parse error quotes the response. Only the text of an error that quotes the key is kept.
        if let Some(source) = &inner.source {
            let mut text = source.to_string();
            if key.redact(&mut text) || key.redact(&mut format!("{source:?}")) {
                inner.source = Some(text.into());
            }
        }
        self
    }
}
