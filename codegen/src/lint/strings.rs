//! Strings that hold something else.

use std::collections::HashMap;

use serde_json::{Number, Value, json};

use super::contradictions::is_of_parameter;
use super::finding::{Finding, listed, quoted};
use super::fit::has_zone;
use super::index::{Place, Role, SchemaIndex};
use super::patch::{Action, Patch};
use super::rule::Rule;
use super::words::words;
use crate::openapi::JsonType;

/// What strings may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum InferredType {
    Integer,
    Number,
    Boolean,
    Date,
    CivilDateTime,
    DateTime,
}

/// Keys that already tell what a string holds. A length is one of a text: a number has bounds.
const EXPLICIT: [&str; 7] = [
    "format",
    "enum",
    "x-id",
    "x-wire",
    "pattern",
    "minLength",
    "maxLength",
];

/// The last words of names whose values tell things apart or name a part of a day, and count nothing: that they are digits
/// is a chance.
const IDENTIFYING: [&str; 73] = [
    "abn",
    "account",
    "after",
    "barcode",
    "bban",
    "before",
    "bic",
    "build",
    "code",
    "cursor",
    "cvc",
    "cvv",
    "digit",
    "ean",
    "ein",
    "etag",
    "fax",
    "four",
    "gid",
    "gtin",
    "guid",
    "iban",
    "iccid",
    "id",
    "identification",
    "identifier",
    "imei",
    "imsi",
    "institution",
    "isbn",
    "key",
    "label",
    "last4",
    "login",
    "mask",
    "match",
    "mcc",
    "mnc",
    "mobile",
    "month",
    "msisdn",
    "name",
    "number",
    "otp",
    "pan",
    "passcode",
    "password",
    "phone",
    "pin",
    "postcode",
    "prefix",
    "ref",
    "reference",
    "secret",
    "serial",
    "sid",
    "sku",
    "ssn",
    "string",
    "tag",
    "telephone",
    "text",
    "tin",
    "title",
    "token",
    "trace",
    "uid",
    "user",
    "username",
    "uuid",
    "version",
    "year",
    "zip",
];

pub(super) fn check(index: &SchemaIndex<'_>, findings: &mut Vec<Finding>) {
    let fields = Described::of(index);
    for place in index.places.values() {
        let node = &place.node;
        let is_explicit = EXPLICIT.iter().any(|key| node.get(key).is_some());
        if node.text("type") != Some("string") || is_explicit || holds_anything(index, place) {
            continue;
        }
        let texts = place.examples.iter().filter_map(|one| one.value.as_str());
        let texts: Vec<&str> = texts.filter(|text| !text.is_empty()).collect();
        let Some(inferred) = inferred_type(&texts, place) else {
            continue;
        };
        if !is_chance(place, inferred, &fields) {
            findings.push(finding(index, place, inferred));
        }
    }
}

/// Whether a string holds what each map or each name says: an entry of a map, or the value of a named thing.
fn holds_anything(index: &SchemaIndex<'_>, place: &Place<'_>) -> bool {
    let Some((parent, last)) = place.node.at.split_last() else {
        return false;
    };
    let siblings = parent.get(index.root()).filter(|_| last == "value");
    let is_named = |all: &Value| {
        ["key", "name", "type", "id"]
            .iter()
            .any(|one| all.get(one).is_some())
    };
    last == "additionalProperties" || siblings.is_some_and(is_named)
}

/// How the document describes the fields of one name.
#[derive(Default)]
struct Described {
    numbers: usize,
    strings: usize,
    objects: usize,
}

impl Described {
    /// All names of fields.
    fn of<'a>(index: &SchemaIndex<'a>) -> HashMap<&'a str, Self> {
        let mut all: HashMap<&str, Self> = HashMap::new();
        for place in index.places.values() {
            let Some(name) = place.role.field() else {
                continue;
            };
            let described = all.entry(name).or_default();
            let schema = index.schema(place.schema);
            // A list of ids is called like a list of what they identify.
            let entry = schema.items.map_or(schema, |items| index.schema(items));
            match entry.types.single() {
                Some(JsonType::Integer | JsonType::Number) => described.numbers += 1,
                Some(JsonType::String) => described.strings += 1,
                Some(JsonType::Object) => described.objects += 1,
                _ => {}
            }
        }
        all
    }

    /// Whether the field is a number at least as often as a string.
    fn is_number(&self) -> bool {
        self.numbers > 0 && self.numbers >= self.strings
    }
}

/// Whether the examples look like another type by chance: digits of an id, of a phone number or of a day, and the date that
/// names a version.
fn is_chance(place: &Place<'_>, inferred: InferredType, fields: &HashMap<&str, Described>) -> bool {
    let names: Vec<&str> = place.node.at.segments().collect();
    let mut pairs = names.windows(2).rev();
    let around = pairs.find(|pair| matches!(pair[0], "properties" | "schemas"));
    let name = place.role.field();
    let name = name
        .or_else(|| around.map(|pair| pair[1]))
        .unwrap_or_default();
    let last = words(name).last().unwrap_or_default();
    let is_one = |word: &str| IDENTIFYING.contains(&word);
    match inferred {
        InferredType::Boolean => false,
        InferredType::Date | InferredType::CivilDateTime | InferredType::DateTime => {
            last == "version"
        }
        InferredType::Integer | InferredType::Number => {
            let field = fields.get(name);
            // A filter of a field is called like the field, as in `owner.any`.
            let filtered = name.split('.').next().and_then(|name| fields.get(name));
            let is_named = is_one(&last) || last.strip_suffix('s').is_some_and(is_one);
            // A string of that name is the id of the object. Every parameter is a text on the wire, whatever its type.
            let is_text = is_named
                || filtered.or(field).is_some_and(|field| field.objects > 0)
                || is_of_parameter(&place.node.at)
                || is_described_as_id(place);
            last == "date" || !field.is_some_and(Described::is_number) && is_text
        }
    }
}

/// Whether a description begins by saying that a string is an id.
fn is_described_as_id(place: &Place<'_>) -> bool {
    let description = place.node.text("description").unwrap_or_default();
    let sentence = description.split(['.', '\n']).next().unwrap_or_default();
    let mut words = sentence.split(|c: char| !c.is_alphanumeric());
    words.any(|word| {
        ["id", "ids", "gid", "gids", "identifier", "identifiers"]
            .contains(&word.to_lowercase().as_str())
    })
}

/// The type of all texts; `None` when they differ, or are texts.
fn inferred_type(texts: &[&str], place: &Place<'_>) -> Option<InferredType> {
    let flags = texts.iter().all(|text| matches!(*text, "0" | "1"));
    if !texts.is_empty() && flags && reads_as_boolean(place) {
        return Some(InferredType::Boolean);
    }
    let mut all = texts.iter().map(|text| type_of(text));
    let first = all.next()??;
    all.try_fold(first, |before, next| match (before, next?) {
        (before, next) if before == next => Some(next),
        (InferredType::Integer, InferredType::Number)
        | (InferredType::Number, InferredType::Integer) => Some(InferredType::Number),
        _ => None,
    })
}

/// The type of one text. A number with leading zeros is a text: a number would lose them.
fn type_of(text: &str) -> Option<InferredType> {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = match unsigned.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (unsigned, None),
    };
    if digits(whole) && (whole == "0" || !whole.starts_with('0')) {
        return match fraction {
            None => Some(InferredType::Integer),
            Some(fraction) => digits(fraction).then_some(InferredType::Number),
        };
    }
    if matches!(text, "true" | "false") {
        return Some(InferredType::Boolean);
    }
    let shape = text
        .chars()
        .map(|c| if c.is_ascii_digit() { '9' } else { c });
    match shape.collect::<String>().as_str() {
        "9999-99-99" => Some(InferredType::Date),
        "9999-99-99 99:99:99" => Some(InferredType::CivilDateTime),
        shape => shape
            .starts_with("9999-99-99T99:99:99")
            .then(|| has_zone(text))?
            .then_some(InferredType::DateTime),
    }
}

/// Whether the name or the description say that 0 and 1 mean false and true.
fn reads_as_boolean(place: &Place<'_>) -> bool {
    let named = place
        .role
        .field()
        .is_some_and(|name| ["is_", "has_"].iter().any(|start| name.starts_with(start)));
    let description = place.node.text("description").unwrap_or_default();
    let mut words = description.split(|c: char| !c.is_alphanumeric());
    let is_telling =
        |word: &str| ["whether", "flag", "boolean", "true"].contains(&word.to_lowercase().as_str());
    named || words.any(is_telling)
}

fn finding(index: &SchemaIndex<'_>, place: &Place<'_>, inferred: InferredType) -> Finding {
    let (rule, what) = match inferred {
        InferredType::Integer | InferredType::Number => (Rule::StringHoldsNumbers, "a number"),
        InferredType::Boolean => (Rule::StringHoldsBooleans, "a boolean"),
        InferredType::Date => (Rule::StringHoldsDates, "a date"),
        InferredType::CivilDateTime => (Rule::StringHoldsDates, "a date and time without a zone"),
        InferredType::DateTime => (Rule::StringHoldsDates, "a point in time"),
    };
    let values = listed(place.examples.iter().map(|one| quoted(one.value)));
    let message = format!(
        "Every example of {}, a string, is {what}: {values}.",
        place.role.name()
    );
    let node = &place.node;
    let action = Action::update(
        index.root(),
        &node.at,
        &format!("Every example is {what}."),
        update(place, inferred),
    );
    let action = action.expect(json!({"type": "string"}));
    let action = action.absent(&["format", "x-wire"]);
    Finding::new(rule, &node.at, message, Patch::from(action))
}

/// The type, its encoding where it can be received, and the example in the type.
fn update(place: &Place<'_>, inferred: InferredType) -> Value {
    let (mut update, encoding) = match inferred {
        InferredType::Integer => (json!({"type": "integer"}), Some("string")),
        InferredType::Number => (
            json!({"type": "number", "format": "decimal"}),
            Some("string"),
        ),
        InferredType::Boolean => (json!({"type": "boolean"}), Some("digits")),
        InferredType::Date => (json!({"format": "date"}), None),
        InferredType::CivilDateTime => (json!({"format": "civil-date-time"}), None),
        InferredType::DateTime => (json!({"format": "date-time"}), None),
    };
    let is_empty = |text: &str| text.is_empty() || text.starts_with("0000-00-00");
    let mut texts = place.examples.iter().filter_map(|one| one.value.as_str());
    let empties = texts.any(is_empty).then_some("empties");
    let encodings: Vec<&str> = encoding.into_iter().chain(empties).collect();
    match (place.role, encodings.as_slice()) {
        (Role::Parameter(_), _) | (_, []) => {}
        (_, [one]) => update["x-wire"] = json!(one),
        (_, several) => update["x-wire"] = json!(several),
    }
    let example = place.node.text("example");
    if let Some(example) = example.and_then(|example| convert(example, inferred)) {
        update["example"] = example;
    }
    update
}

/// The schema of a text that is received: of what it holds.
pub(super) fn schema_of(text: &str) -> Value {
    let mut schema = json!({"type": "string"});
    match type_of(text) {
        Some(InferredType::Integer) => {
            schema = json!({"type": "integer", "x-wire": "string"});
        }
        Some(InferredType::Number) => {
            schema = json!({"type": "number", "format": "decimal", "x-wire": "string"});
        }
        Some(InferredType::Boolean) => schema = json!({"type": "boolean", "x-wire": "digits"}),
        Some(InferredType::Date) => schema["format"] = json!("date"),
        Some(InferredType::CivilDateTime) => schema["format"] = json!("civil-date-time"),
        Some(InferredType::DateTime) => schema["format"] = json!("date-time"),
        None => {}
    }
    schema
}

/// A text as a value of its type; `None` where it stays a string.
fn convert(text: &str, inferred: InferredType) -> Option<Value> {
    match inferred {
        InferredType::Integer | InferredType::Number => {
            serde_json::from_str::<Number>(text).ok().map(Value::Number)
        }
        InferredType::Boolean => match text {
            "1" | "true" => Some(Value::Bool(true)),
            "0" | "false" => Some(Value::Bool(false)),
            _ => None,
        },
        InferredType::Date | InferredType::CivilDateTime | InferredType::DateTime => None,
    }
}
