//! Compares schemas, each pair once for each side.

use super::alternatives;
use super::annotations;
use super::changes::{Context, Place};
use super::comparison::{Comparison, Pending};
use super::fields;
use super::pairing::Pairs;
use super::rule::{Level, Rule};
use super::schema_use::{self, Use, compare_component, is_renamed, record_renamed};
use super::types::{self, Rest};
use super::values;
use super::wording::change_of;
use crate::finding::Pointer;
use crate::openapi::{Node, Schema, SchemaId};

/// Makes all comparisons of schemas that are due.
pub(super) fn compare_pending(cx: &mut Comparison<'_, '_>) {
    while let Some(pending) = cx.next_pending() {
        match pending {
            Pending::Schemas(old, new, context) => compare(cx, context, old, new),
            Pending::Replacement {
                old,
                new,
                context,
                at,
            } => compare_replaced(cx, context, old, new, at),
        }
    }
}

/// Records that another component stands at a place. How much that matters follows from what differs between the two.
fn compare_replaced(
    cx: &mut Comparison<'_, '_>,
    context: Context,
    old: SchemaId,
    new: SchemaId,
    at: Pointer,
) {
    let names = (cx.old.schema(old).component, cx.new.schema(new).component);
    let place = Place::New(at);
    let what = cx.subject(place.document(), place.pointer());
    let message = format!(
        "The schema of {what} changed from `{}` to `{}`.",
        names.0.unwrap_or("?"),
        names.1.unwrap_or("?")
    );
    match worst_between(cx, context, old, new) {
        None => cx
            .changes
            .record(context, Rule::SchemaRenamed, place, message),
        Some(level) => {
            let level = level.max(Level::Maybe);
            cx.changes
                .record_as(context, Rule::SchemaReplaced, level, place, message);
        }
    }
}

/// The highest level of all changes between two schemas and the schemas in them.
fn worst_between(
    cx: &mut Comparison<'_, '_>,
    context: Context,
    old: SchemaId,
    new: SchemaId,
) -> Option<Level> {
    let key = (old, new, context.side);
    if let Some(known) = cx.replacements.get(&key) {
        return *known;
    }
    let mut trial = cx.blank();
    let scope = trial.changes.root_scope(context.side);
    trial.enqueue(old, new, scope);
    while let Some(pending) = trial.next_pending() {
        match pending {
            Pending::Schemas(old, new, context) => compare(&mut trial, context, old, new),
            Pending::Replacement {
                old, new, context, ..
            } => trial.enqueue(old, new, context),
        }
    }
    let worst = trial.changes.worst();
    cx.replacements.insert(key, worst);
    worst
}

fn compare(cx: &mut Comparison<'_, '_>, context: Context, old_id: SchemaId, new_id: SchemaId) {
    let (old, new) = (cx.old.schema(old_id), cx.new.schema(new_id));
    if old.unresolved.is_some() || new.unresolved.is_some() {
        return compare_unresolved(cx, context, old, new);
    }
    annotations::compare_schemas(cx, context, old, new);
    compare_titles(cx, context, old, new);
    compare_parts(cx, context, old, new);
    match types::compare(cx, context, old_id, new_id) {
        Rest::Nothing => {}
        Rest::Branches => {
            values::compare_nullable(cx, context, old, new);
            alternatives::compare_union_with_other(cx, context, old_id, new_id);
        }
        Rest::All => {
            values::compare(cx, context, old, new);
            fields::compare(cx, context, old, new);
            let item = |schema: &Schema<'_>| Use::new(schema.items, schema.place("items"));
            schema_use::compare(cx, context, item(old), item(new));
            let keys =
                |schema: &Schema<'_>| schema.keyword("x-keyed-by").map(|node| node.value.clone());
            if let (Some(was), Some(is)) = (keys(old), keys(new))
                && let Some(name) = is.as_str().filter(|_| was == is)
            {
                compare_component(cx, context, name);
            }
            alternatives::compare(cx, context, old, new);
        }
    }
}

/// References that lead nowhere are compared by their text.
fn compare_unresolved(
    cx: &mut Comparison<'_, '_>,
    context: Context,
    old: &Schema<'_>,
    new: &Schema<'_>,
) {
    let (was, is) = (old.unresolved.as_ref(), new.unresolved.as_ref());
    let text = |node: Option<&Node<'_>>| node.map(|node| node.value.to_string());
    if text(was) != text(is) {
        let place = Place::of(was, is, &new.at);
        let what = cx.owner(&place);
        let message = format!("The reference of {what} {}.", change_of(was, is));
        cx.changes
            .record(context, Rule::OtherChanged, place, message);
    }
}

/// An inline schema is named after its title.
fn compare_titles(
    cx: &mut Comparison<'_, '_>,
    context: Context,
    old: &Schema<'_>,
    new: &Schema<'_>,
) {
    let rule = match (old.component, new.component) {
        (None, None) => Rule::GeneratedNameChanged,
        (Some(_), Some(_)) => Rule::TextChanged,
        // A schema that became a component, or no longer is one, is named otherwise in any case.
        _ => return,
    };
    let (was, is) = (old.statements("title"), new.statements("title"));
    let texts = |nodes: &[Node<'_>]| {
        nodes
            .iter()
            .map(|node| node.value.to_string())
            .collect::<std::collections::BTreeSet<_>>()
    };
    if texts(&was) != texts(&is) {
        let place = Place::of(was.first(), is.first(), &new.at);
        let what = cx.owner(&place);
        let message = format!(
            "The title of {what} {}.",
            change_of(was.first(), is.first())
        );
        cx.changes.record(context, rule, place, message);
    }
}

/// Compares the annotations of the components that two schemas are merged from. Everything else is compared as merged.
fn compare_parts(
    cx: &mut Comparison<'_, '_>,
    context: Context,
    old: &Schema<'_>,
    new: &Schema<'_>,
) {
    if old.parts.is_empty() || new.parts.is_empty() {
        return;
    }
    let part = |id: SchemaId, component: Option<&str>| (id, component.map(str::to_owned));
    let was = old
        .parts
        .iter()
        .map(|id| part(*id, cx.old.schema(*id).component));
    let is = new
        .parts
        .iter()
        .map(|id| part(*id, cx.new.schema(*id).component));
    let pairs = Pairs::new(was, is).by(|(_, name)| name.clone());
    let known = pairs.both.len();
    let pairs = pairs.by_exclusion(|(_, was), (_, is)| match (was, is) {
        (Some(was), Some(is)) => is_renamed(cx, was, is),
        _ => false,
    });
    for (index, ((was, _), (is, _))) in pairs.both.into_iter().enumerate() {
        if index >= known {
            record_renamed(cx, context, was, is);
        }
        cx.mark_visited(was, is);
        let (was, is) = (cx.old.schema(was), cx.new.schema(is));
        annotations::compare_schemas(cx, context, was, is);
    }
}
