//! Texts, deprecation, examples and extensions; and members without a rule of their own, so that no change goes
//! unnoticed.

use indexmap::IndexSet;
use serde_json::Value;

use super::changes::{Context, Place};
use super::comparison::Comparison;
use super::rule::{Level, Rule};
use super::wording::change_of;
use crate::openapi::{Fingerprint, Node, ObjectKind, Schema};

const TEXTS: [&str; 4] = ["description", "summary", "externalDocs", "termsOfService"];

/// How messages name the annotated object.
#[derive(Clone, Copy)]
enum Named<'n> {
    As(&'n str),
    /// After the place of the annotation.
    ByPlace,
}

/// Compares what two objects say beside the members that the normal form interprets.
pub(super) fn compare(
    cx: &mut Comparison<'_, '_>,
    context: Context,
    kind: ObjectKind,
    what: &str,
    (old, new): (&Node<'_>, &Node<'_>),
) {
    let members = [new, old].into_iter();
    let names = members.flat_map(|node| node.uninterpreted(kind));
    for name in names.map(|(name, _)| name).collect::<IndexSet<&str>>() {
        let (old, new) = (old.get(name), new.get(name));
        let both = (old.as_slice(), new.as_slice());
        compare_statements(cx, context, name, Named::As(what), both);
    }
}

/// Compares the extensions of two objects, and nothing else.
pub(super) fn compare_extensions(
    cx: &mut Comparison<'_, '_>,
    context: Context,
    what: &str,
    (old, new): (&Node<'_>, &Node<'_>),
) {
    let names = [new.extensions(), old.extensions()];
    let names = names
        .iter()
        .flat_map(|extensions| extensions.keys().copied());
    for name in names.collect::<IndexSet<&str>>() {
        let (old, new) = (old.get(name), new.get(name));
        let both = (old.as_slice(), new.as_slice());
        compare_statements(cx, context, name, Named::As(what), both);
    }
}

/// As [`compare`], for schemas, which may be described in several parts.
pub(super) fn compare_schemas(
    cx: &mut Comparison<'_, '_>,
    context: Context,
    old: &Schema<'_>,
    new: &Schema<'_>,
) {
    let sources = [new.sources(), old.sources()].into_iter().flatten();
    let names = sources.flat_map(|source| source.uninterpreted(ObjectKind::Schema));
    let names: IndexSet<&str> = names.map(|(name, _)| name).collect();
    for name in names.into_iter().chain(["example", "examples"]) {
        let (old, new) = (old.statements(name), new.statements(name));
        compare_statements(cx, context, name, Named::ByPlace, (&old, &new));
    }
}

/// Compares examples, whatever they are called.
pub(super) fn compare_examples(
    cx: &mut Comparison<'_, '_>,
    context: Context,
    what: &str,
    old: &[Node<'_>],
    new: &[Node<'_>],
) {
    compare_statements(cx, context, "example", Named::As(what), (old, new));
}

/// Compares the statements of an annotation; their order does not count.
fn compare_statements(
    cx: &mut Comparison<'_, '_>,
    context: Context,
    name: &str,
    what: Named<'_>,
    (old, new): (&[Node<'_>], &[Node<'_>]),
) {
    if let ([old], [new]) = (old, new)
        && old.value == new.value
    {
        return;
    }
    let print = match name {
        "example" | "examples" => Fingerprint::of_value,
        _ if name.starts_with("x-") => Fingerprint::of_value,
        _ => Fingerprint::of_unordered,
    };
    let prints = |nodes: &[Node<'_>]| -> Vec<Fingerprint> {
        nodes.iter().map(|node| print(node.value)).collect()
    };
    let (before, after) = (prints(old), prints(new));
    let is_gone = |node: &&Node<'_>| !after.contains(&print(node.value));
    let is_new = |node: &&Node<'_>| !before.contains(&print(node.value));
    let (old, new) = (old.iter().find(is_gone), new.iter().find(is_new));
    if old.is_some() || new.is_some() {
        record(cx, context, name, what, (old, new));
    }
}

fn record(
    cx: &mut Comparison<'_, '_>,
    context: Context,
    name: &str,
    what: Named<'_>,
    (old, new): (Option<&Node<'_>>, Option<&Node<'_>>),
) {
    let Some(one) = new.or(old) else { return };
    let place = Place::of(old, new, &one.at);
    let what = match what {
        Named::As(what) => what.to_owned(),
        Named::ByPlace => cx.owner(&place),
    };
    let (rule, message) = match name {
        "example" | "examples" => (
            Rule::ExampleChanged,
            format!("The example of {what} changed."),
        ),
        "deprecated" => match (is_true(old), is_true(new)) {
            (false, true) => (Rule::Deprecated, format!("{what} is now deprecated.")),
            (true, false) => (
                Rule::Undeprecated,
                format!("{what} is no longer deprecated."),
            ),
            _ => return,
        },
        _ if TEXTS.contains(&name) => (Rule::TextChanged, format!("The {name} of {what} changed.")),
        _ if name.starts_with("x-") => {
            let message = format!("`{name}` of {what} {}.", change_of(old, new));
            (extension_rule(name, new), message)
        }
        _ => (
            Rule::OtherChanged,
            format!("`{name}` of {what} {}.", change_of(old, new)),
        ),
    };
    // The module of a type is not part of its public path.
    let is_module = name == "x-resource" && new.is_some() && is_in_schema(&place);
    let level = if is_module {
        Level::Compatible
    } else {
        rule.level(context.side)
    };
    cx.changes.record_as(context, rule, level, place, message);
}

fn is_true(node: Option<&Node<'_>>) -> bool {
    node.is_some_and(|node| node.value == &Value::Bool(true))
}

fn is_in_schema(place: &Place) -> bool {
    place.pointer().segments().any(|name| name == "schemas")
}

/// The rule for a change of an extension.
fn extension_rule(name: &str, new: Option<&Node<'_>>) -> Rule {
    match name {
        "x-resource" | "x-method" => Rule::GeneratedNameChanged,
        "x-id" | "x-page" | "x-filter" | "x-filter-all" | "x-batch" | "x-upsert" | "x-unwrap"
        | "x-one" | "x-one-or-many" | "x-rest" | "x-webhook" => Rule::GeneratedShapeChanged,
        "x-retry" | "x-errors" | "x-envelope" | "x-method-override" => Rule::BehaviourChanged,
        "x-wire" => Rule::WireFormChanged,
        "x-keyed-by" => Rule::KeyingChanged,
        "x-open" if is_true(new) => Rule::EnumOpened,
        "x-open" => Rule::EnumClosed,
        "x-evidence" => Rule::EvidenceChanged,
        "x-enum-docs" => Rule::TextChanged,
        "x-crate" => Rule::CrateChanged,
        _ => Rule::ExtensionChanged,
    }
}
