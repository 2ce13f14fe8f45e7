//! Definitions of named types.

use std::vec::IntoIter;

use indexmap::IndexMap;
use serde_json::Value;

use super::context::{Context, Form, Pending};
use super::schema_type::type_of;
use super::shape::{enum_values, is_enum, union_of};
use super::{extension, filter, object, union};
use crate::model::{Enum, EnumValue, IdKind, Kind, TypeDef};
use crate::openapi::{JsonType, Schema};
use crate::rust_name::{self, Scope};

/// Defines the types of all component schemas, in document order.
pub(super) fn define_components(context: &mut Context<'_, '_>) {
    for (name, id) in &context.description.components {
        let schema = context.description.schema(*id);
        if schema.component != Some(name) {
            // A reference: its target component is defined separately.
            continue;
        }
        if let Some(name) = context.component_name(*id) {
            let (name, schema, form) = (name.clone(), *id, Form::Whole);
            define(context, Pending { name, schema, form });
        } else {
            // Lowered even if unused, so that its problems are reported.
            type_of(context, *id, name);
            define_pending(context);
        }
    }
}

/// Defines the inline types that have been requested.
pub(super) fn define_pending(context: &mut Context<'_, '_>) {
    for pending in context.take_pending() {
        define(context, pending);
    }
}

/// Defines a type. Its inline types are inserted before it.
fn define(context: &mut Context<'_, '_>, pending: Pending) {
    // Explicit stack, because a document can nest types deeply.
    let mut open = vec![definition(context, pending)];
    while let Some((_, inner)) = open.last_mut() {
        if let Some(pending) = inner.next() {
            open.push(definition(context, pending));
        } else if let Some((definition, _)) = open.pop() {
            context.add_type(definition);
        }
    }
}

/// The definition of a type, and the inline types in it.
fn definition(context: &mut Context<'_, '_>, pending: Pending) -> (TypeDef, IntoIter<Pending>) {
    let Pending { name, schema, form } = pending;
    let id = schema;
    let schema = context.description.schema(id);
    let kind = match &schema.subtypes {
        Some(_) if form == Form::Base => Kind::Struct(object::structure(context, &name, schema)),
        Some(subtypes) => Kind::Union(union::of_subtypes(context, &name, id, subtypes)),
        None => kind(context, &name, schema),
    };
    let definition = TypeDef {
        aliases: extension::aliases(&schema.extensions, context.problems),
        docs: schema
            .description
            .map_or_else(|| format!("`{name}`."), str::to_owned),
        evidence: extension::evidence(&schema.extensions, context.problems),
        deprecated: schema.deprecated,
        module: extension::read(&schema.extensions, "x-resource", context.problems)
            .unwrap_or_default(),
        sent: false,
        name,
        kind,
    };
    (definition, context.take_pending().into_iter())
}

fn kind<'d>(context: &mut Context<'_, 'd>, name: &str, schema: &Schema<'d>) -> Kind {
    if let Some(group) = union_of(schema) {
        return Kind::Union(union::of_branches(context, name, group));
    }
    match schema.types.single() {
        Some(JsonType::String) if is_enum(schema) => Kind::Enum(enumeration(context, schema)),
        Some(JsonType::String) => Kind::Id(IdKind::Text),
        Some(JsonType::Integer) => Kind::Id(IdKind::Number),
        _ if schema.extensions.contains_key("x-filter") => {
            Kind::Filter(filter::filter(context, schema))
        }
        _ => Kind::Struct(object::structure(context, name, schema)),
    }
}

fn enumeration(context: &mut Context<'_, '_>, schema: &Schema<'_>) -> Enum {
    let extensions = &schema.extensions;
    let docs: IndexMap<String, String> =
        extension::read(extensions, "x-enum-descriptions", context.problems).unwrap_or_default();
    let given: IndexMap<String, String> =
        extension::read(extensions, "x-enum-names", context.problems).unwrap_or_default();
    let open = extension::is_open_enum(extensions, context.problems);
    let mut names = Scope::with_reserved(open.then_some("Other"));
    let mut values: IndexMap<String, EnumValue> = IndexMap::new();
    for node in enum_values(schema) {
        let value = match node.value {
            Value::String(text) => text.clone(),
            other => {
                context.note(
                    &node.at,
                    "a value of a string enum that is no string is its text",
                );
                other.to_string()
            }
        };
        if values.contains_key(&value) {
            continue;
        }
        let wanted = given.get(&value).unwrap_or(&value);
        let name = match wanted.as_str() {
            "" => Some("Empty".to_owned()),
            wanted => rust_name::type_name(wanted),
        };
        let name = context.claim(&mut names, name, "Value", &node.at);
        let docs = docs.get(&value).cloned();
        values.insert(value.clone(), EnumValue { name, value, docs });
    }
    for (key, unknown) in [("x-enum-descriptions", docs), ("x-enum-names", given)] {
        for unknown in unknown.keys().filter(|value| !values.contains_key(*value)) {
            context.problems.add(
                &schema.place(key),
                format!("`{unknown}` is no value of the enum"),
                "remove the entry or add the value",
            );
        }
    }
    let values = values.into_values().collect();
    Enum { values, open }
}
