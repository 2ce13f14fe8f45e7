//! Rustdoc from the text of the document.

use std::ops::Range;

use proc_macro2::TokenStream;
use pulldown_cmark::{Event, Options, Parser, Tag};
use quote::quote;

use super::prose::{starts_block, visible};
use crate::markdown;
use crate::model::{Api, Evidence};

pub use super::prose::prose;

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

/// The lines of a text. Long ones are wrapped, but not in code, tables and headings, nor where a line would start a block.
pub(super) fn lines(text: &str) -> Vec<String> {
    let text = visible(text);
    let text = text.trim();
    let mut fixed = fixed(text).into_iter().peekable();
    let mut lines = Vec::new();
    let mut at = 0;
    for line in text.lines() {
        let mut wrapped = Wrapped::new(line);
        // What stands between two places for a break.
        let mut piece = 0..0;
        for word in line.split_inclusive(' ') {
            piece.end += word.len();
            at += word.len();
            while fixed.next_if(|range| range.end <= at).is_some() {}
            if fixed.peek().is_none_or(|range| at <= range.start) {
                wrapped.push(&line[piece.clone()]);
                piece.start = piece.end;
            }
        }
        wrapped.push(&line[piece]);
        lines.extend(wrapped.lines);
        at += 1;
    }
    for line in &mut lines {
        line.truncate(line.trim_end().len());
        if !line.is_empty() {
            line.insert(0, ' ');
        }
    }
    lines
}

/// The parts of a text whose lines stay as they are.
fn fixed(text: &str) -> Vec<Range<usize>> {
    let events = Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter();
    let fixed = events.filter(|(event, _)| {
        matches!(
            event,
            Event::Code(_) | Event::Start(Tag::CodeBlock(_) | Tag::Table(_) | Tag::Heading { .. })
        )
    });
    fixed.map(|(_, range)| range).collect()
}

/// A line that is being wrapped.
struct Wrapped {
    lines: Vec<String>,
    /// Columns of the last line.
    width: usize,
    indent: String,
}

impl Wrapped {
    fn new(line: &str) -> Self {
        Self {
            lines: vec![String::new()],
            width: 0,
            indent: indent(line),
        }
    }

    fn push(&mut self, piece: &str) {
        let columns = |text: &str| text.chars().count();
        let is_long =
            self.width > self.indent.len() && self.width + columns(piece.trim_end()) > WIDTH;
        if is_long && !starts_block(piece.trim_end()) {
            self.lines.push(self.indent.clone());
            self.width = self.indent.len();
        }
        if let Some(line) = self.lines.last_mut() {
            line.push_str(piece);
            self.width += columns(piece);
        }
    }
}

/// What the further lines of a paragraph start with: what aligns them with the first one in a quote or an item of a list.
fn indent(line: &str) -> String {
    let mut indent = String::new();
    for word in line.split_inclusive(' ') {
        match word {
            "> " | " " => indent.push_str(word),
            _ if starts_block(word.trim()) => indent.push_str(&" ".repeat(word.len())),
            _ => break,
        }
    }
    indent
}
/// The first paragraph of the docs of a crate.
pub fn client_of(api: &Api) -> String {
    let (title, version) = (line(&api.title), line(&api.version));
    prose(&format!("A client for the {title}, version {version}."))
}

/// Text as part of a line.
pub fn line(text: &str) -> String {
    let text = visible(text);
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ")
}

/// A name of the document, as code.
pub fn code(name: &str) -> String {
    markdown::span(name)
}

/// A link to a method of a type. Rustdoc takes the `#` of a raw identifier for the start of a fragment.
pub fn method(ty: &str, name: &str) -> String {
    let name = super::file_stem(name);
    format!("[`{name}`]({ty}::{name})")
}

/// The text behind a lead that ends a line or a sentence: in the same line if the text starts with a paragraph.
pub fn after(lead: &str, text: &str) -> String {
    let text = prose(text);
    let starts_paragraph = text
        .split(' ')
        .next()
        .is_some_and(|word| !starts_block(word))
        && !text.starts_with(['|', '#', '`']);
    let separator = if starts_paragraph { " " } else { "\n\n" };
    format!("{lead}{separator}{text}")
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
        Evidence::VendorClient(Some(remark)) => after("Seen in a vendor's client:", remark),
        Evidence::Inferred(reason) => after("**Inferred**:", reason),
    }
}
