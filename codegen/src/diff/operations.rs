//! Compares operations and their paths.

use indexmap::IndexMap;

use super::annotations;
use super::bodies;
use super::changes::{Context, Place};
use super::comparison::Comparison;
use super::operation_pairs::{self, OperationPairs};
use super::parameters;
use super::rule::Rule;
use super::schema;
use super::schema_use::compare_error_data;
use super::security::{self, Renames};
use super::servers;
use crate::openapi::{ObjectKind, Operation, Server};

/// Compares all operations.
pub(super) fn compare<'d>(cx: &mut Comparison<'_, 'd>) {
    let pairs = operation_pairs::pair(cx.old, cx.new);
    let renames = security::renames(cx.old, cx.new);
    for (old, new) in &pairs.same {
        compare_operation(cx, &renames, old, new);
    }
    compare_moved(cx, &renames, &pairs);
    record_removed(cx, &pairs.removed);
    record_added(cx, &pairs.added);
    compare_path_items(cx, &pairs);
}

fn record_removed(cx: &mut Comparison<'_, '_>, removed: &[&Operation<'_>]) {
    let removed = operation_pairs::by_path(removed.iter().copied(), cx.old);
    for (path, operations) in &removed.whole {
        let context = group_scope(cx, operations);
        let message = format!("The path `{path}` was removed ({}).", methods(operations));
        let place = Place::Old(operations[0].item.at.clone());
        cx.changes
            .record(context, Rule::PathRemoved, place, message);
    }
    for one in &removed.single {
        let context = cx.changes.operation_scope(one.name());
        let message = format!("`{}` was removed.", one.name());
        let place = Place::Old(one.at.clone());
        cx.changes
            .record(context, Rule::OperationRemoved, place, message);
    }
}

fn record_added(cx: &mut Comparison<'_, '_>, added: &[&Operation<'_>]) {
    let added = operation_pairs::by_path(added.iter().copied(), cx.new);
    for (path, operations) in &added.whole {
        let context = group_scope(cx, operations);
        let message = format!("The path `{path}` was added ({}).", methods(operations));
        let place = Place::New(operations[0].item.at.clone());
        cx.changes.record(context, Rule::PathAdded, place, message);
    }
    for one in &added.single {
        let context = cx.changes.operation_scope(one.name());
        let message = format!("`{}` was added.", one.name());
        let place = Place::New(one.at.clone());
        cx.changes
            .record(context, Rule::OperationAdded, place, message);
    }
}

/// Operations with another path or method are reported for the path, where all of its operations moved along.
fn compare_moved<'d>(
    cx: &mut Comparison<'_, 'd>,
    renames: &Renames<'_>,
    pairs: &OperationPairs<'_, 'd>,
) {
    let old = operation_pairs::by_path(pairs.moved.iter().map(|(old, _)| *old), cx.old);
    let new = operation_pairs::by_path(pairs.moved.iter().map(|(_, new)| *new), cx.new);
    let paths = operation_pairs::moved_paths(&pairs.moved, &old, &new);
    for (from, to) in &paths {
        let (was, is) = (&old.whole[from], &new.whole[to]);
        let context = group_scope(cx, is);
        let message = format!("The path `{from}` moved to `{to}` ({}).", methods(is));
        let place = Place::Moved {
            from: was[0].item.at.clone(),
            to: is[0].item.at.clone(),
        };
        cx.changes.record(context, Rule::PathMoved, place, message);
    }
    for (old, new) in &pairs.moved {
        let context = compare_operation(cx, renames, old, new);
        if !paths.contains_key(old.path) {
            let message = format!("`{}` moved to `{}`.", old.name(), new.name());
            let place = Place::Moved {
                from: old.at.clone(),
                to: new.at.clone(),
            };
            cx.changes
                .record(context, Rule::OperationMoved, place, message);
        }
    }
}

fn compare_operation(
    cx: &mut Comparison<'_, '_>,
    renames: &Renames<'_>,
    old: &Operation<'_>,
    new: &Operation<'_>,
) -> Context {
    let context = cx.changes.operation_scope(new.name());
    let name = format!("`{}`", new.name());
    let both = (old, new);
    compare_ids(cx, context, &name, both);
    parameters::compare(cx, context, &name, both);
    bodies::compare_requests(cx, context, &name, both);
    bodies::compare_responses(cx, context, &name, both);
    security::compare(cx, context, &name, renames, both);
    if !(is_inherited(&old.servers, &cx.old.servers) && is_inherited(&new.servers, &cx.new.servers))
    {
        servers::compare(cx, context, &old.servers, &new.servers);
    }
    compare_tags(cx, context, &name, both);
    let nodes = (&old.node, &new.node);
    annotations::compare(cx, context, ObjectKind::Operation, &name, nodes);
    compare_error_data(cx, context, &old.node, &new.node);
    schema::compare_pending(cx);
    context
}

fn compare_ids(
    cx: &mut Comparison<'_, '_>,
    context: Context,
    name: &str,
    (old, new): (&Operation<'_>, &Operation<'_>),
) {
    let how = match (old.id, new.id) {
        (was, is) if was == is => return,
        (Some(was), Some(is)) => format!("changed from `{was}` to `{is}`"),
        (None, Some(is)) => format!("was added: `{is}`"),
        (Some(was), None) => format!("was removed; it was `{was}`"),
        (None, None) => return,
    };
    let place = if new.id.is_some() {
        Place::New(new.at.child("operationId"))
    } else {
        Place::Old(old.at.child("operationId"))
    };
    let message = format!("The operationId of {name} {how}.");
    cx.changes
        .record(context, Rule::OperationIdChanged, place, message);
}

/// Compares the tags of an operation, by which documentation and generators group.
fn compare_tags(
    cx: &mut Comparison<'_, '_>,
    context: Context,
    name: &str,
    (old, new): (&Operation<'_>, &Operation<'_>),
) {
    let sorted = |operation: &Operation<'_>| {
        let mut tags: Vec<String> = operation.tags.iter().map(ToString::to_string).collect();
        tags.sort();
        tags.dedup();
        tags
    };
    if sorted(old) != sorted(new) {
        let (was, is) = (old.node.get("tags"), new.node.get("tags"));
        let place = Place::of(was.as_ref(), is.as_ref(), &new.at);
        let message = format!("The tags of {name} changed.");
        cx.changes
            .record(context, Rule::TagsChanged, place, message);
    }
}

/// Whether servers are those of the document.
fn is_inherited(servers: &[Server<'_>], document: &[Server<'_>]) -> bool {
    servers.first().map(|server| &server.at) == document.first().map(|server| &server.at)
}

/// Compares what paths say beside their operations.
fn compare_path_items<'d>(cx: &mut Comparison<'_, 'd>, pairs: &OperationPairs<'_, 'd>) {
    let mut operations: IndexMap<&'d str, Vec<&Operation<'d>>> = IndexMap::new();
    for one in &cx.new.operations {
        operations.entry(one.path).or_default().push(one);
    }
    let mut items = IndexMap::new();
    for (old, new) in &pairs.same {
        items.entry(new.path).or_insert((&old.item, &new.item));
    }
    for (path, nodes) in items {
        let context = group_scope(cx, &operations[path]);
        let name = format!("`{path}`");
        annotations::compare(cx, context, ObjectKind::PathItem, &name, nodes);
    }
}

/// A scope of several operations.
fn group_scope(cx: &mut Comparison<'_, '_>, operations: &[&Operation<'_>]) -> Context {
    cx.changes
        .group_scope(operations.iter().map(|one| one.name()))
}

fn methods(operations: &[&Operation<'_>]) -> String {
    let methods = operations.iter().map(|one| one.method.as_str());
    methods.collect::<Vec<_>>().join(", ")
}
