//! The words of the docs that the descriptions of an operation must have.

use serde_json::Value;

use crate::stated::body_item;
use crate::value::{entries, only, resolved, text};

pub(crate) fn missing_words(
    place: &str,
    operation: &Value,
    descriptions: &str,
    found: &mut Vec<String>,
) {
    let words = operation["says"].as_array().into_iter().flatten();
    for word in words
        .map(text)
        .filter(|word| !contains_words(descriptions, word))
    {
        found.push(format!("{place}: the descriptions do not contain {word:?}"));
    }
}

/// Whether the text contains `words` as whole words (100 is not in 1000).
pub(crate) fn contains_words(text: &str, words: &str) -> bool {
    let joins = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
    text.match_indices(words).any(|(at, _)| {
        let (before, after) = (&text[..at], &text[at + words.len()..]);
        !joins(before.chars().next_back()) && !joins(after.chars().next())
    })
}

/// All descriptions of an operation: its own, and those of its parameters and body.
pub(crate) fn descriptions_of(spec: &Value, operation: &Value) -> String {
    let mut texts = vec![text(&operation["description"]).to_owned()];
    for parameter in operation["parameters"].as_array().into_iter().flatten() {
        texts.push(text(&parameter["description"]).to_owned());
    }
    let body = body_item(spec, &operation["requestBody"]);
    for (_, field) in entries(&body["properties"]) {
        let referred = resolved(spec, only(&field["allOf"]));
        texts.push(text(&field["description"]).to_owned());
        texts.push(text(&referred["description"]).to_owned());
    }
    texts.join("\n")
}
