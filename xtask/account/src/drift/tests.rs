//! Findings for made-up responses, and whether their actions correct the description.

mod fields;
mod schemas;
mod values;

use hellodialog_codegen::document::parse;
use hellodialog_codegen::{Patch, Pointer, apply, generate_document};
use serde_json::{Value, json};

use super::compare::{Observations, Places, observe};
use super::finding::{DriftFinding, find};

const BASE: &str = r##"
openapi: 3.0.3
info:
  title: Post
  version: 1.0.0
  x-crate:
    name: post
    version: 0.1.0
    license: MIT
    rust_version: "1.88"
    runtime: {package: hellodialog-runtime, version: 0.1.0, path: ../runtime}
servers: [{url: https://example.com}]
paths:
  /things:
    get:
      operationId: getThings
      tags: [things]
      x-idempotent: true
      responses:
        "200":
          description: Things.
          content:
            application/json:
              schema: {$ref: "#/components/schemas/Things"}
components:
  schemas:
    Things:
      type: array
      items: {$ref: "#/components/schemas/Thing"}
    Kind:
      type: string
      x-extensible-enum: true
      enum: [small, large]
    Part:
      type: object
      properties:
        size: {type: integer}
"##;

/// The document with this schema for `Thing`, in YAML.
fn document(schema: &str) -> Value {
    let mut document = parse("base", BASE).expect("a document");
    document["components"]["schemas"]["Thing"] = parse("schema", schema).expect("a schema");
    document
}

fn findings(document: &Value, values: &[Value]) -> Vec<DriftFinding> {
    findings_of(document, &json!(values))
}

/// The findings for a response of `getThings`.
fn findings_of(document: &Value, response: &Value) -> Vec<DriftFinding> {
    let at = Pointer::of("/paths/~1things/get/responses/200/content/application~1json/schema");
    let places = Places::read(document, [("getThings", &at)]).expect("a description");
    let mut observations = Observations::default();
    observe(&places, "getThings", response, &mut observations);
    find(&places, &observations)
}

fn patched(document: &Value, actions: &[Value]) -> Value {
    let patch = Patch {
        name: "found.yaml".to_owned(),
        document: json!({
            "overlay": "1.1.0",
            "info": {"title": "Found", "version": "1.0.0"},
            "actions": actions,
        }),
    };
    apply(document.clone(), vec![patch]).expect("the actions apply to the document")
}

/// Checks the findings for `values`, as `rule message`. The actions of each finding must remove it, and
/// with the actions of all findings a crate can be generated, and only findings without actions remain.
#[track_caller]
fn check(schema: &str, values: &[Value], expected: &[&str]) -> Vec<DriftFinding> {
    let document = document(schema);
    let found = findings(&document, values);
    let lines: Vec<String> = found
        .iter()
        .map(|finding| format!("{} {}", finding.rule, finding.message))
        .collect();
    assert_eq!(lines, expected);
    for finding in found.iter().filter(|finding| !finding.actions.is_empty()) {
        let remaining = findings(&patched(&document, &finding.actions), values);
        let is_same = |other: &&DriftFinding| {
            (other.rule, &other.pointer) == (finding.rule, &finding.pointer)
        };
        assert!(
            !remaining.iter().any(|other| is_same(&other)),
            "{finding:?}"
        );
    }
    let actions: Vec<Value> = found
        .iter()
        .flat_map(|finding| finding.actions.clone())
        .collect();
    if !actions.is_empty() {
        let whole = patched(&document, &actions);
        let remaining = findings(&whole, values);
        let without_actions = found.iter().filter(|finding| finding.actions.is_empty());
        assert_eq!(
            remaining.len(),
            without_actions.count(),
            "{remaining:?}\n{whole:#}"
        );
        generate_document("found", &whole).expect("a crate");
    }
    found
}
