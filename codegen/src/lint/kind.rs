//! The kind of value that a schema stands for, however it is encoded.

use crate::openapi::{JsonType, Schema};

/// The kind in a word or two, as a sentence says it; `None` where nothing is said, or several things are.
pub(super) fn kind(schema: &Schema<'_>) -> Option<String> {
    let text = |name: &str| schema.keyword(name).and_then(|node| node.value.as_str());
    if !schema.alternatives.is_empty() || schema.keyword("x-filter").is_some() {
        return None;
    }
    match (schema.types.single(), text("x-keyed-by")) {
        (_, Some("index")) | (Some(JsonType::Array), _) => Some("list".to_owned()),
        (_, Some(_)) => Some("map".to_owned()),
        (Some(JsonType::Object), _) => Some("object".to_owned()),
        (Some(JsonType::String), _) if schema.values.is_some() => Some("string".to_owned()),
        (Some(kind), _) => Some(match schema.format.filter(|format| tells_apart(format)) {
            Some(format) => format!("{} ({format})", kind.name()),
            None => kind.name().to_owned(),
        }),
        (None, _) => None,
    }
}

/// Whether values of this format differ in kind from those without it; other formats only limit them.
fn tells_apart(format: &str) -> bool {
    matches!(
        format,
        "date" | "date-time" | "civil-date-time" | "unix-time" | "decimal" | "binary" | "byte"
    )
}
