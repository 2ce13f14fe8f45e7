//! Every operation: its request as it arrives, and its answer as it is read.

mod audience;
mod contacts;
mod insight;
mod mailings;
mod orders;

use std::collections::BTreeSet;

use hellodialog::OPERATIONS;

use crate::case::{Case, inventory};

/// Cases for every operation; some have several.
pub(crate) fn cases() -> Vec<Case> {
    [
        contacts::cases(),
        audience::cases(),
        mailings::cases(),
        orders::cases(),
        insight::cases(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

#[tokio::test]
async fn every_request_arrives_as_the_docs_have_it() {
    let mut found = Vec::new();
    for case in cases() {
        found.extend(case.findings().await);
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn every_operation_has_a_case() {
    let cases: BTreeSet<_> = cases().iter().map(|case| case.operation).collect();
    let operations: BTreeSet<_> = OPERATIONS.iter().map(|operation| operation.id).collect();
    assert_eq!(cases, operations);
    assert_eq!(OPERATIONS.len(), 48);
}

#[test]
fn every_case_fits_the_path_of_its_operation() {
    for Case {
        operation, request, ..
    } in cases()
    {
        let known = OPERATIONS.iter().find(|known| known.id == operation);
        let known = known.expect("an operation");
        let template = format!("{} {}", known.method, known.path);
        assert!(fits(request, &template), "{request} and {template}");
    }
}

#[test]
fn the_operations_are_those_of_the_docs_and_two_of_the_vendors_clients() {
    let inventory = inventory();
    let printed = inventory["operations"].as_array().expect("operations");
    let line = |method: &str, path: &str| format!("{method} {path}");
    let mut expected: BTreeSet<_> = printed
        .iter()
        .map(|operation| {
            let text = |name: &str| operation[name].as_str().expect("text");
            line(text("method"), text("path"))
        })
        .collect();
    expected.insert(line("POST", "/contacts/external_groups"));
    expected.insert(line("GET", "/statistics"));
    let operations = OPERATIONS.iter();
    let operations: BTreeSet<_> = operations
        .map(|operation| line(operation.method.as_str(), operation.path))
        .collect();
    assert_eq!(operations, expected);
}

/// Whether a path is that of a template, with anything in the place of a `{name}`.
fn fits(request: &str, template: &str) -> bool {
    let (parts, names) = (request.split('/'), template.split('/'));
    parts.clone().count() == names.clone().count()
        && parts
            .zip(names)
            .all(|(part, name)| part == name || (name.starts_with('{') && !part.is_empty()))
}
