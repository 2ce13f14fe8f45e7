//! The model of an API, the input of the emitters: operations by resource, and types with their Rust names and
//! encodings. References, extensions and defaults are resolved.

mod definition;
mod operation;
mod value;

pub use definition::{
    AdditionalProperties, Discriminator, Enum, EnumValue, Field, Filter, FilterColumn,
    FilterOperator, IdKind, Kind, MatchAll, OperandKind, Origin, Parts, Struct, TypeDef, Union,
    Variant,
};
pub use operation::{
    ApiError, Batch, Body, BodyFormat, Evidence, ItemPages, Layout, ListEdit, Meaning, Operation,
    Pagination, Parameter, ParameterStyle, QueryNames, Resource, Response, ResponseFormat, Upsert,
};
pub use value::{Encoding, ListForm, MapForm, Scalar, ScalarKind, Type};

use indexmap::IndexMap;

/// A whole API.
#[derive(Debug)]
pub struct Api {
    pub package: Package,
    pub title: String,
    pub version: String,
    pub description: String,
    /// URL of the server, without a slash at the end.
    pub base_url: String,
    /// The credentials that calls can need, by the names of their schemes.
    pub credentials: Vec<Credential>,
    /// The alternatives of credentials that a call needs, each by the names of schemes.
    pub security: Vec<Vec<String>>,
    /// The member of responses that reports failures.
    pub envelope: Option<Envelope>,
    /// The query parameter that overrides the HTTP method.
    pub method_parameter: Option<String>,
    pub webhook: Option<Webhook>,
    /// Errors that any operation can return.
    pub errors: Vec<ApiError>,
    /// Resources in the order of their first operation.
    pub resources: Vec<Resource>,
    /// Types by name, in document order.
    pub types: IndexMap<String, TypeDef>,
}

/// A credential of the caller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credential {
    /// Name of its security scheme.
    pub name: String,
    pub kind: CredentialKind,
}

/// Where a credential goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CredentialKind {
    /// A query parameter.
    Query(String),
    Header(String),
    Cookie(String),
    /// `Authorization: Bearer`.
    Bearer,
    /// `Authorization: Basic`, from `user:password`.
    Basic,
}

/// `x-webhook`: calls that the service makes with the id of what has changed.
#[derive(Debug, Clone)]
pub struct Webhook {
    /// The type of the id.
    pub id: String,
    /// The operationId of the operation that gets what has changed.
    pub get: String,
}

/// `info.x-crate`: the manifest of the emitted crate.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Package {
    /// Whether the generator made all of it, since the document has none.
    #[serde(default)]
    #[expect(dead_code, reason = "`Problems` look it up before the rest is read")]
    derived: bool,
    pub name: String,
    /// Version of the crate, not of the API.
    pub version: String,
    /// SPDX expression.
    #[serde(default)]
    pub license: Option<String>,
    #[serde(default = "rust_version")]
    pub rust_version: String,
    #[serde(default)]
    pub keywords: Vec<String>,
    #[serde(default)]
    pub categories: Vec<String>,
    /// One line for the registry.
    #[serde(default)]
    pub description: Option<String>,
    /// Year and holder, for the texts of the licences.
    #[serde(default)]
    pub copyright: Option<String>,
    #[serde(default)]
    pub repository: Option<String>,
    #[serde(default)]
    pub homepage: Option<String>,
    #[serde(default)]
    pub documentation: Option<String>,
    /// Whether a registry may have the crate.
    #[serde(default)]
    pub publish: bool,
    /// Markdown for the front page of the docs, in place of a short example.
    #[serde(default)]
    pub guide: Option<String>,
    /// What the examples of the crate need, as in `Cargo.toml`.
    #[serde(default)]
    pub dev_dependencies: IndexMap<String, serde_json::Value>,
    /// Paths of the examples, by name, relative to the crate.
    #[serde(default)]
    pub examples: IndexMap<String, String>,
    /// The crate that emitted code calls `runtime`.
    pub runtime: Runtime,
}

/// The oldest compiler that emitted code is for: that of the generator.
fn rust_version() -> String {
    env!("CARGO_PKG_RUST_VERSION").to_owned()
}

/// The crate that emitted code calls `runtime`.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Runtime {
    pub package: String,
    /// Version requirement.
    pub version: String,
    /// Path relative to the emitted crate.
    pub path: String,
}

/// `x-envelope`: the member of a response that reports success or failure.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Envelope {
    /// The top-level member. The names below are those of its members.
    pub member: String,
    pub status: String,
    /// The value of `status` that means failure, compared without case.
    pub failure: String,
    pub code: String,
    pub message: String,
    pub data: String,
    /// Codes that mean success of a write, inclusive.
    pub accepted: (i64, i64),
}
