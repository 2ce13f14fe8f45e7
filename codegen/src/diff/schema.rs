//! Compares schemas, each pair once for each side.

use std::collections::BTreeSet;

use super::alternatives;
use super::annotations;
use super::change::Document;
use super::changes::{Both, Context};
use super::comparison::{Comparison, Pending};
use super::fields;
use super::pairing::Pairs;
use super::rule::{Level, Rule};
use super::schema_use::{self, Use, compare_component, is_renamed, record_renamed};
use super::types::{self, Rest};
use super::values;
use crate::openapi::{Node, Schema, SchemaId};
use crate::pointer::Pointer;

/// Makes all comparisons of schemas that are due.
pub(super) fn compare_pending(cx: &mut Comparison) {
    while let Some(pending) = cx.next_pending() {
        match pending {
            Pending::Schemas(ids, context) => compare(cx, context, ids),
            Pending::Replacement(ids, context, at) => record_replaced(cx, context, ids, &at),
        }
    }
}

/// Records that another component stands at a place. How much that matters follows from what differs between the two.
fn record_replaced(cx: &mut Comparison, context: Context, ids: Both<SchemaId>, at: &Pointer) {
    let was = cx.old.schema(ids.0).component.unwrap_or("?");
    let is = cx.new.schema(ids.1).component.unwrap_or("?");
    let what = cx.words(Document::New, at);
    let message =
        what.within(|what| format!("The schema of {what} changed from `{was}` to `{is}`."));
    let message = message.with_cause(format!("Schema changed from `{was}` to `{is}`"), &what);
    match worst_between(cx, context, ids) {
        None => cx.record(context, Rule::SchemaRenamed, at, message),
        Some(level) => {
            let context = context.at(level.max(Level::Maybe));
            cx.record(context, Rule::SchemaReplaced, at, message);
        }
    }
}

/// The highest level of all changes between two schemas and the schemas in them.
fn worst_between(cx: &mut Comparison, context: Context, ids: Both<SchemaId>) -> Option<Level> {
    let key = (ids, context.side);
    if let Some(known) = cx.replacements.get(&key) {
        return *known;
    }
    let mut trial = cx.blank();
    let scope = trial.changes.root_scope(context.side);
    trial.enqueue(ids.0, ids.1, scope);
    while let Some(pending) = trial.next_pending() {
        match pending {
            Pending::Schemas(ids, context) => compare(&mut trial, context, ids),
            Pending::Replacement(ids, context, _) => trial.enqueue(ids.0, ids.1, context),
        }
    }
    let worst = trial.changes.worst();
    cx.replacements.insert(key, worst);
    worst
}

fn compare(cx: &mut Comparison, context: Context, ids: Both<SchemaId>) {
    let both = (cx.old.schema(ids.0), cx.new.schema(ids.1));
    if both.0.unresolved.is_some() || both.1.unresolved.is_some() {
        return compare_unresolved(cx, context, both);
    }
    annotations::compare_schemas(cx, context, both);
    compare_titles(cx, context, both);
    compare_parts(cx, context, both);
    match types::compare(cx, context, ids) {
        Rest::Nothing => {}
        Rest::Branches => {
            values::compare_nullable(cx, context, both);
            alternatives::compare_union_with_other(cx, context, ids);
        }
        Rest::All => {
            values::compare(cx, context, both);
            fields::compare(cx, context, both);
            let items = |schema: &Schema| Use::new(schema.items, schema.place("items"));
            schema_use::compare(cx, context, (items(both.0), items(both.1)));
            compare_keys(cx, context, both);
            alternatives::compare(cx, context, both);
        }
    }
}

/// References that lead nowhere are compared by their text.
fn compare_unresolved(cx: &mut Comparison, context: Context, (old, new): Both<&Schema>) {
    let both = (old.unresolved.as_ref(), new.unresolved.as_ref());
    if both.0.map(|node| node.value) != both.1.map(|node| node.value) {
        cx.record_change(context, Rule::OtherChanged, both, &new.at, |what, how| {
            format!("The reference of {what} {how}.")
        });
    }
}

/// An inline schema is named after its title.
fn compare_titles(cx: &mut Comparison, context: Context, (old, new): Both<&Schema>) {
    let (rule, context) = match (old.component, new.component) {
        // A title is a text, and the name of a type only in generated code. The public API shows if it is.
        (None, None) => (Rule::GeneratedNameChanged, context.at(Level::Maybe)),
        (Some(_), Some(_)) => (Rule::TextChanged, context),
        // A schema that became a component, or no longer is one, gets another name in any case.
        _ => return,
    };
    let both = (old.statements("title"), new.statements("title"));
    let texts = |nodes: &[Node]| -> BTreeSet<String> {
        nodes.iter().map(|node| node.value.to_string()).collect()
    };
    if texts(&both.0) != texts(&both.1) {
        let both = (both.0.first(), both.1.first());
        cx.record_change(context, rule, both, &new.at, |what, how| {
            format!("The title of {what} {how}.")
        });
    }
}

/// Compares the annotations of the components that two schemas are merged from. Everything else is compared as merged.
fn compare_parts(cx: &mut Comparison, context: Context, (old, new): Both<&Schema>) {
    let pairs = Pairs::new(old.parts.clone(), new.parts.clone()).by_both(
        |id| cx.old.schema(*id).component,
        |id| cx.new.schema(*id).component,
    );
    let known = pairs.both.len();
    let pairs = pairs.by_exclusion(|was, is| {
        let names = (cx.old.schema(*was).component, cx.new.schema(*is).component);
        names
            .0
            .zip(names.1)
            .is_some_and(|(was, is)| is_renamed(cx, was, is))
    });
    for (index, (was, is)) in pairs.both.into_iter().enumerate() {
        if index >= known {
            record_renamed(cx, context, was, is);
        }
        cx.mark_visited(was, is);
        let both = (cx.old.schema(was), cx.new.schema(is));
        annotations::compare_schemas(cx, context, both);
    }
}

/// Compares the schema of a map's keys.
fn compare_keys(cx: &mut Comparison, context: Context, (old, new): Both<&Schema>) {
    let keys = |schema: &Schema| schema.keyword("x-keyed-by").map(|node| node.value.clone());
    if let (Some(was), Some(is)) = (keys(old), keys(new))
        && let Some(name) = is.as_str().filter(|_| was == is)
    {
        compare_component(cx, context, name);
    }
}
