//! The operations to call: those that only read.

use std::collections::BTreeSet;

use hellodialog_codegen::Pointer;
use hellodialog_codegen::openapi::{Description, Location, Method, Operation, Parameter};

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
    pub(super) fn of(description: &Description<'_>) -> Self {
        let mut plan = Self::default();
        let operations = description.operations.iter();
        for operation in operations.filter(|operation| operation.method == Method::Get) {
            match read_operation(description, operation) {
                Ok(operation) => plan.operations.push(operation),
                Err(reason) => plan.excluded.push(ExcludedOperation {
                    id: id_of(operation),
                    path: operation.path.to_owned(),
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

fn id_of(operation: &Operation<'_>) -> String {
    operation.id.unwrap_or(operation.path).to_owned()
}

fn read_operation(
    description: &Description<'_>,
    operation: &Operation<'_>,
) -> Result<ReadOperation, Omission> {
    // Even a GET may have effects: one of them creates a login link.
    let idempotent = operation.extensions.get("x-idempotent");
    if idempotent.and_then(|node| node.value.as_bool()) != Some(true) {
        return Err(Omission::MayHaveEffects);
    }
    let mut read = ReadOperation {
        id: id_of(operation),
        path: operation.path.to_owned(),
        path_parameters: Vec::new(),
        query: Vec::new(),
        page_size: page_size(operation),
        response_schema: response_schema(operation).ok_or(Omission::NoResponseSchema)?,
    };
    for parameter in &operation.parameters {
        add_parameter(description, parameter, &mut read)?;
    }
    Ok(read)
}

fn page_size(operation: &Operation<'_>) -> Option<usize> {
    let pagination = operation.extensions.get("x-pagination")?;
    usize::try_from(pagination.value.get("size")?.as_u64()?).ok()
}

/// The schema of the first success response.
fn response_schema(operation: &Operation<'_>) -> Option<Pointer> {
    let mut responses = operation.responses.iter();
    let response = responses.find(|response| response.status.is_success())?;
    let mut content = response.content.iter();
    let json = content.find(|media| media.name.is_json())?;
    json.node.get("schema").map(|schema| schema.at)
}

fn add_parameter(
    description: &Description<'_>,
    parameter: &Parameter<'_>,
    operation: &mut ReadOperation,
) -> Result<(), Omission> {
    let name = parameter.name;
    match parameter.location {
        Location::Path => operation.path_parameters.push(PathParameter {
            name: name.to_owned(),
            component: component(description, parameter),
        }),
        Location::Query if parameter.extensions.contains_key("x-filter") => {
            let query = match_all_filter(description, parameter);
            operation.query.extend(query.unwrap_or_default());
        }
        Location::Query if name == PAGE && operation.page_size.is_some() => {}
        _ if parameter.required => return Err(Omission::RequiredParameter(name.to_owned())),
        _ => {}
    }
    Ok(())
}

/// The query for the condition that matches all items: `x-filter-all`, encoded as `x-filter` says.
fn match_all_filter(
    description: &Description<'_>,
    parameter: &Parameter<'_>,
) -> Option<Vec<(String, String)>> {
    let all = description
        .schema(parameter.schema?)
        .keyword("x-filter-all")?;
    let (field, operator, operand) = (
        all.text("field")?,
        all.text("operator")?,
        all.text("operand")?,
    );
    let names = parameter.extensions.get("x-filter")?;
    let condition = names.text("condition")?;
    let mut query = vec![(format!("{condition}[{field}]"), operator.to_owned())];
    let values = names.member("values");
    query.extend(
        values
            .texts()
            .map(|name| (format!("{name}[{field}]"), operand.to_owned())),
    );
    Some(query)
}

/// The component of a parameter's schema.
fn component(description: &Description<'_>, parameter: &Parameter<'_>) -> Option<String> {
    let schema = description.schema(parameter.schema?);
    let schema = schema.base.map_or(schema, |base| description.schema(base));
    schema.component.map(str::to_owned)
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
    // `+` means a space in a form, but not in a path.
    encoded.replace('+', "%20")
}
