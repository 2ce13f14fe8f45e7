//! Objects to structs.

use openapiv3::{
    AdditionalProperties, ObjectType, ReferenceOr, Schema, SchemaData, SchemaKind,
    Type as OpenApiType,
};

use super::Lowering;
use super::extension::{Extensions, LetterCase, RestKey};
use super::names;
use super::schema::is_anything;
use crate::finding::Pointer;
use crate::model::{Direction, Field, Origin, Rest, Scalar, Struct, Type, Wire};

impl<'a> Lowering<'a> {
    /// The struct of an object schema.
    pub(super) fn object(
        &mut self,
        name: &str,
        object: &'a ObjectType,
        data: &SchemaData,
        at: &Pointer,
    ) -> Struct {
        let mut result = Struct {
            fields: Vec::new(),
            rest: self.rest(object, data, at),
        };
        self.add_fields(&mut result, name, object, at);
        for required in &object.required {
            if !object.properties.contains_key(required) {
                self.findings.add(
                    &at.child("required"),
                    format!("`{required}` is required and has no property"),
                    "describe the property, or strike it from `required`",
                );
            }
        }
        result
    }

    /// The struct of the objects that an `allOf` puts together.
    pub(super) fn merged(
        &mut self,
        name: &str,
        all_of: &'a [ReferenceOr<Schema>],
        data: &SchemaData,
        at: &Pointer,
    ) -> Struct {
        let mut result = Struct::default();
        // A part may insist on a member that another one describes.
        let mut required: Vec<&String> = Vec::new();
        for (index, part) in all_of.iter().enumerate() {
            let part_at = at.child("allOf").child(index);
            let Some(object) = self.as_object(part) else {
                self.unsupported(
                    &part_at,
                    "`allOf` with anything but objects",
                    "put the members of all parts into one object",
                );
                continue;
            };
            let component = match part {
                ReferenceOr::Reference { reference } => self.component(reference),
                ReferenceOr::Item(_) => None,
            };
            let component = component.map(|(name, _)| name);
            if let Some(circle) = component.filter(|name| self.merging.contains(name)) {
                self.unsupported(
                    &part_at,
                    &format!("`{circle}` as a part of itself"),
                    "leave the member out with a patch, or describe it as `{}`, any JSON",
                );
                continue;
            }
            if let Some(rest) = self.rest(object, data, &part_at) {
                result.rest = Some(rest);
            }
            required.extend(&object.required);
            self.merging.extend(component);
            self.add_fields(&mut result, name, object, &part_at);
            self.merging
                .truncate(self.merging.len() - usize::from(component.is_some()));
        }
        for field in &mut result.fields {
            field.required |= required.contains(&&field.wire_name);
        }
        result
    }

    fn as_object(&self, schema: &'a ReferenceOr<Schema>) -> Option<&'a ObjectType> {
        let schema = match schema {
            ReferenceOr::Reference { reference } => self.component(reference)?.1.as_item()?,
            ReferenceOr::Item(schema) => schema,
        };
        match &schema.schema_kind {
            SchemaKind::Type(OpenApiType::Object(object)) => Some(object),
            _ => None,
        }
    }

    fn add_fields(
        &mut self,
        result: &mut Struct,
        name: &str,
        object: &'a ObjectType,
        at: &Pointer,
    ) {
        for (wire_name, schema) in &object.properties {
            let at = at.child("properties").child(wire_name);
            let field_name = self.value_name(wire_name, &at);
            let taken = |other: &str| names::snake(other).as_ref() == Some(&field_name);
            let rest = result.rest.as_ref().map(|rest| rest.name.as_str());
            if result.fields.iter().any(|field| taken(&field.wire_name)) || rest.is_some_and(taken)
            {
                self.findings.add(
                    &at,
                    format!(
                        "`{wire_name}` and another member become the same field `{field_name}`"
                    ),
                    "rename one of them with a patch; `x-rest` can name the further members",
                );
                continue;
            }
            let required = object.required.contains(wire_name);
            let field = self.field(name, wire_name, schema, required, &at);
            result.fields.push(field);
        }
    }

    fn field(
        &mut self,
        owner: &str,
        wire_name: &str,
        schema: &'a ReferenceOr<Box<Schema>>,
        required: bool,
        at: &Pointer,
    ) -> Field {
        let ty = self.type_of_boxed(schema, at, &format!("{owner} {wire_name}"));
        let own = match schema {
            ReferenceOr::Item(schema) => Some(&schema.schema_data),
            ReferenceOr::Reference { .. } => None,
        };
        let target = self.target_data(schema);
        // A type has docs of its own.
        let is_type = matches!(ty, Type::Named(_) | Type::OrEmpty(_));
        let evidence = own
            .filter(|data| data.extensions.contains_key("x-evidence"))
            .or(target.filter(|_| !is_type))
            .map(|data| Extensions::new(&data.extensions, at).evidence(self.findings))
            .unwrap_or_default();
        let describes = |data: &&SchemaData| data.description.is_some();
        let empties = matches!(
            ty,
            Type::OrEmpty(_)
                | Type::Scalar(Scalar {
                    wire: Wire::Empties(_),
                    ..
                })
        );
        Field {
            wire_name: wire_name.to_owned(),
            docs: own
                .filter(describes)
                .or(target.filter(describes))
                .and_then(|data| data.description.clone())
                .unwrap_or_default(),
            evidence,
            required,
            direction: own.or(target).map_or(Direction::Both, direction),
            nullable: empties || own.or(target).is_some_and(|data| data.nullable),
            ty,
        }
    }

    /// The data of the component that a property refers to, directly or through a lone `allOf`.
    fn target_data(&self, schema: &'a ReferenceOr<Box<Schema>>) -> Option<&'a SchemaData> {
        let reference = match schema {
            ReferenceOr::Reference { reference } => reference,
            ReferenceOr::Item(schema) => match &schema.schema_kind {
                SchemaKind::AllOf { all_of } if all_of.len() == 1 => match &all_of[0] {
                    ReferenceOr::Reference { reference } => reference,
                    ReferenceOr::Item(_) => return None,
                },
                _ => return None,
            },
        };
        let schema = self.component(reference)?.1.as_item()?;
        Some(&schema.schema_data)
    }

    /// Where further members of an object go; nowhere if it has no place for them.
    fn rest(&mut self, object: &ObjectType, data: &SchemaData, at: &Pointer) -> Option<Rest> {
        let free = match &object.additional_properties {
            None => object.properties.is_empty(),
            Some(AdditionalProperties::Any(any)) => *any,
            Some(AdditionalProperties::Schema(schema)) => {
                if !object.properties.is_empty() && !is_anything(schema) {
                    self.unsupported(
                        &at.child("additionalProperties"),
                        "a type for members beside listed ones",
                        "say `{}`: they are kept as they came",
                    );
                }
                true
            }
        };
        let extensions = Extensions::new(&data.extensions, at);
        let key: Option<RestKey> = extensions.read("x-rest", self.findings);
        if key.is_some() && !free {
            self.findings.add(
                &at.child("x-rest"),
                "`x-rest` on an object that has no further members",
                "say `additionalProperties: {}`",
            );
        }
        let meant = key.is_some();
        let key = key.unwrap_or(RestKey {
            name: "extra".to_owned(),
            keys: None,
            description: None,
        });
        free.then(|| Rest {
            name: self.value_name(&key.name, at),
            lower_case: key.keys == Some(LetterCase::Lower),
            origin: if meant {
                Origin::Described
            } else {
                Origin::Unknown
            },
            docs: key
                .description
                .unwrap_or_else(|| "Members that the API description does not list.".to_owned()),
        })
    }
}

fn direction(data: &SchemaData) -> Direction {
    match (data.read_only, data.write_only) {
        (true, false) => Direction::ReadOnly,
        (false, true) => Direction::WriteOnly,
        _ => Direction::Both,
    }
}

/// What a shape of a `oneOf` is called, and its description.
pub(super) fn label(
    schema: &ReferenceOr<Schema>,
    lowering: &Lowering<'_>,
) -> (Option<String>, String) {
    let data = |data: &SchemaData| (data.title.clone(), data.description.clone());
    let (title, description) = match schema {
        ReferenceOr::Item(schema) => data(&schema.schema_data),
        ReferenceOr::Reference { reference } => {
            let Some((name, target)) = lowering.component(reference) else {
                return (None, String::new());
            };
            let (_, description) = target
                .as_item()
                .map_or((None, None), |schema| data(&schema.schema_data));
            (Some(name.to_owned()), description)
        }
    };
    (title, description.unwrap_or_default())
}
