//! Types for the optional query parameters of operations.

use super::context::Context;
use crate::model::{Evidence, Field, Kind, Parameter, Resource, Struct, TypeDef};
use crate::openapi::Direction;
use crate::rust_name;

/// Gives each operation with optional query parameters a type that holds them.
pub(super) fn add_option_types(context: &mut Context<'_, '_>, resources: &mut [Resource]) {
    for resource in resources {
        for operation in &mut resource.operations {
            let fields: Vec<Field> = operation.optional_parameters().map(field).collect();
            if fields.is_empty() {
                continue;
            }
            let name = [operation.name.as_str(), resource.name.as_str()]
                .map(rust_name::without_raw_prefix)
                .join(" ");
            let name = context.new_type_name(&name, &operation.at);
            operation.options = Some(name.clone());
            context.add_type(TypeDef {
                name,
                aliases: Vec::new(),
                docs: format!("What `{}` can be asked for.", operation.id),
                evidence: Evidence::Documented,
                deprecated: false,
                module: resource.name.clone(),
                sent: true,
                kind: Kind::Options(Struct {
                    fields,
                    additional_properties: None,
                }),
            });
        }
    }
}

fn field(parameter: &Parameter) -> Field {
    Field {
        name: parameter.name.clone(),
        wire_name: parameter.wire_name.clone(),
        aliases: Vec::new(),
        docs: parameter.docs.clone(),
        evidence: Evidence::Documented,
        deprecated: parameter.deprecated,
        required: false,
        nullable: false,
        direction: Direction::Both,
        ty: parameter.ty.clone(),
        example: parameter.example.clone(),
        only_value: None,
        null_setter: None,
    }
}
