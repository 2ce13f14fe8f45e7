//! Markdown of the document, rewritten for rustdoc. The text is parsed and written anew, so that whatever it is, it
//! contains no HTML, no doctest, and no link that rustdoc would resolve in the crate.

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use pulldown_cmark::{
    CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd, TextMergeStream,
};

use crate::markdown;
use crate::openapi::is_invisible;

/// The extensions of Markdown that descriptions use.
const EXTENSIONS: Options = Options::ENABLE_TABLES.union(Options::ENABLE_STRIKETHROUGH);

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

/// The text as Markdown with a line for each paragraph; it ends with a period.
pub fn prose(text: &str) -> String {
    let text = visible(text);
    let mut links = Vec::new();
    let events = Parser::new_ext(&text, EXTENSIONS).filter_map(|event| kept(event, &mut links));
    let mut writer = Writer::default();
    TextMergeStream::new(events).for_each(|event| writer.event(event));
    if writer.is_empty() {
        // The target of a link, or a heading without words.
        let words: Vec<&str> = text.split_whitespace().collect();
        writer.text(&words.join(" "));
    }
    writer.finish()
}

/// HTML and breaks of lines are text. A link to a place in the web is kept; of other links and of images only the text
/// is, and the text of a bare address becomes a link anyway. `links` has the links that are open, and whether each is
/// kept.
fn kept<'t>(event: Event<'t>, links: &mut Vec<bool>) -> Option<Event<'t>> {
    match &event {
        Event::Html(text) | Event::InlineHtml(text) => return Some(Event::Text(text.clone())),
        Event::SoftBreak => return Some(Event::Text(" ".into())),
        Event::Start(Tag::Image { .. }) => links.push(false),
        Event::Start(Tag::Link {
            link_type,
            dest_url,
            ..
        }) => {
            let is_bare = matches!(link_type, LinkType::Autolink | LinkType::Email);
            links.push(!is_bare && !links.contains(&true) && address(dest_url) == Some(0));
        }
        Event::End(TagEnd::Link | TagEnd::Image) => {
            return links.pop()?.then_some(event);
        }
        _ => return Some(event),
    }
    links.last()?.then_some(event)
}

/// Text without control and formatting characters; a tab is four spaces.
pub fn visible(text: &str) -> String {
    let text = text.replace('\t', "    ");
    let is_kept = |one: &char| *one == '\n' || !is_invisible(*one);
    text.chars().filter(is_kept).collect()
}

/// Where an address starts in a text.
fn address(text: &str) -> Option<usize> {
    let starts = ["http://", "https://"].map(|scheme| text.find(scheme));
    starts.into_iter().flatten().min()
}

/// An address without the characters that would end the link.
fn encoded(address: &str) -> String {
    const LINK_ENDS: AsciiSet = CONTROLS
        .add(b' ')
        .add(b'"')
        .add(b'(')
        .add(b')')
        .add(b'<')
        .add(b'>')
        .add(b'[')
        .add(b'\\')
        .add(b']')
        .add(b'`')
        .add(b'|');
    utf8_percent_encode(address, &LINK_ENDS).to_string()
}

/// Text in which nothing is markup.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut last = None;
    for (at, one) in text.char_indices() {
        let rest = &text[at + one.len_utf8()..];
        let is_word = |one: Option<char>| one.is_some_and(char::is_alphanumeric);
        let next = rest.chars().next();
        let is_name = |one: char| one.is_ascii_alphanumeric() || one == '#';
        let is_markup = match one {
            '\\' | '`' | '*' | '[' | ']' | '<' | '|' | '~' => true,
            '_' => !(is_word(last) && is_word(next)),
            '#' => !is_word(next),
            '&' => rest.trim_start_matches(is_name).starts_with(';'),
            _ => false,
        };
        if is_markup {
            out.push('\\');
        }
        out.push(one);
        last = Some(one);
    }
    out
}

/// The language of a block of code, if rustdoc does not take it for Rust.
fn language(kind: &CodeBlockKind<'_>) -> &'static str {
    let CodeBlockKind::Fenced(info) = kind else {
        return "text";
    };
    let mut all = LANGUAGES.iter();
    all.find(|one| info.trim().eq_ignore_ascii_case(one))
        .unwrap_or(&"text")
}

/// A line of text that starts no block.
fn guarded(line: &str) -> String {
    let line = line.trim();
    let end = line.find(' ').unwrap_or(line.len());
    let (word, rest) = line.split_at(end);
    match word.strip_suffix(['.', ')']) {
        _ if word.is_empty() || !starts_block(word) => line.to_owned(),
        Some(number) => format!("{number}\\{}{rest}", &word[number.len()..]),
        None => format!("\\{line}"),
    }
}

/// Whether a line that starts with this word may start a block.
pub fn starts_block(word: &str) -> bool {
    let is_number = |digits: &str| digits.bytes().all(|one| one.is_ascii_digit());
    let is_rule = |mark: char| word.chars().all(|one| one == mark);
    word.starts_with('>')
        || ['-', '+', '=', '*', '#'].into_iter().any(is_rule)
        || word.strip_suffix(['.', ')']).is_some_and(is_number)
}

/// What a line starts with in a quote or in an item of a list.
struct Container {
    first: Option<String>,
    rest: String,
}

#[derive(Default)]
struct Writer {
    lines: Vec<String>,
    /// The paragraph, heading or cell that is being written.
    inline: String,
    containers: Vec<Container>,
    /// The number of the next item of each list that is open.
    lists: Vec<Option<u64>>,
    /// The address of the link that is open.
    link: Option<String>,
    /// The block of code that is being read.
    code: Option<(&'static str, String)>,
    /// The cells of the row of a table.
    row: Option<Vec<String>>,
    /// The level of the heading that is being written.
    heading: usize,
    ends_in_text: bool,
}

impl Writer {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => match &mut self.code {
                Some((_, code)) => code.push_str(&text),
                None => self.text(&text),
            },
            Event::Code(code) if code.trim().is_empty() => {}
            Event::Code(code) => {
                // The marks of two spans would be read as one.
                if self.inline.ends_with('`') {
                    self.inline.push(' ');
                }
                self.inline.push_str(&match self.row {
                    Some(_) => markdown::code(&code),
                    None => markdown::span(&code),
                });
            }
            Event::HardBreak if self.row.is_none() && self.heading == 0 => {
                self.inline.push_str("\\\n");
            }
            Event::HardBreak => self.inline.push(' '),
            Event::Rule => {
                self.start_block();
                self.line("---");
            }
            // Of extensions that are off.
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph | Tag::HtmlBlock | Tag::Table(_) => self.start_block(),
            Tag::Heading { level, .. } => {
                self.start_block();
                self.heading = level as usize;
            }
            Tag::BlockQuote(_) => {
                self.start_block();
                self.open(None, "> ");
            }
            Tag::CodeBlock(kind) => {
                self.start_block();
                self.code = Some((language(&kind), String::new()));
            }
            Tag::List(number) => {
                // A list in an item needs no empty line.
                if self.inline.is_empty() || self.lists.is_empty() {
                    self.start_block();
                }
                self.end_inline();
                self.lists.push(number);
            }
            Tag::Item => {
                let mark = match self.lists.last_mut() {
                    Some(Some(number)) => {
                        let mark = format!("{number}. ");
                        *number += 1;
                        mark
                    }
                    _ => "- ".to_owned(),
                };
                let rest = " ".repeat(mark.len());
                self.open(Some(mark), &rest);
            }
            Tag::TableHead | Tag::TableRow => self.row = Some(Vec::new()),
            Tag::Emphasis => self.inline.push('*'),
            Tag::Strong => self.inline.push_str("**"),
            Tag::Strikethrough => self.inline.push_str("~~"),
            Tag::Link { dest_url, .. } => {
                // An exclamation mark in front would make an image of the link.
                if self.inline.ends_with('!') {
                    self.inline.insert(self.inline.len() - 1, '\\');
                }
                self.inline.push('[');
                self.link = Some(encoded(&dest_url));
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::HtmlBlock | TagEnd::Heading(_) => self.end_inline(),
            TagEnd::BlockQuote(_) | TagEnd::Item => {
                self.end_inline();
                if self
                    .containers
                    .last()
                    .is_some_and(|one| one.first.is_some())
                {
                    self.line("");
                }
                self.containers.pop();
            }
            TagEnd::CodeBlock => {
                let (language, code) = self.code.take().unwrap_or_default();
                let block = markdown::block(language, &code);
                block.lines().for_each(|line| self.line(line));
            }
            TagEnd::List(_) => {
                self.lists.pop();
            }
            TagEnd::TableCell => {
                let cell = std::mem::take(&mut self.inline);
                self.row.get_or_insert_default().push(cell);
            }
            TagEnd::TableHead => {
                let columns = self.end_row();
                self.line(&format!("|{}", "---|".repeat(columns)));
            }
            TagEnd::TableRow => {
                self.end_row();
            }
            TagEnd::Emphasis => self.inline.push('*'),
            TagEnd::Strong => self.inline.push_str("**"),
            TagEnd::Strikethrough => self.inline.push_str("~~"),
            TagEnd::Link => {
                let address = self.link.take().unwrap_or_default();
                self.inline.extend(["](", &address, ")"]);
            }
            _ => {}
        }
    }

    /// Plain text, with its bare addresses as links.
    fn text(&mut self, text: &str) {
        // A reference to a character can be one of any kind.
        let text = visible(text).replace('\n', " ");
        let mut rest = text.as_str();
        while let Some(start) = address(rest).filter(|_| self.link.is_none()) {
            let (before, found) = rest.split_at(start);
            let is_end = |one: char| one.is_whitespace() || r#"<>|"`\"#.contains(one);
            let found = found.split(is_end).next().unwrap_or_default();
            let bare = found.trim_end_matches(|one: char| !one.is_alphanumeric() && one != '/');
            self.inline.push_str(&escaped(before));
            self.inline.extend(["<", bare, ">"]);
            rest = &rest[start + bare.len()..];
        }
        self.inline.push_str(&escaped(rest));
    }

    fn open(&mut self, first: Option<String>, rest: &str) {
        let rest = rest.to_owned();
        self.containers.push(Container { first, rest });
    }

    /// Ends the text before a block; an empty line separates them, but where an item of a list starts with the block.
    fn start_block(&mut self) {
        self.end_inline();
        let starts_item = self
            .containers
            .last()
            .is_some_and(|one| one.first.is_some());
        if !self.lines.is_empty() && !starts_item {
            self.line("");
        }
    }

    fn end_inline(&mut self) {
        let text = std::mem::take(&mut self.inline);
        let heading = std::mem::take(&mut self.heading);
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        if heading > 0 {
            self.line(&format!("{} {text}", "#".repeat(heading)));
            return;
        }
        for line in text.lines() {
            let words: Vec<&str> = line.split(' ').filter(|word| !word.is_empty()).collect();
            self.line(&guarded(&words.join(" ")));
        }
        self.ends_in_text = true;
    }

    fn end_row(&mut self) -> usize {
        let cells = self.row.take().unwrap_or_default();
        self.line(&format!("| {} |", cells.join(" | ")));
        cells.len()
    }

    fn line(&mut self, text: &str) {
        let mut line = String::new();
        for container in &mut self.containers {
            line.push_str(container.first.take().as_ref().unwrap_or(&container.rest));
        }
        line.push_str(text);
        self.lines.push(line.trim_end().to_owned());
        self.ends_in_text = false;
    }

    fn is_empty(&self) -> bool {
        self.lines.is_empty() && self.inline.trim().is_empty()
    }

    fn finish(mut self) -> String {
        self.end_inline();
        let mut text = self.lines.join("\n");
        let is_open = |last: char| last.is_alphanumeric() || matches!(last, '`' | ')');
        // A number alone would start a list.
        let line = text.lines().next_back().unwrap_or_default();
        let is_number = line
            .split(' ')
            .all(|word| starts_block(&format!("{word}.")) || starts_block(word));
        if self.ends_in_text && text.ends_with(is_open) && !is_number {
            text.push('.');
        }
        text
    }
}

#[cfg(test)]
mod tests;
