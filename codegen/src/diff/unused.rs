//! Compares the components that no operation uses.

use super::annotations;
use super::change::Document;
use super::changes::Place;
use super::comparison::Comparison;
use super::phrase::Phrase;
use super::rule::{Rule, Side};
use super::schema;
use super::wording::{change_of, kind_of_component};
use crate::openapi::{Fingerprint, Node, ObjectKind};
use crate::pointer::Pointer;

/// Compares the components that have not been compared with the operations.
pub(super) fn compare(cx: &mut Comparison) {
    compare_schemas(cx);
    compare_others(cx);
    let context = cx.changes.root_scope(Side::Call);
    let nodes = (
        cx.old.root.member("components"),
        cx.new.root.member("components"),
    );
    let (kind, nodes) = (ObjectKind::Components, (&nodes.0, &nodes.1));
    annotations::compare(
        cx,
        context,
        kind,
        &Phrase::from("the components".to_owned()),
        nodes,
    );
}

fn compare_schemas(cx: &mut Comparison) {
    let context = cx.changes.root_scope(Side::Unused);
    let (old, new) = (&cx.old.components, &cx.new.components);
    for (name, old) in old {
        if let Some(new) = new.get(name)
            && !cx.is_compared(*old, *new)
        {
            cx.enqueue(*old, *new, context);
        }
    }
    schema::compare_pending(cx);
    let context = cx.changes.root_scope(Side::Call);
    for (name, id) in old {
        if !new.contains_key(name) && !cx.is_visited(*id, Document::Old) {
            let name = Phrase::of(*name);
            let message = name.within(|name| format!("The schema {name} was removed."));
            let at = &cx.old.schema(*id).at;
            cx.record_removed(context, Rule::SchemaRemoved, at, message);
        }
    }
    for (name, id) in new {
        if !old.contains_key(name) && !cx.is_visited(*id, Document::New) {
            let name = Phrase::of(*name);
            let message = name.within(|name| format!("The schema {name} was added."));
            cx.record(context, Rule::SchemaAdded, &cx.new.schema(*id).at, message);
        }
    }
}

/// Components other than schemas: those that no operation uses are compared by what they say.
fn compare_others(cx: &mut Comparison) {
    let context = cx.changes.root_scope(Side::Unused);
    let (old, new) = (&cx.old.other_components, &cx.new.other_components);
    let added = new.keys().filter(|key| !old.contains_key(*key));
    for (kind, name) in old.keys().chain(added) {
        let nodes = (old.get(&(*kind, *name)), new.get(&(*kind, *name)));
        let is_used = |node: &Node| cx.used_components.contains(&node.at);
        let print = |node: &Node| Fingerprint::of_unordered(node.value);
        if nodes.0.is_some_and(is_used)
            || nodes.1.is_some_and(is_used)
            || nodes.0.map(print) == nodes.1.map(print)
        {
            continue;
        }
        let how = change_of(nodes);
        let message = Phrase::of(*name)
            .within(|name| format!("The {} {name} {how}.", kind_of_component(kind)));
        let place = Place::of(nodes, &Pointer::root());
        cx.changes
            .record(context, Rule::OtherChanged, place, message);
    }
}
