//! Uses of schemas: what a body, parameter, property or list item refers to.

use std::collections::HashSet;

use super::change::Document;
use super::changes::{Both, Context, Presence};
use super::comparison::Comparison;
use super::phrase::Phrase;
use super::rule::{Level, Rule, Side};
use super::types::types_of;
use crate::openapi::{Fingerprint, Node, SchemaId};
use crate::pointer::Pointer;

/// A schema at a place.
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
pub(super) fn compare(cx: &mut Comparison, context: Context, both: Both<Option<Use>>) {
    match both {
        (None, None) => {}
        (Some(old), Some(new)) => compare_both(cx, context, &old, &new),
        (Some(old), None) => {
            let types = types_of(cx.old, old.id);
            if !types.is_any() {
                let what = cx.words(Document::Old, &old.at);
                let message = what.within(|what| {
                    format!("The type of {what} changed from `{types}` to `anything`.")
                });
                cx.record_removed(context, Rule::TypeWidened, &old.at, message);
            }
        }
        (None, Some(new)) => {
            let types = types_of(cx.new, new.id);
            if !types.is_any() {
                let what = cx.words(Document::New, &new.at);
                let message = what.within(|what| {
                    format!("The type of {what} changed from `anything` to `{types}`.")
                });
                cx.record(context, Rule::TypeNarrowed, &new.at, message);
            }
        }
    }
}

fn compare_both(cx: &mut Comparison, context: Context, old: &Use, new: &Use) {
    compare_defaults(cx, context, (old, new));
    let (was, is) = (cx.old.schema(old.id), cx.new.schema(new.id));
    if let (Some(was), Some(is)) = (was.component, is.component)
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
pub(super) fn is_renamed(cx: &Comparison, was: &str, is: &str) -> bool {
    !cx.new.components.contains_key(was) && !cx.old.components.contains_key(is)
}

/// Records that a component has another name.
pub(super) fn record_renamed(cx: &mut Comparison, context: Context, old: SchemaId, new: SchemaId) {
    let (old, new) = (cx.old.schema(old), cx.new.schema(new));
    let names = (old.component.unwrap_or("?"), new.component.unwrap_or("?"));
    let message = format!("The schema `{}` was renamed to `{}`.", names.0, names.1);
    let message = Phrase::from(message).in_list(
        "Schemas were renamed".to_owned(),
        &format!("{} → {}", names.0, names.1),
    );
    cx.record_moved(context, Rule::SchemaRenamed, (&old.at, &new.at), message);
}

/// Compares the schemas of a component in both documents, where it is named without a reference.
pub(super) fn compare_component(cx: &mut Comparison, context: Context, name: &str) {
    if let (Some((old, _)), Some((new, _))) = (cx.old.component(name), cx.new.component(name)) {
        cx.enqueue(old, new, context);
    }
}

/// Compares the components that the `x-errors` of both objects name.
pub(super) fn compare_error_data(cx: &mut Comparison, context: Context, both: Both<&Node>) {
    let context = context.on(Side::Received);
    let old: HashSet<&str> = error_data(both.0).collect();
    for name in error_data(both.1).filter(|name| old.contains(name)) {
        compare_component(cx, context, name);
    }
}

fn error_data<'d>(holder: &Node<'d>) -> impl Iterator<Item = &'d str> {
    let errors = holder.member("x-errors").entries();
    errors.filter_map(|error| error.text("data"))
}

/// Compares defaults. A value that must be sent has no use for one.
fn compare_defaults(cx: &mut Comparison, context: Context, (old, new): Both<&Use>) {
    let was = cx.old.schema(old.id).statements("default");
    let is = cx.new.schema(new.id).statements("default");
    let print = |node: &Node| Fingerprint::of_value(node.value);
    let contains = |nodes: &[Node], one: &Node| nodes.iter().any(|node| print(node) == print(one));
    let removed = was.iter().find(|one| !contains(&is, one));
    let added = is.iter().find(|one| !contains(&was, one));
    if removed.is_none() && added.is_none() {
        return;
    }
    let context = match context.presence {
        Presence::Required => context.at(Level::Compatible),
        Presence::Optional => context,
    };
    let rule = Rule::DefaultChanged;
    cx.record_change(context, rule, (removed, added), &new.at, |what, how| {
        format!("The default of {what} {how}.")
    });
}
