//! What a place is called in a sentence.

use serde_json::Value;

use crate::finding::Pointer;

/// What stands at the place of a schema, in the words of a reader.
pub(super) fn subject(root: &Value, at: &Pointer) -> String {
    let segments: Vec<String> = at.segments().collect();
    let parts: Vec<&str> = segments.iter().map(String::as_str).collect();
    match parts.as_slice() {
        ["components", "schemas", name, rest @ ..] => format!("`{name}{}`", steps(rest)),
        ["paths", path, method, rest @ ..] => {
            let call = format!("`{} {path}`", method.to_uppercase());
            in_call(root, &segments, rest, &call)
        }
        ["components", kind, name, rest @ ..] => {
            let rest = steps(after_schema(rest));
            format!("`{name}{rest}` of the {kind}")
        }
        _ => format!("`{at}`"),
    }
}

fn in_call(root: &Value, segments: &[String], rest: &[&str], call: &str) -> String {
    let inner = |rest: &[&str]| match steps(after_schema(rest)) {
        steps if steps.is_empty() => String::new(),
        steps => format!("`{}` in ", steps.trim_start_matches('.')),
    };
    match rest {
        ["requestBody", rest @ ..] => format!("{}the body of {call}", inner(rest)),
        ["responses", status, rest @ ..] => {
            format!("{}the {status} answer of {call}", inner(rest))
        }
        ["parameters", index, rest @ ..] => {
            let at = segments[..5]
                .iter()
                .fold(Pointer::root(), |at, name| at.child(name));
            let pointer = at.to_string();
            let parameter = root.pointer(pointer.trim_start_matches('#'));
            let name = parameter.and_then(|parameter| parameter["name"].as_str());
            format!(
                "{}the parameter `{}` of {call}",
                inner(rest),
                name.unwrap_or(index)
            )
        }
        _ => call.to_owned(),
    }
}

/// What is below the schema of a media type, parameter or header.
fn after_schema<'a, 'b>(rest: &'a [&'b str]) -> &'a [&'b str] {
    let position = rest.iter().position(|step| *step == "schema");
    position.map_or(&[], |position| &rest[position + 1..])
}

/// The way into a schema: fields by name, entries as `[]`, further members as `{}`.
fn steps(rest: &[&str]) -> String {
    let mut text = String::new();
    let mut rest = rest.iter();
    while let Some(step) = rest.next() {
        match *step {
            "properties" => {
                text.push('.');
                text.push_str(rest.next().unwrap_or(&"?"));
            }
            "items" => text.push_str("[]"),
            "additionalProperties" => text.push_str("{}"),
            _ => {}
        }
    }
    text
}
