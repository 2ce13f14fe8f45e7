//! The part of the document that a change belongs to. A crate of it alone is generated in a fraction
//! of the time that the whole takes, and each place becomes the same in both.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::edit::plain;
use crate::sites::follow;

/// What of the document has nothing to do with a place.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rest {
    paths: BTreeSet<String>,
    schemas: BTreeSet<String>,
}

impl Rest {
    /// Everything except the resource of the place, or one that mentions it.
    pub fn of(spec: &Value, site: &str) -> Self {
        let place = Place::at(spec, site);
        let items = || spec["paths"].as_object().into_iter().flatten();
        let home = items()
            .find(|(name, item)| place.is_in(name, item))
            .or_else(|| items().next())
            .map(|(_, item)| resources(item))
            .unwrap_or_default();
        place.rest(|_, item| !resources(item).is_disjoint(&home))
    }

    /// Everything except the paths that mention the place: each schema is sent and received as in
    /// the whole document. Nothing, if the place is in no path or schema.
    pub fn without_mention(spec: &Value, site: &str) -> Self {
        let place = Place::at(spec, site);
        if place.path.is_none() && place.component.is_none() {
            return Self::default();
        }
        place.rest(|name, item| place.is_in(name, item))
    }

    /// The document without it.
    pub fn cut_from(&self, document: &Value) -> Value {
        let mut part = document.clone();
        for (map, names) in [
            ("/paths", &self.paths),
            ("/components/schemas", &self.schemas),
        ] {
            if let Some(Value::Object(members)) = part.pointer_mut(map) {
                members.retain(|name, _| !names.contains(name));
            }
        }
        // It names an operation.
        if let Some(name) = document["x-webhook"].as_str()
            && !part["paths"].to_string().contains(&format!("\"{name}\""))
            && let Some(members) = part.as_object_mut()
        {
            members.shift_remove("x-webhook");
        }
        part
    }
}

/// A place, by the path or the component schema that it is in.
struct Place<'a> {
    spec: &'a Value,
    path: Option<String>,
    component: Option<String>,
}

impl<'a> Place<'a> {
    fn at(spec: &'a Value, site: &str) -> Self {
        let mut steps = site.split('/').skip(1).map(plain);
        let mut place = Self {
            spec,
            path: None,
            component: None,
        };
        match (steps.next().as_deref(), steps.next(), steps.next()) {
            (Some("paths"), path, _) => place.path = path,
            (Some("components"), Some(kind), name) if kind == "schemas" => place.component = name,
            _ => {}
        }
        place
    }

    /// Whether the place is in a path, or in a schema that the path mentions.
    fn is_in(&self, path: &str, item: &Value) -> bool {
        let component = self.component.as_deref();
        self.path.as_deref() == Some(path)
            || component.is_some_and(|name| mentioned(self.spec, item).contains(name))
    }

    /// What is left when these paths are kept, with the schemas that they mention.
    fn rest(&self, keep: impl Fn(&str, &Value) -> bool) -> Rest {
        let mut kept = mentioned(self.spec, &self.spec["x-errors"]);
        let schemas = &self.spec["components"]["schemas"];
        if let Some(name) = &self.component {
            kept.insert(name.clone());
            follow(self.spec, &schemas[name], &mut kept);
        }
        let mut paths = BTreeSet::new();
        for (name, item) in self.spec["paths"].as_object().into_iter().flatten() {
            if keep(name, item) {
                kept.extend(mentioned(self.spec, item));
            } else {
                paths.insert(name.clone());
            }
        }
        // A filter names the schema whose properties it can search, and does not send it.
        for filter in kept.clone() {
            if let Some(name) = schemas[&filter]["x-filter-columns"].as_str() {
                kept.insert(name.to_owned());
                follow(self.spec, &schemas[name], &mut kept);
            }
        }
        let schemas = schemas.as_object().into_iter().flatten();
        let schemas = schemas.map(|(name, _)| name.clone());
        let schemas = schemas.filter(|name| !kept.contains(name)).collect();
        Rest { paths, schemas }
    }
}

fn resources(item: &Value) -> BTreeSet<&str> {
    let operations = item.as_object().into_iter().flat_map(|item| item.values());
    operations
        .filter_map(|operation| operation["x-resource"].as_str())
        .collect()
}

fn mentioned(spec: &Value, value: &Value) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    follow(spec, value, &mut names);
    names
}
