//! The bodies of requests and responses.

use super::context::Context;
use super::examples;
use super::extension;
use super::parameter::with_evidence;
use super::parts;
use super::scalar;
use super::schema_type::{nullable_type_of, type_of};
use super::shape::is_named;
use super::union;
use crate::model::{
    Body, BodyFormat, Evidence, Kind, Layout, Response, ResponseFormat, Type, TypeDef, Union,
    Variant,
};
use crate::openapi::{self, MediaType, MediaTypeName, Schema, SchemaId, Status};

/// The forms of content, the preferred one first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Form {
    Json,
    UrlEncoded,
    Multipart,
    Text,
    Bytes,
}

impl Form {
    fn of(name: &MediaTypeName) -> Self {
        match name.essence.as_str() {
            "application/x-www-form-urlencoded" => Self::UrlEncoded,
            _ if name.is_json() => Self::Json,
            essence if essence.starts_with("multipart/") => Self::Multipart,
            "text/event-stream" => Self::Bytes,
            essence if essence.starts_with("text/") => Self::Text,
            essence if essence.ends_with("/xml") || essence.ends_with("+xml") => Self::Text,
            _ => Self::Bytes,
        }
    }

    /// The form of a media type. A range such as `*/*` says nothing, so its schema decides.
    fn of_media(context: &Context<'_, '_>, media: &MediaType<'_>) -> Self {
        let schema = media.schema.map(|id| context.description.schema(id));
        let is_binary = schema.is_some_and(|schema| schema.format == Some("binary"));
        match media.name.essence.as_str() {
            "*/*" | "application/*" if schema.is_some() && !is_binary => Self::Json,
            _ => Self::of(&media.name),
        }
    }
}

/// The media type that the crate uses, of several.
fn preferred<'m, 'd>(
    context: &mut Context<'_, '_>,
    media_types: &'m [MediaType<'d>],
) -> Option<(Form, &'m MediaType<'d>)> {
    let forms = media_types
        .iter()
        .map(|media| Form::of_media(context, media));
    let (form, media) = forms.zip(media_types).min_by_key(|(form, _)| *form)?;
    if media_types.len() > 1 {
        context.note(
            &media.at,
            "of several media types one is used: JSON before forms, text and bytes",
        );
    }
    Some((form, media))
}

pub(super) fn body(
    context: &mut Context<'_, '_>,
    operation: &openapi::Operation<'_>,
    id: &str,
) -> Option<Body> {
    let body = operation.body.as_ref()?;
    let (form, media) = preferred(context, &body.content)?;
    let hint = format!("{id} Body");
    let name = media.name.to_string();
    let (ty, format) = match form {
        Form::Json if media.name.essence.ends_with("+json") => (
            content_type(context, media, &hint),
            BodyFormat::JsonAs(name),
        ),
        Form::Json => (content_type(context, media, &hint), BodyFormat::Json),
        Form::UrlEncoded => (
            content_type(context, media, &hint),
            BodyFormat::Form(layouts(media)),
        ),
        Form::Multipart => {
            let ty = parts::parts(context, media, &hint).unwrap_or(Type::Multipart);
            (ty, BodyFormat::Multipart(media.name.essence.clone()))
        }
        Form::Text => (scalar::text(), BodyFormat::Text(name)),
        Form::Bytes => (Type::Bytes, BodyFormat::Bytes(name)),
    };
    if ty == Type::Multipart {
        context.note(
            &media.at,
            "a multipart body is made of parts that the caller adds by name",
        );
    }
    Some(Body {
        ty,
        example: examples::of_media(context.description, media),
        format,
        required: body.required,
    })
}

/// The layouts of the members of a form.
fn layouts(media: &MediaType<'_>) -> Vec<(String, Layout)> {
    let encodings = media.encodings.iter();
    encodings
        .map(|(name, encoding)| {
            let (style, explode) = (encoding.style, encoding.explode);
            let layout = Layout {
                style,
                explode,
                reserved: false,
            };
            ((*name).to_owned(), layout)
        })
        .collect()
}

/// The type of JSON or form content.
fn content_type(context: &mut Context<'_, '_>, media: &MediaType<'_>, hint: &str) -> Type {
    if let Some(schema) = media.schema {
        if context.description.schema(schema).nullable {
            context.note(
                &media.at,
                "a body that can be `null` is never sent as `null`",
            );
        }
        return type_of(context, schema, hint);
    }
    context.note(&media.at, "content without a schema is any JSON value");
    Type::Any
}

pub(super) fn response(
    context: &mut Context<'_, '_>,
    operation: &openapi::Operation<'_>,
    id: &str,
) -> Response {
    if operation.method == openapi::Method::Head {
        return without_content("");
    }
    let mut successes = successes(context, operation).into_iter();
    let Some(first) = successes.next() else {
        return without_content("");
    };
    let others: Vec<&openapi::Response<'_>> = successes.collect();
    let mut response = of_status(context, first, id);
    if !others.is_empty() {
        let others = others.iter().map(|other| of_status(context, other, id));
        let others: Vec<Response> = others.collect();
        response = combined(context, operation, response, others, id);
    }
    response
}

/// The responses of a success: those of its statuses, or else `default`.
fn successes<'o, 'd>(
    context: &mut Context<'_, '_>,
    operation: &'o openapi::Operation<'d>,
) -> Vec<&'o openapi::Response<'d>> {
    let all = operation.responses.iter();
    let of_success: Vec<_> = all.filter(|one| one.status.is_success()).collect();
    if !of_success.is_empty() {
        return of_success;
    }
    let mut redirects = operation.responses.iter();
    if let Some(redirect) = redirects.find(|one| one.status.is_redirect()) {
        let message = "a redirect that is the only success is not followed, and has headers only: see `with_raw`";
        context.note(&redirect.listed_at, message);
        return vec![redirect];
    }
    let responses = operation.node.get("responses");
    let at = responses.map_or_else(|| operation.at.clone(), |node| node.at);
    let mut all = operation.responses.iter();
    let default = all.find(|one| one.status == Status::Default);
    context.note(
        &at,
        if default.is_some() {
            "without a success status, `default` is the response of a success"
        } else {
            "without a response of a success, nothing is read from it"
        },
    );
    default.into_iter().collect()
}

/// The response of one status.
fn of_status(
    context: &mut Context<'_, '_>,
    response: &openapi::Response<'_>,
    id: &str,
) -> Response {
    let docs = response.description.unwrap_or_default();
    if response.status.is_redirect() {
        return Response {
            format: ResponseFormat::Redirect,
            ..without_content(docs)
        };
    }
    let Some((form, media)) = preferred(context, &response.content) else {
        return without_content(docs);
    };
    let accept = (media.name.essence != "application/json").then(|| media.name.to_string());
    let read_as = |ty, format| Response {
        ty,
        member: None,
        collection: None,
        docs: docs.to_owned(),
        format,
        accept: accept.clone(),
    };
    if media.name.essence == "text/event-stream" {
        context.note(&media.at, "a stream of events is read to its end, as bytes");
    }
    match (form, media.schema) {
        (Form::Json, Some(schema)) => {
            let described = context.description.schema(schema);
            let docs = with_evidence(docs, &evidence(context, described));
            let hint = format!("{id} Response");
            let response = with_content(context, schema, docs, &hint);
            Response { accept, ..response }
        }
        (Form::Json, None) => {
            context.note(&media.at, "content without a schema is any JSON value");
            read_as(Type::Any, ResponseFormat::Json)
        }
        (Form::Text | Form::UrlEncoded, _) => read_as(scalar::text(), ResponseFormat::Text),
        (Form::Multipart | Form::Bytes, _) => read_as(Type::Bytes, ResponseFormat::Bytes),
    }
}

/// One response for several statuses.
fn combined(
    context: &mut Context<'_, '_>,
    operation: &openapi::Operation<'_>,
    first: Response,
    others: Vec<Response>,
    id: &str,
) -> Response {
    let mut different: Vec<Response> = vec![first];
    for other in others {
        let is_new = different
            .iter()
            .all(|one| one.ty != other.ty || one.format != other.format);
        if is_new {
            different.push(other);
        }
    }
    let at = operation.at.child("responses");
    let (mut with, without): (Vec<Response>, Vec<Response>) =
        different.into_iter().partition(|one| one.ty != Type::Unit);
    if with.len() > 1 {
        let is_json = |one: &Response| {
            one.format == ResponseFormat::Json && one.member.is_none() && one.collection.is_none()
        };
        if with.iter().all(is_json) {
            context.note(
                &at,
                "successes of several types are an enum with a variant for each",
            );
            let ty = union_of(context, operation, &with, id);
            with.truncate(1);
            for one in &mut with {
                one.ty = ty.clone();
            }
        } else {
            context.note(&at, "of successes in several forms, only the first is read");
        }
    }
    match (with.into_iter().next(), without.is_empty()) {
        (Some(response), true) => response,
        (Some(mut response), false) => {
            let is_optional = response.ty.is_optional() || response.format != ResponseFormat::Json;
            if !is_optional && response.collection.is_none() {
                response.ty = Type::Nullable(Box::new(response.ty));
            }
            response
        }
        (None, _) => without
            .into_iter()
            .next()
            .unwrap_or_else(|| without_content("")),
    }
}

/// A union of the types of several responses.
fn union_of(
    context: &mut Context<'_, '_>,
    operation: &openapi::Operation<'_>,
    responses: &[Response],
    id: &str,
) -> Type {
    let name = context.new_type_name(&format!("{id} Response"), &operation.at);
    let mut names = union::scope();
    let variants = responses
        .iter()
        .enumerate()
        .map(|(place, response)| Variant {
            place,
            name: names.claim(match &response.ty {
                Type::Named(name) => name,
                _ => "Value",
            }),
            docs: response.docs.clone(),
            ty: response.ty.clone(),
        });
    let mut variants: Vec<Variant> = variants.collect();
    variants.sort_by(|one, other| one.name.cmp(&other.name));
    context.add_type(TypeDef {
        name: name.clone(),
        aliases: Vec::new(),
        docs: format!("The responses of `{id}`."),
        evidence: Evidence::Documented,
        deprecated: false,
        module: String::new(),
        sent: false,
        kind: Kind::Union(Union {
            variants,
            discriminator: None,
        }),
    });
    Type::Named(name)
}

fn without_content(docs: &str) -> Response {
    Response {
        ty: Type::Unit,
        member: None,
        collection: None,
        docs: docs.to_owned(),
        format: ResponseFormat::Json,
        accept: None,
    }
}

/// The evidence of a schema that does not become a named type, whose docs would show it.
fn evidence(context: &mut Context<'_, '_>, schema: &Schema<'_>) -> Evidence {
    if is_named(context.description, schema) {
        Evidence::Documented
    } else {
        extension::evidence(&schema.extensions, context.problems)
    }
}

fn with_content(context: &mut Context<'_, '_>, id: SchemaId, docs: String, hint: &str) -> Response {
    let schema = context.description.schema(id);
    let member: Option<String> = extension::read(&schema.extensions, "x-unwrap", context.problems);
    let is_one = extension::flag(&schema.extensions, "x-one", context.problems);
    let ty = match &member {
        Some(name) => member_type(context, schema, name, hint),
        None => nullable_type_of(context, id, hint),
    };
    let mut response = Response {
        ty,
        member,
        docs,
        ..without_content("")
    };
    if !is_one {
        return response;
    }
    match &response.ty {
        Type::List(_, item) | Type::Map(_, _, item) => {
            let item = (**item).clone();
            response.collection = Some(std::mem::replace(&mut response.ty, item));
        }
        _ => context.problems.add(
            &schema.place("x-one"),
            "`x-one` on something that is no list and no map",
            "it says that a collection holds the one item asked for",
        ),
    }
    response
}

/// The type of the member that `x-unwrap` names.
fn member_type(context: &mut Context<'_, '_>, schema: &Schema<'_>, name: &str, hint: &str) -> Type {
    let Some(property) = schema.properties.get(name) else {
        context.problems.add(
            &schema.place("x-unwrap"),
            format!("the response has no member `{name}`"),
            "name a property of the schema that has the key",
        );
        return Type::Any;
    };
    nullable_type_of(context, property.schema, hint)
}
