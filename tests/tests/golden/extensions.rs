//! Each extension that the generator reads has a case.

use std::collections::BTreeMap;

use hellodialog_codegen::document;
use serde_json::Value;

use crate::{all_cases, assert_none, entries};

/// Keys of an overlay action, which never reach the document.
const OVERLAY_KEYS: [&str; 2] = ["x-expect", "x-expect-absent"];

/// The keys with their allowed words, and the formats, as listed in `EXTENSIONS.md`.
#[derive(Default)]
struct Documented {
    keys: BTreeMap<String, Vec<String>>,
    formats: Vec<String>,
}

fn documented() -> Documented {
    let text = include_str!("../../../codegen/EXTENSIONS.md");
    let mut documented = Documented::default();
    for line in text.lines().filter(|line| line.starts_with('|')) {
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").collect();
        let first = code(cells[0]);
        match first.first() {
            Some(key) if key.starts_with("x-") => {
                let values = code(cells.get(2).unwrap_or(&"")).into_iter();
                let words = values.filter(|word| word.chars().all(is_word));
                documented
                    .keys
                    .entry(key.clone())
                    .or_default()
                    .extend(words);
            }
            Some(_) => documented
                .formats
                .extend(code(cells.get(1).unwrap_or(&"")).into_iter().take(1)),
            None => {}
        }
    }
    documented
}

/// The parts of a text between backticks.
fn code(text: &str) -> Vec<String> {
    let parts = text.split('`').skip(1).step_by(2);
    parts.map(str::to_owned).collect()
}

fn is_word(c: char) -> bool {
    c.is_ascii_lowercase() || matches!(c, '-' | '_')
}

/// The values of each key, and the formats, that the cases use.
#[derive(Default)]
struct Used {
    keys: BTreeMap<String, Vec<Value>>,
    formats: Vec<String>,
}

impl Used {
    fn add(&mut self, value: &Value) {
        match value {
            Value::Object(members) => {
                for (name, member) in members {
                    if OVERLAY_KEYS.contains(&name.as_str()) {
                        continue;
                    }
                    if name.starts_with("x-") {
                        let values = self.keys.entry(name.clone()).or_default();
                        values.push(member.clone());
                    }
                    if name == "format" {
                        self.formats.extend(member.as_str().map(str::to_owned));
                    }
                    self.add(member);
                }
            }
            Value::Array(items) => items.iter().for_each(|item| self.add(item)),
            _ => {}
        }
    }
}

fn used() -> Result<Used, Box<dyn std::error::Error>> {
    let mut used = Used::default();
    for case in all_cases()? {
        used.add(&document::load(&case.join("spec.yaml"))?);
        for patch in entries(&case.join("patches"))? {
            used.add(&document::load(&case.join("patches").join(patch))?);
        }
    }
    Ok(used)
}

#[test]
fn every_extension_has_a_case() -> Result<(), Box<dyn std::error::Error>> {
    let (documented, used) = (documented(), used()?);
    assert!(documented.keys.len() > 10 && documented.formats.len() > 4);
    let mut problems = Vec::new();
    for (key, words) in &documented.keys {
        let values = used.keys.get(key).map_or(&[][..], Vec::as_slice);
        if values.is_empty() {
            problems.push(format!("`{key}` is in EXTENSIONS.md, but in no case"));
        }
        for word in words {
            if !values.iter().any(|value| contains_word(value, word)) {
                problems.push(format!("no case has `{word}` in `{key}`"));
            }
        }
    }
    for format in &documented.formats {
        if !used.formats.contains(format) {
            problems.push(format!("format `{format}` is in no case"));
        }
    }
    for key in used.keys.keys() {
        if !documented.keys.contains_key(key) {
            problems.push(format!("`{key}` is in a case, but not in EXTENSIONS.md"));
        }
    }
    assert_none(&problems);
    Ok(())
}

/// Whether `value` contains `word` as a key or a string.
fn contains_word(value: &Value, word: &str) -> bool {
    match value {
        Value::String(text) => text == word,
        Value::Bool(flag) => flag.to_string() == word,
        Value::Array(items) => items.iter().any(|item| contains_word(item, word)),
        Value::Object(members) => members
            .iter()
            .any(|(name, member)| name == word || contains_word(member, word)),
        Value::Null | Value::Number(_) => false,
    }
}
