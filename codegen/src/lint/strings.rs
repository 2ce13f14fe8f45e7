//! Strings that hold something else.

use serde_json::{Number, Value, json};

use super::finding::{Finding, listed, quoted};
use super::patch::{Action, Patch};
use super::rule::Rule;
use super::survey::{Role, Schema, Survey};

/// What texts may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Held {
    Integer,
    Number,
    Boolean,
    Date,
    CivilDateTime,
    DateTime,
}

/// Keys that say what a string is.
const SAID: [&str; 5] = ["format", "enum", "x-id", "x-wire", "pattern"];

pub(super) fn check(survey: &Survey<'_>, findings: &mut Vec<Finding>) {
    for schema in survey.schemas.values() {
        let node = &schema.node;
        if node.text("type") != Some("string") || SAID.iter().any(|key| node.get(key).is_some()) {
            continue;
        }
        let texts = schema.shown.iter().filter_map(|shown| shown.value.as_str());
        let texts: Vec<&str> = texts.filter(|text| !text.is_empty()).collect();
        if let Some(held) = held(&texts, schema) {
            findings.push(finding(survey, schema, held));
        }
    }
}

/// What all texts are; `None` when they differ, or are texts.
fn held(texts: &[&str], schema: &Schema<'_>) -> Option<Held> {
    let flags = texts.iter().all(|text| matches!(*text, "0" | "1"));
    if !texts.is_empty() && flags && reads_as_flag(schema) {
        return Some(Held::Boolean);
    }
    let mut all = texts.iter().map(|text| of(text));
    let first = all.next()??;
    all.try_fold(first, |before, held| match (before, held?) {
        (before, held) if before == held => Some(held),
        (Held::Integer, Held::Number) | (Held::Number, Held::Integer) => Some(Held::Number),
        _ => None,
    })
}

/// What one text is. A number with leading zeros is a text: a number would lose them.
fn of(text: &str) -> Option<Held> {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = match unsigned.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (unsigned, None),
    };
    if digits(whole) && (whole == "0" || !whole.starts_with('0')) {
        return match fraction {
            None => Some(Held::Integer),
            Some(fraction) => digits(fraction).then_some(Held::Number),
        };
    }
    if matches!(text, "true" | "false") {
        return Some(Held::Boolean);
    }
    let shape = text
        .chars()
        .map(|c| if c.is_ascii_digit() { '9' } else { c });
    match shape.collect::<String>().as_str() {
        "9999-99-99" => Some(Held::Date),
        "9999-99-99 99:99:99" => Some(Held::CivilDateTime),
        shape => shape
            .starts_with("9999-99-99T99:99:99")
            .then_some(Held::DateTime),
    }
}

/// Whether the words say that 0 and 1 mean no and yes.
fn reads_as_flag(schema: &Schema<'_>) -> bool {
    let named = schema
        .role
        .field()
        .is_some_and(|name| ["is_", "has_"].iter().any(|start| name.starts_with(start)));
    let description = schema.node.text("description").unwrap_or_default();
    let mut words = description.split(|c: char| !c.is_alphanumeric());
    let is_telling =
        |word: &str| ["whether", "flag", "boolean", "true"].contains(&word.to_lowercase().as_str());
    named || words.any(is_telling)
}

fn finding(survey: &Survey<'_>, schema: &Schema<'_>, held: Held) -> Finding {
    let (rule, what) = match held {
        Held::Integer | Held::Number => (Rule::StringHoldsNumbers, "a number"),
        Held::Boolean => (Rule::StringHoldsBooleans, "a truth value"),
        Held::Date => (Rule::StringHoldsDates, "a date"),
        Held::CivilDateTime => (Rule::StringHoldsDates, "a date and time without a zone"),
        Held::DateTime => (Rule::StringHoldsDates, "a point in time"),
    };
    let values = listed(schema.shown.iter().map(|shown| quoted(shown.value)));
    let message = format!(
        "Every example of {}, a string, is {what}: {values}.",
        schema.role.name()
    );
    let node = &schema.node;
    let action = Action::update(
        survey.root,
        &node.at,
        &format!("Every example is {what}."),
        update(schema, held),
    );
    let action = action.expect(json!({"type": "string"}));
    let action = action.absent(&["format", "x-wire"]);
    Finding::new(rule, &node.at, message, Patch::from(action))
}

/// The type, its dress where it is one that may be received, and the example in the type.
fn update(schema: &Schema<'_>, held: Held) -> Value {
    let (mut update, dress) = match held {
        Held::Integer => (json!({"type": "integer"}), Some("string")),
        Held::Number => (
            json!({"type": "number", "format": "decimal"}),
            Some("string"),
        ),
        Held::Boolean => (json!({"type": "boolean"}), Some("digits")),
        Held::Date => (json!({"format": "date"}), None),
        Held::CivilDateTime => (json!({"format": "civil-date-time"}), None),
        Held::DateTime => (json!({"format": "date-time"}), None),
    };
    let is_empty = |text: &str| text.is_empty() || text.starts_with("0000-00-00");
    let mut texts = schema.shown.iter().filter_map(|shown| shown.value.as_str());
    let empties = texts.any(is_empty).then_some("empties");
    let dress: Vec<&str> = dress.into_iter().chain(empties).collect();
    match (schema.role, dress.as_slice()) {
        (Role::Parameter(_), _) | (_, []) => {}
        (_, [one]) => update["x-wire"] = json!(one),
        (_, several) => update["x-wire"] = json!(several),
    }
    let example = schema.node.text("example");
    if let Some(example) = example.and_then(|example| converted(example, held)) {
        update["example"] = example;
    }
    update
}

/// A text as what it is; `None` where a string stays one.
fn converted(text: &str, held: Held) -> Option<Value> {
    match held {
        Held::Integer | Held::Number => {
            serde_json::from_str::<Number>(text).ok().map(Value::Number)
        }
        Held::Boolean => match text {
            "1" | "true" => Some(Value::Bool(true)),
            "0" | "false" => Some(Value::Bool(false)),
            _ => None,
        },
        Held::Date | Held::CivilDateTime | Held::DateTime => None,
    }
}
