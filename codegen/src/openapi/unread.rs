//! Notes on what the normal form does not have.

use super::node::Node;
use crate::problem::Problems;

/// Keywords of JSON Schema that restrict values further.
const CONDITIONS: [&str; 13] = [
    "if",
    "then",
    "else",
    "contains",
    "minContains",
    "maxContains",
    "dependencies",
    "dependentRequired",
    "dependentSchemas",
    "propertyNames",
    "contentSchema",
    "$dynamicRef",
    "$recursiveRef",
];

/// Notes the keywords of a schema that are not read, or not in full.
pub(super) fn note_keywords(source: &Node<'_>, problems: &mut Problems) {
    let notes = [
        (
            &CONDITIONS[..],
            "keywords that restrict values further, such as `if`, `contains` or `$dynamicRef`, are not read",
        ),
        (
            &["patternProperties"],
            "names are not compared with the patterns of `patternProperties`: members are those of a map",
        ),
    ];
    let by_place = source.member("prefixItems");
    let first = by_place.value.get(0);
    if by_place.entries().any(|item| Some(item.value) != first) {
        let message = "items that differ by place are any JSON values";
        problems.note(&by_place.at, message);
    }
    for (keywords, message) in notes {
        let names = keywords.iter();
        for node in names.filter_map(|name| source.get(name)) {
            problems.note(&node.at, message);
        }
    }
}

/// Notes the calls that the API makes, and a dialect that nobody here knows.
pub(super) fn note_document(root: &Node<'_>, problems: &mut Problems) {
    for (_, webhook) in root.member("webhooks").members() {
        let message = "webhooks are not generated, and schemas that nothing else uses are types";
        problems.note(&webhook.at, message);
    }
    let Some(dialect) = root.get("jsonSchemaDialect") else {
        return;
    };
    let known = [
        "https://spec.openapis.org/oas/3.1/dialect/",
        "https://json-schema.org/draft/2020-12/schema",
    ];
    let is_known = |text: &str| known.iter().any(|start| text.starts_with(start));
    if !dialect.value.as_str().is_some_and(is_known) {
        let message = "a dialect of JSON Schema is read as that of OpenAPI 3.1";
        problems.note(&dialect.at, message);
    }
}
