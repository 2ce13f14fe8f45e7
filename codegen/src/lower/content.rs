//! The bodies of requests and responses.

use super::context::Context;
use super::extension;
use super::parameter::with_evidence;
use super::schema_type::{is_named, nullable_type_of, type_of};
use crate::model::{Body, Evidence, Response, Type};
use crate::openapi::{self, MediaType, Schema, SchemaId};
use crate::problem::Pointer;

pub(super) fn body(
    context: &mut Context<'_, '_>,
    operation: &openapi::Operation<'_>,
) -> Option<Body> {
    let body = operation.body.as_ref()?;
    let schema = json_schema(context, &body.content, &body.at)?;
    // Requests are sent as `application/json`, which a server may not accept in place of a type with the suffix `+json`.
    if let Some(other) = body
        .content
        .iter()
        .find(|media| media.name.essence.ends_with("+json"))
    {
        context.unsupported(
            &other.at,
            &format!("media type `{}` in a request", other.name),
            "describe the body as `application/json`, if the server accepts that",
        );
    }
    let hint = format!("{} Body", operation.id.unwrap_or_default());
    Some(Body {
        ty: type_of(context, schema, &hint),
    })
}

/// The schema of the JSON media type. `at` is the location of the body or response, for messages.
fn json_schema(
    context: &mut Context<'_, '_>,
    media_types: &[MediaType<'_>],
    at: &Pointer,
) -> Option<SchemaId> {
    let other = media_types.iter().find(|media| !media.name.is_json());
    if let Some(other) = other {
        context.unsupported(
            &other.at,
            &format!("media type `{}`", other.name),
            "describe the JSON form, which is the only one that is emitted",
        );
        return None;
    }
    let schema = media_types.iter().find_map(|media| media.schema);
    if schema.is_none() {
        context.problems.add(
            at,
            "expected a schema for `application/json`, found none",
            "describe what is sent here; `{}` stands for any JSON",
        );
    }
    schema
}

pub(super) fn response(
    context: &mut Context<'_, '_>,
    operation: &openapi::Operation<'_>,
) -> Response {
    let successes: Vec<&openapi::Response<'_>> = operation
        .responses
        .iter()
        .filter(|response| response.status.is_success())
        .collect();
    let [response] = successes.as_slice() else {
        let responses = operation.node.get("responses");
        context.problems.add(
            responses.as_ref().map_or(&operation.at, |node| &node.at),
            format!("expected one success response, found {}", successes.len()),
            "describe the answer of a success under `200`, and no other",
        );
        return without_content("");
    };
    let docs = response.description.unwrap_or_default();
    if response.content.is_empty() {
        return without_content(docs);
    }
    let Some(id) = json_schema(context, &response.content, &response.at) else {
        return without_content(docs);
    };
    let schema = context.description.schema(id);
    let docs = with_evidence(docs, &evidence(context, schema));
    let hint = format!("{} Response", operation.id.unwrap_or_default());
    with_content(context, id, docs, &hint)
}

fn without_content(docs: &str) -> Response {
    Response {
        ty: Type::Unit,
        member: None,
        collection: None,
        docs: docs.to_owned(),
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
        collection: None,
        docs,
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
