//! Discriminators: the property that tells which branch a value is.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::changes::{Both, Context};
use super::comparison::Comparison;
use super::rule::{Level, Rule};
use super::schema_use::is_renamed;
use crate::openapi::{Alternatives, Discriminator, Node, Schema, SchemaId};

/// Compares the discriminators of two unions, with the pairs of their branches. The values of branches that were added
/// or removed are reported with the branches.
pub(super) fn compare(
    cx: &mut Comparison,
    context: Context,
    (old, new): Both<&Alternatives>,
    twins: &HashMap<SchemaId, SchemaId>,
) {
    let both = (old.discriminator.as_ref(), new.discriminator.as_ref());
    let properties = both
        .0
        .zip(both.1)
        .map(|(was, is)| (was.property, is.property));
    let (context, how) = match (both, properties) {
        ((None, None), _) => return,
        (_, Some((was, is))) if was != is => {
            let how = format!("changed from `{was}` to `{is}`");
            (context.at(Level::Breaking), how)
        }
        ((Some(was), Some(is)), _) => {
            if is_same_mapping((was, is), twins) {
                return;
            }
            (context, "maps other values".to_owned())
        }
        ((None, Some(_)), _) => (context, "was added".to_owned()),
        ((Some(_), None), _) => (context, "was removed".to_owned()),
    };
    let nodes = (both.0.map(|one| &one.node), both.1.map(|one| &one.node));
    let rule = Rule::CompositionChanged;
    cx.record_change(context, rule, nodes, &new.at, |what, _| {
        format!("The discriminator of {what} {how}.")
    });
}

fn is_same_mapping((old, new): Both<&Discriminator>, twins: &HashMap<SchemaId, SchemaId>) -> bool {
    let known: HashSet<&SchemaId> = twins.values().collect();
    let old = old.mapping.iter();
    let before: BTreeSet<(&String, &SchemaId)> = old
        .filter_map(|(value, id)| Some((value, twins.get(id)?)))
        .collect();
    let new = new.mapping.iter();
    let after: BTreeSet<(&String, &SchemaId)> = new.filter(|(_, id)| known.contains(id)).collect();
    before == after
}

/// Compares discriminators without branches: those of schemas that others extend with `allOf`.
pub(super) fn compare_lone(cx: &mut Comparison, context: Context, both: Both<&Schema>) {
    const KEYWORD: &str = "discriminator";
    let nodes = (both.0.keyword(KEYWORD), both.1.keyword(KEYWORD));
    let value = |node: &'_ Option<Node<'_>>| node.as_ref().map(|node| node.value.clone());
    if value(&nodes.0) == value(&nodes.1) || is_same_but_for_names(cx, (&nodes.0, &nodes.1)) {
        return;
    }
    let property = |node: &Option<Node>| {
        let name = node.as_ref()?.text("propertyName")?;
        Some(name.to_owned())
    };
    let properties = property(&nodes.0).zip(property(&nodes.1));
    let context = match properties {
        Some((was, is)) if was != is => context.at(Level::Breaking),
        _ => context,
    };
    cx.record_keyword(
        context,
        Rule::CompositionChanged,
        KEYWORD,
        both,
        |what, how| format!("The discriminator of {what} {how}."),
    );
}

/// Whether two discriminators differ only in the names of schemas that were renamed.
fn is_same_but_for_names(cx: &Comparison, nodes: Both<&Option<Node>>) -> bool {
    let (Some(old), Some(new)) = nodes else {
        return false;
    };
    let mapping = |node: &Node| -> BTreeMap<String, String> {
        let members = node.member("mapping").members();
        let texts = members.filter_map(|(value, target)| Some((value, target.value.as_str()?)));
        texts
            .map(|(value, text)| {
                let name = text.rsplit('/').next().unwrap_or(text);
                (value.to_owned(), name.to_owned())
            })
            .collect()
    };
    let (before, after) = (mapping(old), mapping(new));
    old.text("propertyName") == new.text("propertyName")
        && before.keys().eq(after.keys())
        && before
            .values()
            .zip(after.values())
            .all(|(was, is)| was == is || is_renamed(cx, was, is))
}
