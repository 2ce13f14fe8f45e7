//! Guesses.

use serde_json::{Value, json};

use super::finding::Finding;
use super::patch::{Action, TODO};
use super::rule::Rule;
use super::survey::Survey;
use crate::node::Node;

pub(super) fn check(survey: &Survey<'_>, findings: &mut Vec<Finding>) {
    search(survey.root, &Node::root(survey.root), findings);
}

/// Looks for the key everywhere: any object of a document may have it.
fn search(root: &Value, node: &Node<'_>, findings: &mut Vec<Finding>) {
    if let Some(evidence) = node.get("x-evidence") {
        findings.extend(finding(root, &evidence));
    }
    let inner = node.members().map(|(_, inner)| inner);
    for inner in inner.chain(node.entries()) {
        search(root, &inner, findings);
    }
}

fn finding(root: &Value, evidence: &Node<'_>) -> Option<Finding> {
    let short = evidence.value == "inferred";
    if !short && evidence.text("source") != Some("inferred") {
        return None;
    }
    let message = match evidence.text("reason") {
        Some(reason) => format!("It is a guess: {reason}."),
        None => "It is a guess without a reason.".to_owned(),
    };
    let update = match short {
        true => json!("documented"),
        false => json!({"source": "documented", "reason": format!("{TODO}: where it says so")}),
    };
    let why = format!("{TODO}: only when it has been confirmed; say by what.");
    let action = Action::update(root, &evidence.at, &why, update);
    let action = action.expect(match short {
        true => json!("inferred"),
        false => json!({"source": "inferred"}),
    });
    Some(Finding::new(
        Rule::Inferred,
        &evidence.at,
        message,
        action.into(),
    ))
}
