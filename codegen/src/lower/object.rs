//! Structs of object schemas.

use std::collections::HashSet;

use super::context::Context;
use super::extension::{self, AdditionalPropertiesKey, LetterCase};
use super::schema_type::type_of;
use crate::model::{
    AdditionalProperties as AdditionalField, Encoding, Evidence, Field, Origin, Scalar, Struct,
    Type,
};
use crate::openapi::{AdditionalProperties, Property, Schema};
use crate::rust_name;

/// The struct of an object schema; `name` is its Rust name.
pub(super) fn structure(context: &mut Context<'_, '_>, name: &str, schema: &Schema<'_>) -> Struct {
    refuse_alternatives(context, schema);
    let additional_properties = additional_properties(context, schema);
    let mut names: HashSet<String> = additional_properties
        .iter()
        .map(|field| field.name.clone())
        .collect();
    let mut fields = Vec::new();
    for (wire_name, property) in &schema.properties {
        let field_name = context.value_name(wire_name, &property.at);
        if !names.insert(field_name.clone()) {
            context.problems.add(
                &property.at,
                format!("`{wire_name}` and another member become the same field `{field_name}`"),
                "rename one of them with a patch; `x-additional-properties` can name the field for members without \
                 property",
            );
            continue;
        }
        let required = schema.required.contains(wire_name);
        let hint = format!("{name} {wire_name}");
        let mut field = field(context, property, wire_name, &hint);
        field.name = field_name;
        field.required = required;
        fields.push(field);
    }
    for required in &schema.required {
        if !schema.properties.contains_key(required) {
            context.problems.add(
                &schema.place("required"),
                format!("`{required}` is required and has no property"),
                "describe the property, or strike it from `required`",
            );
        }
    }
    Struct {
        fields,
        additional_properties,
    }
}

/// Rejects branches that add members to an object with properties: a struct can only ignore conditions.
fn refuse_alternatives(context: &mut Context<'_, '_>, schema: &Schema<'_>) {
    for group in &schema.alternatives {
        let adds_members = group.branches.iter().any(|branch| {
            let branch = context.description.schema(branch.schema);
            let mut names = branch.properties.keys();
            names.any(|name| !schema.properties.contains_key(name))
        });
        if adds_members {
            context.unsupported(
                &group.at,
                &format!("`{}` with members beside properties", group.kind.keyword()),
                "list all members as properties, or describe one object for each branch",
            );
        }
    }
}

/// An optional field without its name.
fn field(context: &mut Context<'_, '_>, property: &Property, wire_name: &str, hint: &str) -> Field {
    let ty = type_of(context, property.schema, hint);
    let schema = context.description.schema(property.schema);
    let is_lenient_optional = matches!(
        ty,
        Type::OrEmpty(_)
            | Type::Scalar(Scalar {
                encoding: Encoding::ExactOptional | Encoding::LenientOptional,
                ..
            })
    );
    Field {
        name: String::new(),
        wire_name: wire_name.to_owned(),
        docs: schema.description.unwrap_or_default().to_owned(),
        evidence: evidence(context, property, &ty),
        deprecated: schema.deprecated,
        required: false,
        nullable: is_lenient_optional || schema.nullable,
        direction: schema.direction,
        ty,
    }
}

/// The evidence of a property. Falls back to the evidence of the referenced schema, unless that is a type with docs of
/// its own.
fn evidence(context: &mut Context<'_, '_>, property: &Property, ty: &Type) -> Evidence {
    let schema = context.description.schema(property.schema);
    let is_reference = schema.at != property.at;
    let is_type = matches!(ty, Type::Named(_) | Type::OrEmpty(_));
    let says = !is_reference && schema.extensions.contains_key("x-evidence");
    let referenced = if is_reference {
        Some(schema)
    } else {
        schema.base.map(|base| context.description.schema(base))
    };
    match referenced.filter(|_| !is_type && !says) {
        Some(schema) => extension::evidence(&schema.extensions, context.problems),
        None if says => extension::evidence(&schema.extensions, context.problems),
        None => Evidence::default(),
    }
}

const KEY: &str = "x-additional-properties";

/// The field for additional members; `None` if the schema forbids them.
fn additional_properties(
    context: &mut Context<'_, '_>,
    schema: &Schema<'_>,
) -> Option<AdditionalField> {
    let can_have = match schema.additional_properties {
        AdditionalProperties::Unspecified => schema.properties.is_empty(),
        AdditionalProperties::Any => true,
        AdditionalProperties::Forbidden => false,
        AdditionalProperties::Schema(id) => {
            if !schema.properties.is_empty() && !context.description.schema(id).is_anything() {
                context.unsupported(
                    &schema.place("additionalProperties"),
                    "a type for members beside listed ones",
                    "say `{}`: they are kept as they came",
                );
            }
            true
        }
    };
    let key: Option<AdditionalPropertiesKey> =
        extension::read(&schema.extensions, KEY, context.problems);
    if key.is_some() && !can_have {
        context.problems.add(
            &schema.place(KEY),
            "`x-additional-properties` on an object that has no members without property",
            "say `additionalProperties: {}`",
        );
    }
    if !can_have {
        return None;
    }
    let origin = if key.is_some() {
        Origin::Described
    } else {
        Origin::Unknown
    };
    let key = key.unwrap_or(AdditionalPropertiesKey {
        name: "extra".to_owned(),
        keys: None,
        description: None,
    });
    let name = context.value_name(&key.name, &schema.at);
    Some(AdditionalField {
        name_of_all: format!("{}_all", rust_name::without_raw_prefix(&name)),
        name,
        lower_case: key.keys == Some(LetterCase::Lower),
        origin,
        docs: key
            .description
            .unwrap_or_else(|| "Members that the API description does not list.".to_owned()),
    })
}
