//! Detects recursive types.

use std::collections::HashMap;

use indexmap::IndexMap;

use crate::model::{Kind, Type, TypeDef};
use crate::problem::Problems;

/// Reports types that contain themselves without a list or map in between: such a type has no size.
pub(super) fn check(types: &IndexMap<String, TypeDef>, problems: &mut Problems) {
    let mut states = HashMap::new();
    for start in types.values() {
        if let Some(definition) = find_cycle(start, types, &mut states) {
            problems.add(
                &definition.at,
                format!(
                    "`{}`, which holds itself outside of a list or map, is not supported",
                    definition.name
                ),
                "leave the member out with a patch, or describe it as `{}`, any JSON",
            );
        }
    }
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    OnPath,
    Finished,
}

/// A type on a cycle that is reachable from `start`. Uses an explicit stack, because a document can nest types deeply.
fn find_cycle<'t>(
    start: &'t TypeDef,
    types: &'t IndexMap<String, TypeDef>,
    states: &mut HashMap<&'t str, State>,
) -> Option<&'t TypeDef> {
    if states.contains_key(start.name.as_str()) {
        return None;
    }
    let mut cycle = None;
    let mut path = vec![(start, held_types(start))];
    states.insert(&start.name, State::OnPath);
    while let Some((definition, held)) = path.last_mut() {
        let Some(next) = held.pop() else {
            states.insert(&definition.name, State::Finished);
            path.pop();
            continue;
        };
        match (states.get(next), types.get(next)) {
            (None, Some(inner)) => {
                states.insert(next, State::OnPath);
                path.push((inner, held_types(inner)));
            }
            (Some(State::OnPath), inner) => cycle = cycle.or(inner),
            _ => {}
        }
    }
    cycle
}

/// The types that a type contains without indirection, in reverse order.
fn held_types(definition: &TypeDef) -> Vec<&str> {
    let types: Vec<&Type> = match &definition.kind {
        Kind::Struct(object) | Kind::Options(object) => {
            object.fields.iter().map(|field| &field.ty).collect()
        }
        Kind::Union(union) => union.variants.iter().map(|variant| &variant.ty).collect(),
        Kind::Enum(_) | Kind::Id(_) | Kind::Filter(_) => Vec::new(),
    };
    types.into_iter().rev().filter_map(held).collect()
}

fn held(ty: &Type) -> Option<&str> {
    match ty {
        Type::Named(name) => Some(name),
        Type::Nullable(inner) | Type::OrEmpty(inner) | Type::OneOrMany(inner) => held(inner),
        _ => None,
    }
}
