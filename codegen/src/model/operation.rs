//! Operations, with their parameters, bodies and responses.

use serde_json::Value;

use super::value::Type;
use crate::openapi::{Location, Style};
use crate::pointer::Pointer;

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
    /// Name of the constant that describes it.
    pub constant: String,
    /// HTTP method in upper case.
    pub method: String,
    /// Path template.
    pub path: String,
    /// The base URL, if it is not that of the API.
    pub server: Option<String>,
    /// The alternatives of credentials that it needs, each by the names of schemes, if they are not those of the API.
    pub security: Option<Vec<Vec<String>>>,
    /// Name of the method of its resource.
    pub name: String,
    /// Other words by which the docs are searched.
    pub aliases: Vec<String>,
    pub summary: String,
    pub description: String,
    pub deprecated: bool,
    pub evidence: Evidence,
    /// Path parameters in the order of the template.
    pub path_parameters: Vec<Parameter>,
    /// Parameters of the query, headers and cookies, in document order.
    pub parameters: Vec<Parameter>,
    /// Name of the type that holds the optional ones of them, if there are any.
    pub options: Option<String>,
    pub body: Option<Body>,
    pub response: Response,
    pub pagination: Option<Pagination>,
    pub errors: Vec<ApiError>,
    /// Whether a request with an unknown outcome may be sent again.
    pub idempotent: bool,
    pub batch: Option<Batch>,
    pub upsert: Option<Upsert>,
    pub list_edit: Option<ListEdit>,
}

/// `x-pagination`: how the pages of a response are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pagination {
    /// By their numbers, in the parameter `page`. A page has at most `size` items; a shorter one is the last.
    Numbers { size: u32 },
    /// By the numbers of their first items, in the parameter `start`. Names are as on the wire.
    Items(ItemPages),
}

/// The members of a page that tell where the next one begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemPages {
    /// The query parameter.
    pub start: String,
    /// The member with the number of items on all pages.
    pub total: String,
    /// The member with the items.
    pub items: String,
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
    /// The size of a page, if pages are numbered.
    pub fn page_size(&self) -> Option<u32> {
        match self.pagination {
            Some(Pagination::Numbers { size }) => Some(size),
            Some(Pagination::Items(_)) | None => None,
        }
    }

    /// The optional parameter that asks for a page.
    pub fn page_parameter(&self) -> Option<&Parameter> {
        let start = match self.pagination.as_ref()? {
            Pagination::Numbers { .. } => "page",
            Pagination::Items(pages) => &pages.start,
        };
        self.optional_parameters()
            .find(|parameter| parameter.wire_name == start && parameter.location == Location::Query)
    }

    /// The parameters that are arguments of their own, those of the path first.
    pub fn argument_parameters(&self) -> impl Iterator<Item = &Parameter> {
        self.required_parameters()
            .filter(|parameter| parameter.only_value.is_none())
    }

    fn required_parameters(&self) -> impl Iterator<Item = &Parameter> {
        let required = self
            .parameters
            .iter()
            .filter(|parameter| parameter.required);
        self.path_parameters.iter().chain(required)
    }

    pub fn optional_parameters(&self) -> impl Iterator<Item = &Parameter> {
        self.parameters
            .iter()
            .filter(|parameter| !parameter.required)
    }

    /// The named types in the signature of its method.
    pub fn referenced_types(&self) -> Vec<String> {
        self.required_parameters()
            .map(|parameter| &parameter.ty)
            .chain(self.body.iter().map(|body| &body.ty))
            .chain([&self.response.ty])
            .flat_map(Type::referenced_types)
            .chain(self.options.clone())
            .collect()
    }

    /// The named types in its signature, its options, its pages and its errors.
    pub fn all_types(&self) -> Vec<String> {
        let parameters = self.parameters.iter().map(|parameter| &parameter.ty);
        let collection = self.response.collection.as_ref();
        let types = parameters
            .chain(collection)
            .flat_map(Type::referenced_types);
        let errors = self.errors.iter().filter_map(|error| error.data.clone());
        let mut all = self.referenced_types();
        all.extend(types.chain(errors));
        all
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

/// A parameter.
#[derive(Debug)]
pub struct Parameter {
    pub location: Location,
    /// How a value is written that is no plain scalar; `None` for a scalar in the default style.
    pub style: Option<ParameterStyle>,
    /// Name of the argument or field.
    pub name: String,
    pub wire_name: String,
    pub docs: String,
    pub required: bool,
    pub deprecated: bool,
    pub ty: Type,
    /// The value in the document's examples.
    pub example: Option<Value>,
    /// The only value that a required parameter can have.
    pub only_value: Option<Value>,
    /// The names in the query, if it is a filter.
    pub filter: Option<QueryNames>,
}

/// How a value is written in a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParameterStyle {
    /// As JSON.
    Json,
    Styled(Layout),
}

/// How an array or object is written in a parameter or form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layout {
    pub style: Style,
    /// Whether each entry or member is a parameter of its own.
    pub explode: bool,
    /// Whether reserved characters stay as they are.
    pub reserved: bool,
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

/// A request body.
#[derive(Debug)]
pub struct Body {
    pub ty: Type,
    /// The value in the document's examples.
    pub example: Option<Value>,
    pub format: BodyFormat,
    pub required: bool,
}

/// How a request body is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BodyFormat {
    Json,
    /// JSON, sent as this media type.
    JsonAs(String),
    /// `application/x-www-form-urlencoded`, with the layouts of the members that have one.
    Form(Vec<(String, Layout)>),
    /// A multipart body of this media type.
    Multipart(String),
    /// Text of this media type.
    Text(String),
    /// Bytes of this media type.
    Bytes(String),
}

/// How the body of a response is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResponseFormat {
    Json,
    Text,
    Bytes,
    /// A redirect, which is not followed, and has no body.
    Redirect,
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
    pub format: ResponseFormat,
    /// The media types to ask for, unless that is `application/json`.
    pub accept: Option<String>,
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
