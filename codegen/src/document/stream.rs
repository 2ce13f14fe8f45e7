//! Reads YAML event by event, so that a large document needs little more memory than its value.
//!
//! `yaml_serde` keeps all events of a document, which take up to fourteen times its size. It still reads what is rare
//! or wrong: anchors, tags, merge keys, characters that the editions of YAML treat differently, and whatever is an
//! error, which it explains.

use saphyr_parser::{Event, Parser, ScalarStyle, StrInput};
use serde_json::{Map, Value};

use super::MERGE;

/// The value of a YAML text that has one document and nothing rare.
pub(super) fn read(text: &str) -> Option<Value> {
    let is_break = |after_return: &str| after_return.starts_with('\n');
    if !text.chars().all(is_common) || !text.split('\r').skip(1).all(is_break) {
        return None;
    }
    let mut events = Events {
        parser: Parser::new_from_str(text),
        ends_with_break: text.ends_with('\n'),
    };
    while matches!(events.peek()?, Event::StreamStart | Event::DocumentStart(_)) {
        events.next()?;
    }
    // Readers differ in where a lone block of text begins.
    if matches!(events.peek()?, Event::Scalar(..)) {
        return None;
    }
    let value = events.node(MAX_DEPTH)?;
    let is_end = events.next()? == Event::DocumentEnd && events.next()? == Event::StreamEnd;
    is_end.then_some(value)
}

/// The depth at which `yaml_serde` stops.
const MAX_DEPTH: usize = 127;

/// Whether all editions of YAML read a character alike, where a carriage return stands before a line feed only.
const fn is_common(one: char) -> bool {
    matches!(one, '\n' | '\r' | '\t' | ' '..='~' | '\u{a0}'..='\u{2027}' | '\u{202a}'..='\u{d7ff}'
        | '\u{e000}'..='\u{fefe}' | '\u{ff00}'..='\u{fffd}' | '\u{10000}'..)
}

struct Events<'t> {
    parser: Parser<'t, StrInput<'t>>,
    /// Otherwise readers differ in the end of a block of text.
    ends_with_break: bool,
}

impl<'t> Events<'t> {
    fn next(&mut self) -> Option<Event<'t>> {
        let (event, _) = self.parser.next_event()?.ok()?;
        Some(event)
    }

    fn peek(&mut self) -> Option<&Event<'t>> {
        let (event, _) = self.parser.peek()?.ok()?;
        Some(event)
    }

    fn node(&mut self, depth: usize) -> Option<Value> {
        // An anchor with the number 0 is none.
        match self.next()? {
            // Readers differ in plain text that begins with the indicator of a complex key.
            Event::Scalar(text, ScalarStyle::Plain, ..) if text.starts_with('?') => None,
            Event::Scalar(text, ScalarStyle::Plain, 0, None) => plain(&text),
            Event::Scalar(_, ScalarStyle::Literal | ScalarStyle::Folded, ..)
                if !self.ends_with_break =>
            {
                None
            }
            Event::Scalar(text, _, 0, None) => Some(Value::String(exact(&text))),
            Event::SequenceStart(0, None) => self.sequence(depth.checked_sub(1)?),
            Event::MappingStart(0, None) => self.mapping(depth.checked_sub(1)?),
            _ => None,
        }
    }

    fn sequence(&mut self, depth: usize) -> Option<Value> {
        let mut entries = Vec::new();
        while self.peek()? != &Event::SequenceEnd {
            entries.push(self.node(depth)?);
        }
        self.next()?;
        entries.shrink_to_fit();
        Some(Value::Array(entries))
    }

    fn mapping(&mut self, depth: usize) -> Option<Value> {
        let mut members = Vec::new();
        loop {
            let key = match self.next()? {
                Event::MappingEnd => break,
                // Here they differ in other indicators, too, and in blocks.
                Event::Scalar(_, ScalarStyle::Literal | ScalarStyle::Folded, ..) => return None,
                Event::Scalar(key, ScalarStyle::Plain, ..)
                    if key.is_empty() || key.starts_with(['?', '-', ':', ',']) =>
                {
                    return None;
                }
                Event::Scalar(key, _, 0, None) if key != MERGE => exact(&key),
                _ => return None,
            };
            members.push((key, self.node(depth)?));
        }
        let count = members.len();
        let object: Map<String, Value> = members.into_iter().collect();
        // A duplicate key is an error.
        (object.len() == count).then_some(Value::Object(object))
    }
}

/// A copy without the spare room of the parser's text.
fn exact(text: &str) -> String {
    text.to_owned()
}

/// The value of an unquoted scalar in the core schema of YAML 1.2.
fn plain(text: &str) -> Option<Value> {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Some(Value::Null),
        "true" | "True" | "TRUE" => return Some(Value::Bool(true)),
        "false" | "False" | "FALSE" => return Some(Value::Bool(false)),
        _ => {}
    }
    if text.len() < 19 && !text.starts_with('0') && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.parse::<u64>().ok().map(Value::from);
    }
    let string = || Value::String(exact(text));
    if !may_be_number(text) {
        return Some(string());
    }
    // Not finite: an error.
    let value = super::parse_events(text).ok()?;
    Some(if value.is_number() { value } else { string() })
}

fn may_be_number(text: &str) -> bool {
    let number = text.trim_start_matches(['+', '-']);
    let is_special = [".inf", ".Inf", ".INF", ".nan", ".NaN", ".NAN"].contains(&number);
    let has_base = ["0x", "0o", "0b"]
        .iter()
        .any(|base| number.starts_with(base));
    is_special || has_base || number.parse::<f64>().is_ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::read;
    use crate::document::parse_events;

    /// Whether the text has the same value for both readers, if both read it: this one knows more of YAML 1.2.
    fn agrees(text: &str) -> bool {
        let (value, other) = (read(text), parse_events(text).ok());
        value.is_none() || other.is_none() || value == other
    }

    #[test]
    fn ordinary_documents_are_read_here() {
        for text in [
            "a: 1\r\nb:\n- x\n- 'y'\n- |\n  z\n",
            "---\na: {b: [c, 1.5, 0x1F], d: }\n",
            "# comment\n- 1e3",
        ] {
            assert!(read(text).is_some(), "{text}");
            assert!(agrees(text), "{text}");
        }
    }

    #[test]
    fn rare_or_wrong_documents_are_not() {
        for text in [
            "",
            "a: &x 1",
            "a: *x",
            "a: !x 1",
            "a: {<<: {b: 1}}",
            "a: 1\na: 2",
            "a: .inf",
            "[a]: 1",
            "a: 1\n---\nb: 1",
            "a: \"\u{85}\"",
            "a: b\rc: d",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(4096) })]

        #[test]
        fn both_readers_agree(text in "[-a1 \n:]{0,30}|[-a10x.e\"'{}\\[\\],:&*!?|>%#\n\t ~<+]{0,30}|(a: |- |b:\n|\r\n|  |x|'|\"|\n|#c|>-?|\\|\\+?|1|: |\\?){0,14}") {
            prop_assert!(agrees(&text), "{text:?}: {:?} {:?}", read(&text), parse_events(&text).map_err(|e| e.to_string()));
        }
    }
}
