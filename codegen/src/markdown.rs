//! Text from documents in Markdown pages: no name or description can end a cell, a code span or a block.

/// A code span in a cell of a table.
pub(crate) fn code(text: &str) -> String {
    span(text).replace('|', "\\|")
}

/// A code span that is one line. Its marks are longer than any in the text.
pub(crate) fn span(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.is_empty() {
        return "(empty)".to_owned();
    }
    let marks = "`".repeat(longest_run(&line) + 1);
    // A mark next to the text would be taken for part of the fence.
    let space = if line.starts_with('`') || line.ends_with('`') {
        " "
    } else {
        ""
    };
    format!("{marks}{space}{line}{space}{marks}")
}

/// A sentence whose names stand between backticks. Everything else is plain text.
pub(crate) fn sentence(text: &str) -> String {
    let parts: Vec<&str> = text.split('`').collect();
    // A name that has a backtick itself: nobody can tell where it ends.
    if parts.len().is_multiple_of(2) {
        return plain(text);
    }
    let parts = parts.iter().enumerate();
    parts
        .map(|(index, part)| match index % 2 {
            0 => plain(part),
            _ => code(part),
        })
        .collect()
}

/// Text without any markup.
pub(crate) fn plain(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '<' => escaped.push_str("&lt;"),
            '&' => escaped.push_str("&amp;"),
            '|' | '`' | '\\' | '*' | '_' | '[' | ']' | '#' | '~' => {
                escaped.extend(['\\', character]);
            }
            _ if character.is_control() => escaped.push(' '),
            _ => escaped.push(character),
        }
    }
    escaped
}

/// A code block in a language. Its fence is longer than any in the text.
pub(crate) fn block(language: &str, text: &str) -> String {
    let fence = "`".repeat(longest_run(text).max(2) + 1);
    let end = if text.ends_with('\n') { "" } else { "\n" };
    format!("{fence}{language}\n{text}{end}{fence}\n")
}

fn longest_run(text: &str) -> usize {
    let runs = text.split(|character| character != '`');
    runs.map(str::len).max().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{block, code, plain, sentence};

    #[test]
    fn names_from_documents_stay_in_their_cell() {
        assert_eq!(code("a|b\n c"), "`a\\|b c`");
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(code("`"), "`` ` ``");
        assert_eq!(code(""), "(empty)");
        assert_eq!(plain("<b> & *x*\n"), "&lt;b> &amp; \\*x\\* ");
        assert_eq!(
            sentence("The field `<b>` of it|s was."),
            "The field `<b>` of it\\|s was."
        );
        assert_eq!(
            sentence("The field `a`b` was."),
            "The field \\`a\\`b\\` was."
        );
        assert_eq!(block("text", "a ``` b"), "````text\na ``` b\n````\n");
    }
}
