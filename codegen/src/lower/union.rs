//! Unions: an enum with a variant for each branch.

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;

use super::context::{Context, RUST_NAME};
use super::extension;
use super::schema_type::type_of;
use super::shape::is_enum;
use crate::model::{AdditionalProperties, Discriminator, Kind, Struct, TypeDef, Union, Variant};
use crate::openapi::{self, Alternatives, AlternativesKind, JsonType, Property, SchemaId};
use crate::rust_name::{self, Scope};

/// The union of the branches of a `oneOf` or `anyOf`.
pub(super) fn of_branches(
    context: &mut Context<'_, '_>,
    name: &str,
    group: &Alternatives<'_>,
) -> Union {
    if group.kind == AlternativesKind::AnyOf {
        context.note(
            &group.at,
            "an `anyOf` is an enum with a variant for each branch: a value that fits several is one of them",
        );
    }
    let mut names = HashMap::new();
    let mut scope = scope();
    let mut variants = Vec::new();
    for (place, branch) in in_order(context, &group.branches) {
        if names.contains_key(&branch.schema) {
            continue;
        }
        let variant = variant_name(context, branch, &mut scope);
        let schema = context.description.schema(branch.schema);
        names.insert(branch.schema, variant.clone());
        variants.push(Variant {
            // `null` is a value of the union, not of a variant.
            ty: type_of(context, branch.schema, &format!("{name} {variant}")),
            docs: schema.description.unwrap_or_default().to_owned(),
            name: variant,
            place,
        });
    }
    variants.sort_by(|one, other| one.name.cmp(&other.name));
    let discriminator = group
        .discriminator
        .as_ref()
        .map(|one| discriminator(context, one, &group.branches, &names, None));
    Union {
        variants,
        discriminator,
    }
}

/// The union of the schemas that extend a schema with `allOf`, and of that schema itself for values that are of none of
/// them.
pub(super) fn of_subtypes(
    context: &mut Context<'_, '_>,
    name: &str,
    id: SchemaId,
    subtypes: &openapi::Discriminator<'_>,
) -> Union {
    let mut ids: Vec<SchemaId> = subtypes.mapping.values().copied().chain([id]).collect();
    ids.sort_by_key(|id| context.description.schema(*id).component);
    ids.dedup();
    let branches: Vec<Property> = ids
        .into_iter()
        .map(|schema| Property {
            at: context.description.schema(schema).at.clone(),
            schema,
        })
        .collect();
    let mut scope = scope();
    let base = scope.claim("Base");
    let mut names = HashMap::new();
    let mut variants = Vec::new();
    for (place, branch) in branches.iter().enumerate() {
        let variant = if branch.schema == id {
            base.clone()
        } else {
            variant_name(context, branch, &mut scope)
        };
        let schema = context.description.schema(branch.schema);
        let ty = if schema.subtypes.is_some() {
            context.base_type(branch.schema)
        } else {
            type_of(context, branch.schema, &format!("{name} {variant}"))
        };
        names.insert(branch.schema, variant.clone());
        variants.push(Variant {
            name: variant,
            place,
            docs: schema.description.unwrap_or_default().to_owned(),
            ty,
        });
    }
    variants.sort_by(|one, other| one.name.cmp(&other.name));
    let discriminator = discriminator(context, subtypes, &branches, &names, Some(base));
    Union {
        variants,
        discriminator: Some(discriminator),
    }
}

/// Gives the types in received unions a field for members that they do not know, so that nothing of a value is lost.
pub(super) fn keep_unknown_members(
    types: &mut IndexMap<String, TypeDef>,
    received: &HashSet<String>,
) {
    let unions = types
        .values()
        .filter(|definition| received.contains(&definition.name));
    let in_unions: HashSet<String> = unions
        .filter(|definition| matches!(definition.kind, Kind::Union(_)))
        .flat_map(TypeDef::referenced_types)
        .collect();
    for (name, definition) in types {
        if let Kind::Struct(object) = &mut definition.kind
            && object.additional_properties.is_none()
            && in_unions.contains(name)
        {
            object.additional_properties = Some(unknown_members(object));
        }
    }
}

fn unknown_members(object: &Struct) -> AdditionalProperties {
    let fields = object.fields.iter();
    let setters = fields
        .clone()
        .filter_map(|field| field.null_setter.as_deref());
    let names = fields.map(|field| field.name.as_str());
    let mut scope = Scope::with_reserved(names.chain(setters).chain(["new"]));
    let name = scope.claim("extra");
    AdditionalProperties {
        name_of_all: scope.claim(&format!("{name}_all")),
        name,
        ..AdditionalProperties::unknown()
    }
}

/// The names of the variants of a union: `Other` keeps a value that fits none.
pub(super) fn scope() -> Scope {
    Scope::with_reserved(["Other"])
}

/// The branches with their places in the document, in an order that does not depend on it: it means nothing.
fn in_order<'b>(context: &Context<'_, '_>, branches: &'b [Property]) -> Vec<(usize, &'b Property)> {
    let mut branches: Vec<(usize, &Property)> = branches.iter().enumerate().collect();
    let mut labels: HashMap<&str, usize> = HashMap::new();
    for (_, branch) in &branches {
        *labels.entry(label(context, branch)).or_default() += 1;
    }
    branches.sort_by_cached_key(|(_, branch)| {
        let label = label(context, branch);
        let schema = context.description.schema(branch.schema);
        // Only what is called alike is told apart by its text, which may be long.
        let text = schema.sources().first().filter(|_| labels[label] > 1);
        (label, text.map(|node| canonical(node.value)))
    });
    branches
}

/// A text of a value that does not depend on the order of members.
fn canonical(value: &serde_json::Value) -> String {
    let mut sorted = value.clone();
    sorted.sort_all_objects();
    sorted.to_string()
}

/// The variants by the values of the discriminator: those that the document maps to a branch, the names of components, and
/// the values that the branches themselves allow.
fn discriminator(
    context: &Context<'_, '_>,
    discriminator: &openapi::Discriminator<'_>,
    branches: &[Property],
    names: &HashMap<SchemaId, String>,
    otherwise: Option<String>,
) -> Discriminator {
    let is_open = otherwise.is_some();
    let property = discriminator.property;
    let mut values: Vec<(String, String)> = Vec::new();
    let mut add = |value: &str, ids: &[SchemaId]| {
        if !values.iter().any(|(other, _)| other == value) {
            let names = ids.iter().filter_map(|id| names.get(id));
            values.extend(names.map(|name| (value.to_owned(), name.clone())));
        }
    };
    let (implicit, explicit): (Vec<_>, Vec<_>) = discriminator
        .mapping
        .iter()
        .partition(|(value, _)| discriminator.is_implicit(value));
    let has_mapping = !explicit.is_empty();
    for (value, id) in explicit {
        add(value, &[*id]);
    }
    let allowed = allowed(context, property, branches);
    let (own, shared): (Vec<_>, Vec<_>) = allowed.iter().partition(|(_, ids)| ids.len() == 1);
    for (value, ids) in own {
        add(value, ids);
    }
    for (value, id) in implicit {
        add(value, &[*id]);
    }
    // A value that several branches allow is of one of them, unless other values are known to tell them apart.
    for (value, ids) in shared.into_iter().filter(|_| !has_mapping && !is_open) {
        add(value, ids);
    }
    // By variant, and without regard to the order of the branches.
    values.sort_by(|(_, one), (_, other)| one.cmp(other));
    Discriminator {
        property: property.to_owned(),
        values,
        otherwise,
    }
}

/// The branches whose schemas list a value of a property, by that value.
fn allowed<'d>(
    context: &Context<'_, 'd>,
    property: &str,
    branches: &[Property],
) -> IndexMap<&'d str, Vec<SchemaId>> {
    let mut allowed: IndexMap<&str, Vec<SchemaId>> = IndexMap::new();
    for branch in branches {
        let schema = context.description.schema(branch.schema);
        let member = schema.properties.get(property);
        let member = member.map(|member| context.description.schema(member.schema));
        let values = member.and_then(|member| member.values.as_ref());
        for value in values.into_iter().flatten() {
            if let Some(value) = value.value.as_str() {
                let ids = allowed.entry(value).or_default();
                if !ids.contains(&branch.schema) {
                    ids.push(branch.schema);
                }
            }
        }
    }
    allowed
}

/// What a branch is called after: its component, title or type.
fn label<'d>(context: &Context<'_, 'd>, branch: &Property) -> &'d str {
    let schema = context.description.schema(branch.schema);
    let label = schema.component.or(schema.title);
    label.unwrap_or_else(|| match schema.types.single() {
        Some(JsonType::Boolean) => "Boolean",
        Some(JsonType::Integer) => "Integer",
        Some(JsonType::Number) => "Number",
        Some(JsonType::String) if is_enum(schema) => "Enum",
        Some(JsonType::String) => "Text",
        Some(JsonType::Array) => "List",
        Some(JsonType::Object) => "Object",
        None => "Value",
    })
}

/// The name of the variant for a branch.
fn variant_name(context: &mut Context<'_, '_>, branch: &Property, scope: &mut Scope) -> String {
    let schema = context.description.schema(branch.schema);
    let given: Option<String> = extension::read(&schema.extensions, RUST_NAME, context.problems);
    let label = label(context, branch);
    let name = rust_name::type_name(given.as_deref().unwrap_or(label));
    context.claim(scope, name, "Variant", &branch.at)
}
