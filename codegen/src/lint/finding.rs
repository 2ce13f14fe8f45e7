//! A finding, and the phrases that all rules share.

use indexmap::IndexSet;
use serde::{Serialize, Serializer};
use serde_json::Value;

use super::patch::Patch;
use super::rule::Rule;
use crate::pointer::Pointer;

/// A quirk that no patch covers.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Finding {
    /// The kind of quirk.
    pub rule: Rule,
    /// The place, as a JSON pointer in a URI fragment.
    #[serde(serialize_with = "as_text")]
    pub pointer: Pointer,
    /// The quirk, in a sentence.
    pub message: String,
    /// The overlay actions that remove it.
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

/// The most items that a sentence lists.
const MAX_LISTED: usize = 5;
/// The most characters of a value that a sentence quotes.
const MAX_QUOTED: usize = 40;

/// The first few items, each once.
pub(super) fn listed(items: impl IntoIterator<Item = String>) -> String {
    let all: IndexSet<String> = items.into_iter().collect();
    let first: Vec<&str> = all.iter().take(MAX_LISTED).map(String::as_str).collect();
    let first = first.join(", ");
    match all.len().saturating_sub(MAX_LISTED) {
        0 => first,
        more => format!("{first} and {more} more"),
    }
}

/// A value as a sentence quotes it.
pub(super) fn quoted(value: &Value) -> String {
    let text = value.to_string();
    let mut chars = text.chars();
    let start: String = chars.by_ref().take(MAX_QUOTED).collect();
    let rest = if chars.next().is_some() { "…" } else { "" };
    format!("`{start}{rest}`")
}
