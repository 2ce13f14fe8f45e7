//! Operations, grouped by resource.

use heck::ToSnakeCase;
use openapiv3::{Operation as OpenApiOperation, PathItem, ReferenceOr};

use super::Lowering;
use super::extension::{ErrorKey, Extensions, PageKey, RetryKey, evidence};
use crate::finding::Pointer;
use crate::model::{ApiError, Operation, Resource};

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
                let docs = self.resource_docs(name, tag);
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

    /// The description of the tag. Emitted code must have docs, if the document has none.
    fn resource_docs(&self, name: &str, tag: Option<&String>) -> String {
        self.openapi
            .tags
            .iter()
            .find(|other| Some(&other.name) == tag)
            .and_then(|tag| tag.description.clone())
            .unwrap_or_else(|| format!("Operations of `{}`.", name.trim_start_matches("r#")))
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
        let retry: Option<RetryKey> = extensions.read("x-retry", self.findings);
        let batch = extensions.read("x-batch", self.findings);
        let upsert = extensions.read("x-upsert", self.findings);
        let evidence = extensions.evidence(self.findings);
        let errors = self.errors(&extensions, at);
        let (path_parameters, query) = self.parameters(path, item, operation, at);
        let lowered = Operation {
            name: self.method_name(&id, name, at),
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
            repeatable: retry == Some(RetryKey::Safe),
            batch,
            upsert,
            id,
        };
        (self.value_name(&resource, at), lowered)
    }

    /// The method's name. The id must do as a name as well: the function for the request has it.
    fn method_name(&mut self, id: &str, name: Option<String>, at: &Pointer) -> String {
        let by_id = if id.is_empty() {
            // Noted by the check stage.
            String::new()
        } else {
            self.value_name(id, &at.child("operationId"))
        };
        match name {
            Some(name) => self.value_name(&name, &at.child("x-method")),
            None => by_id,
        }
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
                    meaning: key.means,
                    evidence: key
                        .evidence
                        .map(|value| evidence(&value, &at.child("x-evidence"), self.findings))
                        .unwrap_or_default(),
                }
            })
            .collect()
    }

    pub(super) fn named_component(&mut self, name: &str, at: &Pointer) {
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
}
