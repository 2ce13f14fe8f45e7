//! The report: what has changed, and what follows from it.
//!
//! Its JSON is made of these types, field by field; names and meanings stay, fields may be added.

use serde::Serialize;
use serde_json::Value;

use super::rule::{Area, Level, Rule, Side};
use super::rust::Rust;

/// A document to compare, and what stands for it in the report.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// Its file, say.
    pub name: &'a str,
    /// The document, with all patches applied.
    pub document: &'a Value,
}

/// What has changed between two documents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Report {
    /// The old document.
    pub old: Named,
    /// The new document.
    pub new: Named,
    /// How many changes there are of each level.
    pub summary: Summary,
    /// The changes, worst first.
    pub changes: Vec<Change>,
    /// What generated code makes of them.
    pub rust: Rust,
}

/// A document, as the report calls it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Named {
    /// Its file, say.
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
    /// Those that break clients.
    pub breaking: usize,
    /// Those that may break clients.
    pub maybe: usize,
    /// Those that clients do not feel.
    pub compatible: usize,
}

/// One change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Change {
    /// What kind of change it is, by its id.
    pub rule: Rule,
    /// The part of the API that it is about.
    pub area: Area,
    /// How much it matters.
    pub level: Level,
    /// Which way what has changed goes.
    pub side: Side,
    /// The document that the pointer leads into: the old one when something is gone.
    pub document: Document,
    /// Where, as a JSON pointer in a URI fragment.
    pub pointer: String,
    /// Where it was in the old document, when it was moved or renamed.
    pub was: Option<String>,
    /// The operations that reach it, as `METHOD /path`; none when it is about the API as a whole,
    /// or about what no operation uses.
    pub operations: Vec<String>,
    /// What has changed, in a sentence.
    pub message: String,
    /// The items of generated code that are affected, where the document can be generated.
    pub rust: Vec<String>,
}

/// One of the two documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Document {
    /// What was.
    Old,
    /// What is now.
    New,
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

    /// The highest level of any change; `None` when nothing has changed.
    #[must_use]
    pub fn worst(&self) -> Option<Level> {
        let runtime_breaks = match &self.rust {
            Rust::Compared(comparison) => comparison.runtime_breaks,
            Rust::Refused(_) => false,
        };
        let levels = self.changes.iter().map(|change| change.level);
        levels
            .chain(runtime_breaks.then_some(Level::Breaking))
            .max()
    }

    /// As a page for a pull request.
    #[must_use]
    pub fn markdown(&self) -> String {
        super::markdown::page(self)
    }

    /// As lines for a terminal.
    #[must_use]
    pub fn text(&self) -> String {
        super::plain::lines(self)
    }

    /// As JSON: the fields of this type.
    #[must_use]
    pub fn json(&self) -> String {
        // Names and numbers only: there is nothing that JSON could not hold.
        serde_json::to_value(self).map_or_else(|_| String::new(), |value| format!("{value:#}\n"))
    }

    /// The first sentence of every form.
    pub(super) fn headline(&self) -> String {
        let Summary {
            breaking,
            maybe,
            compatible,
        } = self.summary;
        if self.changes.is_empty() {
            return "Nothing has changed.".to_owned();
        }
        format!("{breaking} breaking, {maybe} maybe breaking, {compatible} compatible.")
    }

    /// The two documents, as far as they can be told apart.
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
