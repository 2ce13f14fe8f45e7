//! Path and query parameters.

use openapiv3::{
    Operation as OpenApiOperation, Parameter as OpenApiParameter, ParameterData,
    ParameterSchemaOrContent, PathItem, QueryStyle, ReferenceOr,
};

use super::extension::Extensions;
use super::{Lowering, field_name};
use crate::finding::Pointer;
use crate::model::{
    Direction, Evidence, Field, FilterSpelling, Kind, Parameter, Resource, ScalarKind, Struct,
    Type, TypeDef, Wire,
};

impl<'a> Lowering<'a> {
    /// Path parameters in the order of the template, query parameters in document order.
    pub(super) fn parameters(
        &mut self,
        path: &str,
        item: &'a PathItem,
        operation: &'a OpenApiOperation,
        at: &Pointer,
    ) -> (Vec<Parameter>, Vec<Parameter>) {
        let mut path_parameters = Vec::new();
        let mut query = Vec::new();
        let all = item.parameters.iter().chain(&operation.parameters);
        for (index, parameter) in all.enumerate() {
            let at = at.child("parameters").child(index);
            let ReferenceOr::Item(parameter) = parameter else {
                self.unsupported(&at, "a parameter that is a reference", "write it here");
                continue;
            };
            match parameter {
                OpenApiParameter::Path { parameter_data, .. } => {
                    if !parameter_data.required {
                        self.findings.add(
                            &at,
                            "expected `required: true`, which every path parameter has",
                            "say it: without the parameter there is no path",
                        );
                    }
                    path_parameters.push(self.parameter(parameter_data, &at));
                }
                OpenApiParameter::Query {
                    parameter_data,
                    style: QueryStyle::Form,
                    ..
                } => {
                    query.push(self.parameter(parameter_data, &at));
                }
                OpenApiParameter::Query { .. } => self.unsupported(
                    &at,
                    "a query parameter of another style than `form`",
                    "describe a search pair as one parameter with `x-filter`",
                ),
                OpenApiParameter::Header { .. } | OpenApiParameter::Cookie { .. } => {
                    self.unsupported(
                        &at,
                        "a header or cookie parameter",
                        "remove it with a patch",
                    );
                }
            }
        }
        let names = template_names(path);
        self.check_template(&names, &path_parameters, at);
        path_parameters
            .sort_by_key(|parameter| names.iter().position(|name| *name == parameter.wire_name));
        self.check_arguments(&path_parameters, &query, operation, at);
        (path_parameters, query)
    }

    /// Parameters and the body are arguments of one function.
    fn check_arguments(
        &mut self,
        path_parameters: &[Parameter],
        query: &[Parameter],
        operation: &OpenApiOperation,
        at: &Pointer,
    ) {
        let mut taken = Vec::new();
        if operation.request_body.is_some() {
            taken.push("body".to_owned());
        }
        let has_options = query.iter().any(|parameter| !parameter.required);
        for parameter in path_parameters.iter().chain(query) {
            let name = field_name(&parameter.wire_name);
            let is_options = has_options && parameter.required && name == "options";
            if is_options || taken.contains(&name) {
                self.findings.add(
                    &at.child("parameters"),
                    format!(
                        "parameter `{}` and another argument become the same name `{name}`",
                        parameter.wire_name
                    ),
                    "remove one of them with a patch",
                );
            }
            taken.push(name);
        }
    }

    fn check_template(&mut self, names: &[&str], parameters: &[Parameter], at: &Pointer) {
        let described = |name: &str| parameters.iter().any(|one| one.wire_name == name);
        for name in names.iter().filter(|name| !described(name)) {
            self.findings.add(
                at,
                format!("the path has `{{{name}}}`, and no path parameter describes it"),
                "add the parameter, or correct the name in one of the two places",
            );
        }
        for parameter in parameters {
            if !names.contains(&parameter.wire_name.as_str()) {
                self.findings.add(
                    at,
                    format!(
                        "path parameter `{}` does not stand in the path",
                        parameter.wire_name
                    ),
                    "remove the parameter, or correct the name in one of the two places",
                );
            }
        }
    }

    fn kind_of_type(&self, ty: &Type) -> Option<&Kind> {
        match ty {
            Type::Named(name) => self.types.get(name).map(|definition| &definition.kind),
            _ => None,
        }
    }

    fn is_filter(&self, ty: &Type) -> bool {
        matches!(self.kind_of_type(ty), Some(Kind::Filter(_)))
    }

    /// Whether a value says itself in a URL as the API reads it. Times by our own formats do not:
    /// only JSON adapters write those.
    fn is_query_value(&self, ty: &Type) -> bool {
        let own_format = [ScalarKind::UnixTime, ScalarKind::CivilDateTime];
        match ty {
            Type::Scalar(scalar) => {
                !matches!(scalar.wire, Wire::Empties(_)) && !own_format.contains(&scalar.kind)
            }
            _ => matches!(self.kind_of_type(ty), Some(Kind::Enum(_) | Kind::Id(_))),
        }
    }

    fn parameter(&mut self, data: &'a ParameterData, at: &Pointer) -> Parameter {
        let ty = match &data.format {
            ParameterSchemaOrContent::Schema(schema) => {
                self.type_of(schema, &at.child("schema"), &data.name)
            }
            ParameterSchemaOrContent::Content(_) => {
                self.unsupported(at, "a parameter with `content`", "give it a `schema`");
                Type::Any
            }
        };
        let extensions = Extensions::new(&data.extensions, at);
        let filter: Option<FilterSpelling> = extensions.read("x-filter", self.findings);
        if filter.is_some() && !self.is_filter(&ty) {
            self.findings.add(
                &at.child("x-filter"),
                "`x-filter` on a parameter whose schema is no filter",
                "refer to a component object with `x-filter`, which says the operators",
            );
        }
        if filter.is_none() && !self.is_query_value(&ty) {
            self.unsupported(
                &at.child("schema"),
                "a parameter that is no plain scalar, id or enum",
                "describe a search pair with `x-filter`, and a time without format as a string",
            );
        }
        self.value_name(&data.name, &at.child("name"));
        Parameter {
            docs: with_evidence(
                data.description.clone().unwrap_or_default(),
                &extensions.evidence(self.findings),
            ),
            wire_name: data.name.clone(),
            required: data.required,
            ty,
            filter,
        }
    }

    /// Gives each operation with optional query parameters a type that holds them.
    pub(super) fn add_option_types(&mut self, resources: &mut [Resource]) {
        for resource in resources {
            for operation in &mut resource.operations {
                let fields: Vec<Field> = operation.optional_query().map(option_field).collect();
                if fields.is_empty() {
                    continue;
                }
                let at = Pointer::root().join(["paths", &operation.path]);
                let name = format!(
                    "{} {}",
                    operation.name.trim_start_matches("r#"),
                    resource.name.trim_start_matches("r#")
                );
                let name = self.type_name(&name, &at);
                operation.options = Some(name.clone());
                let definition = TypeDef {
                    name,
                    docs: format!("What `{}` can be asked for.", operation.id),
                    evidence: Evidence::Documented,
                    home: resource.name.clone(),
                    sent: true,
                    kind: Kind::Options(Struct { fields, rest: None }),
                };
                self.add_type(definition, &at);
            }
        }
    }
}

fn option_field(parameter: &Parameter) -> Field {
    Field {
        direction: Direction::Both,
        wire_name: parameter.wire_name.clone(),
        docs: parameter.docs.clone(),
        evidence: Evidence::Documented,
        required: false,
        nullable: false,
        ty: parameter.ty.clone(),
    }
}

fn template_names(path: &str) -> Vec<&str> {
    path.split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}').map(|(name, _)| name))
        .collect()
}

/// For what has no place of its own for evidence: its docs say it.
pub(super) fn with_evidence(mut docs: String, evidence: &Evidence) -> String {
    if let Evidence::Inferred(reason) = evidence {
        docs.push_str(" (inferred: ");
        docs.push_str(reason);
        docs.push(')');
    }
    docs
}
