//! The types of schemas.

use super::context::{Context, Lowered, RUST_NAME};
use super::extension::{self, WireForm};
use super::scalar;
use super::shape::{is_named, is_unknown_object};
use crate::model::{ListForm, MapForm, Type};
use crate::openapi::{AdditionalProperties, JsonType, Schema, SchemaId};

/// The type of a schema. An inline schema that needs a named type is queued in the context for definition; `hint` is its
/// name if it has no `title` of its own.
pub(super) fn type_of(context: &mut Context<'_, '_>, id: SchemaId, hint: &str) -> Type {
    let schema = context.description.schema(id);
    match context.lowered(id) {
        Lowered::To(ty) => return ty,
        Lowered::InProgress => {
            context.note(
                &schema.at,
                "a list or map that contains itself is any JSON value where it does",
            );
            return Type::Any;
        }
        Lowered::TooDeep => {
            context.note(
                &schema.at,
                "a list or map that nests this deep is any JSON value",
            );
            return Type::Any;
        }
        Lowered::Not => {}
    }
    context.begin(id);
    let ty = match context.component_name(id) {
        Some(name) => Type::Named(name.clone()),
        None => inline_type(context, id, hint),
    };
    context.finish(id, ty.clone());
    ty
}

/// As [`type_of`], but optional if the schema is nullable.
pub(super) fn nullable_type_of(context: &mut Context<'_, '_>, id: SchemaId, hint: &str) -> Type {
    let ty = type_of(context, id, hint);
    if context.description.schema(id).nullable && !ty.is_optional() {
        Type::Nullable(Box::new(ty))
    } else {
        ty
    }
}

/// The type of a schema that is not a component.
fn inline_type(context: &mut Context<'_, '_>, id: SchemaId, hint: &str) -> Type {
    let schema = context.description.schema(id);
    let forms = extension::wire_forms(&schema.extensions, context.problems);
    if let Some(base) = schema.base {
        let ty = type_of(context, base, hint);
        return scalar::with_wire_forms(context, ty, &forms, schema);
    }
    if is_named(context.description, schema) && !is_unknown_object(schema) {
        let given: Option<String> =
            extension::read(&schema.extensions, RUST_NAME, context.problems);
        let titled = || schema.title.and_then(|title| context.titled(title));
        let wanted = given.or_else(titled).unwrap_or_else(|| hint.to_owned());
        let name = context.new_type_name(&wanted, &schema.at);
        context.request(name.clone(), id);
        return scalar::without_wire_forms(context, Type::Named(name), &forms, schema);
    }
    match schema.types.single() {
        Some(JsonType::Array) => {
            let list = list(context, schema, hint);
            scalar::without_wire_forms(context, list, &forms, schema)
        }
        Some(JsonType::Object) => {
            let map = map(context, schema, hint);
            scalar::with_wire_forms(context, map, &forms, schema)
        }
        Some(json) => {
            let ty = scalar::scalar(schema, json).unwrap_or(Type::Any);
            scalar::with_wire_forms(context, ty, &forms, schema)
        }
        None => untyped(context, schema, &forms),
    }
}

/// The type of a schema with several JSON types, or none.
fn untyped(context: &mut Context<'_, '_>, schema: &Schema<'_>, forms: &[WireForm]) -> Type {
    let inexact = if !schema.alternatives.is_empty() {
        Some("several groups of `oneOf` and `anyOf` together are any JSON value")
    } else if !schema.not.is_empty() {
        Some("`not` without a type is any JSON value")
    } else if schema.types.is_none() && !schema.nullable {
        Some("a schema that no value fits is any JSON value")
    } else if !schema.types.is_any() && !schema.types.is_none() {
        Some("a value of several types is any JSON value")
    } else {
        None
    };
    if let Some(message) = inexact {
        context.note(&schema.at, message);
    }
    scalar::without_wire_forms(context, Type::Any, forms, schema)
}

fn list(context: &mut Context<'_, '_>, schema: &Schema<'_>, hint: &str) -> Type {
    let items = match schema.items {
        Some(items) => nullable_type_of(context, items, &format!("{hint} Item")),
        None => Type::Any,
    };
    let keyed_by: Option<String> =
        extension::read(&schema.extensions, "x-keyed-by", context.problems);
    let one = extension::flag(&schema.extensions, "x-one-or-many", context.problems);
    let form = match keyed_by.as_deref() {
        None if one => return Type::OneOrMany(Box::new(items)),
        None => ListForm::Array,
        Some("index") if one => ListForm::IndexedOrOne,
        Some("index") => ListForm::Indexed,
        Some(other) => {
            context.problems.add(
                &schema.place("x-keyed-by"),
                format!("an array cannot be keyed by `{other}`"),
                "say `index`, or describe the map as an object",
            );
            ListForm::Array
        }
    };
    Type::List(form, Box::new(items))
}

/// The type of an object without properties: the list or map that `x-keyed-by` specifies, a map with string keys, or
/// any object.
fn map(context: &mut Context<'_, '_>, schema: &Schema<'_>, hint: &str) -> Type {
    let keyed_by: Option<String> =
        extension::read(&schema.extensions, "x-keyed-by", context.problems);
    let one = extension::flag(&schema.extensions, "x-one-or-many", context.problems);
    let value = match schema.additional_properties {
        AdditionalProperties::Schema(value) => {
            Some(nullable_type_of(context, value, &format!("{hint} Value")))
        }
        AdditionalProperties::Any => Some(Type::Any),
        AdditionalProperties::Forbidden | AdditionalProperties::Unspecified => None,
    };
    let by_text = |form, value| Type::Map(form, Box::new(scalar::text()), Box::new(value));
    match (keyed_by.as_deref(), value) {
        (None, None | Some(Type::Any)) => Type::Object,
        (None, Some(value)) => by_text(MapForm::Object, value),
        (Some("index"), Some(value)) => {
            let form = if one {
                ListForm::IndexedOrOne
            } else {
                ListForm::Indexed
            };
            Type::List(form, Box::new(value))
        }
        (Some("name"), Some(value)) => by_text(MapForm::Keyed, value),
        (Some(key), Some(value)) => {
            let key = key_type(context, schema, key);
            Type::Map(MapForm::Keyed, Box::new(key), Box::new(value))
        }
        (Some(_), None) => {
            context.problems.add(
                &schema.at,
                "`x-keyed-by` on an object whose values have no schema",
                "give the values a schema under `additionalProperties`",
            );
            Type::Any
        }
    }
}

/// The type of the component that `x-keyed-by` names.
fn key_type(context: &mut Context<'_, '_>, schema: &Schema<'_>, name: &str) -> Type {
    context.has_component(name, &schema.place("x-keyed-by"));
    match context.description.component(name) {
        Some((id, _)) => type_of(context, id, name),
        None => Type::Any,
    }
}
