//! Pages without a size, and sizes without pages.

use serde_json::{Value, json};

use super::finding::Finding;
use super::patch::{Action, TODO};
use super::rule::Rule;
use super::survey::{Operation, Survey};
use crate::node::Node;

/// Parameters that limit how much comes at once.
const LIMITS: [&str; 5] = ["limit", "per_page", "perPage", "page_size", "pageSize"];
/// Parameters that say from where on, beside `page`.
const POSITIONS: [&str; 8] = [
    "offset",
    "cursor",
    "skip",
    "start",
    "after",
    "before",
    "page_token",
    "pageToken",
];

pub(super) fn check(survey: &Survey<'_>, findings: &mut Vec<Finding>) {
    for operation in &survey.operations {
        let name = operation.name();
        let at = &operation.node.at;
        let page = parameter(operation, &["page"]);
        let limit = parameter(operation, &LIMITS);
        let sized = operation.node.get("x-pagination").is_some();
        let (rule, message, action) = match (&page, sized, &limit) {
            (Some(page), false, None) => {
                let message = format!("{name} takes a `page`, and nothing says how much it holds.");
                let (size, why) = size(page, operation);
                let update = json!({"x-pagination": {"size": size}});
                let action =
                    Action::update(survey.root, at, &why, update).absent(&["x-pagination"]);
                (Rule::PageWithoutLimit, message, action)
            }
            (None, true, _) => {
                let message = format!("{name} has `x-pagination`, and no parameter `page`.");
                (
                    Rule::LimitWithoutPage,
                    message,
                    with_page(survey.root, operation),
                )
            }
            (None, false, Some(limit)) if parameter(operation, &POSITIONS).is_none() => {
                let limit = limit.text("name").unwrap_or_default();
                let message =
                    format!("{name} takes `{limit}`, and nothing that leads on from there.");
                (
                    Rule::LimitWithoutPage,
                    message,
                    with_page(survey.root, operation),
                )
            }
            _ => continue,
        };
        findings.push(Finding::new(rule, at, message, action.into()));
    }
}

/// The query parameter of one of these names.
fn parameter<'s, 'a>(operation: &'s Operation<'a>, names: &[&str]) -> Option<&'s Node<'a>> {
    operation.parameters.iter().find(|parameter| {
        let name = parameter.text("name");
        parameter.text("in") == Some("query") && name.is_some_and(|name| names.contains(&name))
    })
}

/// The size that the words tell, or a placeholder.
fn size(page: &Node<'_>, operation: &Operation<'_>) -> (u32, String) {
    let texts = [page.text("description"), operation.node.text("description")];
    let mut numbers = texts.into_iter().flatten().flat_map(numbers);
    match numbers.find(|number| *number > 1) {
        Some(size) => (size, "The description tells the size.".to_owned()),
        None => (
            100,
            format!("{TODO}: put how many items a page holds at most."),
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
    let why = format!("{TODO}: check that it is called so; else remove the limit.");
    Action::update(root, &operation.node.at, &why, update)
}
