//! Types of multipart bodies.

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;

use super::context::Context;
use super::{extension, object};
use crate::model::{Field, Kind, ListForm, Operation, Parts, Resource, Type, TypeDef};
use crate::openapi::{JsonType, MediaType, Schema, SchemaId};

/// The type of a multipart body whose parts the document lists; `None` if it lists none.
pub(super) fn parts(
    context: &mut Context<'_, '_>,
    media: &MediaType<'_>,
    hint: &str,
) -> Option<Type> {
    let id = media.schema?;
    let schema = context.description.schema(id);
    let is_listed = schema.types.single() == Some(JsonType::Object)
        && schema.alternatives.is_empty()
        && !schema.properties.is_empty();
    if !is_listed {
        return None;
    }
    let name = context.new_type_name(hint, &media.at);
    if let Some(component) = context.component_name(id).cloned() {
        let parts = context.parts.entry(component).or_default();
        parts.push(name.clone());
    }
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
        let mut listed = media.part_types.iter();
        let (_, listed) = listed.find(|(name, _)| *name == field.wire_name)?;
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

/// A component that nothing but one multipart body uses becomes the type of its parts.
pub(super) fn replace_components(
    resources: &mut [Resource],
    types: &mut IndexMap<String, TypeDef>,
    parts: &IndexMap<String, Vec<String>>,
) {
    let operations = resources.iter().flat_map(|one| &one.operations);
    let of_operations = operations.flat_map(Operation::all_types);
    let of_types = types.values().flat_map(TypeDef::referenced_types);
    let used: HashSet<String> = of_operations.chain(of_types).collect();
    let single = parts
        .iter()
        .filter_map(|(component, parts)| match parts.as_slice() {
            [parts] if !used.contains(component) => Some((parts, component)),
            _ => None,
        });
    let replaced: HashMap<&String, &String> = single.collect();
    let (of_parts, mut kept): (IndexMap<_, _>, IndexMap<_, _>) = std::mem::take(types)
        .into_iter()
        .partition(|(name, _)| replaced.contains_key(name));
    for (parts, definition) in of_parts {
        if let Some(component) = replaced.get(&parts).and_then(|name| kept.get_mut(*name)) {
            (component.kind, component.sent) = (definition.kind, true);
        }
    }
    *types = kept;
    let operations = resources.iter_mut().flat_map(|one| &mut one.operations);
    for body in operations.filter_map(|one| one.body.as_mut()) {
        if let Type::Named(name) = &mut body.ty
            && let Some(component) = replaced.get(name)
        {
            name.clone_from(component);
        }
    }
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
