//! Rustdoc from the text of the document.

use proc_macro2::TokenStream;
use quote::quote;

use crate::markdown;
use crate::model::Evidence;
use crate::openapi::is_invisible;

/// Columns of a line of rustdoc, without indent and comment sign.
const WIDTH: usize = 92;

/// Outer doc comments of a text.
pub fn outer(text: &str) -> TokenStream {
    let lines = lines(text);
    quote! { #(#[doc = #lines])* }
}

/// Other words by which an item is searched, except for its own name, which rustdoc refuses.
pub fn aliases(aliases: &[String], name: &str) -> Option<TokenStream> {
    let aliases: Vec<_> = aliases.iter().filter(|alias| *alias != name).collect();
    (!aliases.is_empty()).then(|| quote! { #[doc(alias(#(#aliases),*))] })
}

/// Inner doc comments of a text.
pub fn inner(text: &str) -> TokenStream {
    let lines = lines(text);
    quote! { #(#![doc = #lines])* }
}

fn lines(text: &str) -> Vec<String> {
    let mut in_code = false;
    text.trim()
        .lines()
        .flat_map(|line| {
            in_code ^= line.starts_with("```");
            if in_code {
                vec![line.to_owned()]
            } else {
                wrap(line)
            }
        })
        .map(|line| {
            if line.is_empty() {
                line
            } else {
                format!(" {line}")
            }
        })
        .collect()
}

/// Wraps a line of prose; tables stay as they are.
fn wrap(line: &str) -> Vec<String> {
    if line.len() <= WIDTH || line.starts_with('|') {
        return vec![line.to_owned()];
    }
    let indent = if line.starts_with("- ") { "  " } else { "" };
    let options = textwrap::Options::new(WIDTH)
        .subsequent_indent(indent)
        .break_words(false)
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
        .word_separator(textwrap::WordSeparator::AsciiSpace);
    textwrap::wrap(line, options)
        .into_iter()
        .map(std::borrow::Cow::into_owned)
        .collect()
}

/// Text of the document as Markdown for rustdoc: code stays as it is, in blocks that are no doctests; brackets and angle
/// brackets outside of code are escaped; the text ends with a period.
pub fn prose(text: &str) -> String {
    let text = visible(text);
    let mut blocks = Blocks::default();
    let mut lines = text.trim().lines();
    while let Some(line) = lines.next() {
        let Some(fence) = Fence::opened_by(line) else {
            blocks.line(line);
            continue;
        };
        let code: Vec<&str> = lines
            .by_ref()
            .take_while(|one| !fence.is_closed_by(one))
            .collect();
        blocks.code(fence.language, &code.join("\n"));
    }
    blocks.finish()
}

/// Text as part of a line.
pub fn line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ")
}

/// Text without control and formatting characters; a tab is four spaces.
fn visible(text: &str) -> String {
    let text = text.replace('\t', "    ");
    let is_kept = |one: &char| *one == '\n' || !is_invisible(*one);
    text.chars().filter(is_kept).collect()
}

/// The start of a block of code.
struct Fence<'t> {
    mark: char,
    length: usize,
    language: &'t str,
}

/// Languages that rustdoc does not take for Rust or for attributes of a doctest.
const LANGUAGES: [&str; 12] = [
    "bash",
    "html",
    "http",
    "javascript",
    "json",
    "php",
    "python",
    "sh",
    "shell",
    "text",
    "xml",
    "yaml",
];

impl<'t> Fence<'t> {
    fn opened_by(line: &'t str) -> Option<Self> {
        let line = line.trim();
        let mark = line.chars().next().filter(|one| matches!(one, '`' | '~'))?;
        let info = line.trim_start_matches(mark);
        let length = line.len() - info.len();
        let known = LANGUAGES
            .iter()
            .find(|one| info.trim().eq_ignore_ascii_case(one));
        (length >= 3 && !info.contains('`')).then_some(Self {
            mark,
            length,
            language: known.unwrap_or(&"text"),
        })
    }

    fn is_closed_by(&self, line: &str) -> bool {
        let line = line.trim();
        line.len() >= self.length && line.chars().all(|one| one == self.mark)
    }
}

/// Markdown that is being written.
#[derive(Default)]
struct Blocks {
    text: String,
    /// The lines since the last empty line or block of code.
    paragraph: Vec<String>,
}

impl Blocks {
    fn line(&mut self, line: &str) {
        let words: Vec<&str> = line.split_whitespace().collect();
        if words.is_empty() {
            self.end_paragraph();
            self.text.push('\n');
            return;
        }
        // Four spaces would start a block of code, in front of the text as well as behind the sign of a list.
        let indent = line.len() - line.trim_start().len();
        self.paragraph
            .push(" ".repeat(indent.min(3)) + &words.join(" "));
    }

    fn code(&mut self, language: &str, code: &str) {
        self.end_paragraph();
        self.text.push_str(&markdown::block(language, code));
    }

    fn end_paragraph(&mut self) {
        if !self.paragraph.is_empty() {
            let paragraph = std::mem::take(&mut self.paragraph).join("\n");
            self.text.push_str(&spans(&paragraph));
            self.text.push('\n');
        }
    }

    fn finish(mut self) -> String {
        let ends_in_prose = !self.paragraph.is_empty();
        self.end_paragraph();
        let text = self.text.trim_end();
        let period = match text.chars().last() {
            Some(last) if last.is_alphanumeric() || matches!(last, '`' | ')') => ".",
            _ => "",
        };
        format!("{text}{}", if ends_in_prose { period } else { "" })
    }
}

/// A paragraph in which everything outside of code is escaped. A run of backticks without a second one is text; the marks
/// of code are short, because a line that starts with three of them starts a block.
fn spans(paragraph: &str) -> String {
    let mut out = String::with_capacity(paragraph.len());
    let mut rest = paragraph;
    while let Some(start) = rest.find('`') {
        let (before, ticked) = rest.split_at(start);
        out.push_str(&escape(before));
        let inner = ticked.trim_start_matches('`');
        let length = ticked.len() - inner.len();
        if let Some(end) = closing_run(inner, length).filter(|_| length < 3) {
            let (span, after) = ticked.split_at(2 * length + end);
            out.push_str(span);
            rest = after;
        } else {
            out.push_str(&"\\`".repeat(length));
            rest = inner;
        }
    }
    out + &escape(rest)
}

/// Where a run of just this many backticks starts.
fn closing_run(text: &str, length: usize) -> Option<usize> {
    let mut at = 0;
    while let Some(start) = text[at..].find('`') {
        let run = &text[at + start..];
        let found = run.len() - run.trim_start_matches('`').len();
        if found == length {
            return Some(at + start);
        }
        at += start + found;
    }
    None
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_inclusive(char::is_whitespace) {
        let is_address = word.starts_with("http://") || word.starts_with("https://");
        if is_address && !word.contains(['<', '>']) {
            let bare = word.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '/');
            out.extend(["<", bare, ">", &word[bare.len()..]]);
            continue;
        }
        for c in word.chars() {
            if matches!(c, '[' | ']' | '<' | '>' | '*') {
                out.push('\\');
            }
            out.push(c);
        }
    }
    out
}

/// The note in the docs of a deprecated type or field. The attribute `deprecated` would cause warnings in the emitted
/// crate itself.
pub const DEPRECATED: &str = "Deprecated.";

/// Paragraphs, without the empty ones.
pub fn paragraphs<const N: usize>(parts: [String; N]) -> String {
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join("\n\n")
}

/// The evidence of a fact, for docs. Empty if the API's docs state the fact.
pub fn evidence(evidence: &Evidence) -> String {
    match evidence {
        Evidence::Documented => String::new(),
        Evidence::VendorClient(None) => "Seen in a vendor's client.".to_owned(),
        Evidence::VendorClient(Some(remark)) => {
            format!("Seen in a vendor's client: {}", prose(remark))
        }
        Evidence::Inferred(reason) => format!("**Inferred**: {}", prose(reason)),
    }
}

#[cfg(test)]
mod tests {
    use super::prose;

    #[test]
    fn no_text_becomes_a_doctest() {
        assert_eq!(prose("A\n```\nlet x\n```"), "A\n```text\nlet x\n```");
        assert_eq!(prose("A\n~~~ rust\nx\n"), "A\n```text\nx\n```");
        assert_eq!(prose("```json\n{}\n```\nB"), "```json\n{}\n```\nB.");
        assert_eq!(
            prose("A\n\n    let x;\n\n\tlet y;"),
            "A\n\n   let x;\n\n   let y;"
        );
        assert_eq!(prose("-      let x"), "- let x.");
        assert_eq!(prose("A ``` b"), "A \\`\\`\\` b.");
        assert_eq!(
            prose("```` a ``` b ````"),
            "\\`\\`\\`\\` a \\`\\`\\` b \\`\\`\\`\\`."
        );
    }

    #[test]
    fn text_outside_of_code_is_escaped() {
        assert_eq!(prose("`[a]` [b] `c"), "`[a]` \\[b\\] \\`c.");
        assert_eq!(prose("``a`[b]`` <c>"), "``a`[b]`` \\<c\\>");
        assert_eq!(prose("https://x.nl/<id>"), "https://x.nl/\\<id\\>");
        assert_eq!(prose("a\u{202e}b\u{0}\r\n"), "ab.");
        assert_eq!(prose(" \u{200b}\n"), "");
    }
}
