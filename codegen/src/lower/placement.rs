//! Which file a type stands in, and whether requests carry it.

use std::collections::{HashMap, HashSet};

use crate::model::{Api, Operation, Type};

/// A type stands with the first resource that reaches it, unless the document says where; one that
/// no operation reaches stands with the first resource.
pub(super) fn place_types(api: &mut Api) {
    let edges: HashMap<String, Vec<String>> = api
        .types
        .iter()
        .map(|(name, definition)| (name.clone(), definition.mentions()))
        .collect();
    let mut homes: HashMap<String, String> = HashMap::new();
    let mut sent = HashSet::new();
    for resource in &api.resources {
        for operation in &resource.operations {
            for name in reachable(roots(operation), &edges) {
                homes.entry(name).or_insert_with(|| resource.name.clone());
            }
            sent.extend(reachable(sent_roots(operation), &edges));
        }
    }
    let fallback = api.resources.first().map(|resource| resource.name.clone());
    for (name, definition) in &mut api.types {
        definition.sent |= sent.contains(name);
        if definition.home.is_empty() {
            definition.home = homes
                .remove(name)
                .or_else(|| fallback.clone())
                .unwrap_or_default();
        }
    }
}

/// The types that an operation mentions in any way.
fn roots(operation: &Operation) -> Vec<String> {
    let mut roots = operation.mentions();
    roots.extend(
        operation
            .query
            .iter()
            .flat_map(|parameter| parameter.ty.mentions()),
    );
    roots.extend(operation.answer.one_of.iter().flat_map(Type::mentions));
    roots.extend(
        operation
            .errors
            .iter()
            .filter_map(|error| error.data.clone()),
    );
    roots
}

fn sent_roots(operation: &Operation) -> Vec<String> {
    let parameters = operation.path_parameters.iter().chain(&operation.query);
    parameters
        .map(|parameter| &parameter.ty)
        .chain(operation.body.iter().map(|body| &body.ty))
        .flat_map(Type::mentions)
        .collect()
}

fn reachable(mut next: Vec<String>, edges: &HashMap<String, Vec<String>>) -> HashSet<String> {
    let mut seen = HashSet::new();
    while let Some(name) = next.pop() {
        if !seen.contains(&name) {
            next.extend(edges.get(&name).into_iter().flatten().cloned());
            seen.insert(name);
        }
    }
    seen
}
