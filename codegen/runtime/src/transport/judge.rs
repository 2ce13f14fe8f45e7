//! Telling a failure from an answer, by the HTTP status and by what the body says.

use reqwest::StatusCode;

use super::answer::Answer;
use crate::envelope::{Reports, Rule};
use crate::error::{Error, ErrorKind, Result};
use crate::excerpt::{excerpt, is_html};
use crate::key::ApiKey;
use crate::service::Service;

/// The bytes at the beginning of a body that are looked at to quote some of them.
const LOOKED_AT: usize = 4096;

/// What an answer is judged by.
pub(super) struct Judge<'a> {
    pub(super) service: &'static Service,
    pub(super) reports: Option<&'a Reports>,
    pub(super) key: &'a ApiKey,
}

impl Judge<'_> {
    /// The answer, if it is one to a request that `reads` or not.
    pub(super) fn judge(&self, answer: Answer, reads: bool) -> Result<Answer> {
        let Answer { status, body, .. } = &answer;
        let success = status.is_success();
        let rule = if success && reads {
            Rule::Status
        } else {
            Rule::StatusOrCode
        };
        let reported = self.reports.and_then(|reports| reports.failure(body, rule));
        let failure = match reported {
            Some(error) => Some(self.reported(error)),
            // It says itself that there is nothing to read.
            None if *status == StatusCode::NO_CONTENT => None,
            None if success => self.unreadable(body),
            None => Some(self.refused(*status, body)),
        };
        let Some(error) = failure else {
            return Ok(answer);
        };
        let error = error.with_status(status.as_u16()).with_body(body);
        Err(error.with_headers(answer.headers))
    }

    /// What the API itself reports, with what is known of its code.
    fn reported(&self, error: Error) -> Error {
        let meaning = error.code().and_then(|code| self.service.meaning(code));
        error.with_meaning(meaning)
    }

    /// Why a successful answer cannot be JSON, if that is plain from its first character. What
    /// only its parsing can tell is left to that.
    fn unreadable(&self, body: &[u8]) -> Option<Error> {
        let detail = match body.trim_ascii_start().first() {
            None => "the response is empty".to_owned(),
            Some(b'{' | b'[' | b'"' | b'-' | b'0'..=b'9' | b't' | b'f' | b'n') => return None,
            Some(_) if is_html(body) => "the server answered an HTML page".to_owned(),
            Some(_) => format!("the response is not JSON: `{}`", self.quoted(body)),
        };
        Some(Error::new(ErrorKind::Decode, detail))
    }

    /// What is said of an HTTP status other than 2xx.
    fn refused(&self, status: StatusCode, body: &[u8]) -> Error {
        let with = if status.is_redirection() {
            ", a redirect, which is not followed".to_owned()
        } else if is_html(body) {
            " with an HTML page".to_owned()
        } else if body.trim_ascii().is_empty() {
            String::new()
        } else {
            format!(": `{}`", self.quoted(body))
        };
        let detail = format!("the server answered HTTP status {}{with}", status.as_u16());
        let error = Error::new(ErrorKind::Status, detail);
        // A 408 may come from something in between, with the request passed on all the same.
        let client_error = status.is_client_error() && status != StatusCode::REQUEST_TIMEOUT;
        if client_error || status.is_redirection() {
            error.rejected()
        } else {
            error
        }
    }

    /// The beginning of a body, without the key: it is taken out before the text is cut, or the
    /// cut could leave a part of it.
    fn quoted(&self, body: &[u8]) -> String {
        let beginning = body.get(..LOOKED_AT).unwrap_or(body);
        let mut text = String::from_utf8_lossy(beginning).into_owned();
        self.key.redact(&mut text);
        excerpt(text.as_bytes())
    }
}
