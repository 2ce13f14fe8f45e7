//! Properties of `lint` that hold for every document, valid or not.

use std::path::Path;

use hellodialog_codegen::document;
use hellodialog_codegen::lint::{Baseline, Rule, findings, lint};
use hellodialog_codegen::overlay::{Mode, Overlay, apply};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

/// Names that mean something in a document, and a few that do not.
fn name() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "paths",
        "/a",
        "get",
        "post",
        "parameters",
        "requestBody",
        "responses",
        "200",
        "content",
        "application/json",
        "schema",
        "example",
        "examples",
        "value",
        "components",
        "schemas",
        "A",
        "B",
        "type",
        "properties",
        "items",
        "additionalProperties",
        "allOf",
        "oneOf",
        "enum",
        "$ref",
        "x-keyed-by",
        "x-evidence",
        "x-pagination",
        "x-one-or-many",
        "in",
        "name",
        "0",
        "1",
        "7",
    ])
    .prop_map(str::to_owned)
}

fn leaf() -> impl Strategy<Value = Value> {
    prop_oneof![
        prop::sample::select(vec![
            json!(null),
            json!(true),
            json!(1),
            json!(1.5),
            json!("object"),
            json!("string"),
            json!("array"),
            json!("#/components/schemas/A"),
            json!("#/components/schemas/B"),
            json!("#"),
            json!("inferred"),
            json!("index"),
            json!("A"),
            json!("query"),
            json!("page"),
            json!("12"),
            json!("2020-01-01"),
            json!("é'\\\u{1}"),
        ]),
        name().prop_map(Value::from),
    ]
}

fn object(inner: impl Strategy<Value = Value>) -> impl Strategy<Value = Value> {
    let members = prop::collection::vec((name(), inner), 0..5);
    members.prop_map(|members| Value::Object(Map::from_iter(members)))
}

fn value() -> impl Strategy<Value = Value> {
    leaf().prop_recursive(8, 96, 5, |inner| {
        prop_oneof![
            3 => object(inner.clone()),
            1 => prop::collection::vec(inner, 0..4).prop_map(Value::from),
        ]
    })
}

/// A document with schemas, an operation, and anything in them.
fn described() -> impl Strategy<Value = Value> {
    (object(value()), value(), value(), value()).prop_map(|(schemas, item, schema, example)| {
        let content = json!({"application/json": {"schema": schema, "example": example}});
        json!({
            "openapi": "3.0.3",
            "paths": {"/a": item, "/b": {"get": {"responses": {"200": {"content": content}}}}},
            "components": {"schemas": schemas},
        })
    })
}

fn fixture(rule: Rule) -> Value {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lint");
    document::load(&folder.join(format!("{}.yaml", rule.id()))).expect("a document")
}

/// Removes the node of this number, counted depth first.
fn remove(node: &mut Value, number: &mut usize) {
    let take = |number: &mut usize| {
        *number = number.wrapping_sub(1);
        *number == usize::MAX
    };
    match node {
        Value::Object(members) => {
            members.retain(|_, _| !take(number));
            for member in members.values_mut() {
                remove(member, number);
            }
        }
        Value::Array(entries) => {
            entries.retain(|_| !take(number));
            for entry in entries {
                remove(entry, number);
            }
        }
        _ => {}
    }
}

/// Printed actions as an overlay.
fn overlay(actions: &str) -> Result<Overlay, TestCaseError> {
    let text = format!("overlay: 1.1.0\ninfo: {{title: T, version: '1'}}\nactions:\n{actions}");
    let wrong = |error: String| TestCaseError::fail(format!("{error}\n{text}"));
    let overlay = document::parse("p.yaml", &text).map_err(|error| wrong(error.to_string()))?;
    Overlay::from_value("p.yaml", overlay).map_err(|error| wrong(error.to_string()))
}

/// Each suggestion as an overlay, parsed from its printed text.
fn suggestions(document: &Value) -> Result<Vec<Overlay>, TestCaseError> {
    let findings = findings(document);
    let patches = findings.iter().map(|finding| finding.patch.yaml());
    let patches = patches.filter(|actions| !actions.is_empty());
    patches.map(|actions| overlay(&actions)).collect()
}

/// Adds what is in an object to another one.
fn merge(into: &mut Value, from: Value) {
    match (into, from) {
        (Value::Object(into), Value::Object(from)) => {
            for (name, member) in from {
                merge(into.entry(name).or_insert(Value::Null), member);
            }
        }
        (into, from) => *into = from,
    }
}

proptest! {
    #[test]
    fn any_value_is_linted_without_panic(value in value()) {
        prop_assert!(findings(&value).len() < 10_000);
    }

    #[test]
    fn suggestions_for_odd_documents_are_overlays(document in described()) {
        suggestions(&document)?;
    }

    #[test]
    fn suggestions_fit_documents_with_gaps(
        rule in prop::sample::select(Rule::ALL),
        gaps in prop::collection::vec(0_usize..120, 1..4),
    ) {
        let mut document = fixture(rule);
        for mut gap in gaps {
            remove(&mut document, &mut gap);
        }
        for overlay in suggestions(&document)? {
            let applied = apply(document.clone(), &overlay, Mode::Strict);
            applied.map_err(|error| TestCaseError::fail(format!("{error}\n{document:#}")))?;
        }
    }

    #[test]
    fn the_suggestions_of_a_report_can_be_pasted_together(
        rules in prop::collection::vec(prop::sample::select(Rule::ALL), 1..4),
        gaps in prop::collection::vec(0_usize..120, 0..4),
    ) {
        // Several fixtures in one: members of the later ones win.
        let mut document = json!({});
        for rule in rules {
            merge(&mut document, fixture(rule));
        }
        for mut gap in gaps {
            remove(&mut document, &mut gap);
        }
        let Ok(report) = lint("it", &document, &Baseline::default()) else {
            return Ok(()); // `openapi` is gone.
        };
        let actions: String = report.findings.iter().map(|one| one.patch.yaml()).collect();
        if !actions.is_empty() {
            let overlay = overlay(&actions)?;
            let applied = apply(document.clone(), &overlay, Mode::Strict);
            applied.map_err(|error| TestCaseError::fail(format!("{error}\n{document:#}")))?;
        }
    }
}
