//! The operations to call: those that only read.

use std::collections::BTreeSet;

use hellodialog_codegen::Pointer;
use serde_json::{Map, Value};

use super::omission::Omission;

/// An operation that may be called.
#[derive(Debug)]
pub(super) struct ReadOperation {
    pub(super) id: String,
    /// The path template, with `{name}` for each path parameter.
    pub(super) path: String,
    pub(super) path_parameters: Vec<PathParameter>,
    /// The query of each request.
    pub(super) query: Vec<(String, String)>,
    /// The number of items on a page, if the response is paged.
    pub(super) page_size: Option<usize>,
    pub(super) response_schema: Pointer,
}

#[derive(Debug)]
pub(super) struct PathParameter {
    pub(super) name: String,
    /// The component of its schema, if it is an id.
    pub(super) component: Option<String>,
}

/// A GET operation that is never called.
#[derive(Debug)]
pub(super) struct ExcludedOperation {
    pub(super) id: String,
    pub(super) path: String,
    pub(super) reason: Omission,
}

/// The GET operations of a document.
#[derive(Debug, Default)]
pub(super) struct Plan {
    pub(super) operations: Vec<ReadOperation>,
    pub(super) excluded: Vec<ExcludedOperation>,
}

/// The query parameter with the number of the page.
pub(super) const PAGE: &str = "page";

impl Plan {
    /// The operations of a patched document, in its order.
    pub(super) fn of(document: &Value) -> Self {
        let mut plan = Self::default();
        let paths = document.get("paths").and_then(Value::as_object);
        for (path, item) in paths.into_iter().flatten() {
            let Some(get) = item.get("get") else { continue };
            let id = get.get("operationId").and_then(Value::as_str);
            let id = id.unwrap_or(path).to_owned();
            let reader = OperationReader {
                document,
                path,
                item,
                get,
            };
            match reader.read(&id) {
                Ok(operation) => plan.operations.push(operation),
                Err(reason) => plan.excluded.push(ExcludedOperation {
                    id,
                    path: path.clone(),
                    reason,
                }),
            }
        }
        plan
    }

    /// The names that ids can be given for: components and path parameters.
    pub(super) fn id_names(&self) -> BTreeSet<&str> {
        let operations = self.operations.iter();
        let parameters = operations.flat_map(|operation| &operation.path_parameters);
        let names = parameters.flat_map(|parameter| {
            let component = parameter.component.as_deref();
            [Some(parameter.name.as_str()), component]
        });
        names.flatten().collect()
    }
}

/// Reads one GET operation of the document.
struct OperationReader<'d> {
    document: &'d Value,
    path: &'d str,
    item: &'d Value,
    get: &'d Value,
}

impl<'d> OperationReader<'d> {
    fn read(&self, id: &str) -> Result<ReadOperation, Omission> {
        // Even a GET may have effects: one of them creates a login link.
        if self.get.get("x-idempotent").and_then(Value::as_bool) != Some(true) {
            return Err(Omission::MayHaveEffects);
        }
        let response_schema = self.response_schema();
        let mut operation = ReadOperation {
            id: id.to_owned(),
            path: self.path.to_owned(),
            path_parameters: Vec::new(),
            query: Vec::new(),
            page_size: self.page_size(),
            response_schema: response_schema.ok_or(Omission::NoResponseSchema)?,
        };
        for parameter in self.parameters() {
            self.add_parameter(parameter, &mut operation)?;
        }
        Ok(operation)
    }

    fn page_size(&self) -> Option<usize> {
        let size = self.get.get("x-pagination")?.get("size")?.as_u64()?;
        usize::try_from(size).ok()
    }

    /// The schema of the first success response.
    fn response_schema(&self) -> Option<Pointer> {
        let responses = self.get.get("responses")?.as_object()?;
        let status = responses.keys().find(|status| status.starts_with('2'))?;
        let at = Pointer::root().join(["paths", self.path, "get", "responses", status]);
        let at = at.join(["content", "application/json", "schema"]);
        at.get(self.document).map(|_| at)
    }

    fn parameters(&self) -> Vec<&'d Map<String, Value>> {
        let lists = [self.item.get("parameters"), self.get.get("parameters")];
        let lists = lists.into_iter().flatten().filter_map(Value::as_array);
        let parameters = lists.flatten().filter_map(|parameter| {
            let reference = parameter.get("$ref").and_then(Value::as_str);
            match reference.and_then(|reference| reference.strip_prefix('#')) {
                Some(pointer) => self.document.pointer(pointer),
                None => Some(parameter),
            }
        });
        parameters.filter_map(Value::as_object).collect()
    }

    fn add_parameter(
        &self,
        parameter: &Map<String, Value>,
        operation: &mut ReadOperation,
    ) -> Result<(), Omission> {
        let text = |key: &str| parameter.get(key).and_then(Value::as_str);
        let name = text("name").unwrap_or_default();
        match text("in") {
            Some("path") => operation.path_parameters.push(PathParameter {
                name: name.to_owned(),
                component: component(parameter.get("schema")),
            }),
            Some("query") if parameter.contains_key("x-filter") => {
                let query = self.match_all_filter(parameter);
                operation.query.extend(query.unwrap_or_default());
            }
            Some("query") if name == PAGE && operation.page_size.is_some() => {}
            _ if parameter.get("required") == Some(&Value::Bool(true)) => {
                return Err(Omission::RequiredParameter(name.to_owned()));
            }
            _ => {}
        }
        Ok(())
    }

    /// The query for the condition that matches all items: `x-filter-all`, encoded as `x-filter` says.
    fn match_all_filter(&self, parameter: &Map<String, Value>) -> Option<Vec<(String, String)>> {
        let filter = component(parameter.get("schema"))?;
        let all = Pointer::root().join(["components", "schemas", &filter, "x-filter-all"]);
        let all = all.get(self.document)?;
        let text = |key: &str| all.get(key).and_then(Value::as_str);
        let (field, operator, operand) = (text("field")?, text("operator")?, text("operand")?);
        let names = parameter.get("x-filter")?;
        let condition = names.get("condition")?.as_str()?;
        let mut query = vec![(format!("{condition}[{field}]"), operator.to_owned())];
        for name in names
            .get("values")?
            .as_array()?
            .iter()
            .filter_map(Value::as_str)
        {
            query.push((format!("{name}[{field}]"), operand.to_owned()));
        }
        Some(query)
    }
}

/// The component that a schema refers to, directly or in an `allOf` of one.
fn component(schema: Option<&Value>) -> Option<String> {
    let schema = schema?;
    let inner = || schema.get("allOf")?.get(0)?.get("$ref");
    let reference = schema.get("$ref").or_else(inner)?.as_str()?;
    reference
        .strip_prefix("#/components/schemas/")
        .map(str::to_owned)
}

impl PathParameter {
    /// The name to give an id for: that of the component, or of the parameter.
    pub(super) fn id_name(&self) -> &str {
        self.component.as_ref().unwrap_or(&self.name)
    }
}

impl ReadOperation {
    /// The path with these ids.
    pub(super) fn path_with(&self, ids: &[String]) -> String {
        let mut path = self.path.clone();
        for (parameter, id) in self.path_parameters.iter().zip(ids) {
            path = path.replace(&format!("{{{}}}", parameter.name), &encoded(id));
        }
        path
    }
}

/// An id as a percent-encoded path segment.
fn encoded(id: &str) -> String {
    let encoded: String = url::form_urlencoded::byte_serialize(id.as_bytes()).collect();
    // `+` stands for a space in a form, but not in a path.
    encoded.replace('+', "%20")
}
