//! The members that objects of an OpenAPI document can have, and whether those of a document have the right types.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::node::Node;
use super::reference::{Links, note_lost_example, report_siblings, report_unresolved};
use crate::problem::{Problems, Repair};

/// The kinds of objects that the standard describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Document,
    Info,
    Server,
    ServerVariable,
    Components,
    PathItem,
    Operation,
    Parameter,
    RequestBody,
    Response,
    Header,
    MediaType,
    Example,
    Schema,
    Discriminator,
    SecurityScheme,
    Tag,
}

/// The type of a member.
#[derive(Clone, Copy, Debug)]
enum Expected {
    Text,
    /// A text that some documents write as a number.
    Version,
    Flag,
    Number,
    /// A flag in 3.0, a number in 3.1.
    FlagOrNumber,
    /// A type of JSON Schema, or several.
    TypeNames,
    Array,
    Texts,
    TextMap,
    One(Kind),
    List(Kind),
    /// Schemas, of which there is at least one.
    Branches,
    /// An object with objects by name.
    Map(Kind),
    /// As `Map`, with extensions among the names.
    ExtensibleMap(Kind),
    SchemaOrFlag,
    /// Requirements of security: scopes by the name of the scheme.
    Requirements,
}

use Expected::{
    Array, Branches, ExtensibleMap, Flag, FlagOrNumber, List, Map, Number, One, Requirements,
    SchemaOrFlag, Text, TextMap, Texts, TypeNames, Version,
};

type Members = &'static [(&'static str, Expected)];

impl Kind {
    /// Members without an entry are not looked at.
    const fn members(self) -> Members {
        match self {
            Self::Document => DOCUMENT,
            Self::Info => &[
                ("title", Text),
                ("version", Version),
                ("description", Text),
                ("summary", Text),
            ],
            Self::Server => &[
                ("url", Text),
                ("description", Text),
                ("variables", Map(Kind::ServerVariable)),
            ],
            Self::ServerVariable => &[("default", Text), ("enum", Texts), ("description", Text)],
            Self::Components => COMPONENTS,
            Self::PathItem => PATH_ITEM,
            Self::Operation => OPERATION,
            Self::Parameter | Self::Header => PARAMETER,
            Self::RequestBody => &[
                ("description", Text),
                ("required", Flag),
                ("content", Map(Kind::MediaType)),
            ],
            Self::Response => &[
                ("description", Text),
                ("headers", Map(Kind::Header)),
                ("content", Map(Kind::MediaType)),
            ],
            Self::MediaType => &[
                ("schema", One(Kind::Schema)),
                ("examples", Map(Kind::Example)),
            ],
            Self::Example => &[("summary", Text), ("description", Text)],
            Self::Schema => SCHEMA,
            Self::Discriminator => &[("propertyName", Text), ("mapping", TextMap)],
            Self::SecurityScheme => &[
                ("type", Text),
                ("in", Text),
                ("name", Text),
                ("scheme", Text),
                ("description", Text),
            ],
            Self::Tag => &[("name", Text), ("description", Text)],
        }
    }

    const fn required(self) -> &'static [&'static str] {
        match self {
            Self::Document => &["info"],
            Self::Info => &["title", "version"],
            Self::Server => &["url"],
            Self::ServerVariable => &["default"],
            Self::RequestBody => &["content"],
            Self::Discriminator => &["propertyName"],
            Self::SecurityScheme => &["type"],
            Self::Tag => &["name"],
            _ => &[],
        }
    }

    /// The name for messages; `None` of objects that cannot be references.
    const fn reference_name(self) -> Option<&'static str> {
        Some(match self {
            Self::PathItem => "path item",
            Self::Parameter => "parameter",
            Self::RequestBody => "request body",
            Self::Response => "response",
            Self::Header => "header",
            Self::Example => "example",
            Self::Schema => "schema",
            Self::SecurityScheme => "security scheme",
            _ => return None,
        })
    }
}

const DOCUMENT: Members = &[
    ("openapi", Text),
    ("info", One(Kind::Info)),
    ("servers", List(Kind::Server)),
    ("paths", ExtensibleMap(Kind::PathItem)),
    ("components", One(Kind::Components)),
    ("security", Requirements),
    ("tags", List(Kind::Tag)),
];

const COMPONENTS: Members = &[
    ("schemas", Map(Kind::Schema)),
    ("responses", Map(Kind::Response)),
    ("parameters", Map(Kind::Parameter)),
    ("examples", Map(Kind::Example)),
    ("requestBodies", Map(Kind::RequestBody)),
    ("headers", Map(Kind::Header)),
    ("securitySchemes", Map(Kind::SecurityScheme)),
];

const PATH_ITEM: Members = &[
    ("summary", Text),
    ("description", Text),
    ("servers", List(Kind::Server)),
    ("parameters", List(Kind::Parameter)),
    ("get", One(Kind::Operation)),
    ("put", One(Kind::Operation)),
    ("post", One(Kind::Operation)),
    ("delete", One(Kind::Operation)),
    ("options", One(Kind::Operation)),
    ("head", One(Kind::Operation)),
    ("patch", One(Kind::Operation)),
    ("trace", One(Kind::Operation)),
];

const OPERATION: Members = &[
    ("tags", Texts),
    ("summary", Text),
    ("description", Text),
    ("operationId", Text),
    ("parameters", List(Kind::Parameter)),
    ("requestBody", One(Kind::RequestBody)),
    ("responses", ExtensibleMap(Kind::Response)),
    ("deprecated", Flag),
    ("security", Requirements),
    ("servers", List(Kind::Server)),
];

const PARAMETER: Members = &[
    ("name", Text),
    ("in", Text),
    ("description", Text),
    ("required", Flag),
    ("deprecated", Flag),
    ("allowEmptyValue", Flag),
    ("allowReserved", Flag),
    ("style", Text),
    ("explode", Flag),
    ("schema", One(Kind::Schema)),
    ("content", Map(Kind::MediaType)),
    ("examples", Map(Kind::Example)),
];

const SCHEMA: Members = &[
    ("title", Text),
    ("description", Text),
    ("type", TypeNames),
    ("format", Text),
    ("pattern", Text),
    ("enum", Array),
    ("nullable", Flag),
    ("readOnly", Flag),
    ("writeOnly", Flag),
    ("deprecated", Flag),
    ("uniqueItems", Flag),
    ("exclusiveMinimum", FlagOrNumber),
    ("exclusiveMaximum", FlagOrNumber),
    ("minimum", Number),
    ("maximum", Number),
    ("multipleOf", Number),
    ("minLength", Number),
    ("maxLength", Number),
    ("minItems", Number),
    ("maxItems", Number),
    ("minProperties", Number),
    ("maxProperties", Number),
    ("required", Texts),
    ("properties", Map(Kind::Schema)),
    ("additionalProperties", SchemaOrFlag),
    ("items", One(Kind::Schema)),
    ("allOf", Branches),
    ("oneOf", Branches),
    ("anyOf", Branches),
    ("not", One(Kind::Schema)),
    ("discriminator", One(Kind::Discriminator)),
];

/// Whether all members have the right types. Notes those that do not, and references to objects of another kind.
pub(super) fn check(root: &Node<'_>, problems: &mut Problems) -> bool {
    let mut check = Check {
        is_valid: true,
        problems,
        kinds: HashMap::new(),
        references: Vec::new(),
        open: vec![(root.clone(), One(Kind::Document))],
    };
    // The stack is explicit: schemas nest as deep as a document wants.
    while let Some((node, expected)) = check.open.pop() {
        check.node(&node, expected);
    }
    check.references(root.value);
    check.is_valid
}

struct Check<'d, 'f> {
    is_valid: bool,
    problems: &'f mut Problems,
    /// The objects of the document, by their identities.
    kinds: HashMap<usize, Kind>,
    references: Vec<(Node<'d>, Kind)>,
    open: Vec<(Node<'d>, Expected)>,
}

impl<'d> Check<'d, '_> {
    fn node(&mut self, node: &Node<'d>, expected: Expected) {
        let value = node.value;
        let of_type = match expected {
            Text => value.is_string(),
            Version => value.is_string() || value.is_number(),
            FlagOrNumber => value.is_boolean() || value.is_number(),
            TypeNames => value.is_string() || value.is_array(),
            Flag => value.is_boolean(),
            Number => value.is_number(),
            Array | List(_) | Branches | Texts | Requirements => value.is_array(),
            // JSON Schema has `true` and `false` for any and no value.
            One(Kind::Schema) | SchemaOrFlag => value.is_object() || value.is_boolean(),
            TextMap | One(_) | Map(_) | ExtensibleMap(_) => value.is_object(),
        };
        if value.is_null() {
            let message = "a member that is `null` is read as absent";
            self.problems.note(&node.at, message);
            return;
        }
        if !of_type && is_negligible(node, expected) {
            let message = "a member of another type than the standard's is read as absent";
            self.problems.mistake(&node.at, message, Repair::Remove);
            return;
        }
        if !of_type {
            self.mistyped(node, expected);
            return;
        }
        let inner: Vec<(Node<'d>, Expected)> = match expected {
            Text | Version | Flag | FlagOrNumber | Number | Array | TypeNames => Vec::new(),
            One(_) | SchemaOrFlag if value.is_boolean() => Vec::new(),
            // A reference in place of a map is followed.
            Map(_) if node.text("$ref").is_some() => Vec::new(),
            Texts => node.entries().map(|entry| (entry, Text)).collect(),
            TextMap => node.members().map(|(_, member)| (member, Text)).collect(),
            List(kind) => node.entries().map(|entry| (entry, One(kind))).collect(),
            Branches => {
                if value.as_array().is_some_and(Vec::is_empty) {
                    self.invalid(node, "expected at least one schema, found none");
                }
                let entries = node.entries();
                entries.map(|entry| (entry, One(Kind::Schema))).collect()
            }
            Map(kind) => node
                .members()
                .map(|(_, member)| (member, One(kind)))
                .collect(),
            ExtensibleMap(kind) => node
                .members()
                .filter(|(name, _)| !name.starts_with("x-"))
                .map(|(_, member)| (member, One(kind)))
                .collect(),
            Requirements => node
                .entries()
                .flat_map(|entry| entry.members())
                .map(|(_, scopes)| (scopes, Texts))
                .collect(),
            One(kind) => self.object(node, kind),
            SchemaOrFlag => self.object(node, Kind::Schema),
        };
        self.open.extend(inner.into_iter().rev());
    }

    /// The members of an object that are to be looked at.
    fn object(&mut self, node: &Node<'d>, kind: Kind) -> Vec<(Node<'d>, Expected)> {
        self.kinds.insert(node.identity(), kind);
        if kind.reference_name().is_some() && node.text("$ref").is_some() {
            self.references.push((node.clone(), kind));
            return Vec::new();
        }
        for name in kind.required() {
            if node.get(name).is_none() {
                self.missing(node, kind, name);
            }
        }
        let members = kind.members().iter();
        members
            .filter_map(|(name, expected)| Some((node.get(name)?, *expected)))
            .collect()
    }

    fn references(&mut self, root: &'d Value) {
        let mut links = Links::new(root);
        for (node, kind) in std::mem::take(&mut self.references) {
            let reference = node.text("$ref").unwrap_or_default();
            report_siblings(&node, self.problems);
            let target = links.target(&node, reference);
            let found = match &target {
                Ok(target) => self.kinds.get(&target.identity()).copied(),
                Err(_) if kind == Kind::Example => {
                    note_lost_example(&node, self.problems);
                    continue;
                }
                Err(why) => {
                    report_unresolved(&node, *why, self.problems);
                    continue;
                }
            };
            if found == Some(kind) {
                continue;
            }
            let at = node.at.child("$ref");
            if kind == Kind::Schema && found.is_some() {
                let message = "a reference to something else than a schema is any JSON value";
                self.problems.note(&at, message);
                continue;
            }
            // A place that no keyword of OpenAPI leads to, such as `x-schemas` or `definitions`, is not looked at.
            if found.is_none() && target.is_ok_and(|place| place.value.is_object()) {
                continue;
            }
            let name = kind.reference_name().unwrap_or("object");
            let message = match found.and_then(Kind::reference_name) {
                Some(other) => format!("expected a reference to a {name}, found one to a {other}"),
                None => format!("expected a reference to a {name}, `{reference}` is none"),
            };
            let hint = "refer to an object of the same kind, for example one of `#/components`";
            self.problems.add(&at, message, hint);
            self.is_valid = false;
        }
    }

    fn missing(&mut self, node: &Node<'d>, kind: Kind, name: &str) {
        match kind {
            Kind::Info | Kind::Server | Kind::Tag => {
                let message = format!("`{name}`, which the standard demands here, is missing");
                let repair = Repair::Update(json!({name: "TODO"}));
                self.problems.mistake(&node.at, message, repair);
            }
            _ => self.invalid(node, &format!("missing field `{name}`")),
        }
    }

    fn mistyped(&mut self, node: &Node<'d>, expected: Expected) {
        let expected = match expected {
            Text | Version => "a string",
            FlagOrNumber => "`true`, `false` or a number",
            TypeNames => "a type or a list of types",
            Flag => "`true` or `false`",
            Number => "a number",
            Array | List(_) | Branches | Texts | Requirements => "an array",
            TextMap | One(_) | Map(_) | ExtensibleMap(_) => "an object",
            SchemaOrFlag => "a schema, `true` or `false`",
        };
        let found = match node.value {
            Value::Null => "null",
            Value::Bool(_) => "a boolean",
            Value::Number(_) => "a number",
            Value::String(_) => "a string",
            Value::Array(_) => "an array",
            Value::Object(_) => "an object",
        };
        let message = format!("expected {expected}, found {found}");
        self.invalid_with(node, &message, hint(node));
    }

    fn invalid(&mut self, node: &Node<'d>, why: &str) {
        self.invalid_with(node, why, STANDARD);
    }

    fn invalid_with(&mut self, node: &Node<'d>, why: &str, hint: &str) {
        let message = format!("no valid OpenAPI here: {why}");
        self.problems.add(&node.at, message, hint);
        self.is_valid = false;
    }
}

/// Whether nothing is sent or read otherwise without the member.
fn is_negligible(node: &Node<'_>, expected: Expected) -> bool {
    let name = node.at.split_last().map(|(_, name)| name);
    match (name, expected) {
        (Some("description" | "summary"), Text)
        | (Some("deprecated"), Flag)
        | (Some("examples"), Map(Kind::Example)) => true,
        // In a property it says that the object requires it, as in an early draft of JSON Schema.
        (Some("required"), Texts) => node.value.is_boolean(),
        _ => false,
    }
}

const STANDARD: &str = "compare it with the OpenAPI standard";

/// What to do about a member of another type, where other editions of OpenAPI and JSON Schema have it.
fn hint(node: &Node<'_>) -> &'static str {
    let name = node.at.split_last().map(|(_, name)| name);
    match (name, node.value) {
        (Some("openapi"), Value::Number(_)) => "quote the version, so that YAML reads it as text",
        (Some("discriminator"), Value::String(_)) => {
            "write it as `propertyName` of an object, as OpenAPI 3 has it"
        }
        (Some("items"), Value::Array(_)) => {
            "write one schema that all items fit, or `prefixItems` in OpenAPI 3.1"
        }
        (_, Value::Number(_) | Value::Bool(_)) => {
            "compare it with the OpenAPI standard; text that looks like a number or a flag is quoted in YAML"
        }
        _ => STANDARD,
    }
}
