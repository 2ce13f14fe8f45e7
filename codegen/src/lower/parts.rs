//! Types of multipart bodies.

use super::context::Context;
use super::{extension, object};
use crate::model::{Field, Kind, ListForm, Parts, Type, TypeDef};
use crate::openapi::{JsonType, MediaType, Schema, SchemaId};

/// The type of a multipart body whose parts the document lists; `None` if it lists none.
pub(super) fn parts(
    context: &mut Context<'_, '_>,
    media: &MediaType<'_>,
    hint: &str,
) -> Option<Type> {
    let schema = context.description.schema(media.schema?);
    let is_listed = schema.types.single() == Some(JsonType::Object)
        && schema.alternatives.is_empty()
        && !schema.properties.is_empty();
    if !is_listed {
        return None;
    }
    let name = context.new_type_name(hint, &media.at);
    let mut object = object::structure(context, &name, schema);
    object.additional_properties = None;
    for field in &mut object.fields {
        let property = schema.properties.get(field.wire_name.as_str());
        if let Some(property) = property {
            set_file(context, field, property.schema);
        }
    }
    let fields = object.fields.iter();
    let media_types = fields.filter_map(|field| {
        let listed = *media.part_types.get(field.wire_name.as_str())?;
        let one = media_type(listed, content(&field.ty))?;
        Some((field.wire_name.clone(), one.to_owned()))
    });
    let media_types = media_types.collect();
    let evidence = extension::evidence(&schema.extensions, context.problems);
    context.add_type(TypeDef {
        name: name.clone(),
        docs: schema
            .description
            .map_or_else(|| format!("`{name}`."), str::to_owned),
        evidence,
        aliases: Vec::new(),
        deprecated: schema.deprecated,
        module: String::new(),
        sent: true,
        kind: Kind::Parts(Parts {
            object,
            media_types,
        }),
    });
    Some(Type::Named(name))
}

/// The media type of a part, of those that `contentType` lists. Of several, which one a file has is not known.
fn media_type(listed: &str, of: Content) -> Option<&str> {
    let mut all = listed.split(',').map(str::trim);
    let first = all.next()?;
    let is_known = of == Content::Value || all.next().is_none();
    (is_known && !first.contains('*')).then_some(first)
}

/// Makes the field of a file, or of several, one of files.
fn set_file(context: &Context<'_, '_>, field: &mut Field, id: SchemaId) {
    let schema = context.description.schema(id);
    let items = schema.items.map(|items| context.description.schema(items));
    if is_file(schema) {
        field.ty = Type::File;
    } else if items.is_some_and(is_file) {
        field.ty = Type::List(ListForm::Array, Box::new(Type::File));
    } else {
        return;
    }
    // A part that is a file cannot be `null`: it is left out.
    field.null_setter = None;
}

/// What a part contains.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Content {
    File,
    Value,
}

fn content(ty: &Type) -> Content {
    match ty {
        Type::File => Content::File,
        Type::List(_, item) if **item == Type::File => Content::File,
        _ => Content::Value,
    }
}

/// Whether a value is bytes that are sent as they are.
fn is_file(schema: &Schema<'_>) -> bool {
    let has_type = |text: &str| !text.starts_with("text/") && !text.ends_with("json");
    let media_type = schema.keyword("contentMediaType");
    let is_content = media_type.is_some_and(|node| node.value.as_str().is_some_and(has_type));
    let is_encoded = schema.keyword("contentEncoding").is_some();
    (schema.types.is_any() || schema.types.contains(JsonType::String))
        && (schema.format == Some("binary") || is_content && !is_encoded)
}
