//! Recursive types.

use std::cmp::Reverse;
use std::collections::HashMap;

use indexmap::IndexMap;

use crate::model::{Kind, Parts, Type, TypeDef};

/// A field or variant, by the name of its type and its place in it.
type Edge = (String, usize);

/// Boxes members so that no type contains itself without a list, map or box in between: such a type would have no size.
pub(super) fn box_members(types: &mut IndexMap<String, TypeDef>) {
    for (owner, index) in closing_edges(types, |_| true) {
        let member = types.get_mut(&owner).and_then(|one| one.member_mut(index));
        if let Some(ty) = member {
            *ty = Type::Boxed(Box::new(ty.clone()));
        }
    }
}

/// Removes the variants that lead from a union back to it, without an object or list in between: they add no values, and
/// decoding them would have no end.
pub(super) fn remove_circular_variants(types: &mut IndexMap<String, TypeDef>) {
    let is_union = |definition: &TypeDef| matches!(definition.kind, Kind::Union(_));
    let mut circular = closing_edges(types, is_union);
    // From the last one, so that the places before it stay the same.
    circular.sort_by(|(_, one), (_, other)| other.cmp(one));
    for (owner, index) in circular {
        if let Some(Kind::Union(union)) = types.get_mut(&owner).map(|one| &mut one.kind) {
            let removed = union.variants.remove(index);
            if let Some(discriminator) = &mut union.discriminator {
                let is_left = |(_, variant): &(String, String)| *variant != removed.name;
                discriminator.values.retain(is_left);
            }
        }
    }
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    OnPath,
    Finished,
}

/// The members that close a cycle of types that are of the `followed` ones. Uses an explicit stack, because a document can nest types deeply.
fn closing_edges(
    types: &IndexMap<String, TypeDef>,
    followed: impl Fn(&TypeDef) -> bool,
) -> Vec<Edge> {
    let mut states: HashMap<&str, State> = HashMap::new();
    let mut closing = Vec::new();
    // By name: which member closes a cycle does not depend on the order of the document.
    let mut starts: Vec<(&String, &TypeDef)> = types.iter().collect();
    starts.sort_unstable_by_key(|(name, _)| Reverse(*name));
    for (start, definition) in starts {
        if states.contains_key(start.as_str()) || !followed(definition) {
            continue;
        }
        let mut path: Vec<(&str, usize)> = vec![(start, 0)];
        states.insert(start, State::OnPath);
        while let Some((owner, next)) = path.last_mut() {
            let (owner, index) = (*owner, *next);
            let Some(ty) = types.get(owner).and_then(|one| one.member(index)) else {
                states.insert(owner, State::Finished);
                path.pop();
                continue;
            };
            *next += 1;
            let is_followed = |inner: &&str| types.get(*inner).is_some_and(&followed);
            let Some(inner) = contained(ty).filter(is_followed) else {
                continue;
            };
            match states.get(inner) {
                None => {
                    states.insert(inner, State::OnPath);
                    path.push((inner, 0));
                }
                Some(State::OnPath) => closing.push((owner.to_owned(), index)),
                Some(State::Finished) => {}
            }
        }
    }
    closing
}

/// The named type that a value of this type contains without indirection.
fn contained(ty: &Type) -> Option<&str> {
    match ty {
        Type::Named(name) => Some(name),
        Type::Nullable(inner) | Type::OrEmpty(inner) | Type::OneOrMany(inner) => contained(inner),
        _ => None,
    }
}

impl TypeDef {
    /// The type of a field or variant.
    fn member(&self, index: usize) -> Option<&Type> {
        match &self.kind {
            Kind::Struct(object) | Kind::Options(object) | Kind::Parts(Parts { object, .. }) => {
                object.fields.get(index).map(|field| &field.ty)
            }
            Kind::Union(union) => union.variants.get(index).map(|variant| &variant.ty),
            Kind::Enum(_) | Kind::Id(_) | Kind::Filter(_) => None,
        }
    }

    fn member_mut(&mut self, index: usize) -> Option<&mut Type> {
        match &mut self.kind {
            Kind::Struct(object) | Kind::Options(object) | Kind::Parts(Parts { object, .. }) => {
                object.fields.get_mut(index).map(|field| &mut field.ty)
            }
            Kind::Union(union) => union.variants.get_mut(index).map(|variant| &mut variant.ty),
            Kind::Enum(_) | Kind::Id(_) | Kind::Filter(_) => None,
        }
    }
}
