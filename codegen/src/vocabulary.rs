//! The keys of `EXTENSIONS.md`, and those that are meant to be one of them.

use std::collections::HashSet;
use std::sync::LazyLock;

use serde_json::Value;

use crate::pointer::Pointer;
use crate::problem::Problems;

/// The first cell of each row that describes a key.
static KEYS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let lines = include_str!("../EXTENSIONS.md").lines();
    let cells = lines.filter_map(|line| line.strip_prefix("| `x-")?.split_once('`'));
    cells.map(|(name, _)| name).collect()
});

/// The keys whose values are names for Rust.
pub const RUST_NAMES: [&str; 4] = ["x-resource", "x-method", "x-rust-name", "x-enum-names"];

/// Members whose own members have names of the document's choice.
const NAMED: [&str; 19] = [
    "properties",
    "patternProperties",
    "schemas",
    "responses",
    "parameters",
    "headers",
    "examples",
    "requestBodies",
    "securitySchemes",
    "links",
    "callbacks",
    "pathItems",
    "content",
    "encoding",
    "mapping",
    "variables",
    "scopes",
    "$defs",
    "dependentSchemas",
];

/// Members that are data.
const DATA: [&str; 5] = ["example", "value", "default", "enum", "const"];

/// Keys of other tools that look like a slip: documents of OpenAPI 3.0 list their webhooks under `x-webhooks`.
const OF_OTHERS: [&str; 1] = ["webhooks"];

/// Whether the generator reads an extension.
pub fn is_known(key: &str) -> bool {
    key.strip_prefix("x-")
        .is_some_and(|name| KEYS.contains(name))
}

/// The key that an unknown one is a slip of, if any. Keys of other tools, such as `x-enumNames`, are spelled otherwise.
pub fn meant(key: &str) -> Option<String> {
    let name = key.strip_prefix("x-")?;
    let is_ours_in_form = name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
    if KEYS.contains(name) || OF_OTHERS.contains(&name) || !is_ours_in_form {
        return None;
    }
    let mut near: Vec<&str> = KEYS
        .iter()
        .copied()
        .filter(|own| is_slip(own, name))
        .collect();
    near.sort_unstable();
    near.first().map(|own| format!("x-{own}"))
}

/// Whether one letter is missing, too many, another, or swapped with the next one.
fn is_slip(meant: &str, written: &str) -> bool {
    let (meant, written) = (meant.as_bytes(), written.as_bytes());
    // Too short to tell a slip from another word.
    if meant.len() < 4 || written.len() < 3 {
        return false;
    }
    let begin = meant
        .iter()
        .zip(written)
        .take_while(|(a, b)| a == b)
        .count();
    let (meant, written) = (&meant[begin..], &written[begin..]);
    match (meant, written) {
        ([_, rest @ ..], other) if rest == other => true,
        (rest, [_, other @ ..]) if rest == other => true,
        ([_, rest @ ..], [_, other @ ..]) if rest == other => true,
        ([a, b, rest @ ..], [c, d, other @ ..]) => (a, b) == (d, c) && rest == other,
        _ => false,
    }
}

/// Reports keys that are slips of the generator's own. All other keys belong to other tools.
pub fn check(document: &Value, problems: &mut Problems) {
    visit(document, &Pointer::root(), &mut |key, at| {
        if let Some(meant) = meant(key) {
            let message = format!("`{key}` is no key of the generator: did you mean `{meant}`?");
            problems.misread_key(at, message);
        }
    });
}

/// The extensions in a value that the generator does not read.
pub fn unknown(value: &Value) -> Vec<String> {
    let mut unknown = Vec::new();
    visit(value, &Pointer::root(), &mut |key, _| {
        if !is_known(key) {
            unknown.push(key.to_owned());
        }
    });
    unknown
}

/// Whether a document has an extension anywhere.
pub fn is_used(document: &Value, key: &str) -> bool {
    let mut is_used = false;
    visit(document, &Pointer::root(), &mut |other, _| {
        is_used |= other == key;
    });
    is_used
}

/// Calls `found` for each extension, with its place.
fn visit(value: &Value, at: &Pointer, found: &mut impl FnMut(&str, &Pointer)) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                if name.starts_with("x-") {
                    found(name, &at.child(name));
                } else if NAMED.contains(&name.as_str()) {
                    let at = at.child(name);
                    for (name, member) in member.as_object().into_iter().flatten() {
                        visit(member, &at.child(name), found);
                    }
                    for (index, member) in member.as_array().into_iter().flatten().enumerate() {
                        visit(member, &at.child(index), found);
                    }
                } else if is_nested(member) && !DATA.contains(&name.as_str()) {
                    visit(member, &at.child(name), found);
                }
            }
        }
        Value::Array(entries) => {
            for (index, entry) in entries.iter().enumerate().filter(|(_, one)| is_nested(one)) {
                visit(entry, &at.child(index), found);
            }
        }
        _ => {}
    }
}

fn is_nested(value: &Value) -> bool {
    value.is_object() || value.is_array()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn slips_are_told_from_keys_of_other_tools() {
        for (written, key) in [
            ("x-wires", "x-wire"),
            ("x-metod", "x-method"),
            ("x-mehtod", "x-method"),
            ("x-idempotant", "x-idempotent"),
            ("x-paginations", "x-pagination"),
        ] {
            assert_eq!(meant(written).as_deref(), Some(key), "{written}");
        }
        for other in [
            "x-wire",
            "x-method",
            "x-enumNames",
            "x-twilio",
            "x-internal",
            "x-ids",
            "x-webhooks",
        ] {
            assert_eq!(meant(other), None, "{other}");
        }
        assert!(is_known("x-crate") && is_known("x-evidence") && !is_known("x-zz"));
    }

    #[test]
    fn names_and_data_are_no_keys() {
        let document = json!({
            "properties": {"x-wires": {"type": "string", "x-metod": 1}},
            "headers": {"x-wires": {}},
            "example": {"x-wires": 1},
            "examples": {"a": {"value": {"b": 1}}},
            "x-vendor": {"x-wires": 1},
        });
        let mut problems = Problems::default();
        check(&document, &mut problems);
        let places: Vec<String> = problems
            .into_vec()
            .iter()
            .map(|problem| problem.pointer.to_string())
            .collect();
        assert_eq!(places, ["#/properties/x-wires/x-metod"]);
        assert_eq!(unknown(&document), ["x-metod", "x-vendor"]);
    }
}
