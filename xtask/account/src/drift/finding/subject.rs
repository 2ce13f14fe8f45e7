//! Names of places in the description.

use hellodialog_codegen::Pointer;
use serde_json::Value;

/// The place as a person would name it: `Contact.groups[]`, or `the response of getContact`.
pub(super) fn subject(document: &Value, at: &Pointer) -> String {
    let names: Vec<&str> = at.segments().collect();
    match names.as_slice() {
        ["components", "schemas", name, inside @ ..] => format!("{name}{}", steps(inside)),
        [
            "paths",
            path,
            method,
            "responses",
            _,
            "content",
            _,
            "schema",
            inside @ ..,
        ] => {
            let operation = Pointer::root().join(["paths", path, method, "operationId"]);
            let id = operation.get(document).and_then(Value::as_str);
            let inside = steps(inside);
            let gap = if inside.is_empty() { "" } else { ": " };
            format!("the response of {}{gap}{inside}", id.unwrap_or(path))
        }
        _ => at.to_string(),
    }
}

fn steps(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        ["properties", name, inside @ ..] => format!(".{name}{}", steps(inside)),
        ["items" | "additionalProperties", inside @ ..] => format!("[]{}", steps(inside)),
        ["allOf", _, inside @ ..] => steps(inside),
        ["oneOf", index, inside @ ..] => format!(" (variant {index}){}", steps(inside)),
        [name, inside @ ..] => format!("/{name}{}", steps(inside)),
    }
}
