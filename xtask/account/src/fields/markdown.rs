//! Names of an account in Markdown.

/// A text as inline code, on one line.
///
/// Names may contain anything. Characters that do not print are escaped; the compiler refuses those that
/// change the text direction in a comment.
pub(super) fn code(text: &str) -> String {
    let text: String = text.chars().map(visible).collect();
    if text.is_empty() {
        return "(no name)".to_owned();
    }
    let fence = "`".repeat(longest_run(&text) + 1);
    // Markdown removes one space from both ends of inline code that has spaces at both.
    let edge = |c: Option<char>| matches!(c, Some('`' | ' '));
    let pad = if edge(text.chars().next()) || edge(text.chars().next_back()) {
        " "
    } else {
        ""
    };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// Several texts as inline code.
pub(super) fn codes<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    texts.into_iter().map(code).collect::<Vec<_>>().join(", ")
}

/// The character, or its Rust escape if it does not print.
pub(super) fn visible(c: char) -> String {
    match c {
        '\'' | '"' | '\\' => c.to_string(),
        _ => c.escape_debug().to_string(),
    }
}

/// The length of the longest run of backticks.
fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::code;

    #[test]
    fn no_text_ends_its_inline_code() {
        assert_eq!(code("Shoe size"), "`Shoe size`");
        assert_eq!(code("a`b``c"), "```a`b``c```");
        assert_eq!(code("`"), "`` ` ``");
        assert_eq!(code("say \"é\" */ ]"), "`say \"é\" */ ]`");
        assert_eq!(code("a\nb\u{202e}c\0"), "`a\\nb\\u{202e}c\\0`");
        assert_eq!(code(""), "(no name)");
    }
}
