//! The values in the document's examples, for the examples in the docs of methods.

use serde_json::Value;

use crate::openapi::{Description, MediaType, Parameter, Schema, SchemaId};

pub(super) fn of_schema(schema: &Schema<'_>) -> Option<Value> {
    let listed = || schema.keyword("examples")?.entries().next();
    let node = schema.keyword("example").or_else(listed)?;
    Some(node.value.clone())
}

pub(super) fn of_parameter(
    description: &Description<'_>,
    parameter: &Parameter<'_>,
) -> Option<Value> {
    let own = parameter.examples.first().map(|node| node.value.clone());
    own.or_else(|| of_id(description, parameter.schema))
}

pub(super) fn of_media(description: &Description<'_>, media: &MediaType<'_>) -> Option<Value> {
    let own = media.examples.first().map(|node| node.value.clone());
    own.or_else(|| of_id(description, media.schema))
}

fn of_id(description: &Description<'_>, schema: Option<SchemaId>) -> Option<Value> {
    of_schema(description.schema(schema?))
}
