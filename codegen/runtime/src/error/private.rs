//! Removes personal data from the texts of an error.

use serde_path_to_error::{Path, Segment};

/// The text of a parser without the values that it quotes.
///
/// Values stand in quotes: `"` for strings, and a backtick for scalars, which names of fields have as
/// well. So a backtick's text is kept where it follows the word `field` or `variant`.
pub(crate) fn without_values(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(['"', '`']) {
        let (before, quoted) = rest.split_at(start);
        shown.push_str(before);
        let end = end_of_quote(quoted);
        let (value, after) = quoted.split_at(end);
        if is_name(before) && value.starts_with('`') {
            shown.push_str(value);
        } else {
            // Only the kind, which stands before it, is left.
            shown.truncate(shown.trim_end().len());
        }
        rest = after;
    }
    shown.push_str(rest);
    shown
}

/// A path without the keys that no field is called: those of a map can be personal data.
pub(crate) fn without_keys(path: &Path) -> String {
    let mut shown = String::new();
    for segment in path {
        if !shown.is_empty() && !matches!(segment, Segment::Seq { .. }) {
            shown.push('.');
        }
        match segment {
            Segment::Map { key } => shown.push_str(shown_key(key)),
            other => shown.push_str(&other.to_string()),
        }
    }
    if shown.is_empty() {
        shown.push('.');
    }
    shown
}

/// The key, or `***` if no field is called so.
pub(crate) fn shown_key(key: &str) -> &str {
    let is_field = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '$');
    if key.chars().all(is_field) {
        key
    } else {
        "***"
    }
}

/// Whether a name follows this text, and not a value.
fn is_name(before: &str) -> bool {
    let word = before.trim_end().rsplit(' ').next();
    matches!(word, Some("field" | "variant" | "member" | "type"))
        && !before.ends_with("unknown variant ")
        && !before.ends_with("unknown field ")
}

/// The end of the quote that `text` begins with. A quote that is cut off ends with the text.
fn end_of_quote(text: &str) -> usize {
    let mut chars = text.char_indices();
    let quote = chars.next().map_or('"', |(_, quote)| quote);
    let mut is_escaped = false;
    for (at, c) in chars {
        if c == quote && !is_escaped {
            return at + c.len_utf8();
        }
        is_escaped = c == '\\' && !is_escaped;
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_removed_and_names_are_kept() {
        for (text, shown) in [
            (
                "invalid type: string \"Kevin, 3\", expected u8 at line 1 column 9",
                "invalid type: string, expected u8 at line 1 column 9",
            ),
            (
                "invalid type: integer `1985`, expected a map",
                "invalid type: integer, expected a map",
            ),
            (
                "missing field `id` at line 1",
                "missing field `id` at line 1",
            ),
            (
                "unknown variant `Kevin`, expected `a`",
                "unknown variant, expected",
            ),
            ("found the string \"a\\\"b\" here", "found the string here"),
            ("found the string \"cut off…", "found the string"),
        ] {
            assert_eq!(without_values(text), shown);
        }
    }
}
