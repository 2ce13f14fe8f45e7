//! Rustdoc from the text of the document.

use std::collections::VecDeque;
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

/// Inner doc comments of a text.
pub fn inner(text: &str) -> TokenStream {
    let lines = lines(text);
    quote! { #(#![doc = #lines])* }
}

/// The lines of a text; long ones of prose are wrapped where no line then starts a block, outside of code, tables and
/// headings.
pub(super) fn lines(text: &str) -> Vec<String> {
    let text = text.trim();
    let is_whole = |event: &Event<'_>| {
        matches!(
            event,
            Event::Code(_) | Event::Start(Tag::CodeBlock(_) | Tag::Table(_) | Tag::Heading { .. })
        )
    };
    let events = Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter();
    let mut whole: VecDeque<Range<usize>> = events
        .filter_map(|(event, range)| is_whole(&event).then_some(range))
        .collect();
    let mut lines = Vec::new();
    let mut at = 0;
    for line in text.split('\n') {
        let (mut wrapped, mut width) = (String::new(), 0);
        for word in line.split_inclusive(' ') {
            while whole.front().is_some_and(|range| range.end <= at) {
                whole.pop_front();
            }
            let is_inside = whole.front().is_some_and(|range| range.start < at);
            let can_start = !is_inside && !wrapped.trim().is_empty() && !starts_block(word.trim());
            if can_start && width + word.trim().chars().count() > WIDTH {
                let indent = indent(line);
                width = indent.len();
                lines.push(std::mem::replace(&mut wrapped, indent));
            }
            wrapped.push_str(word);
            width += word.chars().count();
            at += word.len();
        }
        lines.push(wrapped);
        at += 1;
    }
    let lines = lines.iter().map(|line| line.trim_end());
    lines
        .map(|line| match line {
            "" => String::new(),
            line => format!(" {line}"),
        })
        .collect()
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
    markdown::span(&visible(name))
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
