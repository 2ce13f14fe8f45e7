//! Pages without a size, and sizes without pages.

use serde_json::{Value, json};

use super::finding::Finding;
use super::index::SchemaIndex;
use super::patch::{Action, TODO};
use super::rule::Rule;
use super::words::words;
use crate::openapi::{Location, Operation, Parameter};

/// Parameters that limit the number of items in a response.
const LIMITS: [&str; 5] = ["limit", "per_page", "perPage", "page_size", "pageSize"];
/// Words in the names of parameters that set the start of a response, such as `starting_after` and `pageToken`.
const POSITIONS: [&str; 12] = [
    "offset",
    "cursor",
    "skip",
    "start",
    "after",
    "before",
    "token",
    "marker",
    "page",
    "continuation",
    "since",
    "next",
];

pub(super) fn check(index: &SchemaIndex<'_>, findings: &mut Vec<Finding>) {
    for operation in &index.description.operations {
        let name = format!("`{}`", operation.name());
        let at = &operation.node.at;
        let pagination = operation.node.get("x-pagination");
        if pagination
            .as_ref()
            .is_some_and(|node| node.get("size").is_none())
        {
            // Pages that begin at an item, which the generator checks.
            continue;
        }
        let page = parameter(operation, &["page"]);
        let limit = parameter(operation, &LIMITS);
        let sized = pagination.is_some();
        let (rule, message, action) = match (&page, sized, &limit) {
            (Some(page), false, None) => {
                let message =
                    format!("{name} takes a `page`, and nothing says the size of a page.");
                let (size, why) = size(page, operation);
                let update = json!({"x-pagination": {"size": size}});
                let action =
                    Action::update(index.root(), at, &why, update).absent(&["x-pagination"]);
                (Rule::PageWithoutLimit, message, action)
            }
            (None, true, _) => {
                let message = format!("{name} has `x-pagination`, and no parameter `page`.");
                (
                    Rule::LimitWithoutPage,
                    message,
                    with_page(index.root(), operation),
                )
            }
            (None, false, Some(limit)) if !has_position(operation) => {
                let limit = limit.name;
                let message =
                    format!("{name} takes `{limit}`, and no page number, offset or cursor.");
                (
                    Rule::LimitWithoutPage,
                    message,
                    with_page(index.root(), operation),
                )
            }
            _ => continue,
        };
        findings.push(Finding::new(rule, at, message, action.into()));
    }
}

/// The query parameter of one of these names.
fn parameter<'s, 'a>(operation: &'s Operation<'a>, names: &[&str]) -> Option<&'s Parameter<'a>> {
    let mut query = operation
        .parameters
        .iter()
        .filter(|one| one.location == Location::Query);
    query.find(|parameter| names.contains(&parameter.name))
}

/// Whether a parameter of the query sets the start of a response.
fn has_position(operation: &Operation<'_>) -> bool {
    let query = operation.parameters.iter();
    let mut query = query.filter(|one| one.location == Location::Query);
    query.any(|parameter| {
        let name = parameter.name;
        !LIMITS.contains(&name) && words(name).any(|word| POSITIONS.contains(&word.as_str()))
    })
}

/// The size that a description gives, or a placeholder.
fn size(page: &Parameter<'_>, operation: &Operation<'_>) -> (u32, String) {
    let texts = [page.description, operation.description];
    let mut numbers = texts.into_iter().flatten().flat_map(numbers);
    match numbers.find(|number| *number > 1) {
        Some(size) => (size, "The size that the description gives.".to_owned()),
        None => (
            100,
            format!("{TODO}: the maximum number of items in a page."),
        ),
    }
}

fn numbers(text: &str) -> impl Iterator<Item = u32> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    words.filter_map(|word| word.parse().ok())
}

fn with_page(root: &Value, operation: &Operation<'_>) -> Action {
    let update = json!({"parameters": [{
        "name": "page",
        "in": "query",
        "description": "The page to get, from 1.",
        "schema": {"type": "integer", "format": "int32", "minimum": 1},
    }]});
    let why = format!("{TODO}: check the name of the parameter, or remove the limit.");
    Action::update(root, &operation.node.at, &why, update)
}
