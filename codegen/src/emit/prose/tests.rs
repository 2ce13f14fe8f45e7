//! Texts that are hostile to rustdoc, and any others.

use proptest::prelude::*;
use pulldown_cmark::{
    BrokenLink, CodeBlockKind, CowStr, Event, Options, Parser, Tag, TagEnd, TextMergeStream,
};

use super::{EXTENSIONS, LANGUAGES, prose, visible};
use crate::emit::docs;

#[test]
fn markdown_is_kept() {
    for text in [
        "Two *words* and **more**, `code` and [a link](https://x.nl/a).",
        "# Title\n\nText.\n\n## Part\n\nMore.",
        "- one\n- two\n  - nested\n\n    more\n\n1. first\n2. second",
        "| a | b |\n|---|---|\n| `x\\|y` | 2 |",
        "> quoted\n>\n> - item",
        "- item\n\n  ```json\n  {}\n\n  []\n  ```",
        "one\\\ntwo.",
        "~~gone~~ snake_case &c. a > b #1!",
    ] {
        let kept = prose(text);
        assert_eq!(kept.trim_end_matches('.'), text.trim_end_matches('.'));
    }
}

#[test]
fn no_text_becomes_a_doctest() {
    assert_eq!(prose("A\n```\nlet x\n```"), "A\n\n```text\nlet x\n```");
    assert_eq!(prose("A\n~~~ rust\nx\n"), "A\n\n```text\nx\n```");
    assert_eq!(prose("```json\n{}\n```\nB"), "```json\n{}\n```\n\nB.");
    assert_eq!(
        prose("A\n\n    let x;\n\n\tlet y;"),
        "A\n\n```text\nlet x;\n\nlet y;\n```"
    );
    assert_eq!(prose("-      let x"), "- ```text\n   let x\n  ```");
    assert_eq!(prose("A ``` b"), "A \\`\\`\\` b.");
    assert_eq!(prose("```` a ``` b ````"), "````a ``` b````.");
}

#[test]
fn what_rustdoc_would_warn_of_is_text() {
    assert_eq!(prose("`[a]` [b] `c"), "`[a]` \\[b\\] \\`c.");
    assert_eq!(prose("``a`[b]`` <c>"), "``a`[b]`` \\<c>");
    assert_eq!(
        prose("<p>A</p>\n\n    x"),
        "\\<p>A\\</p>\n\n```text\nx\n```"
    );
    assert_eq!(prose("[a](b.md) ![c](https://x.nl/c.png)"), "a c.");
    assert_eq!(
        prose("See https://x.nl/<id> or (http://y.nl)."),
        "See <https://x.nl/>\\<id> or (<http://y.nl>)."
    );
    assert_eq!(prose("a\u{202e}b\u{0}&#x202e;\r\n"), "ab.");
    assert_eq!(prose(" \u{200b}\n"), "");
    assert_eq!(prose("#"), "\\#");
    assert_eq!(prose("[a]: b\n"), "\\[a\\]: b.");
    assert_eq!(
        prose("\\- a\n\n1\\. b\n\n\\# c"),
        "\\- a\n\n1\\. b\n\n\\# c."
    );
}

/// The lines of the docs of an item, without the space in front of each.
fn lines(text: &str) -> Vec<String> {
    let lines = docs::lines(text).into_iter();
    lines
        .map(|line| line.get(1..).unwrap_or_default().to_owned())
        .collect()
}

/// What a text may consist of.
const PIECES: [&str; 60] = [
    "a",
    "b",
    "é",
    "1",
    " ",
    " ",
    " ",
    "\n",
    "\n",
    "\n\n",
    "    ",
    "\t",
    "- ",
    "+ ",
    "* ",
    "1. ",
    "2) ",
    "> ",
    "# ",
    "---",
    "===",
    "***",
    "`",
    "``",
    "```",
    "~~~",
    "rust",
    "should_panic",
    "|",
    "|---|",
    ":-:",
    "[",
    "]",
    "](",
    ")",
    "[a]: https://x.nl",
    "[^1]",
    "[ ] ",
    "(",
    "!",
    "<",
    ">",
    "<b>",
    "</b>",
    "<!--",
    "-->",
    "<pre>",
    "</pre>",
    "https://",
    "http://x.nl",
    "https://x.nl/a?b=1",
    "a@x.nl",
    "*",
    "**",
    "_",
    "~~",
    "\\",
    "&lt;",
    "&#10;",
    "&#96;",
];

fn any_text() -> impl Strategy<Value = String> {
    let pieces = prop::collection::vec(prop::sample::select(PIECES.as_slice()), 0..40);
    let pieces = pieces.prop_map(|pieces| pieces.concat());
    prop_oneof![9 => pieces, 1 => any::<String>()]
}

/// The extensions that rustdoc reads.
const RUSTDOC: Options = EXTENSIONS
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_TASKLISTS);

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn rustdoc_finds_nothing_in_any_text(text in any_text()) {
        let written = lines(&prose(&text)).join("\n");
        let mut names = Vec::new();
        let mut callback = |link: BrokenLink<'_>| -> Option<(CowStr<'_>, CowStr<'_>)> {
            names.push(link.reference.to_string());
            None
        };
        let events = Parser::new_with_broken_link_callback(&written, RUSTDOC, Some(&mut callback));
        let mut depth = 0;
        for event in events {
            match event {
                Event::Html(text) | Event::InlineHtml(text) => panic!("HTML {text:?} in {written:?}"),
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                    prop_assert!(LANGUAGES.contains(&info.as_ref()), "{info:?} in {written:?}");
                    depth += 1;
                }
                Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => panic!("code in {written:?}"),
                Event::Start(Tag::Image { .. }) => panic!("image in {written:?}"),
                Event::Start(Tag::Link { dest_url, .. }) => {
                    prop_assert!(dest_url.starts_with("http"), "{dest_url:?} in {written:?}");
                    depth += 1;
                }
                Event::End(TagEnd::Link | TagEnd::CodeBlock) => depth -= 1,
                Event::Text(text) if depth == 0 => {
                    let mut behind = text.split("http://").skip(1).chain(text.split("https://").skip(1));
                    let is_bare = behind.any(|one| one.starts_with(char::is_alphanumeric));
                    prop_assert!(!is_bare, "bare address in {written:?}");
                }
                _ => {}
            }
        }
        prop_assert!(names.is_empty(), "{names:?} in {written:?}");
    }

    #[test]
    fn wrapping_changes_nothing(text in any_text(), words in 0_usize..30) {
        let text = prose(&format!("{}{text}", "word ".repeat(words)));
        let wrapped = lines(&text).join("\n");
        prop_assert_eq!(structure(&wrapped), structure(&text), "{:?}", wrapped);
    }

    #[test]
    fn no_word_is_lost(text in any_text()) {
        let written = lines(&prose(&text)).join("\n");
        let expected = words(&visible(&text));
        // A text that shows nothing is itself the docs, since there must be some.
        if !expected.is_empty() {
            prop_assert_eq!(words(&written), expected, "{:?}", written);
        }
    }
}

/// The letters and digits that a reader sees.
fn words(text: &str) -> String {
    let shown = Parser::new_ext(text, EXTENSIONS).filter_map(|event| match event {
        Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => {
            Some(text)
        }
        _ => None,
    });
    let letters = shown.flat_map(|text| text.chars().collect::<Vec<_>>());
    letters.filter(|one| one.is_alphanumeric()).collect()
}

/// The events of a text, whatever its lines are.
fn structure(text: &str) -> Vec<Event<'_>> {
    let events = Parser::new_ext(text, EXTENSIONS).map(|event| match event {
        Event::SoftBreak => Event::Text(" ".into()),
        event => event,
    });
    TextMergeStream::new(events).collect()
}
