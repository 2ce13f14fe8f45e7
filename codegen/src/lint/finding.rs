//! One finding, and the words that all families say alike.

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
pub(super) fn listed<T: AsRef<str>>(things: impl IntoIterator<Item = T>) -> String {
    let mut first: Vec<String> = Vec::new();
    let mut more = 0;
    for thing in things {
        let thing = thing.as_ref();
        if first.iter().any(|other| other == thing) {
            continue;
        }
        if first.len() < LISTED {
            first.push(thing.to_owned());
        } else {
            more += 1;
        }
    }
    match more {
        0 => first.join(", "),
        more => format!("{} and {more} more", first.join(", ")),
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
