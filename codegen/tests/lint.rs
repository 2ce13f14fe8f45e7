//! What `lint` finds. Each rule has a document in `lint/` with quirks beside what is no quirk; its `x-finds`
//! says what is to be found in it, and all of that.

use std::path::Path;

use hellodialog_codegen::lint::{Accepted, Finding, Rule, findings, lint};
use hellodialog_codegen::overlay::{Mode, Overlay, apply};
use hellodialog_codegen::{Error, document};
use serde_json::{Map, Value, json};

fn fixture(rule: Rule) -> Value {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lint");
    let path = folder.join(format!("{}.yaml", rule.id()));
    document::load(&path).unwrap_or_else(|error| panic!("every rule has a document: {error}"))
}

/// The pointers of what is found, by rule.
fn found(document: &Value) -> Value {
    let mut found = Map::new();
    for finding in findings(document) {
        let rule = found.entry(finding.rule.id()).or_insert(json!([]));
        let pointers = rule.as_array_mut().expect("a list");
        pointers.push(finding.pointer.to_string().into());
    }
    Value::Object(found)
}

/// What becomes of a document when a suggestion is pasted into a patch as it is printed.
fn patched(document: &Value, finding: &Finding) -> Value {
    let text = format!(
        "overlay: 1.1.0\ninfo: {{title: Pasted, version: '1'}}\nactions:\n{}",
        finding.patch.yaml()
    );
    let overlay = document::parse("pasted.yaml", &text).expect("YAML");
    let overlay = Overlay::from_value("pasted.yaml", overlay).expect("an overlay");
    let applied = apply(document.clone(), &overlay, Mode::Strict);
    applied
        .unwrap_or_else(|error| panic!("it fits: {error}\n{text}"))
        .document
}

#[test]
fn each_rule_finds_what_its_document_says_and_nothing_else() {
    for rule in Rule::ALL {
        let document = fixture(*rule);
        assert!(document["x-finds"].get(rule.id()).is_some(), "{rule:?}");
        assert_eq!(found(&document), document["x-finds"], "{rule:?}");
    }
}

#[test]
fn a_suggested_patch_makes_its_finding_go_away() {
    for rule in Rule::ALL {
        let document = fixture(*rule);
        for finding in findings(&document) {
            let after = findings(&patched(&document, &finding));
            let same = |other: &&Finding| {
                (other.rule, &other.pointer) == (finding.rule, &finding.pointer)
            };
            let left = after.iter().find(same);
            assert!(left.is_none(), "{finding:?}\n{}", finding.patch.yaml());
        }
    }
}
