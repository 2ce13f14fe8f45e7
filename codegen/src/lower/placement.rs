//! Which file a type stands in, and whether requests carry it.

use std::collections::{HashMap, HashSet};

use crate::model::{Api, Kind, Operation, Type, TypeDef};

/// A type stands with the first resource that reaches it, unless the document says where; one that
/// no operation reaches stands with the first resource.
pub(super) fn place_types(api: &mut Api) {
    let edges: HashMap<String, Vec<String>> = api
        .types
        .iter()
        .map(|(name, definition)| (name.clone(), references_of(definition)))
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

fn roots(operation: &Operation) -> Vec<String> {
    let mut roots = sent_roots(operation);
    named(&operation.answer.ty, &mut roots);
    if let Some(collection) = &operation.answer.one_of {
        named(collection, &mut roots);
    }
    roots.extend(operation.errors.iter().filter_map(|error| error.data.clone()));
    roots
}

fn sent_roots(operation: &Operation) -> Vec<String> {
    let mut roots = Vec::new();
    for parameter in operation.path_parameters.iter().chain(&operation.query) {
        named(&parameter.ty, &mut roots);
    }
    if let Some(body) = &operation.body {
        named(&body.ty, &mut roots);
    }
    roots
}

fn references_of(definition: &TypeDef) -> Vec<String> {
    let mut names = Vec::new();
    match &definition.kind {
        Kind::Struct(object) | Kind::Options(object) => {
            object.fields.iter().for_each(|field| named(&field.ty, &mut names));
        }
        Kind::Union(variants) => {
            variants.iter().for_each(|variant| named(&variant.ty, &mut names));
        }
        Kind::Enum(_) | Kind::Id(_) | Kind::Filter(_) => {}
    }
    names
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

/// The named types that a type mentions.
pub(crate) fn named(ty: &Type, names: &mut Vec<String>) {
    match ty {
        Type::Named(name) => names.push(name.clone()),
        Type::OrEmpty(inner) | Type::List(_, inner) | Type::OneOrMany(inner) => named(inner, names),
        Type::Map(_, key, value) => {
            named(key, names);
            named(value, names);
        }
        Type::Scalar(_) | Type::Any | Type::Free | Type::Nothing => {}
    }
}
