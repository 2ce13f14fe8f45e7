//! Guesses: `x-evidence` with the source `inferred`.

use serde_json::{Value, json};

use super::finding::Finding;
use super::index::SchemaIndex;
use super::patch::{Action, TODO};
use super::rule::Rule;
use crate::openapi::Node;

pub(super) fn check(index: &SchemaIndex<'_>, findings: &mut Vec<Finding>) {
    search(index.root(), &index.description.root, findings);
}

/// Searches for the key everywhere: any object of a document may have it.
fn search(root: &Value, node: &Node<'_>, findings: &mut Vec<Finding>) {
    if let Some(evidence) = node.get("x-evidence") {
        findings.extend(finding(root, &evidence));
    }
    // Pointers are made for nested values only: most values of a document are scalars.
    match node.value {
        Value::Object(members) => {
            for (name, value) in members.iter().filter(|(_, value)| is_nested(value)) {
                let at = node.at.child(name);
                search(root, &Node { value, at }, findings);
            }
        }
        Value::Array(entries) => {
            for (index, value) in entries
                .iter()
                .enumerate()
                .filter(|(_, value)| is_nested(value))
            {
                let at = node.at.child(index);
                search(root, &Node { value, at }, findings);
            }
        }
        _ => {}
    }
}

fn is_nested(value: &Value) -> bool {
    value.is_object() || value.is_array()
}

fn finding(root: &Value, evidence: &Node<'_>) -> Option<Finding> {
    let confirmed = json!({"source": "documented", "reason": format!("{TODO}: the source")});
    let (expected, update) = match evidence.value {
        Value::String(source) if source == "inferred" => (json!(source), json!("documented")),
        other if other["source"] == "inferred" => (json!({"source": "inferred"}), confirmed),
        _ => return None,
    };
    let message = match evidence.text("reason") {
        Some(reason) => format!("A guess: {reason}."),
        None => "A guess without a reason.".to_owned(),
    };
    let at = &evidence.at;
    let why = format!("{TODO}: only when confirmed; name the source.");
    let action = Action::update(root, at, &why, update).expect(expected);
    Some(Finding::new(Rule::Inferred, at, message, action.into()))
}
