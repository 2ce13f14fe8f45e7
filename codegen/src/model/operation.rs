//! Operations, with their parameters, bodies and responses.

use super::value::Type;
use crate::problem::Pointer;

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
    /// Items per page; `None` if the operation is not paginated.
    pub page_size: Option<u32>,
    pub errors: Vec<ApiError>,
    /// Whether a request with an unknown outcome may be sent again.
    pub idempotent: bool,
    pub batch: Option<Batch>,
    pub upsert: Option<Upsert>,
    pub list_edit: Option<ListEdit>,
}

/// `x-batch`: a method that sends many items in several requests.
#[derive(Debug, Clone)]
pub struct Batch {
    /// Name of the method.
    pub method: String,
    /// The fields that lead to the list of failed items in a response.
    pub errors: Vec<String>,
}

/// `x-upsert`: a method that creates an item, or updates the existing one.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Upsert {
    /// Name of the method.
    pub method: String,
    /// The operationId of the operation that updates.
    pub update: String,
    /// Members, as on the wire, that the existing item keeps unless the caller says otherwise.
    #[serde(default)]
    pub keep: Vec<String>,
}

impl Upsert {
    /// Name of the method that also sends what the existing item would keep, if there is any.
    pub fn overwriting_method(&self) -> Option<String> {
        (!self.keep.is_empty()).then(|| format!("{}_overwriting", self.method))
    }
}

/// `x-list-edit` of an operation that updates: methods that add to and remove from a list that an update replaces.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListEdit {
    /// The member with the list, as on the wire.
    pub member: String,
    /// The operationId of the operation that reads the item.
    pub read: String,
    /// Name of the method that adds.
    pub add: String,
    /// Name of the method that removes.
    pub remove: String,
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

/// `x-errors`: an error, identified by its code.
#[derive(Debug, Clone)]
pub struct ApiError {
    pub code: i64,
    pub description: String,
    /// Type of the data in the error response, if known.
    pub data: Option<String>,
    pub meaning: Option<Meaning>,
    pub evidence: Evidence,
}

/// The meaning of an error, by which a program can handle it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Meaning {
    InvalidKey,
    NotFound,
    /// The item exists already. Holds the member of the data that has its id.
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

/// The response of a successful call.
#[derive(Debug)]
pub struct Response {
    /// The type that the method returns.
    pub ty: Type,
    /// The member of the JSON object that holds the value; `None` if the response is the value.
    pub member: Option<String>,
    /// The collection that wraps the single requested item, if any.
    pub collection: Option<Type>,
    pub docs: String,
}

impl Response {
    /// The type on the wire, within `member`.
    pub fn wire_type(&self) -> &Type {
        self.collection.as_ref().unwrap_or(&self.ty)
    }
}

/// The source of a fact.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Evidence {
    /// The API's documentation.
    #[default]
    Documented,
    /// A client of the vendor, with an optional remark.
    VendorClient(Option<String>),
    /// A guess, with its reason.
    Inferred(String),
}
