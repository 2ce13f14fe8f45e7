//! The branches of `oneOf` and `anyOf`, and `not`.

use std::collections::{BTreeSet, HashMap};

use super::branches::{self, Branch};
use super::change::Document;
use super::changes::{Both, Context};
use super::comparison::Comparison;
use super::discriminators;
use super::pairing::Pairs;
use super::rule::{Rule, Side};
use super::schema_use::{self, Use};
use super::types::is_union;
use crate::openapi::{Alternatives, AlternativesKind, Description, Fingerprint, Schema, SchemaId};

/// Compares the alternatives of two schemas of the same type.
pub(super) fn compare(cx: &mut Comparison, context: Context, both: Both<&Schema>) {
    compare_not(cx, context, both);
    let (old, new) = both;
    if old.alternatives.is_empty() && new.alternatives.is_empty() {
        return discriminators::compare_lone(cx, context, both);
    }
    let groups = |schema: &Schema, document| {
        let groups = schema.alternatives.iter().enumerate();
        let groups = groups.map(|(index, group)| {
            let branches = group.branches.iter();
            let prints = branches.map(|branch| cx.fingerprint(branch.schema, document));
            (index, group.kind, prints.collect::<BTreeSet<Fingerprint>>())
        });
        groups.collect::<Vec<_>>()
    };
    let pairs = Pairs::new(groups(old, Document::Old), groups(new, Document::New))
        .by(|(_, kind, prints)| Some((*kind, prints.clone())))
        .by(|(_, _, prints)| Some(prints.clone()))
        .by(|(_, kind, _)| Some(*kind))
        .by(|_| Some(()));
    for ((was, ..), (is, ..)) in &pairs.both {
        let groups = (&old.alternatives[*was], &new.alternatives[*is]);
        compare_groups(cx, context, groups);
    }
    for (index, ..) in &pairs.removed {
        let group = &old.alternatives[*index];
        let what = cx.words(Document::Old, &group.at);
        let message =
            what.within(|what| format!("`{}` of {what} was removed.", group.kind.keyword()));
        cx.record_removed(context, Rule::CompositionChanged, &group.at, message);
    }
    for (index, ..) in &pairs.added {
        let group = &new.alternatives[*index];
        let what = cx.words(Document::New, &group.at);
        let message =
            what.within(|what| format!("`{}` of {what} was added.", group.kind.keyword()));
        cx.record(context, Rule::CompositionChanged, &group.at, message);
    }
}

fn compare_groups(cx: &mut Comparison, context: Context, groups: Both<&Alternatives>) {
    let (old, new) = groups;
    if old.kind != new.kind {
        let what = cx.words(Document::New, &new.at);
        let (was, is) = (old.kind.keyword(), new.kind.keyword());
        let message = what.within(|what| format!("{what} changed from `{was}` to `{is}`."));
        // A value that fits several branches fits `anyOf` only.
        let harmless = match new.kind {
            AlternativesKind::AnyOf => Side::Sent,
            AlternativesKind::OneOf => Side::Received,
        };
        let context = context.harmless_on(Some(harmless));
        cx.record(context, Rule::CompositionChanged, &new.at, message);
    }
    let olds = branches::of_group(cx, Document::Old, old);
    let news = branches::of_group(cx, Document::New, new);
    let pairs = branches::pair(cx, Pairs::new(olds, news)).by_exclusion(|_, _| true);
    for (was, is) in &pairs.both {
        let of = |branch: &Branch| Use::new(Some(branch.id), branch.at.clone());
        schema_use::compare(cx, context, (of(was), of(is)));
    }
    // Branches that are values make up an enum.
    let (removal, addition) = if are_values(cx.old, old) && are_values(cx.new, new) {
        (Rule::EnumValueRemoved, Rule::EnumValueAdded)
    } else {
        (Rule::AlternativeRemoved, Rule::AlternativeAdded)
    };
    for branch in &pairs.removed {
        record_removed(cx, context, removal, branch);
    }
    for branch in &pairs.added {
        record_added(cx, context, addition, branch);
    }
    let twins: HashMap<SchemaId, SchemaId> =
        pairs.both.iter().map(|(was, is)| (was.id, is.id)).collect();
    discriminators::compare(cx, context, groups, &twins);
}

/// Compares a union with a schema that is none: as if that were a union of one branch.
pub(super) fn compare_union_with_other(cx: &mut Comparison, context: Context, ids: Both<SchemaId>) {
    let (old, new) = (cx.old.schema(ids.0), cx.new.schema(ids.1));
    let (olds, news, allowed) = if is_union(new) {
        let whole = branches::of_schema(cx, Document::Old, ids.0, &old.at);
        let types = whole.types;
        (
            vec![whole],
            branches::of_union(cx, Document::New, new),
            types,
        )
    } else {
        let whole = branches::of_schema(cx, Document::New, ids.1, &new.at);
        let types = whole.types;
        (
            branches::of_union(cx, Document::Old, old),
            vec![whole],
            types,
        )
    };
    // Of several types, each branch is a part, and the types have been compared.
    if allowed.single().is_none() {
        return;
    }
    let pairs = branches::pair_unnamed(cx, Pairs::new(olds, news));
    match pairs.both.first() {
        Some((was, is)) if was.structure == is.structure => cx.mark_visited(was.id, is.id),
        Some((was, is)) if cx.old.schema(was.id).nullable == cx.new.schema(is.id).nullable => {
            cx.enqueue(was.id, is.id, context);
        }
        _ => {
            let what = cx.words(Document::New, &new.at);
            let message = what.within(|what| format!("{what} is composed differently."));
            cx.record(context, Rule::CompositionChanged, &new.at, message);
        }
    }
    // Branches of another type have been reported with the types.
    let is_unreported = |branch: &&Branch| branch.types.and(allowed) == branch.types;
    if !pairs.both.is_empty() && !is_enum(cx, (old, new)) {
        for branch in pairs.removed.iter().filter(is_unreported) {
            record_removed(cx, context, Rule::AlternativeRemoved, branch);
        }
        for branch in pairs.added.iter().filter(is_unreported) {
            record_added(cx, context, Rule::AlternativeAdded, branch);
        }
    }
}

/// Whether each branch lists its values.
fn are_values(description: &Description, group: &Alternatives) -> bool {
    let mut schemas = group.branches.iter();
    schemas.all(|branch| {
        let schema = description.schema(branch.schema);
        schema.values.is_some() && schema.properties.is_empty()
    })
}

/// Whether the union lists values, where the other schema takes any: an enum, of which its first branch has told.
fn is_enum(cx: &Comparison, (old, new): Both<&Schema>) -> bool {
    let (description, union, other) = if is_union(new) {
        (cx.new, new, old)
    } else {
        (cx.old, old, new)
    };
    let mut groups = union.alternatives.iter();
    other.values.is_none() && groups.all(|group| are_values(description, group))
}

fn record_removed(cx: &mut Comparison, context: Context, rule: Rule, branch: &Branch) {
    let what = cx.words(Document::Old, &branch.at);
    let message =
        what.within(|what| format!("The alternative {} of {what} was removed.", branch.name()));
    let message = branch.listed(message, format!("Removed from the alternatives of {what}"));
    cx.record_removed(context, rule, &branch.at, message);
}

fn record_added(cx: &mut Comparison, context: Context, rule: Rule, branch: &Branch) {
    let what = cx.words(Document::New, &branch.at);
    let message =
        what.within(|what| format!("The alternative {} of {what} was added.", branch.name()));
    let message = branch.listed(message, format!("Added to the alternatives of {what}"));
    cx.record(context, rule, &branch.at, message);
}

fn compare_not(cx: &mut Comparison, context: Context, both: Both<&Schema>) {
    let prints = |ids: &[SchemaId], document| -> BTreeSet<Fingerprint> {
        ids.iter().map(|id| cx.fingerprint(*id, document)).collect()
    };
    let (before, after) = (
        prints(&both.0.not, Document::Old),
        prints(&both.1.not, Document::New),
    );
    if before != after {
        let harmless = if before.is_subset(&after) {
            Some(Side::Received)
        } else {
            after.is_subset(&before).then_some(Side::Sent)
        };
        let context = context.harmless_on(harmless);
        cx.record_keyword(
            context,
            Rule::CompositionChanged,
            "not",
            both,
            |what, how| format!("`not` of {what} {how}."),
        );
    }
}
