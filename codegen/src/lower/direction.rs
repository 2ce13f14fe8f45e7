//! Determines which types are part of requests and which of responses, to apply `readOnly` and `writeOnly`.

use std::collections::HashSet;

use indexmap::IndexMap;

use crate::model::{ApiError, Kind, Operation, Parts, Resource, Struct, Type, TypeDef};
use crate::openapi::Direction;

/// Marks the types that are sent. Removes `readOnly` members from types that are only sent, and `writeOnly` members from
/// types that are only received. Returns the types that are received.
pub(super) fn settle_directions(
    resources: &[Resource],
    errors: &[ApiError],
    types: &mut IndexMap<String, TypeDef>,
) -> HashSet<String> {
    let operations = || resources.iter().flat_map(|resource| &resource.operations);
    let sent = reachable(
        operations().flat_map(sent_types).collect(),
        types,
        Direction::ReadOnly,
    );
    let received = operations().flat_map(received_types);
    let received = received.chain(errors.iter().filter_map(|error| error.data.clone()));
    let received = reachable(received.collect(), types, Direction::WriteOnly);
    for (name, definition) in types {
        let is_received = received.contains(name);
        definition.sent |= sent.contains(name);
        if let Kind::Struct(object) = &mut definition.kind
            && !definition.sent
        {
            // In a response, a missing member means the same as `null`.
            for field in &mut object.fields {
                field.null_setter = None;
            }
        }
        let absent = match (definition.sent, is_received) {
            (true, false) => Direction::ReadOnly,
            (false, true) => Direction::WriteOnly,
            _ => continue,
        };
        if let Kind::Struct(object) | Kind::Parts(Parts { object, .. }) = &mut definition.kind {
            take_out(object, absent);
        }
    }
    received
}

/// Removes the fields of direction `absent`. The others then exist in the only direction of the type.
fn take_out(object: &mut Struct, absent: Direction) {
    object.fields.retain(|field| field.direction != absent);
    for field in &mut object.fields {
        field.direction = Direction::Both;
    }
}

fn sent_types(operation: &Operation) -> Vec<String> {
    let parameters = operation
        .path_parameters
        .iter()
        .chain(&operation.parameters);
    parameters
        .map(|parameter| &parameter.ty)
        .chain(operation.body.iter().map(|body| &body.ty))
        .flat_map(Type::referenced_types)
        .collect()
}

fn received_types(operation: &Operation) -> Vec<String> {
    let errors = operation.errors.iter();
    let data = errors.filter_map(|error| error.data.clone());
    let response = operation.response.wire_type().referenced_types();
    response.into_iter().chain(data).collect()
}

/// The types that are reachable from `roots`, ignoring members of direction `absent`.
fn reachable(
    mut open: Vec<String>,
    types: &IndexMap<String, TypeDef>,
    absent: Direction,
) -> HashSet<String> {
    let mut found = HashSet::new();
    while let Some(name) = open.pop() {
        let Some(definition) = types.get(&name) else {
            continue;
        };
        if !found.insert(name) {
            continue;
        }
        match &definition.kind {
            Kind::Struct(object) | Kind::Options(object) | Kind::Parts(Parts { object, .. }) => {
                let fields = object.fields.iter();
                let fields = fields.filter(|field| field.direction != absent);
                open.extend(fields.flat_map(|field| field.ty.referenced_types()));
            }
            _ => open.extend(definition.referenced_types()),
        }
    }
    found
}
