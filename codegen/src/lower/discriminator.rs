//! Discriminators whose value a caller need not know: the type tells it.

use std::collections::HashMap;

use indexmap::IndexMap;
use serde_json::Value;

use crate::model::{Encoding, Field, Kind, Scalar, ScalarKind, Type, TypeDef, Union};

/// The value of a discriminator, by the struct and its member; `None` if unions differ, or have several.
type Values = HashMap<(String, String), Option<String>>;

/// Sets the discriminator of each struct that is a variant of unions, and has one value in all of them.
pub(super) fn settle(types: &mut IndexMap<String, TypeDef>) {
    let mut values = Values::new();
    for definition in types.values() {
        if let Kind::Union(union) = &definition.kind {
            collect(union, &mut values);
        }
    }
    for ((name, property), value) in values {
        let Some(value) = value else { continue };
        let kind = types.get(&name).map(|definition| &definition.kind);
        let Some(Kind::Struct(object)) = kind else {
            continue;
        };
        let mut fields = object.fields.iter();
        let index = fields.position(|field| field.wire_name == property);
        let Some(index) = index.filter(|index| can_be(types, &object.fields[*index], &value))
        else {
            continue;
        };
        if let Some(Kind::Struct(object)) = types.get_mut(&name).map(|one| &mut one.kind) {
            object.fields[index].only_value = Some(Value::String(value));
        }
    }
}

fn collect(union: &Union, values: &mut Values) {
    let Some(discriminator) = &union.discriminator else {
        return;
    };
    for variant in &union.variants {
        let Type::Named(name) = &variant.ty else {
            continue;
        };
        let tags = discriminator.values.iter();
        let mut tags = tags.filter(|(_, tagged)| *tagged == variant.name);
        let Some((first, _)) = tags.next() else {
            // The variant for other values: it says none.
            continue;
        };
        let value = tags.next().is_none().then(|| first.clone());
        values
            .entry((name.clone(), discriminator.property.clone()))
            .and_modify(|known| {
                if *known != value {
                    *known = None;
                }
            })
            .or_insert(value);
    }
}

/// Whether a field is a text that can be this one.
fn can_be(types: &IndexMap<String, TypeDef>, field: &Field, value: &str) -> bool {
    match &field.ty {
        Type::Scalar(Scalar {
            kind: ScalarKind::Text,
            encoding: Encoding::Exact,
        }) => true,
        Type::Named(name) => match types.get(name).map(|definition| &definition.kind) {
            Some(Kind::Enum(values)) => values.values.iter().any(|one| one.value == value),
            _ => false,
        },
        _ => false,
    }
}
