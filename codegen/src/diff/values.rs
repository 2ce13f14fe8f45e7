//! The values that a schema allows: `null`, formats, enums, limits and patterns.

use std::cmp::Ordering;
use std::collections::HashSet;

use serde_json::Value;

use super::change::Document;
use super::changes::{Both, Context};
use super::comparison::Comparison;
use super::phrase::Phrase;
use super::rule::{Level, Rule};
use super::wording::flag_change;
use crate::openapi::{Bound, Fingerprint, Node, Range, Schema};

/// The formats of OpenAPI, its registry and JSON Schema. Nobody but its publisher knows what another one means.
const REGISTERED: [&str; 39] = [
    "int8",
    "int16",
    "int32",
    "int64",
    "uint8",
    "uint16",
    "uint32",
    "uint64",
    "double-int",
    "float",
    "double",
    "decimal",
    "decimal128",
    "byte",
    "binary",
    "base64url",
    "date",
    "date-time",
    "time",
    "duration",
    "http-date",
    "unixtime",
    "password",
    "email",
    "idn-email",
    "hostname",
    "idn-hostname",
    "ipv4",
    "ipv6",
    "uri",
    "uri-reference",
    "iri",
    "iri-reference",
    "uri-template",
    "uuid",
    "json-pointer",
    "relative-json-pointer",
    "regex",
    "media-range",
];

/// Compares what two schemas of the same type allow.
pub(super) fn compare(cx: &mut Comparison, context: Context, both: Both<&Schema>) {
    compare_formats(cx, context, both);
    compare_nullable(cx, context, both);
    compare_enums(cx, context, both);
    for (keyword, rule) in limit_changes(both) {
        cx.record_keyword(context, rule, keyword, both, |what, how| {
            format!("`{keyword}` of {what} {how}.")
        });
    }
}

fn compare_formats(cx: &mut Comparison, context: Context, both: Both<&Schema>) {
    let rule = match (both.0.format, both.1.format) {
        (was, is) if was == is => return,
        (None, _) => Rule::FormatAdded,
        (_, None) => Rule::FormatRemoved,
        (Some("int32"), Some("int64")) | (Some("float"), Some("double")) => Rule::FormatWidened,
        (Some("int64"), Some("int32")) | (Some("double"), Some("float")) => Rule::FormatNarrowed,
        _ => Rule::FormatChanged,
    };
    // `password` only tells forms to hide the text.
    let is_hint = |format: Option<&str>| format.is_none_or(|format| format == "password");
    let is_private =
        |format: Option<&str>| format.is_some_and(|format| !REGISTERED.contains(&format));
    let context = if is_hint(both.0.format) && is_hint(both.1.format) {
        context.at(Level::Compatible)
    } else if rule == Rule::FormatChanged && is_private(both.0.format) && is_private(both.1.format)
    {
        context.at(Level::Maybe)
    } else {
        context
    };
    cx.record_keyword(context, rule, "format", both, |what, how| {
        format!("The format of {what} {how}.")
    });
}

/// Compares whether `null` is allowed.
pub(super) fn compare_nullable(cx: &mut Comparison, context: Context, both: Both<&Schema>) {
    let set = (Rule::BecameNullable, "is now nullable");
    let unset = (Rule::BecameNotNullable, "is no longer nullable");
    if let Some((rule, how)) = flag_change(both.0.nullable, both.1.nullable, set, unset) {
        cx.record_keyword(context, rule, "nullable", both, |what, _| {
            format!("{what} {how}.")
        });
    }
}

fn compare_enums(cx: &mut Comparison, context: Context, both: Both<&Schema>) {
    let (old, new) = both;
    let is_enum = |schema: &Schema| schema.values.is_some();
    let set = (Rule::EnumIntroduced, "is now an enum");
    let unset = (Rule::EnumLifted, "is no longer an enum");
    if let Some((rule, how)) = flag_change(is_enum(old), is_enum(new), set, unset) {
        let keyword = if old.keyword("const").is_some() || new.keyword("const").is_some() {
            "const"
        } else {
            "enum"
        };
        return cx.record_keyword(context, rule, keyword, both, |what, _| {
            format!("{what} {how}.")
        });
    }
    let values = |schema: &Schema| schema.values.iter().flatten().map(print).collect();
    let (before, after): (HashSet<_>, HashSet<_>) = (values(old), values(new));
    let is_open = old
        .statements("x-extensible-enum")
        .iter()
        .any(|node| node.value == true);
    let rule = if is_open {
        Rule::OpenEnumValueAdded
    } else {
        Rule::EnumValueAdded
    };
    for node in new.values.iter().flatten() {
        if !before.contains(&print(node)) {
            let what = cx.words(Document::New, &node.at);
            let message = name(node.value).within(|value| format!("Added to {what}: {value}."));
            cx.record(context, rule, &node.at, message);
        }
    }
    for node in old.values.iter().flatten() {
        if !after.contains(&print(node)) {
            let what = cx.words(Document::Old, &node.at);
            let message = name(node.value).within(|value| format!("Removed from {what}: {value}."));
            cx.record_removed(context, Rule::EnumValueRemoved, &node.at, message);
        }
    }
}

/// A value as the name of a phrase: the values of one enum that were added are one row.
fn name(value: &Value) -> Phrase {
    let text = value.as_str().map(str::to_owned);
    Phrase::of(text.unwrap_or_else(|| value.to_string()))
}

fn print(node: &Node) -> Fingerprint {
    Fingerprint::of_value(node.value)
}

/// The keywords that limit values and differ, with the rule for the difference.
fn limit_changes(both: Both<&Schema>) -> Vec<(&'static str, Rule)> {
    let (old, new) = (both.0.limits(), both.1.limits());
    let most = |range: Range| range.max.unwrap_or(u64::MAX);
    let lower = |old: Range, new: Range| tightness_change(old.min.cmp(&new.min));
    let upper = |old: Range, new: Range| tightness_change(most(new).cmp(&most(old)));
    let minimum = bound_change(old.minimum, new.minimum, 1.0);
    let maximum = bound_change(old.maximum, new.maximum, -1.0);
    let unique = tightness_change(old.unique_items.cmp(&new.unique_items));
    let changes = [
        (bound_keyword("minimum", "exclusiveMinimum", both), minimum),
        ("minLength", lower(old.length, new.length)),
        ("minItems", lower(old.item_count, new.item_count)),
        (
            "minProperties",
            lower(old.property_count, new.property_count),
        ),
        (bound_keyword("maximum", "exclusiveMaximum", both), maximum),
        ("maxLength", upper(old.length, new.length)),
        ("maxItems", upper(old.item_count, new.item_count)),
        (
            "maxProperties",
            upper(old.property_count, new.property_count),
        ),
        ("uniqueItems", unique),
        (
            "multipleOf",
            multiple_change(old.multiple_of, new.multiple_of),
        ),
        ("pattern", pattern_change(&old.patterns, &new.patterns)),
    ];
    let changes = changes.into_iter();
    changes
        .filter_map(|(keyword, rule)| Some((keyword, rule?)))
        .collect()
}

/// The rule for an old limit that is less or more tight than the new one.
fn tightness_change(old_to_new: Ordering) -> Option<Rule> {
    match old_to_new {
        Ordering::Less => Some(Rule::BoundTightened),
        Ordering::Greater => Some(Rule::BoundLoosened),
        Ordering::Equal => None,
    }
}

/// The rule for a bound that changed; `sign` is -1 for upper bounds.
fn bound_change(old: Option<Bound>, new: Option<Bound>, sign: f64) -> Option<Rule> {
    let value = |bound: Option<Bound>| bound.map_or(f64::NEG_INFINITY, |bound| sign * bound.value);
    let is_exclusive = |bound: Option<Bound>| bound.is_some_and(|bound| bound.exclusive);
    let order = value(old).total_cmp(&value(new));
    tightness_change(order.then(is_exclusive(old).cmp(&is_exclusive(new))))
}

/// The keyword that a change of a bound is due to.
fn bound_keyword(
    inclusive: &'static str,
    exclusive: &'static str,
    (old, new): Both<&Schema>,
) -> &'static str {
    let value = |schema: &Schema| schema.keyword(inclusive).map(|node| node.value.clone());
    if value(old) == value(new) {
        exclusive
    } else {
        inclusive
    }
}

fn multiple_change(old: Option<f64>, new: Option<f64>) -> Option<Rule> {
    let is_multiple = |one: f64, other: f64| (one / other).fract() == 0.0;
    Some(match (old, new) {
        (None, None) => return None,
        (None, _) => Rule::BoundTightened,
        (_, None) => Rule::BoundLoosened,
        (Some(old), Some(new)) if old.total_cmp(&new).is_eq() => return None,
        (Some(old), Some(new)) if is_multiple(new, old) => Rule::BoundTightened,
        (Some(old), Some(new)) if is_multiple(old, new) => Rule::BoundLoosened,
        _ => Rule::BoundChanged,
    })
}

fn pattern_change(old: &[&str], new: &[&str]) -> Option<Rule> {
    let is_subset = |one: &[&str], other: &[&str]| one.iter().all(|one| other.contains(one));
    match (is_subset(old, new), is_subset(new, old)) {
        (true, true) => None,
        (true, false) => Some(Rule::BoundTightened),
        (false, true) => Some(Rule::BoundLoosened),
        (false, false) => Some(Rule::BoundChanged),
    }
}
