//! Assigns each type to a module.

use std::collections::{HashMap, HashSet};

use crate::model::{Api, Operation};

/// Assigns each type to the module of the first resource that uses it, unless the document specifies one. Types that
/// no operation uses are assigned to the first resource.
pub(super) fn assign_modules(api: &mut Api) {
    let edges: HashMap<&str, Vec<String>> = api
        .types
        .iter()
        .map(|(name, definition)| (name.as_str(), definition.referenced_types()))
        .collect();
    let mut modules: HashMap<String, String> = HashMap::new();
    for resource in &api.resources {
        let types: Vec<String> = resource
            .operations
            .iter()
            .flat_map(Operation::all_types)
            .collect();
        for name in reachable(types, &edges) {
            modules.entry(name).or_insert_with(|| resource.name.clone());
        }
    }
    let fallback = api.resources.first().map(|resource| resource.name.clone());
    for (name, definition) in &mut api.types {
        if definition.module.is_empty() {
            definition.module = modules
                .remove(name)
                .or_else(|| fallback.clone())
                .unwrap_or_default();
        }
    }
}

fn reachable(mut open: Vec<String>, edges: &HashMap<&str, Vec<String>>) -> HashSet<String> {
    let mut found = HashSet::new();
    while let Some(name) = open.pop() {
        if !found.contains(&name) {
            open.extend(edges.get(name.as_str()).into_iter().flatten().cloned());
            found.insert(name);
        }
    }
    found
}
