//! The suggested patches: each removes its finding and adds none, and all of them can be pasted together.
//!
//! `LINT_CORPUS=<folder>` also tests the documents of a folder.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use hellodialog_codegen::document;
use hellodialog_codegen::lint::{Baseline, Finding, Level, Patch, Rule, findings, lint};
use hellodialog_codegen::overlay::{Mode, Overlay, apply};
use serde_json::{Map, Value, json};

/// How many findings of a rule are tried on one document, from the whole list.
const TRIED: usize = 20;

/// The document after these patches, pasted one below the other.
fn patched<'p>(
    document: &Value,
    patches: impl IntoIterator<Item = &'p Patch>,
) -> Result<Value, String> {
    let actions: String = patches.into_iter().map(Patch::yaml).collect();
    if actions.is_empty() {
        return Ok(document.clone());
    }
    let text = format!("overlay: 1.1.0\ninfo: {{title: T, version: '1'}}\nactions:\n{actions}");
    let wrong = |error: &dyn std::error::Error| format!("{error}\n{text}");
    let overlay = document::parse("p.yaml", &text).map_err(|error| wrong(&error))?;
    let overlay = Overlay::from_value("p.yaml", overlay).map_err(|error| wrong(&error))?;
    let output = apply(document.clone(), &overlay, Mode::Strict);
    output
        .map(|output| output.document)
        .map_err(|error| wrong(&error))
}

fn key(finding: &Finding) -> (Rule, String) {
    (finding.rule, finding.pointer.to_string())
}

/// What a patch leaves or adds, of the findings of a document. A guess that a patch marks as one is a note, and no
/// quirk.
fn check_alone(document: &Value, before: &[Finding], finding: &Finding) -> Result<(), String> {
    let what = format!("{} at {}", finding.rule.id(), finding.pointer);
    let output = patched(document, [&finding.patch]).map_err(|error| format!("{what}: {error}"))?;
    let after = findings(&output);
    let keys: HashSet<_> = after.iter().map(key).collect();
    let count = |all: &[Finding], rule| all.iter().filter(|one| one.rule == rule).count();
    if keys.contains(&key(finding)) && finding.rule != Rule::Inferred {
        return Err(format!(
            "{what} is still there after\n{}",
            finding.patch.yaml()
        ));
    }
    // Another finding of the same rule may have moved to another example.
    let is_new = |one: &&Finding| {
        one.rule.level() == Level::Warning
            && count(&after, one.rule) > count(before, one.rule)
            && !before.iter().any(|known| key(known) == key(one))
    };
    let is_other_light = |one: &&Finding| match (finding.rule, one.rule) {
        // A schema that now refers to another one shows examples of that, which had fewer or none.
        (
            Rule::NearDuplicateSchemas,
            Rule::ExampleContradictsSchema | Rule::ExampleMemberWithoutSchema,
        ) => true,
        // With a type, or as a member of a schema, a field can be told from one of the same name elsewhere.
        // Without an unused schema, another type of a field may be the usual one.
        (rule, Rule::TypeDiffers) => matches!(
            rule,
            Rule::StringHoldsDates | Rule::ExampleMemberWithoutSchema | Rule::UnusedSchema
        ),
        // Schemas that differed only there.
        (rule, Rule::NearDuplicateSchemas) => matches!(
            rule,
            Rule::TypeDiffers | Rule::EnumMissesValue | Rule::ExampleMemberWithoutSchema
        ),
        _ => false,
    };
    match after.iter().find(|one| is_new(one) && !is_other_light(one)) {
        Some(new) => Err(format!(
            "{what} brings {} at {}: {}\n{}",
            new.rule.id(),
            new.pointer,
            new.message,
            finding.patch.yaml()
        )),
        None => Ok(()),
    }
}

fn check(document: &Value) -> Vec<String> {
    let before = findings(document);
    let mut problems = Vec::new();
    for rule in Rule::ALL {
        let of_rule = before
            .iter()
            .filter(|one| one.rule == *rule && !one.patch.actions().is_empty());
        let of_rule: Vec<&Finding> = of_rule.collect();
        let step = of_rule.len().div_ceil(TRIED).max(1);
        for finding in of_rule.into_iter().step_by(step) {
            problems.extend(check_alone(document, &before, finding).err());
        }
    }
    let report = lint("it", document, &Baseline::default()).expect("a report");
    let together = patched(
        document,
        report.findings.iter().map(|finding| &finding.patch),
    );
    problems.extend(together.err().map(|error| {
        let error: String = error.lines().take(4).collect::<Vec<_>>().join("\n");
        format!("together: {error}")
    }));
    problems
}

fn fixture(rule: Rule) -> Value {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lint");
    document::load(&folder.join(format!("{}.yaml", rule.id()))).expect("a document")
}

#[test]
fn the_patches_for_each_rule_mend_it() {
    let problems: Vec<String> = Rule::ALL
        .iter()
        .flat_map(|rule| {
            let problems = check(&fixture(*rule));
            problems
                .into_iter()
                .map(|one| format!("{}.yaml: {one}", rule.id()))
        })
        .collect();
    assert!(problems.is_empty(), "{}", problems.join("\n\n"));
}

#[test]
fn an_unused_schema_goes_with_what_only_it_uses() {
    let reference = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
    let document = json!({
        "openapi": "3.0.3",
        "info": {"title": "Things", "version": "1"},
        "paths": {"/things": {"get": {
            "operationId": "getThings",
            "description": "Gets them.",
            "responses": {"200": {"description": "They.", "content": {"application/json": {"schema": reference("Thing")}}}},
        }}},
        "components": {"schemas": {
            "Thing": {"type": "object", "properties": {"size": reference("Size")}},
            "Size": {"type": "string"},
            "Old": {"type": "object", "properties": {"part": reference("Part"), "size": reference("Size"), "nut": reference("Nut")}},
            "Nut": {"type": "object", "properties": {"screw": reference("Screw")}},
            "Screw": {"type": "object", "properties": {"nut": reference("Nut")}},
            "Part": {"type": "array", "items": reference("Bolt")},
            "Bolt": {"type": "string"},
        }},
    });
    assert_eq!(check(&document), [""; 0]);
    let found = findings(&document);
    let unused = found.iter().find(|one| one.rule == Rule::UnusedSchema);
    let output = patched(&document, unused.map(|one| &one.patch)).expect("it fits");
    let left = output["components"]["schemas"]
        .as_object()
        .expect("schemas");
    assert_eq!(left.keys().collect::<Vec<_>>(), ["Thing", "Size"]);
}

/// In a time that grows with the square, this would take minutes.
#[test]
fn a_long_chain_of_unused_schemas_is_one_finding() {
    const LENGTH: usize = 4000;
    let schema = |number: usize| {
        let next = format!("#/components/schemas/S{}", number.saturating_sub(1));
        let schema = json!({"type": "object", "properties": {"next": {"$ref": next}}});
        (format!("S{number}"), schema)
    };
    let schemas: Map<String, Value> = (0..LENGTH).map(schema).collect();
    let document = json!({
        "openapi": "3.0.3",
        "info": {"title": "Things", "version": "1"},
        "paths": {"/things": {"get": {"operationId": "getThings", "description": "D.", "responses": {"204": {"description": "D."}}}}},
        "components": {"schemas": schemas},
    });
    let found = findings(&document);
    let unused = found.iter().filter(|one| one.rule == Rule::UnusedSchema);
    let unused: Vec<&Finding> = unused.collect();
    let [finding] = unused.as_slice() else {
        panic!("{} findings", unused.len());
    };
    let last = format!("#/components/schemas/S{}", LENGTH - 1);
    assert_eq!(finding.pointer.to_string(), last);
    assert_eq!(finding.patch.actions().len(), LENGTH);
}

#[test]
fn the_patches_for_other_documents_mend_them() {
    let Some(folder) = std::env::var_os("LINT_CORPUS") else {
        return;
    };
    let entries = fs::read_dir(PathBuf::from(folder)).expect("a folder");
    let mut problems = Vec::new();
    for entry in entries {
        let path = entry.expect("an entry").path();
        let document = document::load(&path).expect("a document");
        let found = check(&document);
        problems.extend(
            found
                .into_iter()
                .map(|one| format!("{}: {one}", path.display())),
        );
    }
    assert!(problems.is_empty(), "{}", problems.join("\n\n"));
}
