//! Members that the normal form keeps as they are.

use serde_json::Map;

use super::node::Node;

/// A kind of object in a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ObjectKind {
    Document,
    Info,
    Components,
    Tag,
    Server,
    PathItem,
    Operation,
    Parameter,
    Body,
    Responses,
    Response,
    Header,
    MediaType,
    Schema,
    SecurityScheme,
}

impl ObjectKind {
    /// Whether the normal form has a member's meaning, so that its text does not count.
    #[must_use]
    pub fn interprets(self, name: &str) -> bool {
        let is_status = self == Self::Responses && !name.starts_with("x-");
        is_status || self.interpreted().contains(&name)
    }

    const fn interpreted(self) -> &'static [&'static str] {
        match self {
            Self::Document => &[
                "openapi",
                "info",
                "servers",
                "security",
                "tags",
                "paths",
                "components",
            ],
            Self::Info => &["title", "version"],
            Self::Components => &[
                "schemas",
                "securitySchemes",
                "parameters",
                "responses",
                "requestBodies",
                "headers",
                "examples",
                "links",
                "callbacks",
            ],
            Self::Tag => &["name"],
            Self::Server => &["url", "variables"],
            Self::PathItem => &[
                "parameters",
                "servers",
                "get",
                "put",
                "post",
                "delete",
                "options",
                "head",
                "patch",
                "trace",
                "$ref",
            ],
            Self::Operation => &[
                "operationId",
                "parameters",
                "requestBody",
                "responses",
                "security",
                "servers",
                "tags",
            ],
            Self::Parameter => &[
                "name",
                "in",
                "required",
                "schema",
                "content",
                "style",
                "explode",
                "allowReserved",
                "allowEmptyValue",
                "example",
                "examples",
            ],
            Self::Body => &["required", "content"],
            Self::Responses => &[],
            Self::Response => &["content", "headers"],
            Self::Header => &[
                "required",
                "schema",
                "content",
                "style",
                "explode",
                "allowReserved",
                "allowEmptyValue",
                "example",
                "examples",
            ],
            Self::MediaType => &["schema", "encoding", "example", "examples"],
            Self::SecurityScheme => &[
                "type",
                "name",
                "in",
                "scheme",
                "bearerFormat",
                "openIdConnectUrl",
                "flows",
            ],
            Self::Schema => &SCHEMA_KEYWORDS,
        }
    }
}

const SCHEMA_KEYWORDS: [&str; 34] = [
    "$ref",
    "type",
    "format",
    "enum",
    "const",
    "nullable",
    "items",
    "additionalProperties",
    "oneOf",
    "anyOf",
    "allOf",
    "not",
    "discriminator",
    "default",
    "title",
    "readOnly",
    "writeOnly",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "pattern",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "maxProperties",
    "properties",
    "required",
    "example",
    "examples",
];

impl<'d> Node<'d> {
    /// The names of the members that the normal form keeps as they are: texts, extensions and what it does not know.
    pub fn uninterpreted(&self, kind: ObjectKind) -> impl Iterator<Item = &'d str> + use<'d> {
        let names = self.value.as_object().into_iter().flat_map(Map::keys);
        names
            .map(String::as_str)
            .filter(move |name| !kind.interprets(name))
    }
}
