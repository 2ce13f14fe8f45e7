//! Operations, grouped by resource.

use heck::ToSnakeCase;
use openapiv3::{
    MediaType, Operation as OpenApiOperation, Parameter as OpenApiParameter, ParameterData,
    ParameterSchemaOrContent, PathItem, QueryStyle, ReferenceOr, RequestBody, Response, Schema,
    SchemaKind, StatusCode, Type as OpenApiType,
};

use super::Lowering;
use super::extension::{ErrorKey, Extensions, PageKey, evidence};
use super::schema::is_named;
use crate::finding::Pointer;
use crate::model::{
    Answer, ApiError, Body, Evidence, Field, FilterSpelling, Kind, Operation, Parameter, Resource,
    Struct, Type, TypeDef,
};

impl<'a> Lowering<'a> {
    /// Lowers all operations, in document order.
    pub(super) fn lower_operations(&mut self) -> Vec<Resource> {
        let mut resources: Vec<Resource> = Vec::new();
        for (path, item) in &self.openapi.paths.paths {
            let at = Pointer::root().child("paths").child(path);
            let ReferenceOr::Item(item) = item else {
                self.unsupported(
                    &at,
                    "a path that is a reference",
                    "write the path item here",
                );
                continue;
            };
            for (method, operation) in self.in_document_order(path, item) {
                let at = at.child(method);
                let tag = operation.tags.first();
                let (resource, operation) = self.operation(path, method, item, operation, &at);
                self.add_operation(&mut resources, &resource, tag, operation, &at);
            }
        }
        resources
    }

    /// The operations of a path as the document orders them; the typed document has lost that.
    fn in_document_order(
        &self,
        path: &str,
        item: &'a PathItem,
    ) -> Vec<(&'a str, &'a OpenApiOperation)> {
        let members = self.document["paths"][path].as_object();
        let position = |method: &str| members?.keys().position(|name| name == method);
        let mut operations: Vec<_> = item.iter().collect();
        operations.sort_by_key(|(method, _)| position(method));
        operations
    }

    fn add_operation(
        &mut self,
        resources: &mut Vec<Resource>,
        name: &str,
        tag: Option<&String>,
        operation: Operation,
        at: &Pointer,
    ) {
        let index = resources
            .iter()
            .position(|resource| resource.name == name)
            .unwrap_or_else(|| {
                let docs = self.resource_docs(tag);
                resources.push(Resource {
                    name: name.to_owned(),
                    docs,
                    operations: Vec::new(),
                });
                resources.len() - 1
            });
        let resource = &mut resources[index];
        if let Some(other) = resource
            .operations
            .iter()
            .find(|other| other.name == operation.name)
        {
            self.findings.add(
                at,
                format!(
                    "`{name}` has a method `{}` already: {}",
                    operation.name, other.id
                ),
                "tell them apart with `x-method`",
            );
        }
        resource.operations.push(operation);
    }

    fn resource_docs(&self, tag: Option<&String>) -> String {
        self.openapi
            .tags
            .iter()
            .find(|other| Some(&other.name) == tag)
            .and_then(|tag| tag.description.clone())
            .unwrap_or_default()
    }

    fn operation(
        &mut self,
        path: &str,
        method: &str,
        item: &'a PathItem,
        operation: &'a OpenApiOperation,
        at: &Pointer,
    ) -> (String, Operation) {
        let id = operation.operation_id.clone().unwrap_or_default();
        let extensions = Extensions::new(&operation.extensions, at);
        let resource: Option<String> = extensions.read("x-resource", self.findings);
        let resource = resource
            .or_else(|| operation.tags.first().map(|tag| tag.to_snake_case()))
            .unwrap_or_else(|| "operations".to_owned());
        let name: Option<String> = extensions.read("x-method", self.findings);
        let page: Option<PageKey> = extensions.read("x-page", self.findings);
        let evidence = extensions.evidence(self.findings);
        let errors = self.errors(&extensions, at);
        let (path_parameters, query) = self.parameters(path, item, operation, at);
        let lowered = Operation {
            name: self.value_name(&name.unwrap_or_else(|| id.clone()), at),
            method: method.to_ascii_uppercase(),
            path: path.to_owned(),
            summary: operation.summary.clone().unwrap_or_else(|| id.clone()),
            description: operation.description.clone().unwrap_or_default(),
            evidence,
            path_parameters,
            query,
            options: None,
            body: self.body(&id, operation, at),
            answer: self.answer(&id, operation, at),
            page_size: page.map(|page| page.size),
            errors,
            id,
        };
        (self.value_name(&resource, at), lowered)
    }

    /// `x-errors` of an operation or of the whole document.
    pub(super) fn errors(&mut self, extensions: &Extensions<'_>, at: &Pointer) -> Vec<ApiError> {
        let keys: Vec<ErrorKey> = extensions
            .read("x-errors", self.findings)
            .unwrap_or_default();
        let at = &at.child("x-errors");
        keys.into_iter()
            .enumerate()
            .map(|(index, key)| {
                let at = at.child(index);
                if let Some(name) = &key.data {
                    self.named_component(name, &at.child("data"));
                }
                ApiError {
                    code: key.code,
                    description: key.description,
                    data: key.data,
                    evidence: key
                        .evidence
                        .map(|value| evidence(&value, &at.child("x-evidence"), self.findings))
                        .unwrap_or_default(),
                }
            })
            .collect()
    }

    fn named_component(&mut self, name: &str, at: &Pointer) {
        if self
            .component(&format!("#/components/schemas/{name}"))
            .is_none()
        {
            self.findings.add(
                at,
                format!("there is no schema `{name}`"),
                "name a schema of `#/components/schemas`",
            );
        }
    }

    /// Path parameters in the order of the template, query parameters in document order.
    fn parameters(
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
        (path_parameters, query)
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
        if filter.is_none() && !is_query_value(&ty) {
            self.unsupported(
                &at.child("schema"),
                "a parameter that is no scalar, id or enum",
                "describe a search pair with `x-filter`",
            );
        }
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

    fn body(&mut self, id: &str, operation: &'a OpenApiOperation, at: &Pointer) -> Option<Body> {
        let at = at.child("requestBody");
        let body: &RequestBody = match operation.request_body.as_ref()? {
            ReferenceOr::Item(body) => body,
            ReferenceOr::Reference { .. } => {
                self.unsupported(&at, "a body that is a reference", "write it here");
                return None;
            }
        };
        let schema = self.json_schema(&body.content, &at)?;
        let at = at.descend(["content", "application/json", "schema"]);
        Some(Body {
            ty: self.type_of(schema, &at, &format!("{id} Body")),
        })
    }

    /// The schema of the one JSON media type.
    fn json_schema(
        &mut self,
        content: &'a indexmap::IndexMap<String, MediaType>,
        at: &Pointer,
    ) -> Option<&'a ReferenceOr<Schema>> {
        if let Some(other) = content.keys().find(|name| *name != "application/json") {
            self.unsupported(
                &at.child("content").child(other),
                &format!("media type `{other}`"),
                "describe the JSON form, which is the only one that is emitted",
            );
            return None;
        }
        let schema = content
            .get("application/json")
            .and_then(|media| media.schema.as_ref());
        if schema.is_none() {
            self.findings.add(
                at,
                "expected a schema for `application/json`, found none",
                "describe what is sent here; `{}` stands for any JSON",
            );
        }
        schema
    }

    fn answer(&mut self, id: &str, operation: &'a OpenApiOperation, at: &Pointer) -> Answer {
        let at = at.child("responses");
        let successes: Vec<(&StatusCode, &ReferenceOr<Response>)> = operation
            .responses
            .responses
            .iter()
            .filter(|(status, _)| is_success(status))
            .collect();
        let nothing = |docs: &str| Answer {
            ty: Type::Nothing,
            member: None,
            one_of: None,
            docs: docs.to_owned(),
        };
        let [(status, response)] = successes.as_slice() else {
            self.findings.add(
                &at,
                format!("expected one success response, found {}", successes.len()),
                "describe the answer of a success under `200`, and no other",
            );
            return nothing("");
        };
        let at = at.child(status);
        let ReferenceOr::Item(response) = response else {
            self.unsupported(&at, "a response that is a reference", "write it here");
            return nothing("");
        };
        if response.content.is_empty() {
            return nothing(&response.description);
        }
        let Some(schema) = self.json_schema(&response.content, &at) else {
            return nothing(&response.description);
        };
        let at = at.descend(["content", "application/json", "schema"]);
        let docs = with_evidence(
            response.description.clone(),
            &self.alias_evidence(schema, &at),
        );
        self.typed_answer(schema, &docs, &format!("{id} Answer"), &at)
    }

    /// The evidence of a schema that is no type of its own, and so has no other place for it.
    fn alias_evidence(&mut self, schema: &'a ReferenceOr<Schema>, at: &Pointer) -> Evidence {
        let schema = match schema {
            ReferenceOr::Item(schema) => Some(schema),
            ReferenceOr::Reference { reference } => self
                .component(reference)
                .and_then(|(_, schema)| schema.as_item()),
        };
        match schema {
            Some(schema) if !is_named(schema) => {
                Extensions::new(&schema.schema_data.extensions, at).evidence(self.findings)
            }
            _ => Evidence::Documented,
        }
    }

    fn typed_answer(
        &mut self,
        schema: &'a ReferenceOr<Schema>,
        docs: &str,
        hint: &str,
        at: &Pointer,
    ) -> Answer {
        let own = schema.as_item();
        let no_extensions = indexmap::IndexMap::new();
        let members = own.map_or(&no_extensions, |schema| &schema.schema_data.extensions);
        let extensions = Extensions::new(members, at);
        let member: Option<String> = extensions.read("x-unwrap", self.findings);
        let one = extensions.flag("x-one", self.findings);
        let (ty, member) = match member {
            Some(name) => (self.member(schema, &name, hint, at), Some(name)),
            None => (self.type_of(schema, at, hint), None),
        };
        let docs = docs.to_owned();
        if !one {
            return Answer {
                ty,
                member,
                one_of: None,
                docs,
            };
        }
        match &ty {
            Type::List(_, item) | Type::Map(_, _, item) => Answer {
                ty: (**item).clone(),
                member,
                one_of: Some(ty),
                docs,
            },
            _ => {
                self.findings.add(
                    &at.child("x-one"),
                    "`x-one` on something that is no list and no map",
                    "it says that a collection holds the one item asked for",
                );
                Answer {
                    ty,
                    member,
                    one_of: None,
                    docs,
                }
            }
        }
    }

    /// The type of the member that `x-unwrap` names.
    fn member(
        &mut self,
        schema: &'a ReferenceOr<Schema>,
        name: &str,
        hint: &str,
        at: &Pointer,
    ) -> Type {
        let member = schema
            .as_item()
            .and_then(|schema| match &schema.schema_kind {
                SchemaKind::Type(OpenApiType::Object(object)) => object.properties.get(name),
                _ => None,
            });
        let Some(member) = member else {
            self.findings.add(
                &at.child("x-unwrap"),
                format!("the answer has no member `{name}`"),
                "name a property of the inline object schema that carries the key",
            );
            return Type::Any;
        };
        self.type_of_boxed(member, &at.child("properties").child(name), hint)
    }

    /// Gives each operation with optional query parameters a type that holds them.
    pub(super) fn add_option_types(&mut self, resources: &mut [Resource]) {
        for resource in resources {
            for operation in &mut resource.operations {
                let fields: Vec<Field> = operation.optional_query().map(option_field).collect();
                if fields.is_empty() {
                    continue;
                }
                let at = Pointer::root().descend(["paths", &operation.path]);
                let name = format!(
                    "{} {}",
                    operation.name.trim_start_matches("r#"),
                    resource.name
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

fn is_success(status: &StatusCode) -> bool {
    matches!(status, StatusCode::Code(200..=299) | StatusCode::Range(2))
}

fn is_query_value(ty: &Type) -> bool {
    matches!(ty, Type::Scalar(_) | Type::Named(_))
}

/// For what has no place of its own for evidence: its docs say it.
fn with_evidence(mut docs: String, evidence: &Evidence) -> String {
    if let Evidence::Inferred(reason) = evidence {
        docs.push_str(" (inferred: ");
        docs.push_str(reason);
        docs.push(')');
    }
    docs
}
