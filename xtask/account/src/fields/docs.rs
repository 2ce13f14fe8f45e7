//! Names of the account's own, in docs.

/// A text as inline code of Markdown, on one line and with nothing in it that could end it.
///
/// Names are anybody's: what does not print is escaped, also what would turn the reading direction,
/// which the compiler refuses in a comment.
pub(super) fn code(text: &str) -> String {
    let text: String = text.chars().map(visible).collect();
    if text.is_empty() {
        return "(no name)".to_owned();
    }
    let fence = "`".repeat(longest_run(&text) + 1);
    // Markdown takes one space off both ends of what has spaces at both.
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

/// A character, or how it is written in Rust if it does not print.
pub(super) fn visible(c: char) -> String {
    match c {
        '\'' | '"' | '\\' => c.to_string(),
        _ => c.escape_debug().to_string(),
    }
}

/// How many backticks stand together at most.
fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::code;

    #[test]
    fn no_text_gets_out_of_its_code() {
        assert_eq!(code("Shoe size"), "`Shoe size`");
        assert_eq!(code("a`b``c"), "```a`b``c```");
        assert_eq!(code("`"), "`` ` ``");
        assert_eq!(code("say \"é\" */ ]"), "`say \"é\" */ ]`");
        assert_eq!(code("a\nb\u{202e}c\0"), "`a\\nb\\u{202e}c\\0`");
        assert_eq!(code(""), "(no name)");
    }
}
