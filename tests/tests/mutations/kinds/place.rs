//! Picks random places of a kind.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::edit::Edit;
use crate::sites::Sites;

/// Picks a random place for a change.
pub struct Places<'a> {
    pub spec: &'a Value,
    pub sites: &'a Sites,
    pub random: &'a mut fastrand::Rng,
}

impl Places<'_> {
    /// The given place.
    pub fn at(&self, site: &str) -> Edit {
        Edit::at(self.spec, site)
    }

    pub fn operation(&mut self, predicate: impl Fn(&Value) -> bool) -> Option<Edit> {
        self.pick(&self.sites.operations, predicate)
    }

    /// An operation whose path has further operations.
    pub fn sibling(&mut self) -> Option<Edit> {
        let sites = self.sites.operations.iter();
        let path = |site: &str| site.rsplit_once('/').map(|(path, _)| path.to_owned());
        let size = |path: &str| {
            self.spec
                .pointer(path)?
                .as_object()
                .map(serde_json::Map::len)
        };
        let several = |site: &&String| path(site).and_then(|path| size(&path)) > Some(1);
        let sites: Vec<String> = sites.filter(several).cloned().collect();
        let needed = needed_ids(self.spec);
        self.pick(&sites, |operation| !is_needed(operation, &needed))
    }

    pub fn path(&mut self) -> Option<Edit> {
        let needed = needed_ids(self.spec);
        self.pick(&self.sites.paths, |path| {
            let mut operations = path.as_object().into_iter().flatten();
            !operations.any(|(_, operation)| is_needed(operation, &needed))
        })
    }

    /// A query parameter.
    pub fn query(&mut self, predicate: impl Fn(&Value) -> bool) -> Option<Edit> {
        self.pick(&self.sites.query, predicate)
    }

    pub fn path_parameter(&mut self) -> Option<Edit> {
        self.pick(&self.sites.path_parameters, any)
    }

    pub fn body(&mut self) -> Option<Edit> {
        self.pick(&self.sites.bodies, any)
    }

    pub fn response(&mut self) -> Option<Edit> {
        self.pick(&self.sites.responses, any)
    }

    /// The `content` of a request or response body.
    pub fn contents(&mut self) -> Option<Edit> {
        let media = self.sites.media.iter();
        let parents = media.filter_map(|site| Some(site.rsplit_once('/')?.0.to_owned()));
        let parents: Vec<String> = parents.collect();
        self.pick(&parents, any)
    }

    pub fn component(&mut self, predicate: impl Fn(&Value) -> bool) -> Option<Edit> {
        self.pick(&self.sites.components, predicate)
    }

    pub fn schema(&mut self, predicate: impl Fn(&Value) -> bool) -> Option<Edit> {
        self.pick(&self.sites.schemas, predicate)
    }

    /// The schema of an object's field.
    pub fn field(&mut self, predicate: impl Fn(&Value) -> bool) -> Option<Edit> {
        let sites = self.sites.schemas.iter();
        let is_field = |site: &&String| site.rsplit('/').nth(1) == Some("properties");
        let sites: Vec<String> = sites.filter(is_field).cloned().collect();
        self.pick(&sites, predicate)
    }

    fn pick(&mut self, sites: &[String], predicate: impl Fn(&Value) -> bool) -> Option<Edit> {
        let predicate = |site: &&String| self.spec.pointer(site).is_some_and(&predicate);
        let sites: Vec<&String> = sites.iter().filter(predicate).collect();
        let site = self.random.choice(sites)?;
        Some(Edit::at(self.spec, site))
    }
}

pub fn any(_: &Value) -> bool {
    true
}

/// The ids of the operations that `x-` keys name, without which there is no crate.
fn needed_ids(value: &Value) -> BTreeSet<&str> {
    let mut ids = BTreeSet::new();
    let mut values = vec![value];
    while let Some(value) = values.pop() {
        let members = value.as_object().into_iter().flatten();
        for (name, member) in members {
            match name.as_str() {
                "x-webhook" => ids.extend(member.as_str()),
                "x-upsert" => ids.extend(member["update"].as_str()),
                "x-list-edit" => ids.extend(member["read"].as_str()),
                _ => values.push(member),
            }
        }
        values.extend(value.as_array().into_iter().flatten());
    }
    ids
}

fn is_needed(operation: &Value, ids: &BTreeSet<&str>) -> bool {
    operation["operationId"]
        .as_str()
        .is_some_and(|id| ids.contains(id))
}

/// Whether a success of the operation is JSON, and not one item of a collection, which can be missing as it is.
pub fn returns_json(spec: &Value, operation: &Value) -> bool {
    let responses = operation["responses"].as_object().into_iter().flatten();
    let mut successes = responses.filter(|(status, _)| status.starts_with('2'));
    successes.any(|(_, response)| {
        let schema = &response["content"]["application/json"]["schema"];
        let component = schema["$ref"]
            .as_str()
            .and_then(|reference| spec.pointer(&reference[1..]));
        let schema = component.unwrap_or(schema);
        schema.is_object() && schema.get("x-one").is_none()
    })
}

pub fn is_object(schema: &Value) -> bool {
    schema["properties"].is_object()
}

/// An object without `additionalProperties`.
pub fn is_object_without_additional_properties(schema: &Value) -> bool {
    is_object(schema) && schema.get("additionalProperties").is_none()
}

/// A string schema without further keywords.
pub fn is_text(schema: &Value) -> bool {
    let members = schema
        .as_object()
        .into_iter()
        .flat_map(serde_json::Map::keys);
    let mut other_keywords =
        members.filter(|name| !["type", "description", "x-evidence"].contains(&name.as_str()));
    schema["type"] == "string" && other_keywords.next().is_none()
}

/// An integer schema without keywords that change its encoding.
pub fn is_integer(schema: &Value) -> bool {
    let is_unencoded = ["x-id", "x-wire", "format"]
        .iter()
        .all(|key| schema.get(key).is_none());
    schema["type"] == "integer" && is_unencoded
}

pub fn is_open_enum(schema: &Value) -> bool {
    schema["enum"].is_array() && schema["x-extensible-enum"] == true
}

pub fn parameter(required: bool) -> Value {
    json!({
        "name": "zz", "in": "query", "required": required, "description": "Zz.",
        "schema": {"type": "string"},
    })
}

pub fn header(required: bool) -> Value {
    json!({"description": "Zz.", "required": required, "schema": {"type": "string"}})
}

pub fn body(required: bool) -> Value {
    json!({
        "required": required,
        "content": {"application/json": {"schema": {"type": "array", "items": {"type": "string"}}}},
    })
}
