//! Who is told of what an answer holds that the description does not say.

use std::fmt;
use std::sync::Arc;

use serde_json::Value;

use super::compare::compare;
use super::salvage::Skipped;
use super::{Drift, DriftKind};
use crate::error::{Error, ErrorKind, Result, redact_value};
use crate::key::ApiKey;
use crate::operation::Operation;

type Hook = Arc<dyn Fn(&Drift) + Send + Sync>;

/// Who is told, and whether it is an error.
#[derive(Clone, Default)]
pub(crate) struct Watch {
    pub(crate) hook: Option<Hook>,
    pub(crate) mode: Mode,
}

/// What is made of an answer that is not as described.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Mode {
    /// As much as can be.
    #[default]
    Lenient,
    /// An error.
    Strict,
}

impl Watch {
    /// Compares `body` with what is said of the answer of `operation`.
    ///
    /// # Errors
    ///
    /// The first difference, in strict mode.
    pub(crate) fn check(
        &self,
        operation: &'static Operation,
        body: &[u8],
        key: &ApiKey,
    ) -> Result<()> {
        if self.hook.is_none() && self.mode == Mode::Lenient {
            return Ok(());
        }
        let Some(shape) = operation.answer_shape() else {
            return Ok(());
        };
        // What is no JSON has been told as an error already.
        let Ok(value) = serde_json::from_slice::<Value>(body) else {
            return Ok(());
        };
        let mut first = None;
        compare(shape, &value, &mut |kind, path, value| {
            let drift = Drift {
                operation,
                path: path.to_string(),
                kind,
                value: value.cloned(),
                reason: None,
            };
            first.get_or_insert(self.tell(drift, key));
        });
        match (self.mode, first) {
            (Mode::Strict, Some(drift)) => Err(unlike(&drift)),
            _ => Ok(()),
        }
    }

    /// Says that `skipped` was left out, to the hook and, without showing it, in the log.
    pub(crate) fn left_out(&self, operation: &'static Operation, skipped: Skipped, key: &ApiKey) {
        let Skipped {
            key: mut path,
            value,
            mut reason,
        } = skipped;
        key.redact(&mut path);
        // The reason quotes the beginning of what it speaks of, which may end within the key.
        if key.redact(&mut value.to_string()) {
            "it cannot be read, and shows the key".clone_into(&mut reason);
        }
        tracing::warn!(
            target: crate::transport::LOG_TARGET,
            operation = operation.id,
            path,
            "an item that cannot be read was left out"
        );
        let drift = Drift {
            operation,
            path,
            kind: DriftKind::Skipped,
            value: Some(value),
            reason: Some(reason),
        };
        self.tell(drift, key);
    }

    pub(crate) fn is_lenient(&self) -> bool {
        self.mode == Mode::Lenient
    }

    /// Tells the hook, if there is one, and keeps the key from it: the server may have quoted it.
    fn tell(&self, mut drift: Drift, key: &ApiKey) -> Drift {
        key.redact(&mut drift.path);
        if let Some(value) = &mut drift.value {
            redact_value(value, key);
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

fn unlike(drift: &Drift) -> Error {
    let what = match drift.kind {
        DriftKind::UnknownField => "has a field that the description does not know",
        DriftKind::UnknownValue => "has a value that the description does not know",
        DriftKind::MissingField => "lacks a required field",
        DriftKind::Coerced | DriftKind::Skipped => "comes in another form than described",
    };
    let detail = format!(
        "the answer {what}, at `{}`, which strict mode does not let pass",
        drift.path
    );
    Error::new(ErrorKind::Decode, detail)
}

impl fmt::Debug for Watch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Watch")
            .field("hook", &self.hook.is_some())
            .field("mode", &self.mode)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;
    use crate::operation::Method;

    static LIST: Operation = Operation::new("list", Method::Get, "/", "things", "list");

    #[test]
    fn the_reason_for_leaving_out_shows_no_part_of_the_key() {
        let key = ApiKey::new("0123456789abcdef").expect("a key");
        let told = Arc::new(Mutex::new(String::new()));
        let telling = Arc::clone(&told);
        let watch = Watch {
            hook: Some(Arc::new(move |drift| {
                *telling.lock().expect("no panic") = format!("{drift} {:?}", drift.reason());
            })),
            mode: Mode::Lenient,
        };
        let skipped = Skipped {
            key: "7".to_owned(),
            value: serde_json::json!({"id": "?token=0123456789abcdef"}),
            reason: "invalid value: string \"?token=01234567…\"".to_owned(),
        };
        watch.left_out(&LIST, skipped, &key);
        let told = told.lock().expect("no panic");
        assert!(told.contains('7') && !told.contains("0123"), "{told}");
    }
}
