//! Compares operations and their paths.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::annotations;
use super::bodies;
use super::changes::{Both, Context};
use super::comparison::Comparison;
use super::operation_pairs::{self, OperationPairs, is_same_address};
use super::parameters;
use super::phrase::Phrase;
use super::rule::{Rule, Side};
use super::schema;
use super::schema_use::compare_error_data;
use super::security;
use super::security_schemes::{self, Renames};
use super::servers::{self, Calls};
use super::wording::change_of;
use crate::openapi::{Description, ObjectKind, Operation, Server};

/// Compares all operations.
pub(super) fn compare(cx: &mut Comparison) {
    let pairs = operation_pairs::pair(cx.old, cx.new);
    let renames = security_schemes::renames(cx.old, cx.new);
    cx.old_ids = pairs
        .same
        .iter()
        .chain(&pairs.moved)
        .filter_map(|(old, new)| new.id.zip(old.id))
        .filter(|(is, was)| is != was)
        .collect();
    for (old, new) in &pairs.same {
        compare_operation(cx, &renames, (old, new));
    }
    compare_moved(cx, &renames, &pairs);
    record_removed(cx, &pairs.removed);
    record_added(cx, &pairs.added);
    compare_path_items(cx, &pairs);
    compare_document_servers(cx, &pairs);
}

/// Compares the servers of the document, which operations without servers of their own use.
fn compare_document_servers<'d>(cx: &mut Comparison<'_, 'd>, pairs: &OperationPairs<'_, 'd>) {
    let (old, new) = (cx.old, cx.new);
    let pairs = pairs.same.iter().chain(&pairs.moved);
    let users: Vec<_> = pairs
        .filter(|(was, is)| is_inherited(was, old) && is_inherited(is, new))
        .collect();
    let stay = !users.is_empty() && users.iter().all(|(was, is)| is_same_address(was, is));
    let calls = Calls::of(stay);
    let context = cx.changes.root_scope(Side::Call);
    servers::compare(cx, context, (&old.servers, &new.servers), calls);
}

fn is_inherited(operation: &Operation, document: &Description) -> bool {
    let place = |servers: &[Server]| servers.first().map(|server| server.at.clone());
    place(&operation.servers) == place(&document.servers)
}

fn record_removed(cx: &mut Comparison, removed: &[&Operation]) {
    let removed = operation_pairs::by_path(removed.iter().copied(), cx.old);
    for (path, operations) in &removed.whole {
        let context = group_scope(cx, operations);
        let message = format!("The path `{path}` was removed ({}).", methods(operations));
        cx.record_removed(context, Rule::PathRemoved, &operations[0].item.at, message);
    }
    for one in &removed.single {
        let context = cx.changes.operation_scope(one.name());
        let message = Phrase::of(one.name()).within(|name| format!("{name} was removed."));
        cx.record_removed(context, Rule::OperationRemoved, &one.at, message);
    }
}

fn record_added(cx: &mut Comparison, added: &[&Operation]) {
    let added = operation_pairs::by_path(added.iter().copied(), cx.new);
    for (path, operations) in &added.whole {
        let context = group_scope(cx, operations);
        let methods = methods(operations);
        let message = Phrase::from(format!("The path `{path}` was added ({methods})."));
        let message = message.in_list("New paths".to_owned(), &format!("{path} ({methods})"));
        cx.record(context, Rule::PathAdded, &operations[0].item.at, message);
    }
    for one in &added.single {
        let context = cx.changes.operation_scope(one.name());
        let message = Phrase::of(one.name()).within(|name| format!("{name} was added."));
        cx.record(context, Rule::OperationAdded, &one.at, message);
    }
}

/// Operations with another path or method are reported for the path, where all of its operations moved along.
fn compare_moved<'d>(
    cx: &mut Comparison<'_, 'd>,
    renames: &Renames,
    pairs: &OperationPairs<'_, 'd>,
) {
    let old = operation_pairs::by_path(pairs.moved.iter().map(|(old, _)| *old), cx.old);
    let new = operation_pairs::by_path(pairs.moved.iter().map(|(_, new)| *new), cx.new);
    let paths = operation_pairs::moved_paths(&pairs.moved, &old, &new);
    for (from, to) in &paths {
        let (was, is) = (&old.whole[from], &new.whole[to]);
        let context = group_scope(cx, is);
        let message = format!("The path `{from}` moved to `{to}` ({}).", methods(is));
        let places = (&was[0].item.at, &is[0].item.at);
        cx.record_moved(context, Rule::PathMoved, places, message);
    }
    for (old, new) in &pairs.moved {
        let context = compare_operation(cx, renames, (old, new));
        if !paths.contains_key(old.path) {
            let message = format!("`{}` moved to `{}`.", old.name(), new.name());
            cx.record_moved(context, Rule::OperationMoved, (&old.at, &new.at), message);
        }
    }
}

fn compare_operation(cx: &mut Comparison, renames: &Renames, both: Both<&Operation>) -> Context {
    let (old, new) = both;
    let context = cx.changes.operation_scope(new.name());
    let name = Phrase::of(new.name());
    compare_ids(cx, context, &name, both);
    parameters::compare(cx, context, &name, both);
    bodies::compare_requests(cx, context, &name, both);
    bodies::compare_responses(cx, context, &name, both);
    security::compare(cx, context, &name, renames, both);
    // Those of the document are compared once.
    if !is_inherited(old, cx.old) || !is_inherited(new, cx.new) {
        let calls = Calls::of(is_same_address(old, new));
        servers::compare(cx, context, (&old.servers, &new.servers), calls);
    }
    compare_tags(cx, context, &name, both);
    let nodes = (&old.node, &new.node);
    annotations::compare(cx, context, ObjectKind::Operation, &name, nodes);
    compare_error_data(cx, context, nodes);
    schema::compare_pending(cx);
    context
}

fn compare_ids(cx: &mut Comparison, context: Context, name: &Phrase, (old, new): Both<&Operation>) {
    if old.id != new.id {
        let (rule, nodes) = (Rule::OperationIdChanged, (&old.node, &new.node));
        let ids = (old.node.get("operationId"), new.node.get("operationId"));
        let how = change_of((ids.0.as_ref(), ids.1.as_ref()));
        let message = name.within(|name| format!("The operationId of {name} {how}."));
        let (heading, ids) = match (old.id, new.id) {
            (Some(was), Some(is)) => ("The operationId changed", format!("{was} → {is}")),
            (None, Some(added)) => ("The operationId was added", added.to_owned()),
            (was, _) => (
                "The operationId was removed",
                was.unwrap_or_default().to_owned(),
            ),
        };
        let message = message.in_list(heading.to_owned(), &ids);
        cx.record_named(context, rule, "operationId", nodes, message);
    }
}

/// Compares the tags of an operation, by which documentation and generators group.
fn compare_tags(
    cx: &mut Comparison,
    context: Context,
    name: &Phrase,
    (old, new): Both<&Operation>,
) {
    if old.tags.iter().collect::<BTreeSet<_>>() != new.tags.iter().collect::<BTreeSet<_>>() {
        let nodes = (&old.node, &new.node);
        let message = name.within(|name| format!("The tags of {name} changed."));
        cx.record_named(context, Rule::TagsChanged, "tags", nodes, message);
    }
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
        let name = Phrase::of(path);
        annotations::compare(cx, context, ObjectKind::PathItem, &name, nodes);
    }
}

/// A scope of several operations.
fn group_scope(cx: &mut Comparison, operations: &[&Operation]) -> Context {
    cx.changes
        .group_scope(operations.iter().map(|one| one.name()))
}

fn methods(operations: &[&Operation]) -> String {
    let methods = operations.iter().map(|one| one.method.as_str());
    methods.collect::<Vec<_>>().join(", ")
}
