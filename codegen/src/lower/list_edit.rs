//! Checks that `x-list-edit` has what its generated methods need.

use indexmap::IndexMap;

use crate::model::{Field, IdKind, Kind, ListEdit, Operation, Resource, Struct, Type, TypeDef};
use crate::problem::Problems;
use crate::rust_name;

type Types = IndexMap<String, TypeDef>;

/// Reports what is missing.
pub(super) fn check(resources: &[Resource], types: &Types, problems: &mut Problems) {
    for resource in resources {
        for operation in &resource.operations {
            if let Some(edit) = &operation.list_edit {
                check_edit(operation, edit, resource, types, problems);
            }
        }
    }
}

fn check_edit(
    operation: &Operation,
    edit: &ListEdit,
    resource: &Resource,
    types: &Types,
    problems: &mut Problems,
) {
    let at = operation.at.child("x-list-edit");
    let mut operations = resource.operations.iter();
    let read = operations.find(|other| other.id == edit.read);
    let items = read.and_then(|read| list_read(read, edit, types));
    let id = id_alone(operation, types);
    let reads_the_same = id.is_some() && id == read.and_then(|read| id_alone(read, types));
    if items.is_none() || items != list_written(operation, edit, types) || !reads_the_same {
        problems.add(
            &at,
            format!(
                "`{}` must change, and `{}` of the same resource must read, an item with an optional list `{}` of the \
                 same ids or scalars, by a number id alone",
                operation.id, edit.read, edit.member
            ),
            "name the operation that reads what this one changes, and a list of both",
        );
    }
    for name in [&edit.add, &edit.remove] {
        let mut others = resource.operations.iter();
        let is_taken = others.any(|other| other.name == *name) || edit.add == edit.remove;
        if is_taken || rust_name::value_name(name).as_ref() != Some(name) {
            problems.add(
                &at,
                format!("`{name}` is no name for a derived method, or is taken"),
                "choose another name in snake case",
            );
        }
    }
}

/// The number id that is the only parameter.
fn id_alone<'o>(operation: &'o Operation, types: &Types) -> Option<&'o str> {
    let [parameter] = operation.path_parameters.as_slice() else {
        return None;
    };
    let Type::Named(name) = &parameter.ty else {
        return None;
    };
    let is_id = matches!(types.get(name)?.kind, Kind::Id(IdKind::Number));
    (is_id && operation.parameters.is_empty()).then_some(name)
}

fn list_read<'t>(read: &Operation, edit: &ListEdit, types: &'t Types) -> Option<&'t Type> {
    let item = structure(&read.response.ty, types)?;
    list_of(item, edit, types).filter(|_| read.body.is_none())
}

fn list_written<'t>(update: &Operation, edit: &ListEdit, types: &'t Types) -> Option<&'t Type> {
    let change = structure(&update.body.as_ref()?.ty, types)?;
    let needs_others = change.fields.iter().any(Field::is_argument);
    list_of(change, edit, types).filter(|_| !needs_others)
}

fn structure<'t>(ty: &Type, types: &'t Types) -> Option<&'t Struct> {
    let Type::Named(name) = ty else { return None };
    match &types.get(name)?.kind {
        Kind::Struct(object) => Some(object),
        _ => None,
    }
}

/// The type of the items of an optional list of ids or scalars, which can be compared.
fn list_of<'t>(object: &'t Struct, edit: &ListEdit, types: &Types) -> Option<&'t Type> {
    let field = object.field(&edit.member)?;
    // `null` beside a missing list is not for edits.
    let field = Some(field).filter(|field| field.is_option() && field.null_setter.is_none())?;
    let Type::List(_, item) = &field.ty else {
        return None;
    };
    let is_comparable = match &**item {
        Type::Scalar(_) => true,
        Type::Named(name) => matches!(types.get(name)?.kind, Kind::Id(_)),
        _ => false,
    };
    is_comparable.then_some(item)
}
