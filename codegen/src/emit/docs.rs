//! Rustdoc from the text of the document.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::Evidence;

/// Columns of a line of rustdoc, without indent and comment sign.
const WIDTH: usize = 92;

/// Outer doc comments of a text.
pub fn outer(text: &str) -> TokenStream {
    let lines = lines(text);
    quote! { #(#[doc = #lines])* }
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

/// Text of the document as Markdown for rustdoc: brackets and angle brackets outside of code are
/// escaped, and the text ends with a period.
pub fn prose(text: &str) -> String {
    let escaped: Vec<String> = text
        .trim()
        .split('`')
        .enumerate()
        .map(|(index, part)| {
            if index % 2 == 0 {
                escape(part)
            } else {
                part.to_owned()
            }
        })
        .collect();
    let text = escaped.join("`");
    match text.chars().last() {
        Some(last) if last.is_alphanumeric() || matches!(last, '`' | ')') => text + ".",
        _ => text,
    }
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_inclusive(char::is_whitespace) {
        if word.starts_with("http://") || word.starts_with("https://") {
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
