//! The actions of a report apply to the description, and remove their findings.

use std::fs;
use std::path::Path;

use hellodialog_codegen::{Patch, Source, apply, generate, load_patched};
use hellodialog_emulator::Fault;
use serde_json::{Value, json};

use crate::process::{GIVEN_IDS, demo, drift, root, start};

fn overlay(actions: &[Value]) -> Value {
    json!({
        "overlay": "1.1.0",
        "info": {"title": "What an account has", "version": "1.0.0"},
        "actions": actions,
    })
}

fn source(patches: &Path) -> Source {
    Source {
        spec: root().join("spec/hellodialog.yaml"),
        patches: Some(patches.to_owned()),
    }
}

/// A folder with the patches of the checkout, and one with these actions.
fn with_patch(actions: &[Value]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let patches = fs::read_dir(root().join("spec/patches")).expect("the patches");
    for patch in patches {
        let patch = patch.expect("a patch");
        let copy = folder.path().join(patch.file_name());
        fs::copy(patch.path(), copy).expect("a copy");
    }
    let found = serde_json::to_string(&overlay(actions)).expect("JSON");
    fs::write(folder.path().join("99-found.json"), found).expect("a patch");
    folder
}

/// Checks the actions of the findings in an account with these faults. `remaining` are the findings
/// without actions.
#[track_caller]
fn check(faults: &[Fault], remaining: &[&str]) {
    let builder = faults
        .iter()
        .fold(demo(), |demo, fault| demo.fault(fault.clone()));
    let account = start(builder);
    let first = drift(&account, &GIVEN_IDS);
    let report = first.report();
    let findings = report["findings"].as_array().expect("findings");
    let actions = |finding: &Value| finding["actions"].as_array().cloned().unwrap_or_default();

    // The actions of each finding apply on their own.
    let document = load_patched(&source(&root().join("spec/patches"))).expect("a description");
    for finding in findings {
        let actions = actions(finding);
        if actions.is_empty() {
            let subject = finding["subject"].as_str().unwrap_or_default();
            let is_left = remaining
                .iter()
                .any(|remaining| remaining.ends_with(subject));
            assert!(is_left, "{finding}");
            continue;
        }
        let patch = Patch {
            name: "found.json".to_owned(),
            document: overlay(&actions),
        };
        if let Err(error) = apply(document.clone(), vec![patch]) {
            panic!("{error}: {finding:#}");
        }
    }

    // All of them apply together, and a client can be generated.
    let all: Vec<Value> = findings.iter().flat_map(actions).collect();
    let folder = with_patch(&all);
    let source = source(folder.path());
    if let Err(error) = generate(&source) {
        panic!("{error}");
    }
    let spec = source.spec.to_str().expect("text");
    let patches = folder.path().to_str().expect("text");
    let args = [&GIVEN_IDS[..], &["--spec", spec, "--patches", patches]].concat();
    let second = drift(&account, &args);
    assert_eq!(second.findings(), remaining, "{}", second.stdout);
    assert_eq!(second.code, Some(i32::from(!remaining.is_empty())));
    assert_eq!(second.report()["requests"], report["requests"]);
}

#[test]
fn actions_for_an_account_without_faults() {
    check(&[], &[]);
}

#[test]
fn actions_for_new_members() {
    // A map with states as keys cannot describe other members.
    check(
        &[Fault::new_property()],
        &["unknown-field ContactStatistics"],
    );
}

#[test]
fn actions_for_new_enum_values() {
    // A value is not shown if the listed ones are upper case and it is not.
    check(
        &[Fault::new_enum_value()],
        &[
            "unknown-value Gender",
            "unknown-value Language",
            "unknown-value PaymentStatus",
        ],
    );
}

#[test]
fn actions_for_changed_types() {
    check(&[Fault::changed_type()], &[]);
}
