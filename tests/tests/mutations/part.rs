//! The part of the document that a change belongs to. A crate of it alone is generated in a fraction
//! of the time that the whole takes, and each place becomes the same in both.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::edit::plain;
use crate::sites::follow;

/// What of the document has nothing to do with a place.
pub struct Rest {
    paths: BTreeSet<String>,
    schemas: BTreeSet<String>,
}

impl Rest {
    /// Everything but the resource of the place, or one that reaches it.
    pub fn of(spec: &Value, site: &str) -> Self {
        let steps: Vec<String> = site.split('/').skip(1).map(plain).collect();
        let component = match steps.as_slice() {
            [_, schemas, name, ..] if schemas == "schemas" => Some(name.as_str()),
            _ => None,
        };
        let path = steps
            .get(1)
            .filter(|_| steps[0] == "paths")
            .map(String::as_str);
        let reaches =
            |item: &Value| component.is_some_and(|name| mentioned(spec, item).contains(name));
        let items = || spec["paths"].as_object().into_iter().flatten();
        let home = items()
            .find(|(name, item)| path == Some(name.as_str()) || path.is_none() && reaches(item))
            .or_else(|| items().next())
            .map(|(_, item)| resources(item))
            .unwrap_or_default();
        let mut kept = mentioned(spec, &spec["x-errors"]);
        if let Some(name) = component {
            kept.insert(name.to_owned());
            follow(spec, &spec["components"]["schemas"][name], &mut kept);
        }
        let mut paths = BTreeSet::new();
        for (name, item) in items() {
            if resources(item).is_disjoint(&home) {
                paths.insert(name.clone());
            } else {
                kept.extend(mentioned(spec, item));
            }
        }
        let schemas = spec["components"]["schemas"]
            .as_object()
            .into_iter()
            .flatten();
        let schemas = schemas.map(|(name, _)| name.clone());
        let schemas = schemas.filter(|name| !kept.contains(name)).collect();
        Self { paths, schemas }
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
