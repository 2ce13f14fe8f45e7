//! What kind of value a schema stands for, whatever dress it comes in.

use serde_json::Value;

use super::examples::parts;
use crate::node::Node;

/// In a word or two, as a sentence says it; `None` where nothing is said, or several things are.
pub(super) fn kind(root: &Value, schema: &Node<'_>) -> Option<String> {
    let parts = parts(root, schema);
    let has = |name: &str| parts.iter().any(|part| part.get(name).is_some());
    let text = |name: &str| parts.iter().find_map(|part| part.text(name));
    if has("oneOf") || has("anyOf") || has("x-filter") {
        return None;
    }
    match (text("type"), text("x-keyed-by")) {
        (_, Some("index")) | (Some("array"), _) => Some("list".to_owned()),
        (_, Some(_)) => Some("map".to_owned()),
        (Some("object"), _) => Some("object".to_owned()),
        (Some("string"), _) if has("enum") => Some("string".to_owned()),
        (Some(kind), _) => Some(match text("format").filter(|format| tells_apart(format)) {
            Some(format) => format!("{kind} ({format})"),
            None => kind.to_owned(),
        }),
        (None, _) => None,
    }
}

/// Whether values of this format are something else than those without it; the others only limit them.
fn tells_apart(format: &str) -> bool {
    matches!(
        format,
        "date" | "date-time" | "civil-date-time" | "unix-time" | "decimal" | "binary" | "byte"
    )
}
