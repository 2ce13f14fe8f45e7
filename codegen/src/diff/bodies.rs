//! Request bodies, responses, media types and headers.

use super::annotations;
use super::changes::{Context, Place, Presence};
use super::comparison::Comparison;
use super::pairing::Pairs;
use super::rule::{Level, Rule, Side};
use super::schema_use::{self, Use};
use super::types::may_explode;
use super::wording::what_happened;
use crate::openapi::{Body, Header, MediaType, ObjectKind, Operation, Response};

/// Compares the request bodies of an operation; `name` is the operation in messages.
pub(super) fn compare_requests(
    cx: &mut Comparison<'_, '_>,
    context: Context,
    name: &str,
    (old, new): (&Operation<'_>, &Operation<'_>),
) {
    let context = context.on(Side::Sent);
    match (&old.body, &new.body) {
        (None, None) => {}
        (None, Some(body)) => {
            let (rule, kind) = if body.required {
                (Rule::RequiredBodyAdded, "required")
            } else {
                (Rule::BodyAdded, "optional")
            };
            let place = Place::of(None, new.node.get("requestBody").as_ref(), &new.at);
            let message = format!("{name} has a new {kind} request body.");
            cx.changes.record(context, rule, place, message);
        }
        (Some(_), None) => {
            let place = Place::of(old.node.get("requestBody").as_ref(), None, &new.at);
            let message = format!("The request body of {name} was removed.");
            cx.changes
                .record(context, Rule::BodyRemoved, place, message);
        }
        (Some(old), Some(new)) => compare_request(cx, context, name, old, new),
    }
}

fn compare_request(
    cx: &mut Comparison<'_, '_>,
    context: Context,
    name: &str,
    old: &Body<'_>,
    new: &Body<'_>,
) {
    cx.used_components.extend([old.at.clone(), new.at.clone()]);
    let required = match (old.required, new.required) {
        (false, true) => Some((Rule::BodyBecameRequired, "is now required")),
        (true, false) => Some((Rule::BodyBecameOptional, "is now optional")),
        _ => None,
    };
    if let Some((rule, how)) = required {
        let message = format!("The request body of {name} {how}.");
        cx.changes
            .record(context, rule, Place::New(new.at.clone()), message);
    }
    let what = format!("the request body of {name}");
    compare_content(cx, context, &what, (&old.content, &new.content));
    annotations::compare(cx, context, ObjectKind::Body, &what, (&old.node, &new.node));
}

/// Compares the responses of an operation; `name` is the operation in messages.
pub(super) fn compare_responses(
    cx: &mut Comparison<'_, '_>,
    context: Context,
    name: &str,
    (old, new): (&Operation<'_>, &Operation<'_>),
) {
    let context = context.on(Side::Received);
    let pairs = Pairs::new(&old.responses, &new.responses).by(|one| Some(one.status));
    for (was, is) in &pairs.both {
        let what = format!("the {} response of {name}", is.status);
        compare_response(cx, context, &what, was, is);
    }
    for response in &pairs.removed {
        let rule = if response.status.is_success() {
            Rule::SuccessStatusRemoved
        } else {
            Rule::FailureStatusRemoved
        };
        cx.used_components.insert(response.at.clone());
        let place = Place::Old(response.listed_at.clone());
        let message = format!("The {} response of {name} was removed.", response.status);
        cx.changes.record(context, rule, place, message);
    }
    for response in &pairs.added {
        let rule = if response.status.is_success() {
            Rule::SuccessStatusAdded
        } else {
            Rule::FailureStatusAdded
        };
        cx.used_components.insert(response.at.clone());
        let place = Place::New(response.listed_at.clone());
        let message = format!("The {} response of {name} was added.", response.status);
        cx.changes.record(context, rule, place, message);
    }
    let nodes = (&old.node.member("responses"), &new.node.member("responses"));
    let what = format!("the responses of {name}");
    annotations::compare_extensions(cx, context, &what, nodes);
}

fn compare_response(
    cx: &mut Comparison<'_, '_>,
    context: Context,
    what: &str,
    old: &Response<'_>,
    new: &Response<'_>,
) {
    cx.used_components.extend([old.at.clone(), new.at.clone()]);
    compare_content(cx, context, what, (&old.content, &new.content));
    compare_headers(cx, context, what, old, new);
    annotations::compare(
        cx,
        context,
        ObjectKind::Response,
        what,
        (&old.node, &new.node),
    );
}

/// Compares the media types of a body, header or parameter, and the schemas in them.
pub(super) fn compare_content(
    cx: &mut Comparison<'_, '_>,
    context: Context,
    what: &str,
    (old, new): (&[MediaType<'_>], &[MediaType<'_>]),
) {
    let pairs = Pairs::new(old, new).by(|media| Some(media.name.clone()));
    for (was, is) in &pairs.both {
        let what = format!("{what} as `{}`", is.name);
        let of = |media: &MediaType<'_>| Use::new(media.schema, media.at.child("schema"));
        schema_use::compare(cx, context.with(Presence::Optional), of(was), of(is));
        annotations::compare_examples(cx, context, &what, &was.examples, &is.examples);
        annotations::compare(
            cx,
            context,
            ObjectKind::MediaType,
            &what,
            (&was.node, &is.node),
        );
    }
    for media in &pairs.removed {
        let place = Place::Old(media.at.clone());
        let message = format!("The media type `{}` of {what} was removed.", media.name);
        cx.changes
            .record(context, Rule::MediaTypeRemoved, place, message);
    }
    for media in &pairs.added {
        let place = Place::New(media.at.clone());
        let message = format!("The media type `{}` of {what} was added.", media.name);
        cx.changes
            .record(context, Rule::MediaTypeAdded, place, message);
    }
}

fn compare_headers(
    cx: &mut Comparison<'_, '_>,
    context: Context,
    what: &str,
    old: &Response<'_>,
    new: &Response<'_>,
) {
    let pairs = Pairs::new(&old.headers, &new.headers).by(|(name, _)| Some((*name).clone()));
    for ((_, was), (_, is)) in &pairs.both {
        let what = format!("the header `{}` of {what}", header_name(is));
        compare_header(cx, context, &what, was, is);
    }
    for (_, header) in &pairs.removed {
        let rule = Rule::HeaderRemoved;
        let level = if header.required {
            Level::Breaking
        } else {
            rule.level(context.side)
        };
        let place = Place::Old(header.listed_at.clone());
        let message = format!(
            "The header `{}` of {what} was removed.",
            header_name(header)
        );
        cx.changes.record_as(context, rule, level, place, message);
    }
    for (_, header) in &pairs.added {
        let place = Place::New(header.listed_at.clone());
        let message = format!("The header `{}` of {what} was added.", header_name(header));
        cx.changes
            .record(context, Rule::HeaderAdded, place, message);
    }
}

/// The name as the document writes it.
fn header_name(header: &Header<'_>) -> String {
    let name = header.listed_at.split_last();
    name.map(|(_, name)| name).unwrap_or_default()
}

fn compare_header(
    cx: &mut Comparison<'_, '_>,
    context: Context,
    what: &str,
    old: &Header<'_>,
    new: &Header<'_>,
) {
    cx.used_components.extend([old.at.clone(), new.at.clone()]);
    let required = match (old.required, new.required) {
        (false, true) => Some((Rule::HeaderBecameRequired, "is now always present")),
        (true, false) => Some((Rule::HeaderBecameOptional, "may now be missing")),
        _ => None,
    };
    if let Some((rule, how)) = required {
        let place = Place::New(new.at.clone());
        cx.changes
            .record(context, rule, place, format!("{what} {how}."));
    }
    let explodes = may_explode(cx.old, old.schema) || may_explode(cx.new, new.schema);
    if explodes && old.explode != new.explode {
        let (was, is) = (old.node.get("explode"), new.node.get("explode"));
        let place = Place::of(was.as_ref(), is.as_ref(), &new.at);
        let how = what_happened(Some(&old.explode.into()), Some(&new.explode.into()));
        let message = format!("`explode` of {what} {how}.");
        cx.changes
            .record(context, Rule::SerialisationChanged, place, message);
    }
    let of = |one: &Header<'_>| Use::new(one.schema, one.at.child("schema"));
    schema_use::compare(cx, context, of(old), of(new));
    let content = (old.content.as_slice(), new.content.as_slice());
    compare_content(cx, context, what, content);
    annotations::compare_examples(cx, context, what, &old.examples, &new.examples);
    annotations::compare(
        cx,
        context,
        ObjectKind::Header,
        what,
        (&old.node, &new.node),
    );
}
