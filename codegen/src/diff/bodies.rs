//! Request bodies, responses, media types and headers.

use super::annotations;
use super::changes::{Both, Context};
use super::comparison::Comparison;
use super::pairing::Pairs;
use super::phrase::Phrase;
use super::rule::{Level, Rule, Side};
use super::schema_use::{self, Use};
use super::types::may_explode;
use super::wording::flag_change;
use crate::openapi::{Body, Header, MediaType, ObjectKind, Operation, Response};

/// Compares the request bodies of an operation; `name` is the operation in messages.
pub(super) fn compare_requests(
    cx: &mut Comparison,
    context: Context,
    name: &Phrase,
    (old, new): Both<&Operation>,
) {
    let context = context.on(Side::Sent);
    let (rule, how) = match (&old.body, &new.body) {
        (None, None) => return,
        (Some(old), Some(new)) => return compare_request(cx, context, name, (old, new)),
        (None, Some(body)) if body.required => {
            (Rule::RequiredBodyAdded, "was added; it is required")
        }
        (None, Some(_)) => (Rule::BodyAdded, "was added; it is optional"),
        (Some(_), None) => (Rule::BodyRemoved, "was removed"),
    };
    let nodes = (&old.node, &new.node);
    let message = name.within(|name| format!("The request body of {name} {how}."));
    cx.record_named(context, rule, "requestBody", nodes, message);
}

fn compare_request(cx: &mut Comparison, context: Context, name: &Phrase, (old, new): Both<&Body>) {
    cx.used_components.extend([old.at.clone(), new.at.clone()]);
    let what = name.within(|name| format!("the request body of {name}"));
    let set = (Rule::BodyBecameRequired, "is now required");
    let unset = (Rule::BodyBecameOptional, "is now optional");
    if let Some((rule, how)) = flag_change(old.required, new.required, set, unset) {
        cx.record(
            context,
            rule,
            &new.at,
            what.within(|what| format!("{what} {how}.")),
        );
    }
    compare_content(cx, context, &what, (&old.content, &new.content));
    annotations::compare(cx, context, ObjectKind::Body, &what, (&old.node, &new.node));
}

/// Compares the responses of an operation; `name` is the operation in messages.
pub(super) fn compare_responses(
    cx: &mut Comparison,
    context: Context,
    name: &Phrase,
    (old, new): Both<&Operation>,
) {
    let context = context.on(Side::Received);
    let pairs = Pairs::new(&old.responses, &new.responses).by(|one| Some(one.status));
    for both in &pairs.both {
        let what = name.within(|name| format!("the {} response of {name}", both.1.status));
        compare_response(cx, context, &what, *both);
    }
    for response in &pairs.removed {
        let rule = if response.status.is_success() {
            Rule::SuccessStatusRemoved
        } else {
            Rule::FailureStatusRemoved
        };
        cx.used_components.insert(response.at.clone());
        let message =
            name.within(|name| format!("The {} response of {name} was removed.", response.status));
        cx.record_removed(context, rule, &response.listed_at, message);
    }
    for response in &pairs.added {
        let rule = if response.status.is_success() {
            Rule::SuccessStatusAdded
        } else {
            Rule::FailureStatusAdded
        };
        cx.used_components.insert(response.at.clone());
        let message =
            name.within(|name| format!("The {} response of {name} was added.", response.status));
        cx.record(context, rule, &response.listed_at, message);
    }
    let nodes = (&old.node.member("responses"), &new.node.member("responses"));
    let what = name.within(|name| format!("the responses of {name}"));
    annotations::compare(cx, context, ObjectKind::Responses, &what, nodes);
}

fn compare_response(
    cx: &mut Comparison,
    context: Context,
    what: &Phrase,
    (old, new): Both<&Response>,
) {
    cx.used_components.extend([old.at.clone(), new.at.clone()]);
    compare_content(cx, context, what, (&old.content, &new.content));
    compare_headers(cx, context, what, (old, new));
    let nodes = (&old.node, &new.node);
    annotations::compare(cx, context, ObjectKind::Response, what, nodes);
}

/// Compares the media types of a body, header or parameter, and the schemas in them.
pub(super) fn compare_content(
    cx: &mut Comparison,
    context: Context,
    what: &Phrase,
    (old, new): Both<&[MediaType]>,
) {
    let pairs = Pairs::new(old, new).by(|media| Some(media.name.clone()));
    for (was, is) in &pairs.both {
        let what = what.within(|what| format!("{what} as `{}`", is.name));
        let of = |media: &MediaType| Use::new(media.schema, media.at.child("schema"));
        schema_use::compare(cx, context, (of(was), of(is)));
        annotations::compare_examples(cx, context, &what, (&was.examples, &is.examples));
        let nodes = (&was.node, &is.node);
        annotations::compare(cx, context, ObjectKind::MediaType, &what, nodes);
    }
    for media in &pairs.removed {
        let message =
            what.within(|what| format!("The media type `{}` of {what} was removed.", media.name));
        cx.record_removed(context, Rule::MediaTypeRemoved, &media.at, message);
    }
    for media in &pairs.added {
        let message =
            what.within(|what| format!("The media type `{}` of {what} was added.", media.name));
        cx.record(context, Rule::MediaTypeAdded, &media.at, message);
    }
}

fn compare_headers(
    cx: &mut Comparison,
    context: Context,
    what: &Phrase,
    (old, new): Both<&Response>,
) {
    let pairs = Pairs::new(&old.headers, &new.headers).by(|(name, _)| Some((*name).clone()));
    for ((_, was), (_, is)) in &pairs.both {
        let what = what.within(|what| format!("the header `{}` of {what}", name(is)));
        compare_header(cx, context, &what, (was, is));
    }
    for (_, header) in &pairs.removed {
        let context = if header.required {
            context.at(Level::Breaking)
        } else {
            context
        };
        let message =
            what.within(|what| format!("The header `{}` of {what} was removed.", name(header)));
        cx.record_removed(context, Rule::HeaderRemoved, &header.listed_at, message);
    }
    for (_, header) in &pairs.added {
        let message =
            what.within(|what| format!("The header `{}` of {what} was added.", name(header)));
        cx.record(context, Rule::HeaderAdded, &header.listed_at, message);
    }
}

/// The name as the document writes it.
fn name(header: &Header) -> String {
    let name = header.listed_at.split_last();
    name.map(|(_, name)| name).unwrap_or_default()
}

fn compare_header(cx: &mut Comparison, context: Context, what: &Phrase, (old, new): Both<&Header>) {
    cx.used_components.extend([old.at.clone(), new.at.clone()]);
    let set = (Rule::HeaderBecameRequired, "is now always present");
    let unset = (Rule::HeaderBecameOptional, "is now optional");
    if let Some((rule, how)) = flag_change(old.required, new.required, set, unset) {
        cx.record(
            context,
            rule,
            &new.at,
            what.within(|what| format!("{what} {how}.")),
        );
    }
    if (may_explode(cx.old, old.schema) || may_explode(cx.new, new.schema))
        && let Some(how) = flag_change(old.explode, new.explode, "is now set", "is no longer set")
    {
        let (rule, nodes) = (Rule::SerialisationChanged, (&old.node, &new.node));
        let message = what.within(|what| format!("`explode` of {what} {how}."));
        cx.record_named(context, rule, "explode", nodes, message);
    }
    let of = |one: &Header| Use::new(one.schema, one.at.child("schema"));
    schema_use::compare(cx, context, (of(old), of(new)));
    let media_types = (old.content.as_slice(), new.content.as_slice());
    compare_content(cx, context, what, media_types);
    annotations::compare_examples(cx, context, what, (&old.examples, &new.examples));
    annotations::compare(
        cx,
        context,
        ObjectKind::Header,
        what,
        (&old.node, &new.node),
    );
}
