//! What is found in made-up answers, and that the actions make the description say it.

mod fields;
mod shapes;
mod values;

use hellodialog_codegen::document::parse;
use hellodialog_codegen::{Patch, Pointer, apply, generate_document};
use serde_json::{Value, json};

use super::compare::{Observations, observe};
use super::finding::{Finding, find};

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

/// The document with `Thing` as it is described in YAML.
fn document(thing: &str) -> Value {
    let mut document = parse("base", BASE).expect("a document");
    document["components"]["schemas"]["Thing"] = parse("thing", thing).expect("a schema");
    document
}

fn findings(document: &Value, things: &[Value]) -> Vec<Finding> {
    let at = Pointer::of("/paths/~1things/get/responses/200/content/application~1json/schema");
    let mut observations = Observations::default();
    observe(
        document,
        "getThings",
        &at,
        &json!(things),
        &mut observations,
    );
    find(document, &observations)
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
    apply(document.clone(), vec![patch]).expect("the actions fit the document")
}

/// Checks what is found of `things`, as `rule message`; that the actions of each finding make it go
/// away; and that those of all leave nothing and a document that can be generated.
#[track_caller]
fn check(thing: &str, things: &[Value], expected: &[&str]) -> Vec<Finding> {
    let document = document(thing);
    let found = findings(&document, things);
    let lines: Vec<String> = found
        .iter()
        .map(|finding| format!("{} {}", finding.rule, finding.message))
        .collect();
    assert_eq!(lines, expected);
    for finding in found.iter().filter(|finding| !finding.actions.is_empty()) {
        let again = findings(&patched(&document, &finding.actions), things);
        let is_same =
            |other: &&Finding| (other.rule, &other.pointer) == (finding.rule, &finding.pointer);
        assert!(!again.iter().any(|other| is_same(&other)), "{finding:?}");
    }
    let actions: Vec<Value> = found
        .iter()
        .flat_map(|finding| finding.actions.clone())
        .collect();
    if !actions.is_empty() {
        let whole = patched(&document, &actions);
        let left = findings(&whole, things);
        let shown = found.iter().filter(|finding| finding.actions.is_empty());
        assert_eq!(left.len(), shown.count(), "{left:?}\n{whole:#}");
        generate_document("found", &whole).expect("a description that can be generated");
    }
    found
}
