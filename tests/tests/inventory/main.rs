//! Compares `spec/hellodialog.yaml` with the inventory of the published docs, in both directions: the
//! document must state what the docs print, and nothing else.
//!
//! Both sides are converted to one form, a JSON object per operation, and compared key by key. All
//! differences are reported at once, each with its place.

mod changes;
mod described;
mod printed;
mod rules;
mod samples;
mod stated;
mod updated;
mod value;
mod words;

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use self::changes::{CHANGES_TO_OPERATIONS, CHANGES_TO_SCHEMAS, Change};
use self::printed::{place_of, printed_api, printed_operations};
use self::rules::{invalid_references, undescribed};
use self::samples::sample_differences;
use self::stated::{document_api, document_operations, operation_at};
use self::updated::{indented, updated};
use self::value::entries;
use self::words::{descriptions_of, missing_words};

const INVENTORY: &str = "data/inventory.json";

#[test]
fn the_document_states_what_the_docs_print() {
    let (spec, inventory) = (spec(), inventory());
    assert_none(&findings(&spec, &inventory));
    if is_update() && inventory != stored_inventory() {
        // Renamed, because the other tests read it at the same time.
        let aside = path_of("data/inventory.json.new");
        fs::write(&aside, indented(&inventory)).expect("the inventory is written");
        fs::rename(aside, path_of(INVENTORY)).expect("the inventory is replaced");
    }
}

#[test]
fn every_schema_and_property_is_described() {
    let spec = spec();
    let mut found = Vec::new();
    for (name, schema) in entries(&spec["components"]["schemas"]) {
        undescribed(name, schema, &mut found);
    }
    assert_none(&found);
}

#[test]
fn every_reference_resolves_and_has_no_siblings() {
    let spec = spec();
    let mut found = Vec::new();
    invalid_references("", &spec, &spec, &mut found);
    assert_none(&found);
}

/// Proves that the comparison finds each kind of difference.
#[test]
fn each_change_to_the_document_is_found() {
    let (spec, inventory) = (spec(), inventory());
    let mut skipped = 0;
    for change in CHANGES_TO_OPERATIONS.iter().chain(CHANGES_TO_SCHEMAS) {
        let Change { at, edit, finding } = change;
        let mut changed = spec.clone();
        // An operation may have been removed since.
        let Some(target) = changed.pointer_mut(at) else {
            skipped += 1;
            continue;
        };
        edit(target);
        let found = findings(&changed, &inventory);
        assert!(
            found.iter().any(|found| found.starts_with(finding)),
            "expected the finding {finding:?} for a change at {at}, actual findings: {found:#?}"
        );
    }
    assert!(
        skipped < 5,
        "{skipped} changes are to places that the document no longer has"
    );
}

fn spec() -> Value {
    let text = read("../spec/hellodialog.yaml");
    yaml_serde::from_str(&text).expect("the document is YAML with string keys")
}

/// The inventory; while it is updated, as it will be.
fn inventory() -> Value {
    let stored = stored_inventory();
    if is_update() {
        updated(&spec(), &stored)
    } else {
        stored
    }
}

fn stored_inventory() -> Value {
    serde_json::from_str(&read(INVENTORY)).expect("the inventory is JSON")
}

fn is_update() -> bool {
    std::env::var_os("UPDATE_GOLDEN").is_some()
}

fn path_of(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn read(path: &str) -> String {
    let path = path_of(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn assert_none(findings: &[String]) {
    assert!(
        findings.is_empty(),
        "{} findings:\n{}",
        findings.len(),
        findings.join("\n")
    );
}

/// All differences between the document and the inventory.
fn findings(spec: &Value, inventory: &Value) -> Vec<String> {
    let mut found = Vec::new();
    differences("", &printed_api(inventory), &document_api(spec), &mut found);

    let (printed, in_document) = (printed_operations(inventory), document_operations(spec));
    let order: (Vec<_>, Vec<_>) = (printed.keys().collect(), in_document.keys().collect());
    if printed.len() == in_document.len() && order.0 != order.1 {
        found.push("the order of the operations differs from the docs".to_owned());
    }
    let (printed, in_document) = (Value::Object(printed), Value::Object(in_document));
    differences("", &printed, &in_document, &mut found);

    for operation in inventory["operations"].as_array().into_iter().flatten() {
        let place = place_of(operation);
        let in_document = operation_at(spec, operation);
        if !in_document.is_null() {
            missing_words(
                &place,
                operation,
                &descriptions_of(spec, in_document),
                &mut found,
            );
            // A response that is not JSON has no sample.
            let json = &in_document["responses"]["200"]["content"]["application/json"];
            let (place, sample) = (format!("{place} sample"), &operation["response_sample"]);
            if json.is_object() || !sample.is_null() {
                sample_differences(&place, spec, &json["schema"], sample, &mut found);
            }
        }
    }
    found
}

/// Compares two values and adds each difference with its place.
fn differences(place: &str, printed: &Value, in_document: &Value, found: &mut Vec<String>) {
    match (printed, in_document) {
        (Value::Object(left), Value::Object(right)) => {
            for (key, value) in left {
                let place = join(place, key);
                if let Some(other) = right.get(key) {
                    differences(&place, value, other, found);
                } else {
                    found.push(format!("{place}: printed {value}; missing in the document"));
                }
            }
            for (key, value) in right.iter().filter(|(key, _)| !left.contains_key(*key)) {
                let place = join(place, key);
                found.push(format!(
                    "{place}: not in the docs; the document has {value}"
                ));
            }
        }
        _ if printed == in_document => {}
        _ => found.push(format!(
            "{place}: printed {printed}; the document has {in_document}"
        )),
    }
}

/// Joins a place and a key with a slash. A place begins with an operation.
fn join(place: &str, key: &str) -> String {
    if place.is_empty() && key.contains(' ') {
        key.to_owned()
    } else {
        format!("{place}/{key}")
    }
}
