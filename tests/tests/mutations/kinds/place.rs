//! Random places of a kind.

use serde_json::{Value, json};

use crate::edit::Edit;
use crate::sites::Sites;

/// Finds a place for a change.
pub struct Places<'a> {
    pub spec: &'a Value,
    pub sites: &'a Sites,
    pub random: &'a mut fastrand::Rng,
}

impl Places<'_> {
    /// A certain place.
    pub fn at(&self, site: &str) -> Edit {
        Edit::at(self.spec, site)
    }

    pub fn operation(&mut self, fits: impl Fn(&Value) -> bool) -> Option<Edit> {
        self.pick(&self.sites.operations, fits)
    }

    /// An operation whose path has others.
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
        self.pick(&sites, any)
    }

    pub fn path(&mut self) -> Option<Edit> {
        self.pick(&self.sites.paths, any)
    }

    /// A parameter of the query.
    pub fn query(&mut self, fits: impl Fn(&Value) -> bool) -> Option<Edit> {
        self.pick(&self.sites.query, fits)
    }

    pub fn path_parameter(&mut self) -> Option<Edit> {
        self.pick(&self.sites.path_parameters, any)
    }

    pub fn body(&mut self) -> Option<Edit> {
        self.pick(&self.sites.bodies, any)
    }

    pub fn answer(&mut self) -> Option<Edit> {
        self.pick(&self.sites.answers, any)
    }

    /// The media types of a body.
    pub fn contents(&mut self) -> Option<Edit> {
        let media = self.sites.media.iter();
        let parents = media.filter_map(|site| Some(site.rsplit_once('/')?.0.to_owned()));
        let parents: Vec<String> = parents.collect();
        self.pick(&parents, any)
    }

    pub fn component(&mut self, fits: impl Fn(&Value) -> bool) -> Option<Edit> {
        self.pick(&self.sites.components, fits)
    }

    pub fn schema(&mut self, fits: impl Fn(&Value) -> bool) -> Option<Edit> {
        self.pick(&self.sites.schemas, fits)
    }

    /// A schema that is a field of an object.
    pub fn field(&mut self, fits: impl Fn(&Value) -> bool) -> Option<Edit> {
        let sites = self.sites.schemas.iter();
        let is_field = |site: &&String| site.rsplit('/').nth(1) == Some("properties");
        let sites: Vec<String> = sites.filter(is_field).cloned().collect();
        self.pick(&sites, fits)
    }

    fn pick(&mut self, sites: &[String], fits: impl Fn(&Value) -> bool) -> Option<Edit> {
        let fits = |site: &&String| self.spec.pointer(site).is_some_and(&fits);
        let sites: Vec<&String> = sites.iter().filter(fits).collect();
        let site = self.random.choice(sites)?;
        Some(Edit::at(self.spec, site))
    }
}

pub fn any(_: &Value) -> bool {
    true
}

pub fn is_object(schema: &Value) -> bool {
    schema["properties"].is_object()
}

/// An object that says nothing of further members.
pub fn is_listed(schema: &Value) -> bool {
    is_object(schema) && schema.get("additionalProperties").is_none()
}

/// A string of which nothing more is said.
pub fn is_text(schema: &Value) -> bool {
    let members = schema
        .as_object()
        .into_iter()
        .flat_map(serde_json::Map::keys);
    let mut further =
        members.filter(|name| !["type", "description", "x-evidence"].contains(&name.as_str()));
    schema["type"] == "string" && further.next().is_none()
}

/// An integer that arrives as one.
pub fn is_integer(schema: &Value) -> bool {
    let plain = ["x-id", "x-wire", "format"]
        .iter()
        .all(|key| schema.get(key).is_none());
    schema["type"] == "integer" && plain
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
