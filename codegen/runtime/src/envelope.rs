//! Failures that the API reports in the body of a response.
//!
//! It does so mostly with HTTP status 200, in place of the data. So every body is searched for a
//! report; a body without the name of the report's member is not parsed for it.

use indexmap::IndexMap;
use memchr::memmem::Finder;
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::error::{Error, ErrorKind};
use crate::wire::{As, Lenient};

/// How a service reports the outcome of a call in the body of a response.
///
/// With the example of each field: `{"result": {"status": "ERROR", "code": 601, "message": "..",
/// "data": ..}}`.
#[derive(Debug, Clone, Copy)]
pub struct Envelope {
    /// The member of the body that holds the report: `result`.
    pub member: &'static str,
    /// The report's member for the status: `status`.
    pub status: &'static str,
    /// The status of a failure, compared case-insensitively: `error`.
    pub failure: &'static str,
    /// The report's member for the code, a number or a string of digits: `code`.
    pub code: &'static str,
    /// The report's member for the message: `message`.
    pub message: &'static str,
    /// The report's member for further data: `data`.
    pub data: &'static str,
    /// The range of codes that mean success, inclusive.
    pub accepted: (i64, i64),
}

/// What makes a report a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FailureCriterion {
    /// Its status. For reads, whose data may have members with the names of a report.
    Status,
    /// Its status, or a code outside of the accepted range. For writes, and for responses with a
    /// failure status.
    StatusOrCode,
}

/// The unparsed members of an object.
type Members<'a> = IndexMap<String, &'a RawValue>;

/// Finds the reports of a service.
pub(crate) struct Reports {
    envelope: &'static Envelope,
    /// Finds the member's name, without quotes.
    member: Finder<'static>,
}

impl Reports {
    pub(crate) fn of(envelope: &'static Envelope) -> Self {
        let member = Finder::new(envelope.member);
        Self { envelope, member }
    }

    /// The failure that `body` reports, if it does.
    pub(crate) fn failure(&self, body: &[u8], criterion: FailureCriterion) -> Option<Error> {
        // Nearly every response without a report ends here.
        self.member.find(body)?;
        self.envelope.failure(body, criterion)
    }
}

impl Envelope {
    fn failure(&self, body: &[u8], criterion: FailureCriterion) -> Option<Error> {
        // A message that is not UTF-8 must not hide the failure.
        let text = String::from_utf8_lossy(body);
        if let Ok(items) = serde_json::from_str::<Vec<&RawValue>>(&text) {
            // One with other members is data.
            let is_report = |item: &&&RawValue| {
                serde_json::from_str(item.get()).is_ok_and(|item: Members<'_>| item.len() == 1)
            };
            let mut reports = items.iter().filter(is_report);
            return reports.find_map(|item| self.failure_of(item.get(), criterion));
        }
        self.failure_of(&text, criterion)
    }

    fn failure_of(&self, body: &str, criterion: FailureCriterion) -> Option<Error> {
        let body: Members<'_> = serde_json::from_str(body).ok()?;
        let report = body.get(self.member)?.get();
        if let Ok(report) = serde_json::from_str(report) {
            return self.reported(&report, criterion);
        }
        let items: Vec<&RawValue> = serde_json::from_str(report).unwrap_or_default();
        let reports = items
            .iter()
            .filter_map(|item| serde_json::from_str(item.get()).ok());
        let failure = reports
            .filter(|report| self.has_failure_status(report))
            .find_map(|report| self.reported(&report, criterion));
        failure.or_else(|| (criterion == FailureCriterion::StatusOrCode).then(not_understood))
    }

    fn reported(&self, report: &Members<'_>, criterion: FailureCriterion) -> Option<Error> {
        let code = report.get(self.code).and_then(|raw| whole_number(raw));
        let rejected = match criterion {
            FailureCriterion::Status => false,
            FailureCriterion::StatusOrCode => code.is_some_and(|code| !self.accepts(code)),
        };
        if !rejected && !self.has_failure_status(report) {
            let is_clear = criterion == FailureCriterion::Status || self.is_clear(report);
            return (!is_clear).then(not_understood);
        }
        let message = report.get(self.message).and_then(|raw| text(raw));
        let data = report.get(self.data).and_then(|raw| value(raw));
        Some(Error::api(code, message, data))
    }

    /// Whether status and code are such that a success can be told from a failure.
    fn is_clear(&self, report: &Members<'_>) -> bool {
        let value = |name| report.get(name).and_then(|raw| value(raw));
        let status = matches!(value(self.status), None | Some(Value::String(_)));
        let has_code = value(self.code).is_some();
        let code = report.get(self.code).and_then(|raw| whole_number(raw));
        status && (!has_code || code.is_some())
    }

    fn accepts(&self, code: i64) -> bool {
        let (first, last) = self.accepted;
        (first..=last).contains(&code)
    }

    fn has_failure_status(&self, report: &Members<'_>) -> bool {
        let status = report.get(self.status).and_then(|raw| text(raw));
        status.is_some_and(|status| status.eq_ignore_ascii_case(self.failure))
    }
}

/// The outcome is unknown: the write may have succeeded.
fn not_understood() -> Error {
    let detail = "the report of the outcome has another form than described";
    Error::new(ErrorKind::Decode, detail)
}

fn whole_number(raw: &RawValue) -> Option<i64> {
    As::<Lenient>::deserialize(raw).ok()
}

/// A string's text, or the JSON of any other value; `None` for `null`.
fn text(raw: &RawValue) -> Option<String> {
    match value(raw)? {
        Value::String(text) => Some(text),
        other => Some(other.to_string()),
    }
}

fn value(raw: &RawValue) -> Option<Value> {
    let value = Value::deserialize(raw).ok()?;
    (!value.is_null()).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    static RESULT: Envelope = Envelope {
        member: "result",
        status: "status",
        failure: "error",
        code: "code",
        message: "message",
        data: "data",
        accepted: (200, 299),
    };

    fn failure(body: &str, criterion: FailureCriterion) -> Option<Error> {
        Reports::of(&RESULT).failure(body.as_bytes(), criterion)
    }

    #[test]
    fn the_status_of_a_failure_is_case_insensitive() {
        for status in ["ERROR", "error", "Error"] {
            for code in ["601", "\"601\"", "601.0"] {
                let body = format!(
                    r#"{{"result": {{"status": "{status}", "code": {code}, "message": "no", "data": [1]}}}}"#
                );
                let error = failure(&body, FailureCriterion::Status).expect("a failure");
                assert_eq!(error.code(), Some(601));
                assert_eq!(error.message(), Some("no"));
                assert_eq!(error.data(), Some(&serde_json::json!([1])));
            }
        }
    }

    #[test]
    fn a_code_counts_for_writes_only() {
        let body = r#"{"result": {"status": "OK", "code": "612"}}"#;
        assert!(failure(body, FailureCriterion::Status).is_none());
        assert_eq!(
            failure(body, FailureCriterion::StatusOrCode).and_then(|e| e.code()),
            Some(612)
        );
        let body = r#"{"result": {"status": "OK", "code": "200"}}"#;
        assert!(failure(body, FailureCriterion::StatusOrCode).is_none());
    }

    #[test]
    fn unexpected_members_are_kept_or_ignored() {
        let body =
            r#"{"result": {"status": "ERROR", "code": "x", "message": {"a": 1}, "data": null}}"#;
        let error = failure(body, FailureCriterion::Status).expect("a failure");
        assert_eq!((error.code(), error.data()), (None, None));
        assert_eq!(error.message(), Some(r#"{"a":1}"#));
    }

    #[test]
    fn data_is_not_a_report() {
        for body in [
            r#"{"voornaam": "Jan", "result": "ERROR"}"#,
            r#"{"result": {"data": {"count": 3}}}"#,
            r#"{"result": {}}"#,
            r#"{"result": []}"#,
            r#"{"contact": {"result": {"status": "ERROR"}}}"#,
            r#"[{"id": 1, "result": {"status": "ERROR"}}]"#,
            r#"["result", "ERROR"]"#,
            r#"{"result": {"status": "ERR"#,
            r#"{"result": {"status": 1, "code": 601}}"#,
            "",
        ] {
            assert!(failure(body, FailureCriterion::Status).is_none(), "{body}");
        }
    }
}
