//! Accepted findings.

use std::collections::HashSet;

use serde::Deserialize;
use serde_json::Value;

use super::rule::Rule;
use crate::error::Error;

/// Accepted findings: a list of `{rule, pointers, reason}`. A pointer accepts the finding at exactly that place.
#[derive(Clone, Debug, Default)]
pub struct Baseline(Vec<Entry>);

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    rule: Rule,
    /// JSON pointers in URI fragments, as findings print them.
    pointers: Vec<String>,
    reason: String,
}

/// One place of an entry.
#[derive(Clone, Copy, Debug)]
pub(super) struct Acceptance<'a> {
    pub(super) rule: Rule,
    pub(super) pointer: &'a str,
    pub(super) reason: &'a str,
}

impl Baseline {
    /// Reads a list of acceptances; `file` stands for it in errors.
    ///
    /// # Errors
    ///
    /// [`Error::Acceptance`] when an entry is incomplete, has no reason, names no rule, or accepts what is
    /// accepted already.
    pub fn from_value(file: &str, value: &Value) -> Result<Self, Error> {
        let invalid = |place: String, problem: String| Error::Acceptance {
            file: file.to_owned(),
            place,
            problem,
        };
        let entries: Vec<Entry> = serde_path_to_error::deserialize(value)
            .map_err(|error| invalid(error.path().to_string(), error.inner().to_string()))?;
        let mut seen = HashSet::new();
        for (index, entry) in entries.iter().enumerate() {
            let wrong = entry.problem();
            let repeated = entry
                .pointers
                .iter()
                .find(|pointer| !seen.insert((entry.rule, *pointer)));
            let repeated = repeated.map(|pointer| format!("`{pointer}` is accepted already"));
            if let Some(problem) = wrong.or(repeated) {
                return Err(invalid(format!("[{index}]"), problem));
            }
        }
        Ok(Self(entries))
    }

    /// Every place of every entry, in order.
    pub(super) fn all(&self) -> impl Iterator<Item = Acceptance<'_>> {
        self.0.iter().flat_map(|entry| {
            entry.pointers.iter().map(|pointer| Acceptance {
                rule: entry.rule,
                pointer,
                reason: &entry.reason,
            })
        })
    }
}

impl Entry {
    fn problem(&self) -> Option<String> {
        if self.reason.trim().is_empty() {
            return Some("the reason is empty; say why the finding is accepted".to_owned());
        }
        if self.pointers.is_empty() {
            return Some(
                "`pointers` is empty; name what is accepted, or remove the entry".to_owned(),
            );
        }
        let odd = self
            .pointers
            .iter()
            .find(|pointer| !pointer.starts_with('#'))?;
        Some(format!(
            "expected a pointer as findings print it, `#/...`, found `{odd}`"
        ))
    }
}
