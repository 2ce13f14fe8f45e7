//! Definitions of named types.

use std::collections::HashSet;
use std::vec::IntoIter;

use indexmap::IndexMap;

use super::context::{Context, Pending};
use super::schema_type::{is_enum, is_named, is_union, type_of};
use super::{extension, filter, object};
use crate::model::{Discriminator, Enum, EnumValue, IdKind, Kind, TypeDef, Union, Variant};
use crate::openapi::{Alternatives, JsonType, Property, Schema, SchemaId};
use crate::rust_name;

/// Defines the types of all component schemas, in document order.
pub(super) fn define_components(context: &mut Context<'_, '_>) {
    for (name, id) in &context.description.components {
        let schema = context.description.schema(*id);
        if schema.component != Some(name) {
            // A reference: its target component is defined separately.
            continue;
        }
        if is_named(context.description, schema) {
            let name = context.type_name(name, &schema.at);
            define(context, name, *id);
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
        at: schema.at.clone(),
        constant: rust_name::constant_name(&name),
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

fn kind(context: &mut Context<'_, '_>, name: &str, schema: &Schema<'_>) -> Kind {
    if is_union(schema)
        && let [group] = schema.alternatives.as_slice()
    {
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
    let mut docs: IndexMap<String, String> =
        extension::read(extensions, "x-enum-descriptions", context.problems).unwrap_or_default();
    let mut values: Vec<EnumValue> = Vec::new();
    let mut names = HashSet::new();
    for node in schema.values.iter().flatten() {
        let Some(value) = node.value.as_str() else {
            context.problems.add(
                &node.at,
                format!("expected a string in this enum, found `{}`", node.value),
                "quote it, or remove it with a patch",
            );
            continue;
        };
        let name = context.type_name(value, &node.at);
        if !names.insert(name.clone()) {
            context.problems.add(
                &node.at,
                format!("`{value}` and another value become the same variant `{name}`"),
                "drop one of them, or make it a plain string",
            );
            continue;
        }
        values.push(EnumValue {
            name,
            docs: docs.swap_remove(value),
            value: value.to_owned(),
        });
    }
    for unknown in docs.keys() {
        context.problems.add(
            &schema.place("x-enum-descriptions"),
            format!("`{unknown}` is no value of the enum"),
            "remove the entry or add the value",
        );
    }
    Enum {
        values,
        open: extension::flag(extensions, "x-extensible-enum", context.problems),
    }
}

fn union(context: &mut Context<'_, '_>, name: &str, group: &Alternatives<'_>) -> Union {
    let mut variants = Vec::new();
    let mut names = IndexMap::new();
    for branch in &group.branches {
        if let Some(variant) = variant(context, name, branch) {
            names.insert(branch.schema, variant.name.clone());
            variants.push(variant);
        }
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

/// The variant for a branch. It is named after the branch's component or title.
fn variant(context: &mut Context<'_, '_>, owner: &str, branch: &Property) -> Option<Variant> {
    let schema = context.description.schema(branch.schema);
    let Some(label) = schema.component.or(schema.title) else {
        context.problems.add(
            &branch.at,
            "a schema of a `oneOf` without a name",
            "make it a reference, or give it a `title`",
        );
        return None;
    };
    Some(Variant {
        name: context.type_name(label, &branch.at),
        docs: schema.description.unwrap_or_default().to_owned(),
        ty: type_of(context, branch.schema, &format!("{owner} {label}")),
    })
}
