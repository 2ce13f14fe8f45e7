//! Places of the document where something can be changed, and which way goes what stands there.

use std::collections::{BTreeMap, BTreeSet};

use hellodialog_codegen::diff::Side;
use serde_json::Value;

use crate::edit::escaped;

/// The places of a document, by what stands there.
pub struct Sites {
    /// Operations.
    pub operations: Vec<String>,
    /// Paths.
    pub paths: Vec<String>,
    /// Parameters in the query, and in the path.
    pub query: Vec<String>,
    pub path_parameters: Vec<String>,
    /// Bodies of requests.
    pub bodies: Vec<String>,
    /// Answers, and their media types.
    pub answers: Vec<String>,
    pub media: Vec<String>,
    /// Component schemas.
    pub components: Vec<String>,
    /// Schemas of any kind, and where they are.
    pub schemas: Vec<String>,
    reached: BTreeMap<Side, BTreeSet<String>>,
}

/// Which side a change belongs to.
#[derive(Clone, Copy)]
pub enum Of {
    /// That of the place.
    Place,
    /// The call, whatever the place.
    Call,
    /// What is sent, or received, whatever the place.
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
            answers: Vec::new(),
            media: Vec::new(),
            components: Vec::new(),
            schemas: Vec::new(),
            reached: reached(spec),
        };
        for (path, item) in spec["paths"].as_object().expect("paths") {
            let path = format!("/paths/{}", escaped(path));
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
        let mut holders = Vec::new();
        if operation.get("requestBody").is_some() {
            self.bodies.push(format!("{at}/requestBody"));
            holders.push((format!("{at}/requestBody"), &operation["requestBody"]));
        }
        for (status, answer) in operation["responses"].as_object().into_iter().flatten() {
            let at = format!("{at}/responses/{status}");
            self.answers.push(at.clone());
            holders.push((at, answer));
        }
        for (at, holder) in holders {
            for (media, content) in holder["content"].as_object().into_iter().flatten() {
                let at = format!("{at}/content/{}", escaped(media));
                self.schema(&format!("{at}/schema"), &content["schema"]);
                self.media.push(at);
            }
        }
        self.operations.push(at);
    }

    /// A schema with all that are in it, but for those behind references.
    fn schema(&mut self, at: &str, schema: &Value) {
        if !schema.is_object() || schema.get("$ref").is_some() {
            return;
        }
        // Of an answer that is unwrapped, callers see one field alone.
        if schema.get("x-unwrap").is_none() {
            self.schemas.push(at.to_owned());
        }
        // A filter has the operators that it names, whatever its members are.
        if schema.get("x-filter").is_some() {
            return;
        }
        for (name, property) in schema["properties"].as_object().into_iter().flatten() {
            self.schema(&format!("{at}/properties/{}", escaped(name)), property);
        }
        self.schema(&format!("{at}/items"), &schema["items"]);
        let further = format!("{at}/additionalProperties");
        self.schema(&further, &schema["additionalProperties"]);
    }

    /// Which ways goes what is at the place.
    pub fn sides(&self, site: &str, of: Of) -> BTreeSet<Side> {
        match of {
            Of::Call => return BTreeSet::from([Side::Call]),
            Of::Sent => return BTreeSet::from([Side::Sent]),
            Of::Received => return BTreeSet::from([Side::Received]),
            Of::Place => {}
        }
        let steps: Vec<&str> = site.split('/').skip(1).collect();
        match steps.as_slice() {
            ["components", "schemas", name, ..] => {
                let reached = self.reached.iter();
                let reached = reached.filter(|(_, names)| names.contains(*name));
                let sides: BTreeSet<Side> = reached.map(|(side, _)| *side).collect();
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

/// The components that are sent, and those that are received.
fn reached(spec: &Value) -> BTreeMap<Side, BTreeSet<String>> {
    let mut reached = BTreeMap::from([
        (Side::Sent, BTreeSet::new()),
        (Side::Received, BTreeSet::new()),
    ]);
    let mut add = |side, value: &Value| {
        follow(spec, value, reached.get_mut(&side).expect("it is there"));
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
    reached
}

/// Adds the components that a value mentions, and those that they mention.
pub fn follow(spec: &Value, value: &Value, names: &mut BTreeSet<String>) {
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
                        follow(spec, &schemas[name], names);
                    }
                } else {
                    follow(spec, member, names);
                }
            }
        }
        Value::Array(entries) => entries.iter().for_each(|entry| follow(spec, entry, names)),
        _ => {}
    }
}
