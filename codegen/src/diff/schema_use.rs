//! Uses of schemas: what a body, parameter, property or list item refers to.

use std::collections::HashSet;

use super::change::Document;
use super::changes::{Context, Place, Presence};
use super::comparison::Comparison;
use super::rule::{Level, Rule, Side};
use super::types::types_of;
use super::wording::change_of;
use crate::finding::Pointer;
use crate::openapi::{Fingerprint, Node, SchemaId};

/// A schema at a place.
#[derive(Clone, Debug)]
pub(super) struct Use {
    pub(super) id: SchemaId,
    /// Where it is used, before references.
    pub(super) at: Pointer,
}

impl Use {
    pub(super) fn new(id: Option<SchemaId>, at: Pointer) -> Option<Self> {
        id.map(|id| Self { id, at })
    }
}

/// Compares the schemas that two documents have at the same place. No schema means any value.
pub(super) fn compare(
    cx: &mut Comparison<'_, '_>,
    context: Context,
    old: Option<Use>,
    new: Option<Use>,
) {
    match (old, new) {
        (None, None) => {}
        (Some(old), Some(new)) => compare_both(cx, context, &old, &new),
        (Some(old), None) => {
            let types = types_of(cx.old, old.id);
            if !types.is_any() {
                let what = cx.subject(Document::Old, &old.at);
                let message = format!("The type of {what} changed from `{types}` to `anything`.");
                cx.changes
                    .record(context, Rule::TypeWidened, Place::Old(old.at), message);
            }
        }
        (None, Some(new)) => {
            let types = types_of(cx.new, new.id);
            if !types.is_any() {
                let what = cx.subject(Document::New, &new.at);
                let message = format!("The type of {what} changed from `anything` to `{types}`.");
                cx.changes
                    .record(context, Rule::TypeNarrowed, Place::New(new.at), message);
            }
        }
    }
}

fn compare_both(cx: &mut Comparison<'_, '_>, context: Context, old: &Use, new: &Use) {
    compare_defaults(cx, context, old, new);
    let names = (
        cx.old.schema(old.id).component,
        cx.new.schema(new.id).component,
    );
    if let (Some(was), Some(is)) = names
        && was != is
        // An alias: the name still leads to the same schema.
        && cx.new.components.get(was) != Some(&new.id)
        && cx.old.components.get(is) != Some(&old.id)
    {
        if !is_renamed(cx, was, is) {
            return cx.enqueue_replacement(old.id, new.id, context, &new.at);
        }
        let scope = cx.changes.child_scope(context);
        record_renamed(cx, scope, old.id, new.id);
    }
    cx.enqueue(old.id, new.id, context);
}

/// Whether one is a component of the old document only, and the other one of the new document only.
pub(super) fn is_renamed(cx: &Comparison<'_, '_>, was: &str, is: &str) -> bool {
    !cx.new.components.contains_key(was) && !cx.old.components.contains_key(is)
}

/// Records that a component has another name.
pub(super) fn record_renamed(
    cx: &mut Comparison<'_, '_>,
    context: Context,
    old: SchemaId,
    new: SchemaId,
) {
    let (old, new) = (cx.old.schema(old), cx.new.schema(new));
    let names = (old.component.unwrap_or("?"), new.component.unwrap_or("?"));
    let message = format!("The schema `{}` was renamed to `{}`.", names.0, names.1);
    let place = Place::Moved {
        from: old.at.clone(),
        to: new.at.clone(),
    };
    cx.changes
        .record(context, Rule::SchemaRenamed, place, message);
}

/// Compares the schemas of a component in both documents, where it is named without a reference.
pub(super) fn compare_component(cx: &mut Comparison<'_, '_>, context: Context, name: &str) {
    if let (Some((old, _)), Some((new, _))) = (cx.old.component(name), cx.new.component(name)) {
        cx.enqueue(old, new, context);
    }
}

/// Compares the components that the `x-errors` of both objects name.
pub(super) fn compare_error_data(
    cx: &mut Comparison<'_, '_>,
    context: Context,
    old: &Node<'_>,
    new: &Node<'_>,
) {
    let context = context.on(Side::Received);
    let old: HashSet<&str> = error_data(old).collect();
    for name in error_data(new) {
        if old.contains(name) {
            compare_component(cx, context, name);
        }
    }
}

fn error_data<'d>(holder: &Node<'d>) -> impl Iterator<Item = &'d str> {
    let errors = holder.member("x-errors").entries();
    errors.filter_map(|error| error.text("data"))
}

/// Compares defaults. A value that must be sent has no use for one.
fn compare_defaults(cx: &mut Comparison<'_, '_>, context: Context, old: &Use, new: &Use) {
    let old = cx.old.schema(old.id).statements("default");
    let new = cx.new.schema(new.id).statements("default");
    let print = |node: &Node<'_>| Fingerprint::of_value(node.value);
    let is_in =
        |nodes: &[Node<'_>], one: &Node<'_>| nodes.iter().any(|node| print(node) == print(one));
    let gone = old.iter().find(|one| !is_in(&new, one));
    let added = new.iter().find(|one| !is_in(&old, one));
    let Some(one) = added.or(gone) else { return };
    let place = Place::of(gone, added, &one.at);
    let what = cx.owner(&place);
    let message = format!("The default of {what} {}.", change_of(gone, added));
    let rule = Rule::DefaultChanged;
    let level = match context.presence {
        Presence::Required => Level::Compatible,
        Presence::Optional => rule.level(context.side),
    };
    cx.changes.record_as(context, rule, level, place, message);
}
