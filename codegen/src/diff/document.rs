//! Compares what stands once in a document.

use indexmap::IndexMap;

use super::annotations;
use super::comparison::Comparison;
use super::pairing::Pairs;
use super::phrase::Phrase;
use super::rule::{Level, Rule, Side};
use super::schema;
use super::schema_use::compare_error_data;
use super::security_schemes;
use crate::openapi::{Description, Fingerprint, ObjectKind, Tag};

/// Compares what is said of the API as a whole, except for its servers: what they mean depends on the paths.
pub(super) fn compare(cx: &mut Comparison) {
    let context = cx.changes.root_scope(Side::Call);
    let (old, new) = (cx.old, cx.new);
    let phrase = |text: &str| Phrase::from(text.to_owned());
    let (root, info) = ((&old.root, &new.root), (&old.info, &new.info));
    let members = [
        (root, "openapi", Rule::VersionChanged, "version of OpenAPI"),
        (info, "version", Rule::VersionChanged, "version of the API"),
        (info, "title", Rule::TextChanged, "title of the API"),
    ];
    for (nodes, name, rule, what) in members {
        if nodes.0.value.get(name) != nodes.1.value.get(name) {
            cx.record_member(context, rule, name, nodes, |_, how| {
                format!("The {what} {how}.")
            });
        }
    }
    annotations::compare(cx, context, ObjectKind::Info, &phrase("the API"), info);
    security_schemes::compare(cx);
    compare_tags(cx);
    annotations::compare(
        cx,
        context,
        ObjectKind::Document,
        &phrase("the document"),
        root,
    );
    compare_error_data(cx, context, root);
    schema::compare_pending(cx);
}

/// Compares the tags that the document describes.
fn compare_tags(cx: &mut Comparison) {
    // What an operation is called after is the tag that it has itself.
    let context = cx.changes.root_scope(Side::Call).at(Level::Compatible);
    let pairs = Pairs::new(by_name(cx.old), by_name(cx.new)).by(|(name, _)| Some(*name));
    for (name, tag) in &pairs.removed {
        let name = Phrase::of(*name);
        let message = name.within(|name| format!("The tag {name} was removed."));
        cx.record_removed(context, Rule::TagsChanged, &tag.at, message);
    }
    for (name, tag) in &pairs.added {
        let name = Phrase::of(*name);
        let message = name.within(|name| format!("The tag {name} was added."));
        cx.record(context, Rule::TagsChanged, &tag.at, message);
    }
    for ((name, was), (_, is)) in &pairs.both {
        let what = Phrase::from(format!("the tag `{name}`"));
        let nodes = (&was.node, &is.node);
        annotations::compare(cx, context, ObjectKind::Tag, &what, nodes);
    }
}

/// The tags by name, each once: of several with one name, the same in any order.
fn by_name<'c, 'd>(description: &'c Description<'d>) -> IndexMap<&'d str, &'c Tag<'d>> {
    let mut by_name = IndexMap::new();
    let mut tags: Vec<&Tag<'_>> = description.tags.iter().collect();
    tags.sort_by_cached_key(|tag| Fingerprint::of_unordered(tag.node.value));
    for tag in tags {
        by_name.entry(tag.name).or_insert(tag);
    }
    by_name
}
