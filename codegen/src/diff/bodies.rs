//! Request bodies, responses, media types and headers.

use std::collections::BTreeMap;

use super::annotations;
use super::changes::{Both, Context};
use super::comparison::Comparison;
use super::pairing::Pairs;
use super::phrase::Phrase;
use super::rule::{Level, Rule, Side};
use super::schema_use::{self, Use};
use super::types::{may_explode, types_of};
use super::wording::flag_change;
use crate::openapi::{
    Body, Description, Fingerprint, Header, JsonType, MediaType, ObjectKind, Operation, Response,
    SchemaId,
};

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
    // A code and the range that has it: they are the same responses, more or fewer.
    let known = pairs.both.len();
    let code = |one: &&Response| one.status.code_class();
    let range = |one: &&Response| one.status.range_class();
    let pairs = pairs.by_both(code, range).by_both(range, code);
    for (index, both) in pairs.both.iter().enumerate() {
        let what = name.within(|name| format!("the {} response of {name}", both.1.status));
        if index >= known {
            record_other_range(cx, context, name, *both);
        }
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

/// Records that a response is for more or fewer statuses.
fn record_other_range(
    cx: &mut Comparison,
    context: Context,
    name: &Phrase,
    (old, new): Both<&Response>,
) {
    let (was, is) = (old.status, new.status);
    let (rule, level) = match (is.is_success(), is.range_class()) {
        (true, Some(_)) => (Rule::SuccessStatusAdded, Level::Maybe),
        (true, None) => (Rule::SuccessStatusRemoved, Level::Compatible),
        (false, Some(_)) => (Rule::FailureStatusAdded, Level::Compatible),
        (false, None) => (Rule::FailureStatusRemoved, Level::Compatible),
    };
    let message = name.within(|name| format!("The {was} response of {name} is now for {is}."));
    let places = (&old.listed_at, &new.listed_at);
    cx.record_moved(context.at(level), rule, places, message);
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

/// The media types of what has at most one.
pub(super) fn one_of<'s, 'd>(content: Option<&'s MediaType<'d>>) -> &'s [MediaType<'d>] {
    content.map_or(&[], std::slice::from_ref)
}

/// Compares the media types of a body, header or parameter, and the schemas in them.
pub(super) fn compare_content(
    cx: &mut Comparison,
    context: Context,
    what: &Phrase,
    (old, new): Both<&[MediaType]>,
) {
    let pairs = Pairs::new(old, new).by(|media| Some(media.name.clone()));
    let known = pairs.both.len();
    let pairs = pairs
        .by_fit(|was, is| is.name.covers(&was.name))
        .by_fit(|was, is| was.name.covers(&is.name));
    for (index, (was, is)) in pairs.both.iter().enumerate() {
        if index >= known {
            record_other_media_range(cx, context, what, (was, is));
        }
        let what = what.within(|what| format!("{what} as `{}`", is.name));
        if encodings(cx.old, was) != encodings(cx.new, is) {
            let (rule, nodes) = (Rule::SerialisationChanged, (&was.node, &is.node));
            let message = what.within(|what| format!("`encoding` of {what} changed."));
            cx.record_named(context, rule, "encoding", nodes, message);
        }
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

/// Records that a body is in more or fewer media types.
fn record_other_media_range(
    cx: &mut Comparison,
    context: Context,
    what: &Phrase,
    (old, new): Both<&MediaType>,
) {
    let (was, is) = (&old.name, &new.name);
    let (rule, harmless) = if is.covers(was) {
        (Rule::MediaTypeAdded, Side::Sent)
    } else {
        (Rule::MediaTypeRemoved, Side::Received)
    };
    let level = if context.side == harmless {
        Level::Compatible
    } else {
        Level::Breaking
    };
    let message =
        what.within(|what| format!("The media type of {what} changed from `{was}` to `{is}`."));
    cx.record_moved(context.at(level), rule, (&old.at, &new.at), message);
}

/// How the members of a form or the parts of a multipart body are written, as far as it is not the default.
fn encodings<'d>(
    description: &Description<'d>,
    media: &MediaType<'d>,
) -> BTreeMap<&'d str, BTreeMap<&'d str, Fingerprint>> {
    let properties = media.schema.map(|id| &description.schema(id).properties);
    let encodings = media.node.member("encoding").members();
    let encodings = encodings.map(|(name, node)| {
        let property = properties.and_then(|properties| properties.get(name));
        let default = property.map(|one| default_media_type(description, one.schema));
        let form = node.text("style").is_none_or(|style| style == "form");
        let facts = node.members().filter(|(member, value)| match *member {
            "contentType" => value.value.as_str() != default.flatten(),
            "style" => value.value != "form",
            "explode" => value.value.as_bool() != Some(form),
            "allowReserved" => value.value != false,
            _ => true,
        });
        let facts = facts.map(|(member, value)| (member, Fingerprint::of_value(value.value)));
        (name, facts.collect::<BTreeMap<_, _>>())
    });
    encodings.filter(|(_, facts)| !facts.is_empty()).collect()
}

/// The media type of a part that says none.
fn default_media_type(description: &Description, id: SchemaId) -> Option<&'static str> {
    let schema = description.schema(id);
    match types_of(description, id).single()? {
        JsonType::Object => Some("application/json"),
        JsonType::String if matches!(schema.format, Some("binary" | "byte")) => {
            Some("application/octet-stream")
        }
        JsonType::Array => {
            let items = schema.items?;
            match types_of(description, items).single()? {
                // Items of items: no default is agreed upon.
                JsonType::Array => None,
                _ => default_media_type(description, items),
            }
        }
        _ => Some("text/plain"),
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
    name.map(|(_, name)| name.to_owned()).unwrap_or_default()
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
    let media_types = (
        one_of(old.content.as_deref()),
        one_of(new.content.as_deref()),
    );
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
