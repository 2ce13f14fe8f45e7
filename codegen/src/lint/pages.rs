//! Pages without a size, and sizes without pages.

use serde_json::{Value, json};

use super::finding::Finding;
use super::index::SchemaIndex;
use super::operations;
use super::patch::{Action, TODO};
use super::rule::Rule;
use super::words::words;
use crate::openapi::{Location, Operation, Parameter};

/// Parameters that limit the number of items in a response.
const LIMITS: [&str; 5] = ["limit", "per_page", "perPage", "page_size", "pageSize"];
/// Words in the names of parameters that may set the size of a page.
const SIZES: [&str; 6] = ["limit", "size", "count", "take", "top", "results"];
/// Words in the names of parameters that set the start of a response, such as `starting_after` and `pageToken`.
const POSITIONS: [&str; 14] = [
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
    "continue",
    "from",
];

pub(super) fn check(index: &SchemaIndex<'_>, findings: &mut Vec<Finding>) {
    let (mut without_limit, mut without_page) = (Vec::new(), Vec::new());
    let (mut paged, mut limited) = (0, 0);
    for operation in &index.description.operations {
        let pagination = operation.node.get("x-pagination");
        if pagination
            .as_ref()
            .is_some_and(|node| node.get("size").is_none())
        {
            // Pages that begin at an item, which the generator checks.
            continue;
        }
        let page = parameter(operation, |name| name == "page");
        let limit = parameter(operation, |name| LIMITS.contains(&name));
        paged += usize::from(page.is_some());
        limited += usize::from(limit.is_some());
        match (page, pagination.is_some(), limit) {
            (Some(page), false, None) if parameter(operation, is_size).is_none() => {
                let lacks = "takes a `page`, and nothing says the size of a page".to_owned();
                without_limit.push((operation, lacks, with_size(index.root(), page, operation)));
            }
            (None, true, _) => {
                let lacks = "has `x-pagination`, and no parameter `page`".to_owned();
                without_page.push((operation, lacks, with_page(index.root(), operation)));
            }
            (None, false, Some(limit)) if !has_position(operation) => {
                let lacks = format!(
                    "takes `{}`, and no page number, offset or cursor",
                    limit.name
                );
                without_page.push((operation, lacks, with_page(index.root(), operation)));
            }
            _ => {}
        }
    }
    operations::push(Rule::PageWithoutLimit, paged, without_limit, findings);
    let limited = limited.max(without_page.len());
    operations::push(Rule::LimitWithoutPage, limited, without_page, findings);
}

/// The query parameter with such a name.
fn parameter<'s, 'a>(
    operation: &'s Operation<'a>,
    is_it: impl Fn(&str) -> bool,
) -> Option<&'s Parameter<'a>> {
    let mut query = operation
        .parameters
        .iter()
        .filter(|one| one.location == Location::Query);
    query.find(|parameter| is_it(parameter.name))
}

/// Whether a parameter may set the size of a page, such as `records_per_page` and `pagesize`.
fn is_size(name: &str) -> bool {
    let all: Vec<String> = words(name).collect();
    let joined = all.concat();
    let is_one = |word: &String| SIZES.contains(&word.as_str());
    all.iter().any(is_one) || joined.contains("perpage") || joined.contains("pagesize")
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

/// Says the size that a description gives, or a placeholder.
fn with_size(root: &Value, page: &Parameter<'_>, operation: &Operation<'_>) -> Action {
    let texts = [page.description, operation.description];
    let mut numbers = texts.into_iter().flatten().flat_map(numbers);
    let (size, why) = match numbers.find(|number| *number > 1) {
        Some(size) => (size, "The size that the description gives.".to_owned()),
        None => (
            100,
            format!("{TODO}: the maximum number of items in a page."),
        ),
    };
    let update = json!({"x-pagination": {"size": size}});
    Action::update(root, &operation.node.at, &why, update).absent(&["x-pagination"])
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
