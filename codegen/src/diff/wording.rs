//! Words for places and values in messages.

use serde_json::Value;

use super::phrase::Phrase;
use crate::openapi::Node;
use crate::pointer::Pointer;

/// The words for what stands at a place of a schema: `Book.authors[]`.
pub(super) fn subject(document: &Value, at: &Pointer) -> Phrase {
    let segments: Vec<&str> = at.segments().collect();
    match segments.as_slice() {
        ["components", "schemas", name, rest @ ..] => Phrase::of(format!("{name}{}", steps(rest))),
        ["paths", path, "parameters", rest @ ..] => {
            let path = Phrase::of(*path);
            within_operation(document, at, &[&["parameters"], rest].concat(), &path)
        }
        ["paths", path, method, rest @ ..] => {
            let operation = Phrase::of(format!("{} {path}", method.to_uppercase()));
            within_operation(document, at, rest, &operation)
        }
        ["components", kind, name, rest @ ..] => {
            let rest = steps(below_schema(rest));
            let kind = kind_of_component(kind);
            Phrase::of(format!("{name}{rest}")).within(|name| format!("the {kind} {name}"))
        }
        _ => Phrase::of(at.to_string()),
    }
}

/// The words for a component.
pub(super) fn kind_of_component(section: &str) -> &str {
    match section {
        "parameters" => "parameter",
        "responses" => "response",
        "requestBodies" => "body",
        "headers" => "header",
        "securitySchemes" => "security scheme",
        "examples" => "example",
        "links" => "link",
        "callbacks" => "callback",
        "pathItems" => "path item",
        other => other,
    }
}

/// A name in a sentence, which has it between backticks.
pub(super) fn name(name: &str) -> String {
    format!("`{}`", name.replace('`', "'"))
}

fn within_operation(document: &Value, at: &Pointer, rest: &[&str], operation: &Phrase) -> Phrase {
    let inner = |rest: &[&str]| match steps(below_schema(rest)) {
        steps if steps.is_empty() => String::new(),
        steps => format!("`{}` in ", steps.trim_start_matches('.')),
    };
    match rest {
        ["requestBody", rest @ ..] => {
            operation.within(|operation| format!("{}the body of {operation}", inner(rest)))
        }
        ["responses", status, rest @ ..] => operation
            .within(|operation| format!("{}the {status} response of {operation}", inner(rest))),
        ["parameters", index, below @ ..] => {
            let parameter = at.places().nth(below.len());
            let parameter = parameter.and_then(|at| at.get(document));
            let name = parameter.and_then(|parameter| parameter["name"].as_str());
            let name = name.unwrap_or(index);
            operation.within(|operation| {
                let name = self::name(name);
                format!("{}the parameter {name} of {operation}", inner(below))
            })
        }
        _ => operation.clone(),
    }
}

/// The segments below the schema of a media type, parameter or header.
fn below_schema<'a, 'b>(rest: &'a [&'b str]) -> &'a [&'b str] {
    let position = rest.iter().position(|step| *step == "schema");
    position.map_or(&[], |position| &rest[position + 1..])
}

/// The way into a schema: properties by name, items as `[]`, additional properties as `{}`.
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
            "additionalProperties" | "unevaluatedProperties" => text.push_str("{}"),
            "patternProperties" => {
                text.push_str("{}");
                rest.next();
            }
            _ => {}
        }
    }
    text
}

/// What happened to a member: "changed from `a` to `b`". Objects and arrays are too long to print.
pub(super) fn what_happened(old: Option<&Value>, new: Option<&Value>) -> String {
    let is_long = |value: &&Value| value.is_object() || value.is_array();
    let is_long = old.as_ref().is_some_and(is_long) || new.as_ref().is_some_and(is_long);
    match (old, new) {
        (Some(old), Some(new)) if !is_long => {
            format!("changed from {} to {}", literal(old), literal(new))
        }
        (None, Some(_)) if is_long => "was added".to_owned(),
        (None, Some(new)) => format!("was added: {}", literal(new)),
        (Some(_), None) if is_long => "was removed".to_owned(),
        (Some(old), None) => format!("was removed; it was {}", literal(old)),
        (Some(_), Some(_)) | (None, None) => "changed".to_owned(),
    }
}

/// As [`what_happened`], of members.
pub(super) fn change_of((old, new): (Option<&Node>, Option<&Node>)) -> String {
    what_happened(old.map(|node| node.value), new.map(|node| node.value))
}

/// The rule and the words for a flag that changed: the first if it was set, the second if it was unset.
pub(super) fn flag_change<T>(old: bool, new: bool, set: T, unset: T) -> Option<T> {
    match (old, new) {
        (false, true) => Some(set),
        (true, false) => Some(unset),
        _ => None,
    }
}

/// A value in a sentence.
pub(super) fn literal(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| name(&value.to_string()), name)
}

/// The text with a capital first letter.
pub(super) fn capitalized(text: &str) -> String {
    let mut rest = text.chars();
    rest.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(rest).collect()
    })
}
