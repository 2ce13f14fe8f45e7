//! What the emitters know of an API: operations by resource, and types with the quirk that each
//! carries. Every `$ref`, extension and default is resolved by the time that it stands here.

use indexmap::IndexMap;

/// A whole API, ready to be emitted.
#[derive(Debug)]
pub struct Api {
    /// The crate to emit.
    pub package: Package,
    /// `info.title`.
    pub title: String,
    /// `info.version`.
    pub version: String,
    /// `info.description`.
    pub description: String,
    /// The first server, without a trailing slash.
    pub base_url: String,
    /// The query parameter that carries the key, if the API wants one.
    pub key_parameter: Option<String>,
    /// Where answers report failure in their body, if they do.
    pub envelope: Option<Envelope>,
    /// The query parameter that names another method than the request's, if there is one.
    pub method_parameter: Option<String>,
    /// The calls that the service makes, if it makes any.
    pub webhook: Option<Webhook>,
    /// Failures that any operation may report.
    pub errors: Vec<ApiError>,
    /// Resources in the order of their first operation.
    pub resources: Vec<Resource>,
    /// All named types, in document order.
    pub types: IndexMap<String, TypeDef>,
}

/// `x-webhook`: calls that the service makes, which say by an id what has changed.
#[derive(Debug, Clone)]
pub struct Webhook {
    /// The type of the id.
    pub id: String,
    /// The operation that gets what has changed.
    pub get: String,
}

/// `info.x-crate`: how the emitted crate presents itself.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Package {
    /// Name of the crate.
    pub name: String,
    /// Version of the crate (not of the API).
    pub version: String,
    /// SPDX expression.
    pub license: String,
    /// The oldest compiler that builds it.
    pub rust_version: String,
    /// At most five, as registries ask.
    #[serde(default)]
    pub keywords: Vec<String>,
    /// Category slugs of the registry.
    #[serde(default)]
    pub categories: Vec<String>,
    /// Markdown for the front page of its docs, in place of a short example.
    #[serde(default)]
    pub guide: Option<String>,
    /// The crate that emitted code calls under the name `runtime`.
    pub runtime: Runtime,
}

/// The crate that emitted code calls.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Runtime {
    /// Its package name.
    pub package: String,
    /// Its version requirement.
    pub version: String,
    /// Where it lies, relative to the emitted crate.
    pub path: String,
}

/// `x-envelope`: the member of an answer that says how a call went.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Envelope {
    /// The top-level member.
    pub member: String,
    /// Member of it that tells success from failure.
    pub status: String,
    /// The value of `status` that means failure, compared without case.
    pub failure: String,
    /// Member of it with a number.
    pub code: String,
    /// Member of it with a sentence.
    pub message: String,
    /// Member of it with everything else.
    pub data: String,
    /// Codes that mean success when something was written, inclusive.
    pub accepted: (i64, i64),
}

/// A group of operations that people reach as one thing.
#[derive(Debug)]
pub struct Resource {
    /// `snake_case`; the accessor on the client, and the file.
    pub name: String,
    /// What it holds.
    pub docs: String,
    /// In document order.
    pub operations: Vec<Operation>,
}

/// One HTTP operation.
#[derive(Debug)]
pub struct Operation {
    /// `operationId`.
    pub id: String,
    /// Upper-case HTTP method.
    pub method: String,
    /// Path template.
    pub path: String,
    /// Name of the method in its resource.
    pub name: String,
    /// First line of the docs.
    pub summary: String,
    /// The rest of the docs.
    pub description: String,
    /// Where the path comes from.
    pub evidence: Evidence,
    /// Path parameters in the order of the template.
    pub path_parameters: Vec<Parameter>,
    /// Query parameters in document order.
    pub query: Vec<Parameter>,
    /// Name of the type that holds the optional query parameters, if there are any.
    pub options: Option<String>,
    /// The body to send.
    pub body: Option<Body>,
    /// What comes back.
    pub answer: Answer,
    /// Items a page, where the operation is paged.
    pub page_size: Option<u32>,
    /// Failures that the answer may report.
    pub errors: Vec<ApiError>,
    /// It may be sent again when nobody knows what became of it.
    pub repeatable: bool,
    /// A further method, which sends many items.
    pub batch: Option<Batch>,
    /// A further method, which changes what exists already.
    pub upsert: Option<Upsert>,
}

/// `x-batch`: a further method that sends many items in several requests.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Batch {
    /// Its name.
    pub method: String,
    /// The members, one in the other, that lead to the list of what failed in an answer.
    pub errors: Vec<String>,
}

/// `x-upsert`: a further method that creates, or changes what exists already.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Upsert {
    /// Its name.
    pub method: String,
    /// The operation that changes.
    pub update: String,
}

impl Operation {
    /// Query parameters that a call cannot go without.
    pub fn required_query(&self) -> impl Iterator<Item = &Parameter> {
        self.query.iter().filter(|parameter| parameter.required)
    }

    /// Query parameters that a call can go without.
    pub fn optional_query(&self) -> impl Iterator<Item = &Parameter> {
        self.query.iter().filter(|parameter| !parameter.required)
    }

    /// The named types in the signature of its method.
    pub fn mentions(&self) -> Vec<String> {
        let arguments = self.path_parameters.iter().chain(self.required_query());
        arguments
            .map(|parameter| &parameter.ty)
            .chain(self.body.iter().map(|body| &body.ty))
            .chain([&self.answer.ty])
            .flat_map(Type::mentions)
            .chain(self.options.clone())
            .collect()
    }
}

/// `x-errors`: a failure that is known by its code.
#[derive(Debug, Clone)]
pub struct ApiError {
    /// The code.
    pub code: i64,
    /// What it means.
    pub description: String,
    /// Type of the data that comes with it, where known.
    pub data: Option<String>,
    /// What a program can make of it.
    pub meaning: Option<Meaning>,
    /// Where the fact comes from.
    pub evidence: Evidence,
}

/// `means` of a failure.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Meaning {
    /// The key is not valid.
    InvalidKey,
    /// There is no such thing.
    NotFound,
    /// It exists already; the member of the data that holds its id.
    Duplicate(String),
}

/// A path or query parameter.
#[derive(Debug)]
pub struct Parameter {
    /// Name on the wire.
    pub wire_name: String,
    /// What it is.
    pub docs: String,
    /// A call cannot go without it.
    pub required: bool,
    /// Its type.
    pub ty: Type,
    /// How a filter is spelled, when it is one.
    pub filter: Option<FilterSpelling>,
}

/// `x-filter` on a parameter: the names of the pair that a filter becomes.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FilterSpelling {
    /// Name of the map from field to operator.
    pub condition: String,
    /// Names of the map from field to operand; all of them are sent.
    pub values: Vec<String>,
}

/// A JSON body.
#[derive(Debug)]
pub struct Body {
    /// Its type.
    pub ty: Type,
}

/// What an operation answers.
#[derive(Debug)]
pub struct Answer {
    /// What the caller gets.
    pub ty: Type,
    /// The member of the JSON answer that holds it, if it is not the whole.
    pub member: Option<String>,
    /// The collection on the wire that holds the one item asked for, if the item comes in one.
    pub one_of: Option<Type>,
    /// What it is.
    pub docs: String,
}

/// Where a fact comes from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Evidence {
    /// Printed in the docs.
    #[default]
    Documented,
    /// Seen in a client that the vendor wrote; with a remark where one is due.
    VendorClient(Option<String>),
    /// A guess, and why.
    Inferred(String),
}

/// A named Rust type.
#[derive(Debug)]
pub struct TypeDef {
    /// Name of the schema, which is the Rust name.
    pub name: String,
    /// What it is.
    pub docs: String,
    /// Where it comes from.
    pub evidence: Evidence,
    /// Name of the resource in whose file it stands.
    pub home: String,
    /// It can be part of a request.
    pub sent: bool,
    /// What kind of type it is.
    pub kind: Kind,
}

impl TypeDef {
    /// The Rust type is `Copy`.
    pub fn is_copy(&self) -> bool {
        match &self.kind {
            Kind::Id(kind) => *kind == IdKind::Number,
            Kind::Enum(values) => !values.open,
            _ => false,
        }
    }

    /// The named types in its definition.
    pub fn mentions(&self) -> Vec<String> {
        match &self.kind {
            Kind::Struct(object) | Kind::Options(object) => object
                .fields
                .iter()
                .flat_map(|field| field.ty.mentions())
                .collect(),
            Kind::Union(variants) => variants
                .iter()
                .flat_map(|variant| variant.ty.mentions())
                .collect(),
            Kind::Enum(_) | Kind::Id(_) | Kind::Filter(_) => Vec::new(),
        }
    }
}

/// The kinds of named types.
#[derive(Debug)]
pub enum Kind {
    /// An object with known members.
    Struct(Struct),
    /// The optional query parameters of an operation.
    Options(Struct),
    /// A string out of a list.
    Enum(Enum),
    /// A number or string that names something.
    Id(IdKind),
    /// One of several shapes, told apart by trying.
    Union(Vec<Variant>),
    /// A search filter.
    Filter(Filter),
}

/// An object.
#[derive(Debug, Default)]
pub struct Struct {
    /// Members in document order.
    pub fields: Vec<Field>,
    /// Holds members that the document does not list.
    pub rest: Option<Rest>,
}

/// `x-rest`: where members go that the document does not list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rest {
    /// Name of the Rust field.
    pub name: String,
    /// Names are written in lower case.
    pub lower_case: bool,
    /// What they are.
    pub docs: String,
    /// Why there are any.
    pub origin: Origin,
}

/// Why an object has members that the document does not list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The document says so: they are part of it.
    Described,
    /// Nobody knows whether there are any, or which.
    Unknown,
}

/// A member of an object.
#[derive(Debug)]
pub struct Field {
    /// Name on the wire.
    pub wire_name: String,
    /// What it is.
    pub docs: String,
    /// Where it comes from.
    pub evidence: Evidence,
    /// It must be there.
    pub required: bool,
    /// It may be `null`, or one of the ways to say so.
    pub nullable: bool,
    /// Whether it stands in requests, responses or both.
    pub direction: Direction,
    /// Its type.
    pub ty: Type,
}

/// The direction in which a member is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Direction {
    /// In requests and responses.
    #[default]
    Both,
    /// `readOnly`: only in responses.
    ReadOnly,
    /// `writeOnly`: only in requests.
    WriteOnly,
}

impl Field {
    /// The Rust field is an `Option`.
    pub fn is_option(&self) -> bool {
        self.nullable || !self.required
    }
}

/// A string out of a list.
#[derive(Debug)]
pub struct Enum {
    /// The values, in document order.
    pub values: Vec<EnumValue>,
    /// Other values may come.
    pub open: bool,
}

/// A value of an enum.
#[derive(Debug)]
pub struct EnumValue {
    /// As on the wire.
    pub value: String,
    /// What it means.
    pub docs: Option<String>,
}

/// What an id is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdKind {
    /// A number.
    Number,
    /// A string.
    Text,
}

/// One shape of a union.
#[derive(Debug)]
pub struct Variant {
    /// Name of the variant.
    pub name: String,
    /// What it is.
    pub docs: String,
    /// Its type.
    pub ty: Type,
}

/// A search filter.
#[derive(Debug, Default)]
pub struct Filter {
    /// Its operators.
    pub operators: Vec<FilterOperator>,
    /// The condition that lets everything pass, where none at all does not.
    pub everything: Option<Everything>,
}

/// `x-filter-all`: a condition that lets everything pass.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Everything {
    /// The field.
    pub field: String,
    /// One of the operators, as on the wire.
    pub operator: String,
    /// What the field is compared with.
    pub operand: String,
}

/// An operator of a filter.
#[derive(Debug)]
pub struct FilterOperator {
    /// As on the wire.
    pub value: String,
    /// What it compares with.
    pub operand: OperandKind,
}

/// What an operator compares with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OperandKind {
    /// One value.
    Value,
    /// A list of values.
    List,
    /// A date or date-time.
    Date,
}

/// The type of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Type {
    /// A scalar.
    Scalar(Scalar),
    /// No content at all.
    Nothing,
    /// Any JSON value, kept as it came.
    Any,
    /// Members that the document does not list, kept as they came.
    Free,
    /// A named type.
    Named(String),
    /// A value or `null`, as an item of a list or a value of a map. A field has `nullable` instead.
    Nullable(Box<Type>),
    /// An optional object whose absence may look like an empty list or string.
    OrEmpty(Box<Type>),
    /// A list.
    List(ListForm, Box<Type>),
    /// A map by key.
    Map(MapForm, Box<Type>, Box<Type>),
    /// A body of one item or a list of them.
    OneOrMany(Box<Type>),
}

impl Type {
    /// The named types in it.
    pub fn mentions(&self) -> Vec<String> {
        match self {
            Self::Named(name) => vec![name.clone()],
            Self::Nullable(inner)
            | Self::OrEmpty(inner)
            | Self::List(_, inner)
            | Self::OneOrMany(inner) => inner.mentions(),
            Self::Map(_, key, value) => {
                let mut names = key.mentions();
                names.extend(value.mentions());
                names
            }
            Self::Scalar(_) | Self::Any | Self::Free | Self::Nothing => Vec::new(),
        }
    }
}

/// A scalar and the dress that it comes in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scalar {
    /// Its meaning.
    pub kind: ScalarKind,
    /// It may arrive in another dress (`x-wire`).
    pub wire: Wire,
}

/// The meaning of a scalar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScalarKind {
    /// A string.
    Text,
    /// A 32-bit integer.
    Int32,
    /// A 64-bit integer.
    Int64,
    /// An unsigned integer (`minimum: 0`).
    Unsigned,
    /// A floating-point number.
    Float,
    /// An exact decimal number.
    Decimal,
    /// A truth value.
    Flag,
    /// A calendar date.
    Date,
    /// A date and time without a zone.
    CivilDateTime,
    /// A point in time as RFC 3339 text.
    Instant,
    /// A point in time as UNIX seconds.
    UnixTime,
}

/// The dress of a scalar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Wire {
    /// As JSON says it.
    #[default]
    Plain,
    /// Another JSON type carries it.
    Dressed,
    /// Several values mean that there is none; another JSON type may carry it, if that is said, too.
    Empties(Carrier),
}

/// Which JSON type carries an optional scalar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Carrier {
    /// The natural one.
    Natural,
    /// Another one as well.
    Other,
}

/// How a list arrives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListForm {
    /// As an array.
    Array,
    /// As an array or an object with indexes for keys.
    Indexed,
    /// As `Indexed`, or as its only item.
    IndexedOrOne,
}

/// How a map arrives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MapForm {
    /// As an object.
    Object,
    /// As an object, or as `[]` when empty.
    Keyed,
}
