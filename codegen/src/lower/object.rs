//! Structs of object schemas.

use indexmap::IndexMap;

use super::context::{Context, RUST_NAME};
use super::examples;
use super::extension::{self, AdditionalPropertiesKey, LetterCase};
use super::only_value::only_value;
use super::schema_type::type_of;
use crate::model::{
    AdditionalProperties as AdditionalField, Encoding, Evidence, Field, Origin, Scalar, Struct,
    Type,
};
use crate::openapi::{AdditionalProperties, Extensions, Property, Schema};
use crate::rust_name::{self, Scope};

/// The struct of an object schema; `name` is its Rust name.
pub(super) fn structure<'d>(
    context: &mut Context<'_, 'd>,
    name: &str,
    schema: &Schema<'d>,
) -> Struct {
    let members = members(context, schema);
    let additional_properties = additional_properties(context, schema, &members);
    let rest = additional_properties.iter();
    let rest = rest.flat_map(|field| [field.name.as_str(), field.name_of_all.as_str()]);
    // `new` is the constructor.
    let mut scope = Scope::with_reserved(rest.chain(["new"]));
    let mut fields = Vec::new();
    for (wire_name, property) in &members {
        let hint = format!("{name} {wire_name}");
        let mut field = field(context, property, wire_name, &hint);
        let given = rust_name_of(context, property);
        let wanted = rust_name::value_name(given.as_deref().unwrap_or(wire_name));
        field.name = context.claim(&mut scope, wanted, "field", &property.at);
        field.required =
            schema.required.contains(wire_name) && schema.properties.contains_key(wire_name);
        fields.push(field);
    }
    // After all fields have their names: a setter of that name comes first.
    for field in fields
        .iter_mut()
        .filter(|field| can_be_null_or_absent(field))
    {
        let plain = rust_name::without_raw_prefix(&field.name).trim_end_matches('_');
        field.null_setter = Some(scope.claim(&format!("{plain}_null")));
    }
    for required in &schema.required {
        if !members.contains_key(required) {
            context.note(
                &schema.place("required"),
                "a name in `required` without a property is ignored",
            );
        }
    }
    Struct {
        fields,
        additional_properties,
    }
}

/// Whether a request can leave the member out, and send it as `null`, which are two things. A [`Type::Any`] has `null`
/// among its values; where an encoding has other values that mean "no value", `null` is one of them.
fn can_be_null_or_absent(field: &Field) -> bool {
    let is_type_with_null = matches!(field.ty, Type::Any) || field.ty.is_optional();
    field.nullable && !is_type_with_null && field.can_be_absent() && field.has_setter()
}

/// The properties of an object, and those that the branches of a `oneOf` or `anyOf` beside them add.
fn members<'d>(context: &mut Context<'_, 'd>, schema: &Schema<'d>) -> IndexMap<&'d str, Property> {
    let mut members = (*schema.properties).clone();
    if schema.subtypes.is_some() {
        // The branches have types of their own.
        return members;
    }
    for group in &schema.alternatives {
        let mut adds = false;
        for branch in &group.branches {
            for (name, property) in &context.description.schema(branch.schema).properties {
                adds |= !members.contains_key(name);
                members.entry(name).or_insert_with(|| property.clone());
            }
        }
        if adds {
            context.note(
                &group.at,
                "the members of a `oneOf` or `anyOf` beside properties are optional members of one object",
            );
        }
    }
    members
}

fn rust_name_of(context: &mut Context<'_, '_>, property: &Property) -> Option<String> {
    let own = own_extensions(context, property)?;
    extension::read(own, RUST_NAME, context.problems)
}

/// The extensions of a property itself: those of a component are about the type.
fn own_extensions<'a, 'd>(
    context: &Context<'a, 'd>,
    property: &Property,
) -> Option<&'a Extensions<'d>> {
    let schema = context.description.schema(property.schema);
    (schema.at == property.at).then_some(&schema.extensions)
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
        aliases: own_extensions(context, property)
            .map(|own| extension::aliases(own, context.problems))
            .unwrap_or_default(),
        docs: schema.description.unwrap_or_default().to_owned(),
        evidence: evidence(context, property, &ty),
        deprecated: schema.deprecated,
        required: false,
        nullable: is_lenient_optional || schema.nullable,
        direction: schema.direction,
        example: examples::of_schema(schema),
        only_value: only_value(context, schema, &ty),
        ty,
        null_setter: None,
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
    members: &IndexMap<&str, Property>,
) -> Option<AdditionalField> {
    let can_have = match schema.additional_properties {
        AdditionalProperties::Unspecified => members.is_empty(),
        AdditionalProperties::Any => true,
        AdditionalProperties::Forbidden => false,
        AdditionalProperties::Schema(id) => {
            if !context.description.schema(id).is_anything() {
                context.note(
                    &schema.place("additionalProperties"),
                    "members beside listed ones are any JSON values",
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
