//! Accepted findings.

use std::collections::HashSet;

use serde::Deserialize;
use serde_json::Value;

use super::lines::Lines;
use super::rule::Rule;
use crate::document;
use crate::error::Error;
use crate::pointer::Pointer;

/// Accepted findings: a list of `{rule, pointers, reason}`. A pointer accepts the finding at exactly that place.
#[derive(Clone, Debug, Default)]
pub struct Baseline {
    entries: Vec<Entry>,
    /// The file, and the line of each pointer in it, by entry; empty if the text is not known.
    file: String,
    lines: Vec<Vec<usize>>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    rule: Rule,
    /// JSON pointers in URI fragments, as findings print them.
    pointers: Vec<String>,
    reason: String,
}

/// One place of an entry.
#[derive(Clone, Debug)]
pub(super) struct Acceptance<'a> {
    pub(super) rule: Rule,
    pub(super) pointer: &'a str,
    pub(super) reason: &'a str,
    /// Its file and line, such as `accepted.yaml:12`.
    pub(super) place: Option<String>,
}

impl Baseline {
    /// Reads a list of acceptances from YAML or JSON; `file` stands for it in errors, which name the line.
    ///
    /// # Errors
    ///
    /// [`Error::Document`] when the text is neither, and the errors of [`Self::from_value`].
    pub fn parse(file: &str, text: &str) -> Result<Self, Error> {
        let value = document::parse(file, text)?;
        let lines = Lines::of(text);
        let mut baseline = Self::from_value(file, &value).map_err(|error| match error {
            Error::Acceptance {
                file,
                place,
                problem,
            } => Error::Acceptance {
                file: format!("{file}:{}", lines.nearest(&pointer(&place))),
                place,
                problem,
            },
            other => other,
        })?;
        let at = |entry: usize, index: usize| {
            let pointers = Pointer::root().child(entry).child("pointers");
            lines.nearest(&pointers.child(index))
        };
        let entries = baseline.entries.iter().enumerate();
        baseline.lines = entries
            .map(|(entry, of)| {
                (0..of.pointers.len())
                    .map(|index| at(entry, index))
                    .collect()
            })
            .collect();
        Ok(baseline)
    }

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
        Ok(Self {
            entries,
            file: file.to_owned(),
            lines: Vec::new(),
        })
    }

    /// Every place of every entry, in order.
    pub(super) fn all(&self) -> impl Iterator<Item = Acceptance<'_>> {
        self.entries
            .iter()
            .enumerate()
            .flat_map(move |(number, entry)| {
                let pointers = entry.pointers.iter().enumerate();
                pointers.map(move |(index, pointer)| {
                    let line = self.lines.get(number).and_then(|lines| lines.get(index));
                    Acceptance {
                        rule: entry.rule,
                        pointer,
                        reason: &entry.reason,
                        place: line.map(|line| format!("{}:{line}", self.file)),
                    }
                })
            })
    }
}

/// The pointer of a place such as `[3].pointers[0]`.
fn pointer(place: &str) -> Pointer {
    let names = place.split(['.', '[', ']']).filter(|name| !name.is_empty());
    names.fold(Pointer::root(), |at, name| at.child(name))
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
