//! Reports drift to the hook, and turns it into errors in strict mode.

use std::fmt;
use std::sync::{Arc, OnceLock};

use serde_json::Value;

use super::difference::{Drift, DriftKind};
use super::set_aside::{Part, SetAside};
use crate::error::{Error, ErrorKind, Result, shown_key};
use crate::log_target::LOG_TARGET;
use crate::operation::Operation;
use crate::schema::{Description, Difference, DifferenceKind, Malformed, Row, Sink, validate};
use crate::secret::Secrets;

type Hook = Arc<dyn Fn(&Drift) + Send + Sync>;

/// The hook and the mode of a client, and the description to compare with.
#[derive(Clone, Default)]
pub(crate) struct DriftReporter {
    pub(crate) hook: Option<Hook>,
    pub(crate) mode: Mode,
    tables: &'static [&'static [Row<'static>]],
    /// Read from the tables on first use.
    description: Arc<OnceLock<std::result::Result<Description, Malformed>>>,
}

/// How a client treats drift.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Mode {
    /// Decode as much as possible.
    #[default]
    Lenient,
    /// Return an error.
    Strict,
}

impl DriftReporter {
    /// Sets the description to compare with.
    pub(crate) fn with_tables(mut self, tables: &'static [&'static [Row<'static>]]) -> Self {
        self.tables = tables;
        self
    }

    /// Compares `body` with the description of the operation's response.
    ///
    /// # Errors
    ///
    /// The first difference, in strict mode.
    pub(crate) fn check(
        &self,
        operation: &'static Operation,
        body: &[u8],
        key: &Secrets,
    ) -> Result<()> {
        if self.hook.is_none() && self.mode == Mode::Lenient {
            return Ok(());
        }
        let description = self
            .description
            .get_or_init(|| Description::read(self.tables))
            .as_ref()
            .map_err(|malformed| Error::config(malformed.to_string()))?;
        let Some(schema) = description.response(operation.id) else {
            return Ok(());
        };
        // Invalid JSON is a decode error already.
        let Ok(value) = serde_json::from_slice::<Value>(body) else {
            return Ok(());
        };
        let mut sink = Report {
            reporter: self,
            operation,
            key,
            first: None,
        };
        validate(&description.schemas, schema, &value, &mut sink);
        match (self.mode, sink.first) {
            (Mode::Strict, Some(drift)) => Err(strict_error(&drift)),
            _ => Ok(()),
        }
    }

    /// Reports what failed to decode to the hook, and in the log, which does not show its value.
    pub(crate) fn report_set_aside(
        &self,
        operation: &'static Operation,
        set_aside: SetAside,
        key: &Secrets,
    ) {
        let SetAside {
            path,
            value,
            mut reason,
            part,
        } = set_aside;
        let kind = match part {
            Part::Member => DriftKind::Unreadable,
            Part::Item => DriftKind::Skipped,
        };
        let (path, shown_path) = paths(path, key);
        // The reason quotes the beginning of the value, and the quote may end within the key.
        if key.redact(&mut value.to_string()) {
            "it failed to decode, and contains the API key".clone_into(&mut reason);
        }
        tracing::warn!(
            target: LOG_TARGET,
            operation = operation.id,
            path = shown_path,
            "set aside a part of the response that failed to decode"
        );
        let drift = Drift {
            operation,
            path,
            shown_path,
            kind,
            value: Some(value),
            reason: Some(reason),
        };
        self.report(drift, key);
    }

    pub(crate) fn is_lenient(&self) -> bool {
        self.mode == Mode::Lenient
    }

    /// Calls the hook, if there is one. The server may have quoted the key, so it is redacted.
    fn report(&self, mut drift: Drift, key: &Secrets) -> Drift {
        if let Some(value) = &mut drift.value {
            key.redact_value(value);
        }
        if let Some(reason) = &mut drift.reason {
            key.redact(reason);
        }
        if let Some(hook) = &self.hook {
            hook(&drift);
        }
        drift
    }
}

/// The path of these segments, and the same without keys that may be personal data.
fn paths(mut segments: Vec<String>, key: &Secrets) -> (String, String) {
    if segments.is_empty() {
        return (".".to_owned(), ".".to_owned());
    }
    for segment in &mut segments {
        key.redact(segment);
    }
    let shown: Vec<&str> = segments.iter().map(|segment| shown_key(segment)).collect();
    (segments.join("."), shown.join("."))
}

/// Reports each difference, and keeps the first.
struct Report<'r> {
    reporter: &'r DriftReporter,
    operation: &'static Operation,
    key: &'r Secrets,
    first: Option<Drift>,
}

impl Sink for Report<'_> {
    fn difference(&mut self, difference: &Difference<'_>) {
        let (path, shown_path) = paths(difference.place.path.segments(), self.key);
        let drift = Drift {
            operation: self.operation,
            path,
            shown_path,
            kind: match difference.kind {
                DifferenceKind::UnknownField => DriftKind::UnknownField,
                DifferenceKind::UnknownValue | DifferenceKind::UnknownKey => {
                    DriftKind::UnknownValue
                }
                DifferenceKind::WrongType => DriftKind::Coerced,
                DifferenceKind::MissingField => DriftKind::MissingField,
            },
            value: difference.value.cloned(),
            reason: None,
        };
        self.first
            .get_or_insert(self.reporter.report(drift, self.key));
    }
}

fn strict_error(drift: &Drift) -> Error {
    let what = match drift.kind {
        DriftKind::UnknownField => "has a field that is not described",
        DriftKind::UnknownValue => "has a value that is not described",
        DriftKind::MissingField => "lacks a required field",
        DriftKind::Coerced | DriftKind::Skipped | DriftKind::Unreadable => {
            "has another type or form than described"
        }
    };
    let detail = format!(
        "strict mode: the response {what}, at `{}`",
        drift.shown_path
    );
    Error::new(ErrorKind::Decode, detail)
}

impl fmt::Debug for DriftReporter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DriftReporter")
            .field("hook", &self.hook.is_some())
            .field("mode", &self.mode)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;
    use crate::operation::Method;

    static LIST: Operation = Operation::new("list", Method::Get, "/", "things", "list");

    #[test]
    fn the_reason_of_a_skipped_item_shows_no_part_of_the_key() {
        let key = crate::ApiKey::new("0123456789abcdef")
            .expect("a key")
            .secret();
        let key = Secrets::from_iter([key]);
        let text = Arc::new(Mutex::new(String::new()));
        let report = Arc::clone(&text);
        let reporter = DriftReporter {
            hook: Some(Arc::new(move |drift| {
                *report.lock().expect("no panic") = format!("{drift} {:?}", drift.reason());
            })),
            ..DriftReporter::default()
        };
        let skipped = SetAside {
            path: vec!["7".to_owned()],
            part: Part::Item,
            value: serde_json::json!({"id": "?token=0123456789abcdef"}),
            reason: "invalid value: string \"?token=01234567…\"".to_owned(),
        };
        reporter.report_set_aside(&LIST, skipped, &key);
        let text = text.lock().expect("no panic");
        assert!(text.contains('7') && !text.contains("0123"), "{text}");
    }

    #[test]
    fn without_a_hook_the_description_is_not_read() {
        let key = crate::ApiKey::new("0123456789abcdef")
            .expect("a key")
            .secret();
        let key = Secrets::from_iter([key]);
        let reporter = DriftReporter {
            tables: &[&[Row::Response("list", "list(any)")]],
            ..DriftReporter::default()
        };
        assert!(reporter.check(&LIST, b"{}", &key).is_ok());
        assert!(reporter.description.get().is_none());
        let strict = DriftReporter {
            mode: Mode::Strict,
            ..reporter
        };
        assert!(strict.check(&LIST, b"{}", &key).is_err());
        assert!(strict.description.get().is_some());
    }
}
