//! Errors that arrive inside an answer.
//!
//! The API reports a failure in the body, mostly under HTTP status 200 and in the place of the data
//! that was asked for. So every body is looked at; one that cannot hold such a report is not parsed
//! for it.

use indexmap::IndexMap;
use memchr::memmem::Finder;
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::error::Error;
use crate::wire::{As, Lenient};

/// How a service reports the outcome of a call inside the body of an answer.
///
/// With the names in the example of each field: `{"result": {"status": "ERROR", "code": 601,
/// "message": "..", "data": ..}}`.
#[derive(Debug, Clone, Copy)]
pub struct Envelope {
    /// The member of the body that holds the report: `result`.
    pub member: &'static str,
    /// The report's member that says how it went: `status`.
    pub status: &'static str,
    /// What that member says of a failure, in any case: `error`.
    pub failure: &'static str,
    /// The report's member for the code, a number or a string of digits: `code`.
    pub code: &'static str,
    /// The report's member for the message: `message`.
    pub message: &'static str,
    /// The report's member for what else there is to say: `data`.
    pub data: &'static str,
    /// The first and the last code that mean success.
    pub accepted: (i64, i64),
}

/// How strictly a report is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FailureCriterion {
    /// Only a status that says so is a failure. For reads: what stands in the place of the report
    /// may be data.
    Status,
    /// A code that is not accepted is a failure too. For writes, and for answers that have failed
    /// by their HTTP status already.
    StatusOrCode,
}

/// The members of an object, in order, none of them read yet.
type Members<'a> = IndexMap<String, &'a RawValue>;

/// The reports of a service, ready to be looked for.
pub(crate) struct Reports {
    envelope: &'static Envelope,
    /// Looks for the member's name, without quotes, which would have to be put there.
    member: Finder<'static>,
}

impl Reports {
    pub(crate) fn of(envelope: &'static Envelope) -> Self {
        let member = Finder::new(envelope.member);
        Self { envelope, member }
    }

    /// The failure that `body` reports, if it does.
    pub(crate) fn failure(&self, body: &[u8], rule: FailureCriterion) -> Option<Error> {
        // As good as every answer that is none has its end here.
        self.member.find(body)?;
        self.envelope.failure(body, rule)
    }
}

impl Envelope {
    fn failure(&self, body: &[u8], rule: FailureCriterion) -> Option<Error> {
        let body: Members<'_> = serde_json::from_slice(body).ok()?;
        let report: Members<'_> = serde_json::from_str(body.get(self.member)?.get()).ok()?;

        let code = report.get(self.code).and_then(|raw| whole_number(raw));
        let refused = match rule {
            FailureCriterion::Status => false,
            FailureCriterion::StatusOrCode => code.is_some_and(|code| !self.accepts(code)),
        };
        if !refused && !self.says_failure(&report) {
            return None;
        }
        let message = report.get(self.message).and_then(|raw| text(raw));
        let data = report.get(self.data).and_then(|raw| value(raw));
        Some(Error::api(code, message, data))
    }

    fn accepts(&self, code: i64) -> bool {
        let (first, last) = self.accepted;
        (first..=last).contains(&code)
    }

    fn says_failure(&self, report: &Members<'_>) -> bool {
        let status = report.get(self.status).and_then(|raw| text(raw));
        status.is_some_and(|status| status.eq_ignore_ascii_case(self.failure))
    }
}

fn whole_number(raw: &RawValue) -> Option<i64> {
    As::<Lenient>::deserialize(raw).ok()
}

/// A string's text, anything else as the JSON that it is; `null` is nothing.
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

    fn failure(body: &str, rule: FailureCriterion) -> Option<Error> {
        Reports::of(&RESULT).failure(body.as_bytes(), rule)
    }

    #[test]
    fn a_failure_is_told_by_its_status_in_any_case() {
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
    fn a_code_counts_for_writes_alone() {
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
    fn odd_members_are_kept_or_ignored_and_never_trip() {
        let body =
            r#"{"result": {"status": "ERROR", "code": "x", "message": {"a": 1}, "data": null}}"#;
        let error = failure(body, FailureCriterion::Status).expect("a failure");
        assert_eq!((error.code(), error.data()), (None, None));
        assert_eq!(error.message(), Some(r#"{"a":1}"#));
    }

    #[test]
    fn data_is_not_taken_for_a_report() {
        for body in [
            r#"{"voornaam": "Jan", "result": "ERROR"}"#,
            r#"{"result": {"data": {"count": 3}}}"#,
            r#"{"result": {}}"#,
            r#"{"result": []}"#,
            r#"{"contact": {"result": {"status": "ERROR"}}}"#,
            r#"[{"result": {"status": "ERROR"}}]"#,
            r#"["result", "ERROR"]"#,
            r#"{"result": {"status": "ERR"#,
            r#"{"result": {"status": 1, "code": 601}}"#,
            "",
        ] {
            assert!(failure(body, FailureCriterion::Status).is_none(), "{body}");
        }
    }
}
