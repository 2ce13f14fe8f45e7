//! What the keywords of the objects that make up a schema say together.

use std::collections::BTreeSet;

use serde_json::Value;

use super::node::Node;
use super::schema::{Bound, Direction, JsonType, JsonTypes, Limits, Range};

/// Keywords that only make sense for values of a type.
const TYPED_KEYWORDS: [(&str, JsonType); 21] = [
    ("properties", JsonType::Object),
    ("additionalProperties", JsonType::Object),
    ("patternProperties", JsonType::Object),
    ("unevaluatedProperties", JsonType::Object),
    ("required", JsonType::Object),
    ("minProperties", JsonType::Object),
    ("maxProperties", JsonType::Object),
    ("items", JsonType::Array),
    ("prefixItems", JsonType::Array),
    ("unevaluatedItems", JsonType::Array),
    ("minItems", JsonType::Array),
    ("maxItems", JsonType::Array),
    ("uniqueItems", JsonType::Array),
    ("pattern", JsonType::String),
    ("minLength", JsonType::String),
    ("maxLength", JsonType::String),
    ("minimum", JsonType::Number),
    ("maximum", JsonType::Number),
    ("exclusiveMinimum", JsonType::Number),
    ("exclusiveMaximum", JsonType::Number),
    ("multipleOf", JsonType::Number),
];

pub(super) fn limits<'d>(sources: &[Node<'d>]) -> Option<Limits<'d>> {
    let patterns = sources.iter().filter_map(|source| source.text("pattern"));
    let patterns: BTreeSet<&'d str> = patterns.filter(|one| !is_open(one)).collect();
    let limits = Limits {
        patterns: patterns.into_iter().collect(),
        minimum: bound(sources, "minimum", "exclusiveMinimum", |new, old| new > old),
        maximum: bound(sources, "maximum", "exclusiveMaximum", |new, old| new < old),
        multiple_of: keywords(sources, "multipleOf").find_map(|node| node.value.as_f64()),
        length: range(sources, "minLength", "maxLength"),
        item_count: range(sources, "minItems", "maxItems"),
        property_count: range(sources, "minProperties", "maxProperties"),
        unique_items: sources.iter().any(|source| source.is("uniqueItems")),
    };
    (limits != Limits::NONE).then_some(limits)
}

/// The statements of a keyword, the schema's own first.
pub(super) fn keywords<'d>(sources: &[Node<'d>], name: &str) -> impl Iterator<Item = Node<'d>> {
    sources.iter().filter_map(move |source| source.get(name))
}

/// The schemas of the items of a list. Items that differ by place have none in common.
pub(super) fn items<'d>(sources: &[Node<'d>]) -> Vec<Node<'d>> {
    let by_place: Vec<Node<'d>> = keywords(sources, "prefixItems")
        .flat_map(|list| list.entries())
        .collect();
    let names = ["items", "unevaluatedItems"];
    let others = names.iter().flat_map(|name| keywords(sources, name));
    let mut others = others.filter(|node| node.value.is_object());
    match by_place.first() {
        None => others.collect(),
        Some(first) => {
            let is_same = |node: &Node<'d>| node.value == first.value;
            let all_same = by_place.iter().all(is_same) && others.all(|node| is_same(&node));
            all_same.then(|| first.clone()).into_iter().collect()
        }
    }
}

/// The keywords that say nothing about values of these types.
pub(super) fn keywords_of_other_types<'d>(sources: &[Node<'d>], types: JsonTypes) -> Vec<Node<'d>> {
    let fits = |kind| types.is_none() || !types.and(JsonTypes::NONE.with(kind)).is_none();
    let others = TYPED_KEYWORDS.iter().filter(|(_, kind)| !fits(*kind));
    let others = others.flat_map(|(name, _)| keywords(sources, name));
    // `required: true` is no list of members.
    others.filter(|node| !node.value.is_boolean()).collect()
}

/// The types of the values that other keywords speak of, where `type` is missing.
pub(super) fn inferred_types(own: &Node<'_>, sources: &[Node<'_>]) -> JsonTypes {
    if let Some(values) = values(sources) {
        return values
            .iter()
            .filter_map(|node| type_of(node.value))
            .collect();
    }
    let has = |name: &str| own.get(name).is_some() || keywords(sources, name).next().is_some();
    let spoken: JsonTypes = TYPED_KEYWORDS
        .iter()
        .filter(|(name, _)| has(name))
        .map(|(_, one)| *one)
        .collect();
    let format = sources.iter().find_map(|source| source.text("format"));
    match (spoken.single(), format) {
        (Some(JsonType::Number), Some("int32" | "int64")) => {
            JsonTypes::NONE.with(JsonType::Integer)
        }
        (Some(_), _) => spoken,
        (None, Some("int32" | "int64")) if spoken.is_none() => {
            JsonTypes::NONE.with(JsonType::Integer)
        }
        (None, Some("float" | "double")) if spoken.is_none() => {
            JsonTypes::NONE.with(JsonType::Number)
        }
        (None, Some(_)) if spoken.is_none() => JsonTypes::NONE.with(JsonType::String),
        _ => JsonTypes::ANY,
    }
}

/// What to write in place of a type that JSON Schema does not have.
pub(super) fn type_hint(name: &str) -> String {
    let lower = name.to_ascii_lowercase();
    let instead = match lower.as_str() {
        "any" | "mixed" | "" => {
            return "remove it: a schema without `type` fits any value".to_owned();
        }
        "file" | "binary" => "`string` with the format `binary`",
        "date" => "`string` with the format `date`",
        "datetime" | "date-time" | "timestamp" => "`string` with the format `date-time`",
        "uuid" | "guid" => "`string` with the format `uuid`",
        "text" | "str" | "char" => "`string`",
        "int" | "int32" | "int64" | "long" | "short" => "`integer`",
        "float" | "double" | "decimal" => "`number`",
        "bool" => "`boolean`",
        "list" | "set" => "`array`",
        "map" | "hash" | "dict" | "json" => "`object`",
        other if JsonType::from_name(other).is_some() => {
            return format!("write `{other}`: types are in lower case");
        }
        _ => "one of boolean, integer, number, string, array, object",
    };
    format!("write {instead}")
}

fn type_of(value: &Value) -> Option<JsonType> {
    Some(match value {
        Value::Null => return None,
        Value::Bool(_) => JsonType::Boolean,
        Value::Number(number) if number.is_f64() => JsonType::Number,
        Value::Number(_) => JsonType::Integer,
        Value::String(_) => JsonType::String,
        Value::Array(_) => JsonType::Array,
        Value::Object(_) => JsonType::Object,
    })
}

/// Whether `null` is a value. The schema's own statement decides; without one, every part that has a type must allow it,
/// and `nullable: true` beside such parts is enough.
pub(super) fn is_nullable(nodes: &[Node<'_>], sources: &[Node<'_>]) -> bool {
    if let [own] = nodes
        && let Some(said) = own.value.get("nullable").and_then(Value::as_bool)
    {
        return said;
    }
    let says_type = |source: &&Node<'_>| {
        ["type", "enum", "const"]
            .iter()
            .any(|name| source.get(name).is_some())
    };
    let alone = sources
        .iter()
        .filter(|source| !says_type(source))
        .any(|source| source.is("nullable"));
    let mut typed = sources.iter().filter(says_type).peekable();
    alone || typed.peek().is_some() && typed.all(allows_null)
}

fn allows_null(source: &Node<'_>) -> bool {
    let lists_null = |name: &str| {
        source
            .member(name)
            .entries()
            .any(|entry| entry.value.is_null())
    };
    let type_lists_null = source.member("type").texts().any(|name| name == "null");
    source.is("nullable")
        || type_lists_null
        || source.text("type") == Some("null")
        || lists_null("enum")
        || source.value.get("const").is_some_and(Value::is_null)
}

pub(super) fn direction(sources: &[Node<'_>]) -> Direction {
    match (
        sources.iter().any(|source| source.is("readOnly")),
        sources.iter().any(|source| source.is("writeOnly")),
    ) {
        (true, false) => Direction::ReadOnly,
        (false, true) => Direction::WriteOnly,
        _ => Direction::Both,
    }
}

/// The values that all of `enum` and `const` list, without `null`.
pub(super) fn values<'d>(sources: &[Node<'d>]) -> Option<Vec<Node<'d>>> {
    let mut lists = sources.iter().filter_map(|source| {
        let constant = source.get("const").map(|node| vec![node]);
        let list = source.get("enum").filter(|node| node.value.is_array());
        constant.or_else(|| list.map(|list| list.entries().collect()))
    });
    let mut values: Vec<Node<'d>> = lists.next()?;
    for other in lists {
        values.retain(|one| other.iter().any(|two| one.value == two.value));
    }
    values.retain(|one| !one.value.is_null());
    Some(values)
}

/// A pattern that matches every text.
fn is_open(pattern: &str) -> bool {
    matches!(pattern, "" | ".*" | "^.*$" | "^" | "$" | "^.*" | ".*$")
}

/// The tightest limit. `exclusive*` is a flag in 3.0 and a limit of its own in 3.1.
fn bound(
    sources: &[Node<'_>],
    name: &str,
    exclusive: &str,
    tighter: fn(f64, f64) -> bool,
) -> Option<Bound> {
    let mut tightest: Option<Bound> = None;
    for source in sources {
        let inclusive = source.value.get(name).and_then(Value::as_f64);
        let own = inclusive.map(|value| Bound {
            value,
            exclusive: source.is(exclusive),
        });
        let other = source.value.get(exclusive).and_then(Value::as_f64);
        let other = other.map(|value| Bound {
            value,
            exclusive: true,
        });
        for bound in own.into_iter().chain(other) {
            let wins = tightest.is_none_or(|old| {
                tighter(bound.value, old.value)
                    || bound.value.total_cmp(&old.value).is_eq() && bound.exclusive
            });
            if wins {
                tightest = Some(bound);
            }
        }
    }
    tightest
}

fn range(sources: &[Node<'_>], min: &str, max: &str) -> Range {
    // Some documents write counts as floats.
    let number = |source: &Node<'_>, name: &str| {
        let value = source.value.get(name)?;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a count beyond 64 bits limits nothing"
        )]
        value
            .as_u64()
            .or_else(|| value.as_f64().map(|value| value as u64))
    };
    let lower = sources
        .iter()
        .filter_map(|source| number(source, min))
        .max();
    Range {
        min: lower.filter(|min| *min > 0),
        max: sources
            .iter()
            .filter_map(|source| number(source, max))
            .min(),
    }
}
