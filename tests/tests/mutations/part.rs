//! The part of the document that a change affects. Its crate is generated faster than that of the whole
//! document, with the same code for the place.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::edit::unescape;
use crate::sites::add_referenced_schemas;

/// The paths and schemas that a place does not affect.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Omitted {
    paths: BTreeSet<String>,
    schemas: BTreeSet<String>,
}

impl Omitted {
    /// Everything except the resource of the place, or a resource that refers to it.
    pub fn of(spec: &Value, site: &str) -> Self {
        let place = Place::at(spec, site);
        let items = || spec["paths"].as_object().into_iter().flatten();
        let affected = items()
            .find(|(name, item)| place.is_in(name, item))
            .or_else(|| items().next())
            .map(|(_, item)| resources(item))
            .unwrap_or_default();
        place.omitted(|_, item| !resources(item).is_disjoint(&affected))
    }

    /// Everything except the paths that refer to the place, so that each schema stays in the same requests
    /// and responses. Nothing if the place is in no path or schema.
    pub fn all_but_references(spec: &Value, site: &str) -> Self {
        let place = Place::at(spec, site);
        if place.path.is_none() && place.component.is_none() {
            return Self::default();
        }
        place.omitted(|name, item| place.is_in(name, item))
    }

    /// The document without these paths and schemas.
    pub fn remove_from(&self, document: &Value) -> Value {
        let mut part = document.clone();
        for (map, names) in [
            ("/paths", &self.paths),
            ("/components/schemas", &self.schemas),
        ] {
            if let Some(Value::Object(members)) = part.pointer_mut(map) {
                members.retain(|name, _| !names.contains(name));
            }
        }
        // `x-webhook` names an operation.
        if let Some(name) = document["x-webhook"].as_str()
            && !part["paths"].to_string().contains(&format!("\"{name}\""))
            && let Some(members) = part.as_object_mut()
        {
            members.shift_remove("x-webhook");
        }
        part
    }
}

/// A place: the path or the component schema that contains it.
struct Place<'a> {
    spec: &'a Value,
    path: Option<String>,
    component: Option<String>,
}

impl<'a> Place<'a> {
    fn at(spec: &'a Value, site: &str) -> Self {
        let mut steps = site.split('/').skip(1).map(unescape);
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

    /// Whether the place is in a path, or in a schema that the path refers to.
    fn is_in(&self, path: &str, item: &Value) -> bool {
        let component = self.component.as_deref();
        self.path.as_deref() == Some(path)
            || component.is_some_and(|name| referenced_schemas(self.spec, item).contains(name))
    }

    /// Everything except these paths and the schemas that they refer to.
    fn omitted(&self, keep: impl Fn(&str, &Value) -> bool) -> Omitted {
        let mut kept = referenced_schemas(self.spec, &self.spec["x-errors"]);
        let schemas = &self.spec["components"]["schemas"];
        if let Some(name) = &self.component {
            kept.insert(name.clone());
            add_referenced_schemas(self.spec, &schemas[name], &mut kept);
        }
        let mut paths = BTreeSet::new();
        for (name, item) in self.spec["paths"].as_object().into_iter().flatten() {
            if keep(name, item) {
                kept.extend(referenced_schemas(self.spec, item));
            } else {
                paths.insert(name.clone());
            }
        }
        // A filter names the schema whose properties it can search, and does not send it.
        for filter in kept.clone() {
            if let Some(name) = schemas[&filter]["x-filter-columns"].as_str() {
                kept.insert(name.to_owned());
                add_referenced_schemas(self.spec, &schemas[name], &mut kept);
            }
        }
        let schemas = schemas.as_object().into_iter().flatten();
        let schemas = schemas.map(|(name, _)| name.clone());
        let schemas = schemas.filter(|name| !kept.contains(name)).collect();
        Omitted { paths, schemas }
    }
}

fn resources(item: &Value) -> BTreeSet<&str> {
    let operations = item.as_object().into_iter().flat_map(|item| item.values());
    operations
        .filter_map(|operation| operation["x-resource"].as_str())
        .collect()
}

fn referenced_schemas(spec: &Value, value: &Value) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    add_referenced_schemas(spec, value, &mut names);
    names
}
