//! Comparing an answer with what the description says of it.

use serde_json::{Map, Value};

use super::path::Path;
use super::{DriftKind, Member, Rest, Shape};
use crate::wire::is_index;

/// Tells `found` of each place in `value` that is not as `shape` says.
pub(super) fn compare(shape: &Shape, value: &Value, found: &mut Found<'_>) {
    walk(shape, value, &Path::Whole, found);
}

/// Who is told: the kind, the place, and what stands there, if something does.
pub(super) type Found<'f> = dyn FnMut(DriftKind, &Path<'_>, Option<&Value>) + 'f;

fn walk(shape: &Shape, value: &Value, at: &Path<'_>, found: &mut Found<'_>) {
    match (shape, value) {
        (Shape::Any, _)
        | (Shape::Text, Value::String(_))
        | (Shape::Number, Value::Number(_))
        | (Shape::Flag, Value::Bool(_)) => {}
        (Shape::Integer, Value::Number(number)) if !number.is_f64() => {}
        (Shape::Dressed(inner), _) if is_dressed(inner, value) => {}
        (Shape::OrEmpty(_), _) if is_empty(value) => {}
        (Shape::Dressed(inner) | Shape::OrEmpty(inner), _) => walk(inner, value, at, found),
        (Shape::Enum(values), Value::String(text)) => {
            if !values.contains(&text.as_str()) {
                found(DriftKind::UnknownValue, at, Some(value));
            }
        }
        (Shape::Object(members, rest), Value::Object(entries)) => {
            object(members, *rest, entries, at, found);
        }
        (
            Shape::List(item)
            | Shape::Indexed(item)
            | Shape::IndexedOrOne(item)
            | Shape::OneOrMany(item),
            Value::Array(items),
        ) => {
            for (index, value) in items.iter().enumerate() {
                walk(item, value, &Path::Index(at, index), found);
            }
        }
        (Shape::Indexed(item) | Shape::IndexedOrOne(item), Value::Object(entries))
            if is_indexed(entries) =>
        {
            each(item, entries, at, found);
        }
        (Shape::IndexedOrOne(item) | Shape::OneOrMany(item), _) => walk(item, value, at, found),
        (Shape::Map(item) | Shape::Keyed(item), Value::Object(entries)) => {
            each(item, entries, at, found);
        }
        (Shape::Keyed(_), Value::Array(items)) if items.is_empty() => {}
        (Shape::OneOf(shapes), _) => nearest(shapes, value, at, found),
        _ => found(DriftKind::Coerced, at, Some(value)),
    }
}

fn object(
    members: &[Member],
    rest: Rest,
    entries: &Map<String, Value>,
    at: &Path<'_>,
    found: &mut Found<'_>,
) {
    for member in members {
        let name = member.name();
        match (member, entries.get(name)) {
            (Member::Required(..), None) => {
                found(DriftKind::MissingField, &Path::Key(at, name), None);
            }
            (Member::Optional(..), None | Some(Value::Null)) => {}
            (Member::Required(_, shape) | Member::Optional(_, shape), Some(value)) => {
                walk(shape, value, &Path::Key(at, name), found);
            }
        }
    }
    if rest == Rest::None {
        let is_known = |key: &str| members.iter().any(|member| member.name() == key);
        for (key, value) in entries.iter().filter(|(key, _)| !is_known(key)) {
            found(DriftKind::UnknownField, &Path::Key(at, key), Some(value));
        }
    }
}

fn each(item: &Shape, entries: &Map<String, Value>, at: &Path<'_>, found: &mut Found<'_>) {
    for (key, value) in entries {
        walk(item, value, &Path::Key(at, key), found);
    }
}

/// Compares with the one of `shapes` that the value is the least different from.
fn nearest(shapes: &[&Shape], value: &Value, at: &Path<'_>, found: &mut Found<'_>) {
    let differences = |shape: &&&Shape| {
        let mut count = 0_usize;
        walk(shape, value, at, &mut |_, _, _| count += 1);
        count
    };
    if let Some(shape) = shapes.iter().min_by_key(differences) {
        walk(shape, value, at, found);
    }
}

/// Whether the value is in one of the dresses that the description grants a scalar of this shape.
fn is_dressed(shape: &Shape, value: &Value) -> bool {
    match (shape, value) {
        (Shape::Integer, Value::String(text)) => text.parse::<i128>().is_ok(),
        (Shape::Number, Value::String(text)) => text.parse::<f64>().is_ok_and(f64::is_finite),
        (Shape::Flag, Value::String(text)) => matches!(text.as_str(), "0" | "1"),
        (Shape::Flag, Value::Number(number)) => matches!(number.as_u64(), Some(0 | 1)),
        _ => false,
    }
}

/// Whether the value is one of the ways to say that there is none.
fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text
            .chars()
            .all(|letter| matches!(letter, '0' | '-' | ':' | ' ')),
        Value::Array(items) => items.is_empty(),
        _ => false,
    }
}

fn is_indexed(entries: &Map<String, Value>) -> bool {
    entries.keys().all(|key| is_index(key))
}

impl Member {
    fn name(&self) -> &'static str {
        match self {
            Self::Required(name, _) | Self::Optional(name, _) => name,
        }
    }
}
