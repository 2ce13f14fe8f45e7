//! What operations leave out.

use serde_json::{Value, json};

use super::finding::Finding;
use super::patch::{Action, TODO};
use super::rule::Rule;
use super::survey::{Operation, Survey};
use crate::node::{Node, resolve};

pub(super) fn check(survey: &Survey<'_>, findings: &mut Vec<Finding>) {
    let rules = [
        Rule::OperationWithoutResponseSchema,
        Rule::OperationWithoutId,
        Rule::OperationWithoutDescription,
        Rule::OperationWithoutEvidence,
    ];
    for rule in rules {
        for operation in &survey.operations {
            let Some((lacks, why, update)) = lacking(survey.root, operation, rule) else {
                continue;
            };
            let message = format!("{} {lacks}.", operation.name());
            let action = Action::update(survey.root, &operation.node.at, &why, update);
            findings.push(Finding::new(
                rule,
                &operation.node.at,
                message,
                action.into(),
            ));
        }
    }
}

/// What is said of what an operation lacks: in the message, in the action, and what the action adds.
fn lacking(
    root: &Value,
    operation: &Operation<'_>,
    rule: Rule,
) -> Option<(&'static str, String, Value)> {
    let node = &operation.node;
    let is_blank = |key: &str| node.text(key).is_none_or(|text| text.trim().is_empty());
    match rule {
        Rule::OperationWithoutResponseSchema if !has_answer(root, operation) => Some((
            "has no schema of a successful answer",
            format!("{TODO}: say what the answer holds."),
            json!({"responses": {success(node): {
                "description": format!("{TODO}: what comes back."),
                "content": {"application/json": {"schema": {"type": "object"}}},
            }}}),
        )),
        Rule::OperationWithoutId if is_blank("operationId") => Some((
            "has no `operationId`",
            "A name, from its method and path.".to_owned(),
            json!({"operationId": suggested_id(operation)}),
        )),
        Rule::OperationWithoutDescription if is_blank("description") => Some((
            "has no description",
            format!("{TODO}: say what it does."),
            json!({"description": format!("{TODO}: what it does.")}),
        )),
        Rule::OperationWithoutEvidence if node.get("x-evidence").is_none() => Some((
            "does not say where it is known from",
            format!("{TODO}: `documented`, a client, or a guess with its reason."),
            json!({"x-evidence": {"source": "inferred", "reason": format!("{TODO}: why it is taken to be so")}}),
        )),
        _ => None,
    }
}

/// Whether some success says what it holds, or by its status that it holds nothing.
fn has_answer(root: &Value, operation: &Operation<'_>) -> bool {
    let mut responses = operation.node.member("responses").members();
    operation.method == "head"
        || responses.any(|(status, response)| {
            let is_success = status.starts_with('2') || status == "default";
            let mut media = resolve(root, &response).member("content").members();
            matches!(status, "204" | "205")
                || is_success && media.any(|(_, media)| media.get("schema").is_some())
        })
}

/// The status to describe: the first success that stands there, if it can be added to.
fn success<'a>(operation: &Node<'a>) -> &'a str {
    let mut responses = operation.member("responses").members();
    let own = |(status, response): &(&str, Node<'_>)| {
        status.starts_with('2') && response.get("$ref").is_none()
    };
    let all: Vec<_> = operation.member("responses").members().collect();
    match responses.find(own) {
        Some((status, _)) => status,
        None if all.iter().all(|(status, _)| *status != "200") => "200",
        None => "201",
    }
}

/// `getPetsById` of `GET /pets/{id}`.
fn suggested_id(operation: &Operation<'_>) -> String {
    let mut id = operation.method.to_owned();
    for part in operation.path.split('/').filter(|part| !part.is_empty()) {
        if part.starts_with('{') {
            id.push_str("By");
        }
        let words = part.split(|c: char| !c.is_ascii_alphanumeric());
        for word in words.filter(|word| !word.is_empty()) {
            let (first, rest) = word.split_at(1);
            id.push_str(&first.to_uppercase());
            id.push_str(rest);
        }
    }
    id
}
