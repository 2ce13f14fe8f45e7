//! Short quotes of a body, for error messages.

/// The most characters that an error quotes.
const LIMIT: usize = 120;

/// The part of `body` around a position of `serde_json`: lines count from 1, columns in bytes.
pub(crate) fn excerpt_at(body: &[u8], line: usize, column: usize) -> String {
    let before: usize = body
        .split_inclusive(|byte| *byte == b'\n')
        .take(line.saturating_sub(1))
        .map(<[u8]>::len)
        .sum();
    let at = before.saturating_add(column).min(body.len());
    let start = at.saturating_sub(LIMIT / 2);
    excerpt_from(body, start)
}

/// The beginning of `body`.
pub(crate) fn excerpt(body: &[u8]) -> String {
    excerpt_from(body, 0)
}

/// Whether `body` looks like an HTML page instead of JSON.
pub(crate) fn is_html(body: &[u8]) -> bool {
    body.trim_ascii_start().starts_with(b"<")
}

fn excerpt_from(body: &[u8], start: usize) -> String {
    // A character has at most four bytes, so the window holds enough characters.
    let end = start.saturating_add(LIMIT * 4).min(body.len());
    let window = body.get(start..end).unwrap_or_default();
    let text = String::from_utf8_lossy(window);
    // The window may start or end within a character, which decodes to replacement characters.
    let text = text.trim_matches(char::REPLACEMENT_CHARACTER);
    let mut shown: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    shown.retain(|c| !c.is_control());
    let long = shown.chars().count() > LIMIT - 2 || end < body.len();
    let cut: String = shown.chars().take(LIMIT - 2).collect();
    let head = if start > 0 { "…" } else { "" };
    let tail = if long { "…" } else { "" };
    format!("{head}{cut}{tail}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_around_the_position() {
        let body = format!("[\n\"{}\",\nnope]", "é".repeat(200));
        let shown = excerpt_at(body.as_bytes(), 3, 2);
        assert!(
            shown.starts_with('…') && shown.ends_with("nope]"),
            "{shown}"
        );
        assert!(shown.chars().count() <= LIMIT);
    }

    #[test]
    fn never_quotes_more_than_the_limit() {
        for body in ["x".repeat(1000), "🦀".repeat(1000), "\u{0}".repeat(1000)] {
            assert!(excerpt(body.as_bytes()).chars().count() <= LIMIT);
        }
        assert_eq!(excerpt(b" {\n  \"a\": 1 } "), "{ \"a\": 1 }");
    }

    #[test]
    fn a_position_outside_the_body_means_its_end() {
        assert_eq!(excerpt_at(b"[1]", 9, 9), "[1]");
        assert_eq!(excerpt_at(b"", 0, 0), "");
    }
}
