//! Compares what stands once in a document.

use indexmap::IndexMap;

use super::annotations;
use super::changes::Place;
use super::comparison::Comparison;
use super::pairing::Pairs;
use super::rule::{Rule, Side};
use super::schema;
use super::schema_use::compare_error_data;
use super::security;
use super::servers;
use super::wording::change_of;
use crate::openapi::{Description, ObjectKind, Tag};

/// Compares what is said of the API as a whole.
pub(super) fn compare(cx: &mut Comparison<'_, '_>) {
    let context = cx.changes.root_scope(Side::Call);
    let (old, new) = (cx.old, cx.new);
    let members = [
        (
            (&old.root, &new.root),
            "openapi",
            Rule::VersionChanged,
            "version of OpenAPI",
        ),
        (
            (&old.info, &new.info),
            "version",
            Rule::VersionChanged,
            "version of the API",
        ),
        (
            (&old.info, &new.info),
            "title",
            Rule::TextChanged,
            "title of the API",
        ),
    ];
    for ((was, is), name, rule, what) in members {
        let (was, is) = (was.get(name), is.get(name));
        if was.as_ref().map(|node| node.value) != is.as_ref().map(|node| node.value) {
            let place = Place::of(was.as_ref(), is.as_ref(), &new.info.at);
            let how = change_of(was.as_ref(), is.as_ref());
            cx.changes
                .record(context, rule, place, format!("The {what} {how}."));
        }
    }
    let nodes = (&old.info, &new.info);
    annotations::compare(cx, context, ObjectKind::Info, "the API", nodes);
    servers::compare(cx, context, &old.servers, &new.servers);
    security::compare_schemes(cx);
    compare_tags(cx);
    let nodes = (&old.root, &new.root);
    annotations::compare(cx, context, ObjectKind::Document, "the document", nodes);
    compare_error_data(cx, context, &old.root, &new.root);
    schema::compare_pending(cx);
}

/// Compares the tags that the document describes.
fn compare_tags(cx: &mut Comparison<'_, '_>) {
    let context = cx.changes.root_scope(Side::Call);
    let pairs = Pairs::new(by_name(cx.old), by_name(cx.new)).by(|(name, _)| Some(*name));
    for (name, tag) in &pairs.removed {
        let place = Place::Old(tag.at.clone());
        let message = format!("The tag `{name}` was removed.");
        cx.changes
            .record(context, Rule::TagsChanged, place, message);
    }
    for (name, tag) in &pairs.added {
        let place = Place::New(tag.at.clone());
        let message = format!("The tag `{name}` was added.");
        cx.changes
            .record(context, Rule::TagsChanged, place, message);
    }
    for ((name, was), (_, is)) in &pairs.both {
        let what = format!("the tag `{name}`");
        let nodes = (&was.node, &is.node);
        annotations::compare(cx, context, ObjectKind::Tag, &what, nodes);
    }
}

/// The tags by name, each once.
fn by_name<'c, 'd>(description: &'c Description<'d>) -> IndexMap<&'d str, &'c Tag<'d>> {
    let mut by_name = IndexMap::new();
    for tag in &description.tags {
        by_name.entry(tag.name).or_insert(tag);
    }
    by_name
}
