//! Compares the components that no operation uses.

use super::annotations;
use super::change::Document;
use super::changes::Place;
use super::comparison::Comparison;
use super::pairing::Pairs;
use super::rule::{Rule, Side};
use super::schema;
use super::wording::change_of;
use crate::openapi::{Description, Fingerprint, Node, ObjectKind, SchemaId};

/// Compares the components that have not been compared with the operations.
pub(super) fn compare(cx: &mut Comparison<'_, '_>) {
    compare_schemas(cx);
    compare_others(cx);
    let (old, new) = (
        cx.old.root.member("components"),
        cx.new.root.member("components"),
    );
    let nodes = (&old, &new);
    let context = cx.changes.root_scope(Side::Call);
    annotations::compare(cx, context, ObjectKind::Components, "the components", nodes);
}

fn compare_schemas(cx: &mut Comparison<'_, '_>) {
    let context = cx.changes.root_scope(Side::Unused);
    let named = |description: &Description<'_>| -> Vec<(String, SchemaId)> {
        let components = description.components.iter();
        components
            .map(|(name, id)| ((*name).to_owned(), *id))
            .collect()
    };
    let pairs = Pairs::new(named(cx.old), named(cx.new)).by(|(name, _)| Some(name.clone()));
    for ((_, old), (_, new)) in &pairs.both {
        if !cx.is_compared(*old, *new) {
            cx.enqueue(*old, *new, context);
        }
    }
    schema::compare_pending(cx);
    let is_visited = |(_, id): &&(String, SchemaId), document| cx.is_visited(*id, document);
    let removed: Vec<_> = pairs
        .removed
        .iter()
        .filter(|one| !is_visited(one, Document::Old))
        .collect();
    let added: Vec<_> = pairs
        .added
        .iter()
        .filter(|one| !is_visited(one, Document::New))
        .collect();
    let context = cx.changes.root_scope(Side::Call);
    for (name, id) in removed {
        let place = Place::Old(cx.old.schema(*id).at.clone());
        let message = format!("The schema `{name}` was removed.");
        cx.changes
            .record(context, Rule::SchemaRemoved, place, message);
    }
    for (name, id) in added {
        let place = Place::New(cx.new.schema(*id).at.clone());
        let message = format!("The schema `{name}` was added.");
        cx.changes
            .record(context, Rule::SchemaAdded, place, message);
    }
}

/// Components other than schemas: those that no operation uses are compared by what they say.
fn compare_others(cx: &mut Comparison<'_, '_>) {
    let context = cx.changes.root_scope(Side::Unused);
    let (old, new) = (&cx.old.other_components, &cx.new.other_components);
    let added = new.keys().filter(|key| !old.contains_key(*key));
    for key in old.keys().chain(added) {
        let (was, is) = (old.get(key), new.get(key));
        let is_used = [was, is]
            .into_iter()
            .flatten()
            .any(|node| cx.used_components.contains(&node.at));
        let print =
            |node: Option<&Node<'_>>| node.map(|node| Fingerprint::of_unordered(node.value));
        if is_used || print(was) == print(is) {
            continue;
        }
        let Some(one) = is.or(was) else { continue };
        let place = Place::of(was, is, &one.at);
        let (kind, name) = key;
        let message = format!("`{name}` of the {kind} {}.", change_of(was, is));
        cx.changes
            .record(context, Rule::OtherChanged, place, message);
    }
}
