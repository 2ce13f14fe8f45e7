//! Texts, deprecation, examples and extensions; and members without a rule of their own, so that no change goes
//! unnoticed.

use std::borrow::Cow;

use indexmap::IndexSet;
use serde_json::Value;

use super::changes::{Both, Context, Place};
use super::comparison::Comparison;
use super::phrase::Phrase;
use super::rule::{Level, Rule, Side};
use super::wording::change_of;
use crate::openapi::{Fingerprint, Node, ObjectKind, Schema};
use crate::vocabulary::RUST_NAMES;

const TEXTS: [&str; 4] = ["description", "summary", "externalDocs", "termsOfService"];

/// Compares what two objects say beside the members that the normal form interprets; `what` names them in messages.
pub(super) fn compare(
    cx: &mut Comparison,
    context: Context,
    kind: ObjectKind,
    what: &Phrase,
    (old, new): Both<&Node>,
) {
    let names = [new, old].map(|node| node.uninterpreted(kind));
    for name in names.into_iter().flatten().collect::<IndexSet<&str>>() {
        let (old, new) = (old.get(name), new.get(name));
        let both = (old.as_slice(), new.as_slice());
        compare_statements(cx, context, name, Some(what), both);
    }
}

/// As [`compare`], for schemas, which may be described in several parts. Messages name the part.
pub(super) fn compare_schemas(cx: &mut Comparison, context: Context, (old, new): Both<&Schema>) {
    let sources = [new.sources(), old.sources()].into_iter().flatten();
    let names = sources.flat_map(|source| source.uninterpreted(ObjectKind::Schema));
    let names: IndexSet<&str> = names.collect();
    for name in names.into_iter().chain(["example", "examples"]) {
        let both = (old.statements(name), new.statements(name));
        compare_statements(cx, context, name, None, (&both.0, &both.1));
    }
}

/// Compares examples, whatever they are called.
pub(super) fn compare_examples(
    cx: &mut Comparison,
    context: Context,
    what: &Phrase,
    examples: Both<&[Node]>,
) {
    for node in examples.0.iter().chain(examples.1) {
        // Its component, if it is one: `/components/examples/NAME/value`.
        cx.used_components
            .extend(node.at.split_last().map(|(at, _)| at.clone()));
    }
    compare_statements(cx, context, "example", Some(what), examples);
}

/// Compares the statements of an annotation; their order does not count.
fn compare_statements(
    cx: &mut Comparison,
    context: Context,
    name: &str,
    what: Option<&Phrase>,
    (old, new): Both<&[Node]>,
) {
    if let ([old], [new]) = (old, new)
        && old.value == new.value
    {
        return;
    }
    let is_data = name.starts_with("x-") || name == "example" || name == "examples";
    let print = |value: &Value| {
        if is_data {
            Fingerprint::of_value(value)
        } else {
            Fingerprint::of_unordered(value)
        }
    };
    let before: Vec<_> = old.iter().map(|node| print(node.value)).collect();
    let after = new
        .iter()
        .map(|node| print(&with_old_ids(cx, name, node.value)));
    let after: Vec<_> = after.collect();
    let mut was = old.iter().zip(&before);
    let was = was.find(|(_, print)| !after.contains(print));
    let mut is = new.iter().zip(&after);
    let is = is.find(|(_, print)| !before.contains(print));
    let (was, is) = (was.map(|(node, _)| node), is.map(|(node, _)| node));
    if was.is_some() || is.is_some() {
        record(cx, context, name, what, (was, is));
    }
}

/// Members whose values name operations by their ids.
const NAMING_OPERATIONS: [&str; 4] = ["links", "x-list-edit", "x-upsert", "x-webhook"];

/// A member of the new document, with the ids that the operations it names had in the old one.
fn with_old_ids<'v>(cx: &Comparison, name: &str, value: &'v Value) -> Cow<'v, Value> {
    if cx.old_ids.is_empty() || !NAMING_OPERATIONS.contains(&name) {
        return Cow::Borrowed(value);
    }
    let mut value = value.clone();
    let mut next = vec![&mut value];
    while let Some(one) = next.pop() {
        match one {
            Value::String(text) => {
                if let Some(old) = cx.old_ids.get(text.as_str()) {
                    (*old).clone_into(text);
                }
            }
            Value::Array(entries) => next.extend(entries),
            Value::Object(members) => next.extend(members.values_mut()),
            _ => {}
        }
    }
    Cow::Owned(value)
}

fn record(
    cx: &mut Comparison,
    context: Context,
    name: &str,
    what: Option<&Phrase>,
    member: Both<Option<&Node>>,
) {
    let Some(one) = member.1.or(member.0) else {
        return;
    };
    let is_set = (is_true(member.0), is_true(member.1));
    let rule = match name {
        "deprecated" if is_set.0 == is_set.1 => return,
        "deprecated" if is_set.1 => Rule::Deprecated,
        "deprecated" => Rule::Undeprecated,
        "example" | "examples" => Rule::ExampleChanged,
        _ if TEXTS.contains(&name) => Rule::TextChanged,
        "x-extensible-enum" => extensible_enum_rule(member),
        _ if name.starts_with("x-") => extension_rule(name),
        _ => Rule::OtherChanged,
    };
    // Nothing that a client calls by itself.
    let is_harmless = match name {
        "links" => true,
        "minContains" => least(member.0).total_cmp(&least(member.1)).is_eq(),
        "callbacks" | "webhooks" => member.0.is_none(),
        _ => false,
    };
    let eased = Some(eased_side(name, member)).filter(|_| what.is_none());
    // The module of a type is not part of its public path.
    let is_module = name == "x-resource" && member.1.is_some();
    let is_path_kept = is_module && one.at.segments().any(|segment| segment == "schemas");
    let context = if is_harmless || is_path_kept {
        context.at(Level::Compatible)
    } else {
        context.harmless_on(eased.flatten())
    };
    let sentence = |what: &str, how: &str| match rule {
        Rule::Deprecated => format!("{what} is now deprecated."),
        Rule::Undeprecated => format!("{what} is no longer deprecated."),
        Rule::ExampleChanged => format!("The example of {what} changed."),
        Rule::TextChanged if !name.starts_with("x-") => {
            format!("The {name} of {what} changed.")
        }
        _ => format!("`{name}` of {what} {how}."),
    };
    let place = Place::of(member, &one.at);
    let what = what.cloned().unwrap_or_else(|| {
        let object = one.at.split_last().map(|(object, _)| object);
        cx.words(place.document(), object.unwrap_or(&one.at))
    });
    let message = what.within(|what| sentence(what, &change_of(member)));
    // An extension that the generator does not read is one cause, whatever its values.
    let message = if rule == Rule::ExtensionChanged {
        message.with_cause(format!("`{}` changed", name.replace('`', "'")), &what)
    } else {
        message
    };
    cx.changes.record(context, rule, place, message);
}

/// The side on which a keyword of JSON Schema that only restricts values asks less of clients than before: requests, if
/// it restricts less; responses, if it restricts more.
fn eased_side(name: &str, member: Both<Option<&Node>>) -> Option<Side> {
    const RESTRICTIONS: [&str; 13] = [
        "contains",
        "contentSchema",
        "dependentRequired",
        "dependentSchemas",
        "else",
        "if",
        "maxContains",
        "minContains",
        "patternProperties",
        "propertyNames",
        "then",
        "unevaluatedItems",
        "unevaluatedProperties",
    ];
    let restricts_more = match (name, member) {
        ("minContains", _) => least(member.0) < least(member.1),
        ("maxContains", (Some(old), Some(new))) => old.value.as_f64() > new.value.as_f64(),
        (_, (None, Some(_))) => true,
        (_, (Some(_), None)) => false,
        _ => return None,
    };
    let side = if restricts_more {
        Side::Received
    } else {
        Side::Sent
    };
    RESTRICTIONS.contains(&name).then_some(side)
}

/// `minContains`: without it, one entry is enough.
fn least(node: Option<&Node>) -> f64 {
    node.and_then(|node| node.value.as_f64()).unwrap_or(1.0)
}

fn is_true(node: Option<&Node>) -> bool {
    node.is_some_and(|node| node.value == &Value::Bool(true))
}

/// `true`, or the list of the known values.
fn extensible_enum_rule((old, new): Both<Option<&Node>>) -> Rule {
    let list = |node: Option<&Node>| node.and_then(|node| node.value.as_array().cloned());
    match (list(old), list(new)) {
        (Some(old), Some(new)) if old.iter().all(|one| new.contains(one)) => {
            Rule::OpenEnumValueAdded
        }
        (Some(_), Some(_)) => Rule::GeneratedShapeChanged,
        (_, Some(_)) => Rule::EnumOpened,
        _ if is_true(new) => Rule::EnumOpened,
        _ => Rule::EnumClosed,
    }
}

/// The rule for a change of an extension.
fn extension_rule(name: &str) -> Rule {
    match name {
        _ if RUST_NAMES.contains(&name) => Rule::GeneratedNameChanged,
        "x-id"
        | "x-pagination"
        | "x-filter"
        | "x-filter-all"
        | "x-filter-columns"
        | "x-list-edit"
        | "x-batch"
        | "x-upsert"
        | "x-unwrap"
        | "x-one"
        | "x-one-or-many"
        | "x-additional-properties"
        | "x-skip"
        | "x-webhook" => Rule::GeneratedShapeChanged,
        "x-idempotent" | "x-errors" | "x-envelope" | "x-method-override" => Rule::BehaviourChanged,
        "x-wire" => Rule::WireFormChanged,
        "x-keyed-by" => Rule::KeyingChanged,
        "x-evidence" => Rule::EvidenceChanged,
        "x-enum-descriptions" | "x-aliases" => Rule::TextChanged,
        "x-crate" => Rule::CrateChanged,
        _ => Rule::ExtensionChanged,
    }
}
