//! Names that would clash in the emitted code, and types that could not be laid out.

use std::collections::{HashMap, HashSet};

use heck::ToShoutySnakeCase;

use super::{Lowering, field_name, handle_name, variant_name};
use crate::finding::Pointer;
use crate::model::{Kind, Resource, Type, TypeDef};

/// Names that emitted code uses without a path.
const PRELUDE: [&str; 24] = [
    "Box",
    "Client",
    "ClientHooks",
    "ClientInfo",
    "Clone",
    "Default",
    "Deserialize",
    "Err",
    "Error",
    "From",
    "Into",
    "IntoIterator",
    "Iterator",
    "None",
    "Ok",
    "OperationInfo",
    "Option",
    "PartialEq",
    "ResponseValue",
    "Result",
    "Serialize",
    "Some",
    "String",
    "Vec",
];

/// Names that a resource cannot have: methods of the client, and crates beside whose names the
/// resource's module would stand.
const RESOURCES: [&str; 8] = [
    "new", "builder", "clone", "mod", "request", "runtime", "reqwest", "serde",
];

impl Lowering<'_> {
    /// Notes every clash.
    pub(super) fn check_names(&mut self, resources: &[Resource]) {
        let types: Vec<(String, Vec<String>)> = self
            .types
            .values()
            .map(|one| (one.name.clone(), clashes_in(one)))
            .collect();
        let mut constants = HashSet::new();
        for (name, members) in types {
            if !constants.insert(name.to_shouty_snake_case()) {
                let at = Pointer::root().join(["components", "schemas", &name]);
                self.clash(&at, &name, "another type whose name differs in case only");
            }
            let at = Pointer::root().join(["components", "schemas", &name]);
            if PRELUDE.contains(&name.as_str()) {
                self.clash(&at, &name, "a name that emitted code uses without a path");
            }
            for member in members {
                self.clash(&at, &member, "a name that the emitted type uses itself");
            }
        }
        self.check_resources(resources);
        self.check_operation_ids(resources);
        self.check_recursion();
    }

    fn clash(&mut self, at: &Pointer, name: &str, with: &str) {
        self.findings.add(
            at,
            format!("`{name}` clashes with {with}"),
            "rename it with a patch",
        );
    }

    fn check_resources(&mut self, resources: &[Resource]) {
        for resource in resources {
            let at = Pointer::root().child("paths");
            if RESOURCES.contains(&resource.name.as_str()) {
                self.clash(&at, &resource.name, "a name that the client uses itself");
            }
            let handle = handle_name(&resource.name);
            if self.types.contains_key(&handle) {
                let at = Pointer::root().join(["components", "schemas", &handle]);
                self.clash(
                    &at,
                    &handle,
                    &format!("the type that has the methods of `{}`", resource.name),
                );
            }
            if resource
                .operations
                .iter()
                .any(|operation| operation.name == "new")
            {
                self.clash(&at, &format!("{}.new", resource.name), "the constructor");
            }
        }
    }

    /// progenitor's methods, and the constants, are named by the ids in snake case.
    fn check_operation_ids(&mut self, resources: &[Resource]) {
        let mut seen = HashSet::new();
        for operation in resources.iter().flat_map(|resource| &resource.operations) {
            let method = operation.method.to_lowercase();
            if !seen.insert(super::names::snake(&operation.id)) {
                let at = Pointer::root().join(["paths", &operation.path, &method, "operationId"]);
                self.clash(
                    &at,
                    &operation.id,
                    "another operationId that becomes the same identifier",
                );
            }
        }
    }

    /// A type that holds itself, other than in a list or map, has no size.
    fn check_recursion(&mut self) {
        let edges: HashMap<String, Vec<String>> = self
            .types
            .values()
            .map(|one| (one.name.clone(), directly_held(one)))
            .collect();
        let mut finished = HashSet::new();
        // In document order, so that each run names the same type of a circle.
        let names: Vec<String> = self.types.keys().cloned().collect();
        for name in names {
            let mut path = Vec::new();
            if let Some(name) = find_circle(&name, &edges, &mut path, &mut finished) {
                let at = Pointer::root().join(["components", "schemas", &name]);
                self.unsupported(
                    &at,
                    &format!("`{name}`, which holds itself outside of a list or map,"),
                    "leave the member out with a patch, or describe it as `{}`, any JSON",
                );
            }
        }
    }
}

/// Members whose Rust names the emitted type uses for something else.
fn clashes_in(definition: &TypeDef) -> Vec<String> {
    let taken = |names: Vec<String>, reserved: &[&str]| {
        let mut seen = HashSet::new();
        let clashing =
            |name: &String| reserved.contains(&name.as_str()) || !seen.insert(name.clone());
        names.into_iter().filter(clashing).collect()
    };
    match &definition.kind {
        Kind::Struct(object) | Kind::Options(object) => {
            let names = object
                .fields
                .iter()
                .map(|field| field_name(&field.wire_name));
            let rest = object.rest.iter();
            let rest = rest.flat_map(|rest| [rest.name.clone(), format!("{}_all", rest.name)]);
            taken(names.chain(rest).collect(), &["new"])
        }
        Kind::Enum(values) if values.open => {
            let names = values.values.iter().map(|value| variant_name(&value.value));
            taken(names.collect(), &["Other"])
        }
        Kind::Filter(filter) => {
            let names = filter
                .operators
                .iter()
                .map(|operator| field_name(&operator.value));
            taken(names.collect(), &["new", "all", "default", "conditions"])
        }
        Kind::Union(variants) => taken(
            variants
                .iter()
                .map(|variant| variant.name.clone())
                .collect(),
            &[],
        ),
        Kind::Enum(_) | Kind::Id(_) => Vec::new(),
    }
}

fn directly_held(definition: &TypeDef) -> Vec<String> {
    let held = |ty: &Type| match ty {
        Type::Named(name) => Some(name.clone()),
        Type::Nullable(inner) | Type::OrEmpty(inner) | Type::OneOrMany(inner) => match &**inner {
            Type::Named(name) => Some(name.clone()),
            _ => None,
        },
        _ => None,
    };
    match &definition.kind {
        Kind::Struct(object) | Kind::Options(object) => object
            .fields
            .iter()
            .filter_map(|field| held(&field.ty))
            .collect(),
        Kind::Union(variants) => variants
            .iter()
            .filter_map(|variant| held(&variant.ty))
            .collect(),
        Kind::Enum(_) | Kind::Id(_) | Kind::Filter(_) => Vec::new(),
    }
}

/// A type on a circle that is reached from `name`.
fn find_circle(
    name: &str,
    edges: &HashMap<String, Vec<String>>,
    path: &mut Vec<String>,
    finished: &mut HashSet<String>,
) -> Option<String> {
    if path.iter().any(|earlier| earlier == name) {
        return Some(name.to_owned());
    }
    if finished.contains(name) {
        return None;
    }
    path.push(name.to_owned());
    let circle = edges
        .get(name)
        .into_iter()
        .flatten()
        .find_map(|next| find_circle(next, edges, path, finished));
    path.pop();
    finished.insert(name.to_owned());
    circle
}
