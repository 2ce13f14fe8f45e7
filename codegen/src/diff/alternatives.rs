//! The branches of `oneOf` and `anyOf`, discriminators and `not`.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::change::Document;
use super::changes::{Context, Place};
use super::comparison::Comparison;
use super::pairing::Pairs;
use super::rule::{Level, Rule};
use super::schema_use::{self, Use};
use super::types::{is_union, types_of};
use super::wording::change_of;
use crate::finding::Pointer;
use crate::openapi::{
    Alternatives, Description, Discriminator, Fingerprint, JsonTypes, Node, Schema, SchemaId,
};

/// Similar branches are not searched among more pairs than this.
const MAX_PAIRS: usize = 10_000;

/// A branch, with what it is paired by.
#[derive(Clone)]
struct Branch<'d> {
    id: SchemaId,
    at: Pointer,
    component: Option<&'d str>,
    title: Option<&'d str>,
    types: JsonTypes,
    structure: Fingerprint,
    /// Of everything that it says, annotations included.
    text: Option<Fingerprint>,
}

/// Compares the alternatives of two schemas of the same type.
pub(super) fn compare(
    cx: &mut Comparison<'_, '_>,
    context: Context,
    old: &Schema<'_>,
    new: &Schema<'_>,
) {
    compare_not(cx, context, old, new);
    if old.alternatives.is_empty() && new.alternatives.is_empty() {
        return compare_lone_discriminators(cx, context, old, new);
    }
    let tagged = |schema: &'_ Schema<'_>, document| {
        let groups = 0..schema.alternatives.len();
        groups
            .map(move |index| (document, index))
            .collect::<Vec<_>>()
    };
    let group = |(document, index): &(Document, usize)| match document {
        Document::Old => &old.alternatives[*index],
        Document::New => &new.alternatives[*index],
    };
    let pairs = Pairs::new(tagged(old, Document::Old), tagged(new, Document::New))
        .by(|one| Some((group(one).kind, structures(cx, one.0, group(one)))))
        .by(|one| Some(structures(cx, one.0, group(one))))
        .by(|one| Some(group(one).kind))
        .by(|_| Some(()));
    for (was, is) in &pairs.both {
        compare_groups(cx, context, group(was), group(is));
    }
    let left = pairs.removed.iter().chain(&pairs.added);
    for one in left {
        let at = group(one).at.clone();
        let (place, how) = match one.0 {
            Document::Old => (Place::Old(at), "removed"),
            Document::New => (Place::New(at), "added"),
        };
        let keyword = group(one).kind.keyword();
        let message = format!("`{keyword}` of {} was {how}.", cx.owner(&place));
        cx.changes
            .record(context, Rule::CompositionChanged, place, message);
    }
}

/// Compares a union with a schema that is none: as if it were a union of one branch.
pub(super) fn compare_union_with_other(
    cx: &mut Comparison<'_, '_>,
    context: Context,
    old_id: SchemaId,
    new_id: SchemaId,
) {
    let (old, new) = (cx.old.schema(old_id), cx.new.schema(new_id));
    let whole = |description, document, id| {
        let at: &Pointer = &Description::schema(description, id).at;
        vec![branch(cx, document, id, at)]
    };
    let (olds, news) = if is_union(new) {
        (
            whole(cx.old, Document::Old, old_id),
            all_branches(cx, Document::New, new),
        )
    } else {
        (
            all_branches(cx, Document::Old, old),
            whole(cx.new, Document::New, new_id),
        )
    };
    let allowed = if is_union(new) {
        olds[0].types
    } else {
        news[0].types
    };
    if allowed.single().is_none() {
        return;
    }
    let pairs = by_likeness(cx, Pairs::new(olds, news).by(|one| Some(one.structure)));
    for (was, is) in &pairs.both {
        let nullable = (
            cx.old.schema(was.id).nullable,
            cx.new.schema(is.id).nullable,
        );
        if was.structure == is.structure {
            cx.mark_visited(was.id, is.id);
        } else if nullable.0 == nullable.1 {
            cx.enqueue(was.id, is.id, context);
        } else {
            let place = Place::New(is.at.clone());
            let what = cx.subject(Document::New, &is.at);
            let message = format!("{what} is composed differently.");
            cx.changes
                .record(context, Rule::CompositionChanged, place, message);
        }
    }
    // A branch of another type has been reported with the types.
    let is_reported = |branch: &Branch<'_>| branch.types.and(allowed) != branch.types;
    if pairs.both.is_empty() {
        let place = Place::New(new.at.clone());
        let what = cx.subject(Document::New, &new.at);
        let message = format!("{what} is composed differently.");
        return cx
            .changes
            .record(context, Rule::CompositionChanged, place, message);
    }
    let unreported = Pairs {
        both: Vec::new(),
        removed: pairs
            .removed
            .into_iter()
            .filter(|one| !is_reported(one))
            .collect(),
        added: pairs
            .added
            .into_iter()
            .filter(|one| !is_reported(one))
            .collect(),
    };
    record_unpaired(cx, context, &unreported);
}

fn all_branches<'d>(
    cx: &Comparison<'_, 'd>,
    document: Document,
    schema: &Schema<'d>,
) -> Vec<Branch<'d>> {
    let groups = schema.alternatives.iter();
    groups
        .flat_map(|group| branches(cx, document, group))
        .collect()
}

/// The branches of a group, each once.
fn branches<'d>(
    cx: &Comparison<'_, 'd>,
    document: Document,
    group: &Alternatives<'d>,
) -> Vec<Branch<'d>> {
    let mut ids = HashSet::new();
    let mut texts = HashSet::new();
    let branches = group
        .branches
        .iter()
        .filter(|one| ids.insert(one.schema))
        .map(|one| branch(cx, document, one.schema, &one.at));
    branches
        .filter(|one| one.text.is_none_or(|text| texts.insert(text)))
        .collect()
}

fn branch<'d>(
    cx: &Comparison<'_, 'd>,
    document: Document,
    id: SchemaId,
    at: &Pointer,
) -> Branch<'d> {
    let description = match document {
        Document::Old => cx.old,
        Document::New => cx.new,
    };
    let schema = description.schema(id);
    let own = schema
        .sources()
        .first()
        .filter(|_| schema.component.is_none());
    Branch {
        id,
        at: at.clone(),
        component: schema.component,
        title: schema.title.filter(|_| schema.component.is_none()),
        types: types_of(description, id),
        structure: cx.fingerprint(id, document),
        text: own.map(|node| Fingerprint::of_unordered(node.value)),
    }
}

fn structures(
    cx: &Comparison<'_, '_>,
    document: Document,
    group: &Alternatives<'_>,
) -> BTreeSet<Fingerprint> {
    let branches = group.branches.iter();
    branches
        .map(|branch| cx.fingerprint(branch.schema, document))
        .collect()
}

fn compare_groups(
    cx: &mut Comparison<'_, '_>,
    context: Context,
    old: &Alternatives<'_>,
    new: &Alternatives<'_>,
) {
    if old.kind != new.kind {
        let place = Place::New(new.at.clone());
        let message = format!(
            "{} changed from `{}` to `{}`.",
            cx.owner(&place),
            old.kind.keyword(),
            new.kind.keyword()
        );
        cx.changes
            .record(context, Rule::CompositionChanged, place, message);
    }
    let olds = branches(cx, Document::Old, old);
    let news = branches(cx, Document::New, new);
    let pairs = Pairs::new(olds, news)
        .by(|one| one.component)
        .by(|one| one.text)
        .by(|one| Some((one.title?, one.structure)))
        .by(|one| Some(one.structure))
        .by(|one| one.title);
    let pairs = by_likeness(cx, pairs).by_exclusion(|_, _| true);
    for (was, is) in &pairs.both {
        let of = |branch: &Branch<'_>| Use::new(Some(branch.id), branch.at.clone());
        schema_use::compare(cx, context, of(was), of(is));
    }
    record_unpaired(cx, context, &pairs);
    compare_discriminators(cx, context, (old, new), &pairs);
}

/// Pairs the branches that are most alike, best first. Components are told by their names.
fn by_likeness<'d>(cx: &Comparison<'_, 'd>, mut pairs: Pairs<Branch<'d>>) -> Pairs<Branch<'d>> {
    if pairs.removed.len() * pairs.added.len() > MAX_PAIRS {
        return pairs;
    }
    let mut scores = Vec::new();
    for (old_index, old) in pairs.removed.iter().enumerate() {
        for (new_index, new) in pairs.added.iter().enumerate() {
            let score = likeness(cx, old, new);
            if score > 0 {
                scores.push((std::cmp::Reverse(score), old_index, new_index));
            }
        }
    }
    scores.sort_unstable();
    let mut old: Vec<Option<Branch<'d>>> = pairs.removed.into_iter().map(Some).collect();
    let mut new: Vec<Option<Branch<'d>>> = pairs.added.into_iter().map(Some).collect();
    for (_, old_index, new_index) in scores {
        if old[old_index].is_some() && new[new_index].is_some() {
            let both = old[old_index].take().zip(new[new_index].take());
            pairs.both.extend(both);
        }
    }
    pairs.removed = old.into_iter().flatten().collect();
    pairs.added = new.into_iter().flatten().collect();
    pairs
}

/// How much two branches are alike, 0 for not at all.
fn likeness(cx: &Comparison<'_, '_>, old: &Branch<'_>, new: &Branch<'_>) -> usize {
    if old.types != new.types || old.component.is_some() && new.component.is_some() {
        return 0;
    }
    let (old, new) = (cx.old.schema(old.id), cx.new.schema(new.id));
    if let (Some(was), Some(is)) = (&old.values, &new.values) {
        let shared = was
            .iter()
            .filter(|one| is.iter().any(|other| other.value == one.value));
        return 1000 * shared.count() / was.len().max(is.len()).max(1);
    }
    let (was, is) = (&old.properties, &new.properties);
    if was.is_empty() && is.is_empty() {
        return if old.format == new.format { 1000 } else { 500 };
    }
    let shared = was.keys().filter(|name| is.contains_key(*name)).count();
    1000 * shared / was.len().max(is.len())
}

fn record_unpaired(cx: &mut Comparison<'_, '_>, context: Context, pairs: &Pairs<Branch<'_>>) {
    for branch in &pairs.removed {
        let place = Place::Old(branch.at.clone());
        let what = cx.owner(&place);
        let message = format!("The alternative {} of {what} was removed.", name(branch));
        cx.changes
            .record(context, Rule::AlternativeRemoved, place, message);
    }
    for branch in &pairs.added {
        let place = Place::New(branch.at.clone());
        let what = cx.owner(&place);
        let message = format!("The alternative {} of {what} was added.", name(branch));
        cx.changes
            .record(context, Rule::AlternativeAdded, place, message);
    }
}

fn name(branch: &Branch<'_>) -> String {
    match branch.component.or(branch.title) {
        Some(name) => format!("`{name}`"),
        None => format!("of type `{}`", branch.types),
    }
}

/// Compares discriminators. The values of branches that were added or removed are reported with the branches.
fn compare_discriminators(
    cx: &mut Comparison<'_, '_>,
    context: Context,
    (old, new): (&Alternatives<'_>, &Alternatives<'_>),
    pairs: &Pairs<Branch<'_>>,
) {
    let (was, is) = match (&old.discriminator, &new.discriminator) {
        (None, None) => return,
        (Some(was), Some(is)) if was.property == is.property => (was, is),
        (Some(was), Some(is)) => {
            let place = Place::New(is.at.child("propertyName"));
            let what = is
                .at
                .split_last()
                .map(|(owner, _)| owner)
                .unwrap_or_default();
            let what = cx.subject(Document::New, &what);
            let message = format!(
                "The discriminator of {what} changed from `{}` to `{}`.",
                was.property, is.property
            );
            let rule = Rule::CompositionChanged;
            return cx
                .changes
                .record_as(context, rule, Level::Breaking, place, message);
        }
        (was, is) => {
            let (place, how) = match (was, is) {
                (Some(was), None) => (Place::Old(was.at.clone()), "removed"),
                (_, Some(is)) => (Place::New(is.at.clone()), "added"),
                (None, None) => return,
            };
            let message = format!("The discriminator of {} was {how}.", cx.owner(&place));
            return cx
                .changes
                .record(context, Rule::CompositionChanged, place, message);
        }
    };
    let twins: HashMap<SchemaId, SchemaId> = pairs
        .both
        .iter()
        .map(|(old, new)| (old.id, new.id))
        .collect();
    let known: HashSet<SchemaId> = twins.values().copied().collect();
    let mapped = |discriminator: &Discriminator<'_>| discriminator.mapping.clone();
    let before: BTreeSet<(String, SchemaId)> = mapped(was)
        .into_iter()
        .filter_map(|(value, id)| Some((value, *twins.get(&id)?)))
        .collect();
    let after: BTreeSet<(String, SchemaId)> = mapped(is)
        .into_iter()
        .filter(|(_, id)| known.contains(id))
        .collect();
    if before != after {
        let place = Place::New(is.at.clone());
        let message = format!("The discriminator values of {} changed.", cx.owner(&place));
        cx.changes
            .record(context, Rule::CompositionChanged, place, message);
    }
}

/// Compares discriminators without branches: those of schemas that others extend with `allOf`.
fn compare_lone_discriminators(
    cx: &mut Comparison<'_, '_>,
    context: Context,
    old: &Schema<'_>,
    new: &Schema<'_>,
) {
    let (was, is) = (old.keyword("discriminator"), new.keyword("discriminator"));
    let value = |node: &Option<Node<'_>>| node.as_ref().map(|node| node.value.clone());
    if value(&was) == value(&is) {
        return;
    }
    let property = |node: &Option<Node<'_>>| {
        node.as_ref()
            .and_then(|node| node.text("propertyName").map(str::to_owned))
    };
    let place = Place::of(was.as_ref(), is.as_ref(), &new.at);
    let how = change_of(was.as_ref(), is.as_ref());
    let message = format!("The discriminator of {} {how}.", cx.owner(&place));
    let rule = Rule::CompositionChanged;
    let level = match (property(&was), property(&is)) {
        (Some(was), Some(is)) if was != is => Level::Breaking,
        _ => rule.level(context.side),
    };
    cx.changes.record_as(context, rule, level, place, message);
}

fn compare_not(cx: &mut Comparison<'_, '_>, context: Context, old: &Schema<'_>, new: &Schema<'_>) {
    let prints = |ids: &[SchemaId], document| {
        let ids = ids.iter();
        ids.map(|id| cx.fingerprint(*id, document))
            .collect::<BTreeSet<_>>()
    };
    if prints(&old.not, Document::Old) != prints(&new.not, Document::New) {
        let (was, is) = (old.keyword("not"), new.keyword("not"));
        let place = Place::of(was.as_ref(), is.as_ref(), &new.at);
        let message = format!(
            "`not` of {} {}.",
            cx.owner(&place),
            change_of(was.as_ref(), is.as_ref())
        );
        cx.changes
            .record(context, Rule::CompositionChanged, place, message);
    }
}
