//! What a schema is lowered to: a named type, or the type of its content.

use crate::openapi::{AdditionalProperties, Alternatives, Description, JsonType, Node, Schema};

/// Whether a schema becomes a named Rust type. Other schemas are replaced by the type of their content.
pub(super) fn is_named(description: &Description<'_>, schema: &Schema<'_>) -> bool {
    if schema.base.is_some() {
        return false;
    }
    let has = |key: &str| schema.extensions.contains_key(key);
    let has_typed_members = matches!(
        schema.additional_properties,
        AdditionalProperties::Schema(id) if !description.schema(id).is_anything()
    );
    match schema.types.single() {
        _ if union_of(schema).is_some() => true,
        Some(JsonType::Object) => {
            has("x-filter")
                || !schema.properties.is_empty()
                || !has_typed_members && !has("x-keyed-by")
        }
        Some(JsonType::String) => is_enum(schema) || has("x-id"),
        Some(JsonType::Integer) => has("x-id"),
        _ => false,
    }
}

/// The branches of a union. Beside properties, a `oneOf` or `anyOf` adds to the object; beside the type of a scalar it only
/// adds conditions.
pub(super) fn union_of<'s, 'd>(schema: &'s Schema<'d>) -> Option<&'s Alternatives<'d>> {
    let can_be = schema.types.is_any() || schema.types.single() == Some(JsonType::Object);
    let [group] = &*schema.alternatives else {
        return None;
    };
    (can_be && schema.properties.is_empty()).then_some(group)
}

pub(super) fn is_enum(schema: &Schema<'_>) -> bool {
    !enum_values(schema).is_empty()
}

/// The values of an enum: those that the schema allows, or that `x-extensible-enum` lists of an open one.
pub(super) fn enum_values<'d>(schema: &Schema<'d>) -> Vec<Node<'d>> {
    let key = schema.extensions.get("x-extensible-enum");
    match (&schema.values, key) {
        (Some(values), _) => values.to_vec(),
        (None, Some(list)) if list.texts().count() == list.entries().count() => {
            list.entries().collect()
        }
        (None, _) => Vec::new(),
    }
}

/// An object without any description: a named type if it is a component, otherwise any object.
pub(super) fn is_unknown_object(schema: &Schema<'_>) -> bool {
    schema.types.single() == Some(JsonType::Object)
        && schema.properties.is_empty()
        && union_of(schema).is_none()
        && !schema.extensions.contains_key("x-filter")
}
