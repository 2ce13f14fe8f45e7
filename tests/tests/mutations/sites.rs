//! The places of a document that can be changed, and the side of each: call, request or response.

use std::collections::{BTreeMap, BTreeSet};

use hellodialog_codegen::diff::Side;
use serde_json::Value;

use crate::edit::escape;

/// The JSON pointers of a document's places, by kind.
pub struct Sites {
    /// Operations.
    pub operations: Vec<String>,
    /// Paths.
    pub paths: Vec<String>,
    /// Query parameters, and path parameters.
    pub query: Vec<String>,
    pub path_parameters: Vec<String>,
    /// Request bodies.
    pub bodies: Vec<String>,
    /// Responses, and media types of request and response bodies.
    pub responses: Vec<String>,
    pub media: Vec<String>,
    /// Component schemas.
    pub components: Vec<String>,
    /// All schemas, inline ones included.
    pub schemas: Vec<String>,
    schemas_by_side: BTreeMap<Side, BTreeSet<String>>,
}

/// The side on which a change is reported.
#[derive(Clone, Copy)]
pub enum ChangeSide {
    /// The side of the place.
    Place,
    /// Always the call.
    Call,
    /// Always the request, or the response.
    Sent,
    Received,
}

impl Sites {
    pub fn of(spec: &Value) -> Self {
        let mut sites = Self {
            operations: Vec::new(),
            paths: Vec::new(),
            query: Vec::new(),
            path_parameters: Vec::new(),
            bodies: Vec::new(),
            responses: Vec::new(),
            media: Vec::new(),
            components: Vec::new(),
            schemas: Vec::new(),
            schemas_by_side: schemas_by_side(spec),
        };
        for (path, item) in spec["paths"].as_object().expect("paths") {
            let path = format!("/paths/{}", escape(path));
            for (method, operation) in item.as_object().expect("a path") {
                sites.operation(format!("{path}/{method}"), operation);
            }
            sites.paths.push(path);
        }
        for (name, schema) in spec["components"]["schemas"].as_object().expect("schemas") {
            let at = format!("/components/schemas/{name}");
            sites.schema(&at, schema);
            sites.components.push(at);
        }
        sites
    }

    fn operation(&mut self, at: String, operation: &Value) {
        let parameters = operation["parameters"].as_array().into_iter().flatten();
        for (index, parameter) in parameters.enumerate() {
            let at = format!("{at}/parameters/{index}");
            self.schema(&format!("{at}/schema"), &parameter["schema"]);
            match parameter["in"].as_str() {
                Some("path") => self.path_parameters.push(at),
                _ => self.query.push(at),
            }
        }
        let mut bodies = Vec::new();
        if operation.get("requestBody").is_some() {
            self.bodies.push(format!("{at}/requestBody"));
            bodies.push((format!("{at}/requestBody"), &operation["requestBody"]));
        }
        for (status, response) in operation["responses"].as_object().into_iter().flatten() {
            let at = format!("{at}/responses/{status}");
            self.responses.push(at.clone());
            bodies.push((at, response));
        }
        for (at, body) in bodies {
            for (media, content) in body["content"].as_object().into_iter().flatten() {
                let at = format!("{at}/content/{}", escape(media));
                self.schema(&format!("{at}/schema"), &content["schema"]);
                self.media.push(at);
            }
        }
        self.operations.push(at);
    }

    /// Adds a schema and all inline schemas in it.
    fn schema(&mut self, at: &str, schema: &Value) {
        if !schema.is_object() || schema.get("$ref").is_some() {
            return;
        }
        // ChangeSide an response that is unwrapped, callers see one field alone.
        if schema.get("x-unwrap").is_none() {
            self.schemas.push(at.to_owned());
        }
        // The operators of a filter do not depend on its members.
        if schema.get("x-filter").is_some() {
            return;
        }
        for (name, property) in schema["properties"].as_object().into_iter().flatten() {
            self.schema(&format!("{at}/properties/{}", escape(name)), property);
        }
        self.schema(&format!("{at}/items"), &schema["items"]);
        let additional = format!("{at}/additionalProperties");
        self.schema(&additional, &schema["additionalProperties"]);
    }

    /// The sides of a place.
    pub fn sides(&self, site: &str, of: ChangeSide) -> BTreeSet<Side> {
        match of {
            ChangeSide::Call => return BTreeSet::from([Side::Call]),
            ChangeSide::Sent => return BTreeSet::from([Side::Sent]),
            ChangeSide::Received => return BTreeSet::from([Side::Received]),
            ChangeSide::Place => {}
        }
        let steps: Vec<&str> = site.split('/').skip(1).collect();
        match steps.as_slice() {
            ["components", "schemas", name, ..] => {
                let schemas_by_side = self.schemas_by_side.iter();
                let schemas_by_side = schemas_by_side.filter(|(_, names)| names.contains(*name));
                let sides: BTreeSet<Side> = schemas_by_side.map(|(side, _)| *side).collect();
                if sides.is_empty() {
                    BTreeSet::from([Side::Unused])
                } else {
                    sides
                }
            }
            ["paths", _, _, "parameters" | "requestBody", ..] => BTreeSet::from([Side::Sent]),
            ["paths", _, _, "responses", ..] => BTreeSet::from([Side::Received]),
            _ => BTreeSet::from([Side::Call]),
        }
    }
}

/// The component schemas in requests, and those in responses.
fn schemas_by_side(spec: &Value) -> BTreeMap<Side, BTreeSet<String>> {
    let mut schemas_by_side = BTreeMap::from([
        (Side::Sent, BTreeSet::new()),
        (Side::Received, BTreeSet::new()),
    ]);
    let mut add = |side, value: &Value| {
        add_referenced_schemas(
            spec,
            value,
            schemas_by_side
                .get_mut(&side)
                .expect("both sides have an entry"),
        );
    };
    add(Side::Received, &spec["x-errors"]);
    for item in spec["paths"]
        .as_object()
        .into_iter()
        .flat_map(|paths| paths.values())
    {
        for operation in item.as_object().into_iter().flat_map(|item| item.values()) {
            add(Side::Sent, &operation["parameters"]);
            add(Side::Sent, &operation["requestBody"]);
            add(Side::Received, &operation["responses"]);
            add(Side::Received, &operation["x-errors"]);
        }
    }
    schemas_by_side
}

/// Adds the component schemas that a value refers to, directly or indirectly.
pub fn add_referenced_schemas(spec: &Value, value: &Value, names: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            for (key, member) in members {
                let name = match (key.as_str(), member) {
                    ("$ref", Value::String(text)) => text.rsplit('/').next(),
                    ("x-keyed-by" | "data", Value::String(text)) => Some(text.as_str()),
                    ("example" | "examples", _) => continue,
                    _ => None,
                };
                let schemas = &spec["components"]["schemas"];
                if let Some(name) = name.filter(|name| schemas.get(name).is_some()) {
                    if names.insert(name.to_owned()) {
                        add_referenced_schemas(spec, &schemas[name], names);
                    }
                } else {
                    add_referenced_schemas(spec, member, names);
                }
            }
        }
        Value::Array(entries) => entries
            .iter()
            .for_each(|entry| add_referenced_schemas(spec, entry, names)),
        _ => {}
    }
}
