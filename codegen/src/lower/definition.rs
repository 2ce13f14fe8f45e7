//! Definitions of named types.

use std::vec::IntoIter;

use indexmap::IndexMap;
use serde_json::Value;

use super::context::{Context, Pending, RUST_NAME};
use super::schema_type::type_of;
use super::shape::{is_enum, union_of};
use super::{extension, filter, object};
use crate::model::{Discriminator, Enum, EnumValue, IdKind, Kind, TypeDef, Union, Variant};
use crate::openapi::{Alternatives, AlternativesKind, JsonType, Property, Schema, SchemaId};
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
            define(context, name.clone(), *id);
        } else {
            // Lowered even if unused, so that its problems are reported.
            type_of(context, *id, name);
            define_pending(context);
        }
    }
}

/// Defines the inline types that have been requested.
pub(super) fn define_pending(context: &mut Context<'_, '_>) {
    for Pending { name, schema } in context.take_pending() {
        define(context, name, schema);
    }
}

/// Defines a type. Its inline types are inserted before it.
fn define(context: &mut Context<'_, '_>, name: String, id: SchemaId) {
    // Explicit stack, because a document can nest types deeply.
    let mut open = vec![definition(context, name, id)];
    while let Some((_, inner)) = open.last_mut() {
        if let Some(Pending { name, schema }) = inner.next() {
            open.push(definition(context, name, schema));
        } else if let Some((definition, _)) = open.pop() {
            context.add_type(definition);
        }
    }
}

/// The definition of a type, and the inline types in it.
fn definition(
    context: &mut Context<'_, '_>,
    name: String,
    id: SchemaId,
) -> (TypeDef, IntoIter<Pending>) {
    let schema = context.description.schema(id);
    let kind = kind(context, &name, schema);
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
        return Kind::Union(union(context, name, group));
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
    let open = extension::flag(extensions, "x-extensible-enum", context.problems);
    let mut names = Scope::with_reserved(open.then_some("Other"));
    let mut values: IndexMap<String, EnumValue> = IndexMap::new();
    for node in schema.values.iter().flatten() {
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

fn union(context: &mut Context<'_, '_>, name: &str, group: &Alternatives<'_>) -> Union {
    let mut variants = Vec::new();
    let mut names = IndexMap::new();
    let mut scope = union_scope();
    for branch in &group.branches {
        if names.contains_key(&branch.schema) {
            continue;
        }
        let variant = variant(context, name, branch, &mut scope);
        names.insert(branch.schema, variant.name.clone());
        variants.push(variant);
    }
    if group.kind == AlternativesKind::AnyOf {
        context.note(
            &group.at,
            "an `anyOf` is an enum with a variant for each branch: a value that fits several is one of them",
        );
    }
    let discriminator = group.discriminator.as_ref().map(|one| Discriminator {
        property: one.property.to_owned(),
        values: one
            .mapping
            .iter()
            .filter_map(|(value, id)| Some((value.clone(), names.get(id)?.clone())))
            .collect(),
    });
    Union {
        variants,
        discriminator,
    }
}

/// The names of the variants of a union: `Other` keeps a value that fits none.
pub(super) fn union_scope() -> Scope {
    Scope::with_reserved(["Other"])
}

/// The variant for a branch. It is named after the branch's component, title or type.
fn variant(
    context: &mut Context<'_, '_>,
    owner: &str,
    branch: &Property,
    scope: &mut Scope,
) -> Variant {
    let schema = context.description.schema(branch.schema);
    let label = schema.component.or(schema.title);
    let label = label.unwrap_or_else(|| match schema.types.single() {
        Some(JsonType::Boolean) => "Boolean",
        Some(JsonType::Integer) => "Integer",
        Some(JsonType::Number) => "Number",
        Some(JsonType::String) if is_enum(schema) => "Enum",
        Some(JsonType::String) => "Text",
        Some(JsonType::Array) => "List",
        Some(JsonType::Object) => "Object",
        None => "Value",
    });
    let given: Option<String> = extension::read(&schema.extensions, RUST_NAME, context.problems);
    let name = rust_name::type_name(given.as_deref().unwrap_or(label));
    let name = context.claim(scope, name, "Variant", &branch.at);
    Variant {
        // `null` is a value of the union, not of a variant.
        ty: type_of(context, branch.schema, &format!("{owner} {name}")),
        docs: schema.description.unwrap_or_default().to_owned(),
        name,
    }
}
