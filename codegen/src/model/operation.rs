//! Operations, what they send and what comes back.

use super::value::Type;
use crate::finding::Pointer;

/// A group of operations: `client.books()`.
#[derive(Debug)]
pub struct Resource {
    /// Name of the method of the client, and of the module.
    pub name: String,
    /// Name of the type that has the methods.
    pub handle: String,
    pub docs: String,
    /// Operations in document order.
    pub operations: Vec<Operation>,
}

/// One HTTP operation.
#[derive(Debug)]
pub struct Operation {
    /// Place in the document.
    pub at: Pointer,
    /// `operationId`.
    pub id: String,
    /// The operationId as a Rust function, which is unique in the crate.
    pub snake_id: String,
    /// Name of the constant that describes it.
    pub constant: String,
    /// HTTP method in upper case.
    pub method: String,
    /// Path template.
    pub path: String,
    /// Name of the method of its resource.
    pub name: String,
    pub summary: String,
    pub description: String,
    pub deprecated: bool,
    pub evidence: Evidence,
    /// Path parameters in the order of the template.
    pub path_parameters: Vec<Parameter>,
    /// Query parameters in document order.
    pub query: Vec<Parameter>,
    /// Name of the type that holds the optional query parameters, if there are any.
    pub options: Option<String>,
    pub body: Option<Body>,
    pub response: Response,
    /// Items of a page; `None` if there are no pages.
    pub page_size: Option<u32>,
    pub errors: Vec<ApiError>,
    /// A request with an unknown outcome may be sent again.
    pub idempotent: bool,
    pub batch: Option<Batch>,
    pub upsert: Option<Upsert>,
}

/// `x-batch`: a method that sends many items in several requests.
#[derive(Debug, Clone)]
pub struct Batch {
    /// Name of the method.
    pub method: String,
    /// The fields that lead to the list of failed items in a response.
    pub errors: Vec<String>,
}

/// `x-upsert`: a method that creates a thing, or updates the one that exists.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Upsert {
    /// Name of the method.
    pub method: String,
    /// The operationId of the operation that updates.
    pub update: String,
}

impl Operation {
    pub fn required_query(&self) -> impl Iterator<Item = &Parameter> {
        self.query.iter().filter(|parameter| parameter.required)
    }

    pub fn optional_query(&self) -> impl Iterator<Item = &Parameter> {
        self.query.iter().filter(|parameter| !parameter.required)
    }

    /// The named types in the signature of its method.
    pub fn referenced_types(&self) -> Vec<String> {
        let arguments = self.path_parameters.iter().chain(self.required_query());
        arguments
            .map(|parameter| &parameter.ty)
            .chain(self.body.iter().map(|body| &body.ty))
            .chain([&self.response.ty])
            .flat_map(Type::referenced_types)
            .chain(self.options.clone())
            .collect()
    }
}

/// `x-errors`: an error that is known by its code.
#[derive(Debug, Clone)]
pub struct ApiError {
    pub code: i64,
    pub description: String,
    /// Type of the data that comes with it, if known.
    pub data: Option<String>,
    pub meaning: Option<Meaning>,
    pub evidence: Evidence,
}

/// What a program can do about an error.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Meaning {
    InvalidKey,
    NotFound,
    /// The thing exists; the member of the data with its id.
    Duplicate(String),
}

/// A path or query parameter.
#[derive(Debug)]
pub struct Parameter {
    /// Name of the argument or field.
    pub name: String,
    pub wire_name: String,
    pub docs: String,
    pub required: bool,
    pub deprecated: bool,
    pub ty: Type,
    /// The names in the query, if it is a filter.
    pub filter: Option<QueryNames>,
}

/// `x-filter` of a parameter: the pair of query parameters for each condition of a filter.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QueryNames {
    /// Name of the map from field to operator.
    pub condition: String,
    /// Names of the map from field to operand; all are sent.
    pub values: Vec<String>,
}

/// A JSON request body.
#[derive(Debug)]
pub struct Body {
    pub ty: Type,
}

/// The response of a success.
#[derive(Debug)]
pub struct Response {
    /// What the caller gets.
    pub ty: Type,
    /// The member of the JSON object that holds it, if it is not the whole.
    pub member: Option<String>,
    /// The collection that holds the one item that was asked for, if it comes in one.
    pub collection: Option<Type>,
    pub docs: String,
}

impl Response {
    /// The type on the wire, within `member`.
    pub fn wire_type(&self) -> &Type {
        self.collection.as_ref().unwrap_or(&self.ty)
    }
}

/// Where a fact comes from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Evidence {
    /// Printed in the docs.
    #[default]
    Documented,
    /// Seen in a client of the vendor; with a remark if needed.
    VendorClient(Option<String>),
    /// A guess, and its reason.
    Inferred(String),
}
