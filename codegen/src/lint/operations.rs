//! What operations do not describe.

use serde_json::{Value, json};

use super::finding::Finding;
use super::index::SchemaIndex;
use super::patch::{Action, Patch, TODO};
use super::rule::Rule;
use crate::openapi::{Method, Operation, Status};
use crate::pointer::Pointer;

/// How many operations are one finding.
const MIN_GROUPED: usize = 3;

pub(super) fn check(index: &SchemaIndex<'_>, findings: &mut Vec<Finding>) {
    let rules = [
        Rule::OperationWithoutResponseSchema,
        Rule::OperationWithoutId,
        Rule::OperationWithoutDescription,
        Rule::OperationWithoutEvidence,
    ];
    let operations = &index.description.operations;
    let is_ours = index.root().pointer("/info/x-crate").is_some();
    let says_evidence = operations
        .iter()
        .any(|one| one.node.get("x-evidence").is_some());
    for rule in rules {
        // The key means nothing to the authors of other documents.
        if rule == Rule::OperationWithoutEvidence && !is_ours && !says_evidence {
            continue;
        }
        let mut found = Vec::new();
        for operation in operations {
            let Some((lacks, why, update)) = missing(operation, rule) else {
                continue;
            };
            let action = Action::update(index.root(), &operation.node.at, &why, update);
            found.push((operation, lacks, action));
        }
        push(rule, operations.len(), found, findings);
    }
}

/// Adds a finding for each operation that lacks something, or one for all where most of those concerned lack it: then the
/// authors of the document did not mean to say it.
pub(super) fn push<'o, L: std::fmt::Display>(
    rule: Rule,
    concerned: usize,
    found: Vec<(&'o Operation<'o>, L, Action)>,
    findings: &mut Vec<Finding>,
) {
    let count = found.len();
    let lacks = found.first().map(|(_, lacks, _)| lacks.to_string());
    let lacks = lacks.filter(|_| count >= MIN_GROUPED && 2 * count > concerned);
    if let Some(lacks) = lacks {
        let message = match concerned - count {
            0 => format!("Each of the {count} operations {lacks}."),
            _ => format!("Each of {count} operations (of {concerned}) {lacks}."),
        };
        let actions = found.into_iter().map(|(_, _, action)| action);
        let patch = actions.fold(Patch::default(), Patch::with);
        let at = Pointer::root().child("paths");
        findings.push(Finding::new(rule, &at, message, patch));
        return;
    }
    findings.extend(found.into_iter().map(|(operation, lacks, action)| {
        let message = format!("`{}` {lacks}.", operation.name());
        Finding::new(rule, &operation.node.at, message, action.into())
    }));
}

/// What an operation lacks: the words for the message, the description of the action, and what the action adds.
fn missing(operation: &Operation<'_>, rule: Rule) -> Option<(&'static str, String, Value)> {
    let node = &operation.node;
    let is_blank = |key: &str| node.text(key).is_none_or(|text| text.trim().is_empty());
    match rule {
        Rule::OperationWithoutResponseSchema if !describes_success(operation) => Some((
            "has no schema of a successful response",
            format!("{TODO}: describe the response."),
            json!({"responses": {success(operation): {
                "description": format!("{TODO}: describe the response."),
                "content": {"application/json": {"schema": {"description": format!("{TODO}: describe the body.")}}},
            }}}),
        )),
        Rule::OperationWithoutId if is_blank("operationId") => Some((
            "has no `operationId`",
            "A name, from its method and path.".to_owned(),
            json!({"operationId": operation.suggested_id()}),
        )),
        Rule::OperationWithoutDescription if is_blank("description") && is_blank("summary") => {
            Some((
                "has no description",
                format!("{TODO}: describe the operation."),
                json!({"description": format!("{TODO}: describe the operation.")}),
            ))
        }
        Rule::OperationWithoutEvidence if node.get("x-evidence").is_none() => Some((
            "has no `x-evidence`",
            format!("{TODO}: `documented`, a client, or a guess with its reason."),
            json!({"x-evidence": {"source": "inferred", "reason": format!("{TODO}: the reason for the guess")}}),
        )),
        _ => None,
    }
}

/// Whether a success has a schema, or no body: by its status, as redirects, or because a write describes no content.
fn describes_success(operation: &Operation<'_>) -> bool {
    let is_read = operation.method == Method::Get;
    operation.method == Method::Head
        || operation
            .responses
            .iter()
            .any(|response| match response.status {
                Status::Code(204 | 205) => true,
                status if status.is_redirect() => true,
                status if status.is_success() || status == Status::Default => {
                    let is_empty = response.content.is_empty() && status.is_success();
                    (is_empty && !is_read)
                        || response.content.iter().any(|media| media.schema.is_some())
                }
                _ => false,
            })
}

/// The status to describe: the first success that stands in the operation itself, or else one that is free.
fn success(operation: &Operation<'_>) -> String {
    let responses = operation.node.member("responses");
    let mut successes = operation
        .responses
        .iter()
        .filter(|response| response.status.is_success());
    let own = successes.find(|response| response.at == response.listed_at);
    let own = own.and_then(|response| Some(response.at.split_last()?.1));
    let free = || match responses.get("200") {
        None => "200",
        Some(_) => "201",
    };
    own.unwrap_or_else(free).to_owned()
}
