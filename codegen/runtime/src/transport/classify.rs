//! Tells a failure from a success, by the HTTP status and by the report in the body.

use reqwest::StatusCode;

use super::policy::Access;
use super::received::ReceivedResponse;
use crate::envelope::{FailureCriterion, Reports};
use crate::error::{Error, ErrorKind, Result};
use crate::excerpt::{excerpt, is_html};
use crate::operation::{Content, Operation, Redirect};
use crate::secret::Secrets;
use crate::service::Service;

/// How many bytes of a body are searched for an excerpt.
const EXCERPT_SOURCE_BYTES: usize = 4096;

/// What a response is classified by.
pub(super) struct Classifier<'a> {
    pub(super) service: &'static Service,
    pub(super) reports: Option<&'a Reports>,
    pub(super) key: &'a Secrets,
}

impl Classifier<'_> {
    /// The response, if it is a success.
    pub(super) fn classify_response(
        &self,
        response: ReceivedResponse,
        operation: &Operation,
        access: Access,
    ) -> Result<ReceivedResponse> {
        let ReceivedResponse { status, body, .. } = &response;
        let text = without_mark(body);
        let redirected = status.is_redirection() && operation.redirect == Redirect::Success;
        let success = status.is_success() || redirected;
        let criterion = if success && access == Access::Read {
            FailureCriterion::Status
        } else {
            FailureCriterion::StatusOrCode
        };
        let reported = self.report(text, criterion).or_else(|| {
            // Of a text or bytes, the end is data.
            let is_json = !success || operation.content != Content::Other;
            self.report(json_at_end(text).filter(|_| is_json)?, criterion)
        });
        let failure = match reported {
            Some(error) => Some(self.reported(error)),
            // The page of a redirect is for people.
            None if redirected => None,
            None if success => self.unexpected(operation.content, text),
            None => Some(self.http_failure(*status, text)),
        };
        let Some(error) = failure else {
            return Ok(response);
        };
        let error = error.with_status(status.as_u16()).with_body(body);
        Err(error.with_headers(response.headers))
    }

    fn report(&self, body: &[u8], criterion: FailureCriterion) -> Option<Error> {
        self.reports?.failure(body, criterion)
    }

    /// A failure that the API reports, with what is known of its code.
    fn reported(&self, error: Error) -> Error {
        let known = error.code().and_then(|code| self.service.known(code));
        error.with_known(known)
    }

    /// Why a successful body is not what the operation returns.
    fn unexpected(&self, content: Content, body: &[u8]) -> Option<Error> {
        match content {
            Content::Json => self.not_json(body),
            // A page of a proxy, and not the service.
            Content::Nothing if is_html(body) => self.not_json(body),
            // A report that a warning stands before may be that of a failure.
            Content::Nothing if self.reports.is_some() && json_at_end(body).is_some() => {
                self.not_json(body)
            }
            Content::Nothing | Content::Other => None,
        }
    }

    /// Why a successful body cannot be JSON, if its first character shows that. Everything else is
    /// left to the decoder.
    fn not_json(&self, body: &[u8]) -> Option<Error> {
        // Of nothing, the decoder knows whether there has to be content.
        if may_be_json(body) || body.trim_ascii().is_empty() {
            return None;
        }
        let detail = if json_at_end(body).is_some() {
            "the response has text before its JSON, such as a warning of PHP"
        } else if is_html(body) {
            "the server answered an HTML page"
        } else {
            "the response is not JSON"
        };
        let error = Error::new(ErrorKind::Decode, detail);
        Some(error.with_excerpt(self.quote(body)))
    }

    /// The error for an HTTP status other than 2xx.
    fn http_failure(&self, status: StatusCode, body: &[u8]) -> Error {
        let with = if status.is_redirection() {
            ", a redirect, which is not followed".to_owned()
        } else if is_html(body) {
            " with an HTML page".to_owned()
        } else if body.trim_ascii().is_empty() {
            String::new()
        } else {
            " with a text".to_owned()
        };
        let detail = format!("the server answered HTTP status {}{with}", status.as_u16());
        let error = Error::new(ErrorKind::Status, detail).with_excerpt(self.quote(body));
        // A 408 may come from a proxy that has passed the request on.
        let client_error = status.is_client_error() && status != StatusCode::REQUEST_TIMEOUT;
        if client_error || status.is_redirection() {
            error.rejected()
        } else {
            error
        }
    }

    /// The beginning of a body without the key. The key is removed before the text is cut, or the
    /// cut could leave a part of it.
    fn quote(&self, body: &[u8]) -> String {
        let beginning = body.get(..EXCERPT_SOURCE_BYTES).unwrap_or(body);
        let mut text = String::from_utf8_lossy(beginning).into_owned();
        self.key.redact(&mut text);
        excerpt(text.as_bytes())
    }
}

/// A body without the byte order mark that a source file of PHP may begin with. JSON has none.
pub(super) fn without_mark(body: &[u8]) -> &[u8] {
    body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body)
}

/// Whether the first character is one that JSON begins with.
fn may_be_json(body: &[u8]) -> bool {
    let first = body.trim_ascii_start().first();
    matches!(
        first,
        Some(b'{' | b'[' | b'"' | b'-' | b'0'..=b'9' | b't' | b'f' | b'n')
    )
}

/// The object or list that `body` ends with, on a line of its own or after a text.
fn json_at_end(body: &[u8]) -> Option<&[u8]> {
    if may_be_json(body) {
        return None;
    }
    let starts = body.iter().enumerate();
    let starts = starts.filter(|(_, byte)| matches!(byte, b'{' | b'['));
    let mut ends = starts.take(16).filter_map(|(at, _)| body.get(at..));
    ends.find(|end| serde_json::from_slice::<serde::de::IgnoredAny>(end).is_ok())
}
