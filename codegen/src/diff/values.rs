//! The values that a schema allows: `null`, formats, enums, limits and patterns.

use std::cmp::Ordering;
use std::collections::HashSet;

use super::changes::{Context, Place};
use super::comparison::Comparison;
use super::rule::Rule;
use super::wording::{change_of, literal};
use crate::openapi::{Bound, Fingerprint, Node, Range, Schema};

/// Compares what two schemas of the same type allow.
pub(super) fn compare(
    cx: &mut Comparison<'_, '_>,
    context: Context,
    old: &Schema<'_>,
    new: &Schema<'_>,
) {
    compare_formats(cx, context, old, new);
    compare_nullable(cx, context, old, new);
    compare_enums(cx, context, old, new);
    for (keyword, rule) in limit_changes(old, new) {
        let (place, what) = keyword_place(cx, keyword, old, new);
        let how = change_of(old.keyword(keyword).as_ref(), new.keyword(keyword).as_ref());
        let message = format!("`{keyword}` of {what} {how}.");
        cx.changes.record(context, rule, place, message);
    }
}

/// The place of a keyword that changed, and the words for its schema.
fn keyword_place(
    cx: &Comparison<'_, '_>,
    keyword: &str,
    old: &Schema<'_>,
    new: &Schema<'_>,
) -> (Place, String) {
    let (was, is) = (old.keyword(keyword), new.keyword(keyword));
    let place = Place::of(was.as_ref(), is.as_ref(), &new.at);
    let what = if was.is_some() || is.is_some() {
        cx.owner(&place)
    } else {
        cx.subject(place.document(), place.pointer())
    };
    (place, what)
}

fn compare_formats(
    cx: &mut Comparison<'_, '_>,
    context: Context,
    old: &Schema<'_>,
    new: &Schema<'_>,
) {
    let rule = match (old.format, new.format) {
        (was, is) if was == is => return,
        (None, _) => Rule::FormatAdded,
        (_, None) => Rule::FormatRemoved,
        (Some("int32"), Some("int64")) | (Some("float"), Some("double")) => Rule::FormatWidened,
        (Some("int64"), Some("int32")) | (Some("double"), Some("float")) => Rule::FormatNarrowed,
        _ => Rule::FormatChanged,
    };
    let (place, what) = keyword_place(cx, "format", old, new);
    let how = change_of(
        old.keyword("format").as_ref(),
        new.keyword("format").as_ref(),
    );
    let message = format!("The format of {what} {how}.");
    cx.changes.record(context, rule, place, message);
}

/// Compares whether `null` is allowed.
pub(super) fn compare_nullable(
    cx: &mut Comparison<'_, '_>,
    context: Context,
    old: &Schema<'_>,
    new: &Schema<'_>,
) {
    let (rule, how) = match (old.nullable, new.nullable) {
        (false, true) => (Rule::BecameNullable, "is now nullable"),
        (true, false) => (Rule::BecameNotNullable, "is no longer nullable"),
        _ => return,
    };
    let (place, what) = keyword_place(cx, "nullable", old, new);
    cx.changes
        .record(context, rule, place, format!("{what} {how}."));
}

fn compare_enums(
    cx: &mut Comparison<'_, '_>,
    context: Context,
    old: &Schema<'_>,
    new: &Schema<'_>,
) {
    let (before, after) = match (&old.values, &new.values) {
        (None, None) => return,
        (None, Some(_)) => {
            let place = Place::of(None, enum_keyword(new).as_ref(), &new.at);
            let message = format!("{} is now an enum.", cx.owner(&place));
            return cx
                .changes
                .record(context, Rule::EnumIntroduced, place, message);
        }
        (Some(_), None) => {
            let place = Place::of(enum_keyword(old).as_ref(), None, &new.at);
            let message = format!("{} is no longer an enum.", cx.owner(&place));
            return cx.changes.record(context, Rule::EnumLifted, place, message);
        }
        (Some(before), Some(after)) => (before, after),
    };
    let print = |node: &Node<'_>| Fingerprint::of_value(node.value);
    let prints = |values: &[Node<'_>]| values.iter().map(print).collect::<HashSet<_>>();
    let (known, kept) = (prints(before), prints(after));
    let is_open = old
        .statements("x-open")
        .iter()
        .any(|node| node.value == true);
    let added = if is_open {
        Rule::OpenEnumValueAdded
    } else {
        Rule::EnumValueAdded
    };
    for node in after.iter().filter(|node| !known.contains(&print(node))) {
        let place = Place::New(node.at.clone());
        let what = cx.owner(&place);
        let message = format!("The value {} of {what} was added.", literal(node.value));
        cx.changes.record(context, added, place, message);
    }
    for node in before.iter().filter(|node| !kept.contains(&print(node))) {
        let place = Place::Old(node.at.clone());
        let what = cx.owner(&place);
        let message = format!("The value {} of {what} was removed.", literal(node.value));
        cx.changes
            .record(context, Rule::EnumValueRemoved, place, message);
    }
}

fn enum_keyword<'d>(schema: &Schema<'d>) -> Option<Node<'d>> {
    schema.keyword("enum").or_else(|| schema.keyword("const"))
}

/// The keywords that limit values and differ, with the rule for the difference.
fn limit_changes(old: &Schema<'_>, new: &Schema<'_>) -> Vec<(&'static str, Rule)> {
    let mut changes = Vec::new();
    let ranges: [(_, _, fn(&Schema<'_>) -> Range); 3] = [
        ("minLength", "maxLength", |schema| schema.length),
        ("minItems", "maxItems", |schema| schema.item_count),
        ("minProperties", "maxProperties", |schema| {
            schema.property_count
        }),
    ];
    for (min, max, range) in ranges {
        let (old, new) = (range(old), range(new));
        changes.push((min, tightness_change(old.min.cmp(&new.min))));
        let most = |range: Range| range.max.unwrap_or(u64::MAX);
        changes.push((max, tightness_change(most(new).cmp(&most(old)))));
    }
    let lower = bound_order(old.minimum, new.minimum, 1.0);
    let keyword = bound_keyword(["minimum", "exclusiveMinimum"], old.minimum, new.minimum);
    changes.push((keyword, tightness_change(lower)));
    let upper = bound_order(old.maximum, new.maximum, -1.0);
    let keyword = bound_keyword(["maximum", "exclusiveMaximum"], old.maximum, new.maximum);
    changes.push((keyword, tightness_change(upper)));
    changes.push((
        "uniqueItems",
        tightness_change(old.unique_items.cmp(&new.unique_items)),
    ));
    changes.push((
        "multipleOf",
        multiple_change(old.multiple_of, new.multiple_of),
    ));
    changes.push(("pattern", pattern_change(old, new)));
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

/// How tight an old bound is in comparison with a new one; `sign` is -1 for upper bounds.
fn bound_order(old: Option<Bound>, new: Option<Bound>, sign: f64) -> Ordering {
    let value = |bound: Option<Bound>| bound.map_or(f64::NEG_INFINITY, |bound| sign * bound.value);
    let is_exclusive = |bound: Option<Bound>| bound.is_some_and(|bound| bound.exclusive);
    value(old)
        .total_cmp(&value(new))
        .then(is_exclusive(old).cmp(&is_exclusive(new)))
}

/// The keyword that made a bound another one.
fn bound_keyword(
    [inclusive, exclusive]: [&'static str; 2],
    old: Option<Bound>,
    new: Option<Bound>,
) -> &'static str {
    match (old, new) {
        (Some(old), Some(new)) if old.value.total_cmp(&new.value).is_eq() => exclusive,
        _ => inclusive,
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

fn pattern_change(old: &Schema<'_>, new: &Schema<'_>) -> Option<Rule> {
    let (old, new) = (&old.patterns, &new.patterns);
    match (old.is_subset(new), new.is_subset(old)) {
        (true, true) => None,
        (true, false) => Some(Rule::BoundTightened),
        (false, true) => Some(Rule::BoundLoosened),
        (false, false) => Some(Rule::BoundChanged),
    }
}
