//! Detects duplicate names in the emitted code.

use std::collections::HashSet;

use indexmap::IndexMap;

use crate::model::{Kind, Resource, TypeDef};
use crate::problem::{Pointer, Problems};

/// Names that emitted code uses without a path.
const PRELUDE: [&str; 21] = [
    "Box",
    "Client",
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
    "Option",
    "PartialEq",
    "Result",
    "Row",
    "Serialize",
    "Some",
    "String",
    "Vec",
];

/// Names that a resource cannot have: those of the client's methods, and crates that its module would shadow.
const RESOURCES: [&str; 8] = [
    "new", "builder", "clone", "mod", "request", "runtime", "reqwest", "serde",
];

/// Reports every conflict.
pub(super) fn check(
    resources: &[Resource],
    types: &IndexMap<String, TypeDef>,
    problems: &mut Problems,
) {
    check_types(types, problems);
    check_resources(resources, types, problems);
    check_operation_ids(resources, problems);
}

fn note(problems: &mut Problems, at: &Pointer, name: &str, with: &str) {
    problems.add(
        at,
        format!("`{name}` clashes with {with}"),
        "rename it with a patch",
    );
}

fn check_types(types: &IndexMap<String, TypeDef>, problems: &mut Problems) {
    let mut constants = HashSet::new();
    for TypeDef {
        at,
        name,
        constant,
        kind,
        ..
    } in types.values()
    {
        if !constants.insert(constant) {
            let with = "another type whose name differs in case only";
            note(problems, at, name, with);
        }
        if PRELUDE.contains(&name.as_str()) {
            note(
                problems,
                at,
                name,
                "a name that emitted code uses without a path",
            );
        }
        for member in conflicts_in(kind) {
            note(
                problems,
                at,
                member,
                "a name that the emitted type uses itself",
            );
        }
    }
}

/// Duplicate and reserved names within a type.
fn conflicts_in(kind: &Kind) -> Vec<&str> {
    let (names, reserved): (Vec<&str>, &[&str]) = match kind {
        Kind::Struct(object) | Kind::Options(object) => {
            let fields = object.fields.iter().map(|field| field.name.as_str());
            let others = object.additional_properties.iter();
            let others = others.flat_map(|one| [one.name.as_str(), one.name_of_all.as_str()]);
            (fields.chain(others).collect(), &["new"])
        }
        Kind::Enum(values) if values.open => {
            let names = values.values.iter().map(|value| value.name.as_str());
            (names.collect(), &["Other"])
        }
        Kind::Filter(filter) => {
            let names = filter.operators.iter().map(|one| one.name.as_str());
            let columns = filter.columns.iter().map(|one| one.name.as_str());
            let names = names.chain(columns);
            (
                names.collect(),
                &["new", "all", "default", "conditions", "COLUMNS"],
            )
        }
        Kind::Union(union) => {
            let names = union.variants.iter().map(|variant| variant.name.as_str());
            (names.collect(), &[])
        }
        Kind::Enum(_) | Kind::Id(_) => return Vec::new(),
    };
    let mut seen = HashSet::new();
    let conflicts = names
        .into_iter()
        .filter(|name| reserved.contains(name) || !seen.insert(*name));
    conflicts.collect()
}

fn check_resources(
    resources: &[Resource],
    types: &IndexMap<String, TypeDef>,
    problems: &mut Problems,
) {
    let paths = Pointer::root().child("paths");
    for resource in resources {
        let Resource {
            name,
            handle,
            operations,
            ..
        } = resource;
        if RESOURCES.contains(&name.as_str()) {
            note(problems, &paths, name, "a name that the client uses itself");
        }
        if let Some(definition) = types.get(handle) {
            let with = format!("the type that has the methods of `{name}`");
            note(problems, &definition.at, handle, &with);
        }
        if operations.iter().any(|operation| operation.name == "new") {
            note(problems, &paths, &format!("{name}.new"), "the constructor");
        }
    }
}

/// progenitor's methods and our constants are named after the operationIds.
fn check_operation_ids(resources: &[Resource], problems: &mut Problems) {
    let mut seen = HashSet::new();
    let operations = resources.iter().flat_map(|resource| &resource.operations);
    // A missing operationId has been reported already.
    for operation in operations.filter(|operation| !operation.id.is_empty()) {
        if !seen.insert(&operation.snake_id) {
            let at = operation.at.child("operationId");
            let with = "another operationId that becomes the same identifier";
            note(problems, &at, &operation.id, with);
        }
    }
}
