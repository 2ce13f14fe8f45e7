//! The report: the changes, and what they mean for the crate.
//!
//! Its JSON form has the fields of these types. Names and meanings are stable; fields may be added.

use serde::Serialize;
use serde_json::Value;

use super::change::Change;
use super::input::Input;
use super::rule::Level;
use super::rust::{Bump, Rust};

/// The changes between two documents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Report {
    pub old: Named,
    pub new: Named,
    pub summary: Summary,
    /// The changes, worst first.
    pub changes: Vec<Change>,
    /// The public APIs of the two crates, compared.
    pub rust: Rust,
}

/// How the report names a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Named {
    /// Its name in the report, such as its file.
    pub name: String,
    /// `info.title`.
    pub title: String,
    /// `info.version`.
    pub version: String,
}

/// How many changes there are of each level.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Summary {
    pub breaking: usize,
    pub maybe: usize,
    pub compatible: usize,
}

impl Named {
    fn of(input: &Input<'_>) -> Self {
        let info = |name: &str| {
            let text = input.document.get("info").and_then(|info| info.get(name));
            text.and_then(Value::as_str).unwrap_or_default().to_owned()
        };
        Self {
            name: input.name.to_owned(),
            title: info("title"),
            version: info("version"),
        }
    }
}

impl Report {
    pub(super) fn new(old: &Input<'_>, new: &Input<'_>, changes: Vec<Change>, rust: Rust) -> Self {
        let count = |level| {
            changes
                .iter()
                .filter(|change| change.level == level)
                .count()
        };
        Self {
            old: Named::of(old),
            new: Named::of(new),
            summary: Summary {
                breaking: count(Level::Breaking),
                maybe: count(Level::Maybe),
                compatible: count(Level::Compatible),
            },
            changes,
            rust,
        }
    }

    /// The highest level of all changes, those of the crate's public API included; `None` without changes.
    #[must_use]
    pub fn worst(&self) -> Option<Level> {
        let crate_breaks = match &self.rust {
            Rust::Compared(comparison) => comparison.breaks,
            Rust::Refused(_) => false,
        };
        let levels = self.changes.iter().map(|change| change.level);
        levels.chain(crate_breaks.then_some(Level::Breaking)).max()
    }

    /// As JSON: the fields of this type.
    #[must_use]
    pub fn json(&self) -> String {
        // Serializing fails only for maps with keys that are not strings, and there are none.
        serde_json::to_value(self).map_or_else(|_| String::new(), |value| format!("{value:#}\n"))
    }

    /// The sentence that sums up the changes.
    pub(super) fn headline(&self) -> String {
        let Summary {
            breaking,
            maybe,
            compatible,
        } = self.summary;
        if self.changes.is_empty() {
            return match &self.rust {
                Rust::Compared(crates) if crates.bump > Bump::None => {
                    "Nothing has changed in the API, but the crate has.".to_owned()
                }
                _ => "Nothing has changed.".to_owned(),
            };
        }
        format!("{breaking} breaking, {maybe} maybe breaking, {compatible} compatible.")
    }

    /// The titles, versions and names of the two documents.
    pub(super) fn titles(&self) -> String {
        let title = |one: &Named| format!("{} {}", one.title, one.version).trim().to_owned();
        format!(
            "{} ({}) → {} ({})",
            title(&self.old),
            self.old.name,
            title(&self.new),
            self.new.name
        )
    }
}
