//! One finding, and the words that all families say alike.

use indexmap::IndexSet;
use serde::{Serialize, Serializer};
use serde_json::Value;

use super::patch::Patch;
use super::rule::Rule;
use crate::finding::Pointer;

/// One quirk that no patch treats.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Finding {
    /// What kind of quirk it is, by its id.
    pub rule: Rule,
    /// Where, as a JSON pointer in a URI fragment.
    #[serde(serialize_with = "as_text")]
    pub pointer: Pointer,
    /// What was found, in a sentence.
    pub message: String,
    /// What makes it go away.
    pub patch: Patch,
}

impl Finding {
    pub(super) fn new(rule: Rule, at: &Pointer, message: String, patch: Patch) -> Self {
        Self {
            rule,
            pointer: at.clone(),
            message,
            patch,
        }
    }
}

pub(super) fn as_text<S: Serializer>(pointer: &Pointer, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(pointer)
}

/// The most things that a sentence lists.
const LISTED: usize = 5;
/// The most characters of a value that a sentence shows.
const SHOWN: usize = 40;

/// The first few of some things, each once.
pub(super) fn listed(things: impl IntoIterator<Item = String>) -> String {
    let all: IndexSet<String> = things.into_iter().collect();
    let first: Vec<&str> = all.iter().take(LISTED).map(String::as_str).collect();
    let first = first.join(", ");
    match all.len().saturating_sub(LISTED) {
        0 => first,
        more => format!("{first} and {more} more"),
    }
}

/// A value as a sentence shows it.
pub(super) fn quoted(value: &Value) -> String {
    let text = value.to_string();
    let mut chars = text.chars();
    let start: String = chars.by_ref().take(SHOWN).collect();
    let rest = if chars.next().is_some() { "…" } else { "" };
    format!("`{start}{rest}`")
}
