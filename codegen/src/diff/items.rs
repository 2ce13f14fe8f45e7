//! The Rust items that a change affects.

use std::collections::HashMap;

use crate::model::{Api, Kind};
use crate::pointer::Pointer;
use crate::rust_name::type_name;

/// The items of a crate, by what they are generated from.
#[derive(Clone, Default)]
pub(super) struct Items {
    /// The method call of each operation.
    calls: HashMap<String, String>,
    /// The types, with the names of fields and values on the wire.
    types: HashMap<String, HashMap<String, String>>,
}

impl Items {
    pub(super) fn new(api: &Api) -> Self {
        let calls = api.resources.iter().flat_map(|resource| {
            resource.operations.iter().map(|operation| {
                let name = format!("{} {}", operation.method, operation.path);
                let call = format!("client.{}().{}()", resource.name, operation.name);
                (name, call)
            })
        });
        let types = api.types.values().map(|definition| {
            let parts = match &definition.kind {
                Kind::Struct(object) | Kind::Options(object) => {
                    let fields = object.fields.iter();
                    fields
                        .map(|field| (field.wire_name.clone(), field.name.clone()))
                        .collect()
                }
                Kind::Enum(values) => {
                    let values = values.values.iter();
                    values
                        .map(|value| (value.value.clone(), value.name.clone()))
                        .collect()
                }
                _ => HashMap::new(),
            };
            (definition.name.clone(), parts)
        });
        Self {
            calls: calls.collect(),
            types: types.collect(),
        }
    }

    /// The items that a change affects: the type that it is in, or else the method calls.
    pub(super) fn of(&self, pointer: &str, operations: &[String]) -> Vec<String> {
        let pointer = Pointer::of(pointer);
        let segments: Vec<&str> = pointer.segments().collect();
        if let ["components", "schemas", name, rest @ ..] = segments.as_slice()
            && let Some(item) = self.of_type(&type_name(name).unwrap_or_default(), rest)
        {
            return vec![item];
        }
        if let ["paths", path, rest @ ..] = segments.as_slice()
            && operations.is_empty()
        {
            return self.calls_of(path, rest.first().copied());
        }
        let calls = operations.iter();
        calls
            .filter_map(|name| self.calls.get(name).cloned())
            .collect()
    }

    /// The calls of a path, or of one method of it.
    fn calls_of(&self, path: &str, method: Option<&str>) -> Vec<String> {
        let calls = self.calls.iter().filter(|(name, _)| {
            name.split_once(' ').is_some_and(|(verb, place)| {
                place == path && method.is_none_or(|method| method.eq_ignore_ascii_case(verb))
            })
        });
        let mut calls: Vec<String> = calls.map(|(_, call)| call.clone()).collect();
        calls.sort();
        calls
    }

    fn of_type(&self, name: &str, rest: &[&str]) -> Option<String> {
        let parts = self.types.get(name)?;
        let mut rest = rest;
        while let ["allOf", _, inner @ ..] = rest {
            rest = inner;
        }
        let part = match rest {
            ["properties", field, ..] => parts.get(*field),
            _ => None,
        };
        Some(match part {
            Some(part) => format!("types::{name}::{part}"),
            None => format!("types::{name}"),
        })
    }
}
