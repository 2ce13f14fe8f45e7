//! Checks that `x-pagination`, `x-batch` and `x-upsert` have what their generated methods need.

use indexmap::IndexMap;

use crate::model::{
    Encoding, IdKind, ItemPages, Kind, ListForm, Operation, Pagination, Resource, Scalar,
    ScalarKind, Type, TypeDef,
};
use crate::problem::Problems;
use crate::rust_name;

type Types = IndexMap<String, TypeDef>;

/// Reports what is missing.
pub(super) fn check(resources: &[Resource], types: &Types, problems: &mut Problems) {
    for resource in resources {
        for operation in &resource.operations {
            check_pages(operation, types, problems);
            check_batch(operation, types, problems);
            check_upsert(operation, resource, types, problems);
            check_names(operation, resource, problems);
        }
    }
}

fn check_pages(operation: &Operation, types: &Types, problems: &mut Problems) {
    let Some(pagination) = &operation.pagination else {
        return;
    };
    let number = Type::Scalar(Scalar {
        kind: ScalarKind::PageNumber,
        encoding: Encoding::Exact,
    });
    let has_parameter = operation
        .page_parameter()
        .is_some_and(|parameter| parameter.ty == number);
    let ty = &operation.response.ty;
    let (is_page, message) = match pagination {
        Pagination::Numbers { .. } => (
            matches!(ty, Type::List(..) | Type::Map(..)),
            "an operation in pages needs an optional `page`, an integer of at least 0, and a response that is a list \
             or a map",
        ),
        Pagination::Items(pages) => (
            has_items(ty, pages, types),
            "an operation in pages needs an optional parameter `start`, an integer of at least 0, and a response that \
             is an object with the list `items` and the integer `total`",
        ),
    };
    if !has_parameter || !is_page {
        problems.add(
            &operation.at.child("x-pagination"),
            message,
            "add the parameter, or strike `x-pagination`",
        );
    }
}

fn has_items(ty: &Type, pages: &ItemPages, types: &Types) -> bool {
    let Type::Named(name) = ty else { return false };
    let Some(Kind::Struct(object)) = types.get(name).map(|definition| &definition.kind) else {
        return false;
    };
    let is_integer = |ty: &Type| {
        matches!(
            ty,
            Type::Scalar(Scalar {
                kind: ScalarKind::Unsigned | ScalarKind::Int32 | ScalarKind::Int64,
                encoding: Encoding::Exact | Encoding::Lenient,
            })
        )
    };
    let has = |wire_name: &str, is_kind: &dyn Fn(&Type) -> bool| {
        let field = object.field(wire_name);
        field.is_some_and(|field| field.null_setter.is_none() && is_kind(&field.ty))
    };
    has(&pages.items, &|ty| matches!(ty, Type::List(..))) && has(&pages.total, &is_integer)
}

fn check_batch(operation: &Operation, types: &Types, problems: &mut Problems) {
    let Some(batch) = &operation.batch else {
        return;
    };
    let at = operation.at.child("x-batch");
    let takes_items = operation
        .body
        .as_ref()
        .is_some_and(|body| matches!(body.ty, Type::List(ListForm::Array, _) | Type::OneOrMany(_)));
    if !takes_items || !operation.path_parameters.is_empty() || !operation.parameters.is_empty() {
        problems.add(
            &at,
            "a batch needs a body that is a list, and no parameters",
            "strike `x-batch`, or describe the body as an array",
        );
    }
    let mut ty = Some(&operation.response.ty);
    for member in &batch.errors {
        ty = ty.and_then(|ty| optional_member(ty, member, types));
    }
    if !matches!(ty, Some(Type::List(..))) {
        problems.add(
            &at.child("errors"),
            format!(
                "`{}` leads to no optional list in the response",
                batch.errors.join("/")
            ),
            "name the members that lead to the failed items",
        );
    }
}

/// The type of an optional field of a struct.
fn optional_member<'t>(ty: &Type, field: &str, types: &'t Types) -> Option<&'t Type> {
    let name = match ty {
        Type::Named(name) => name,
        Type::OrEmpty(inner) => match &**inner {
            Type::Named(name) => name,
            _ => return None,
        },
        _ => return None,
    };
    let Kind::Struct(object) = &types.get(name)?.kind else {
        return None;
    };
    let field = object.fields.iter().find(|one| one.name == field)?;
    let is_plain_option = field.is_option() && field.null_setter.is_none();
    is_plain_option.then_some(&field.ty)
}

fn check_upsert(
    operation: &Operation,
    resource: &Resource,
    types: &Types,
    problems: &mut Problems,
) {
    let Some(upsert) = &operation.upsert else {
        return;
    };
    let mut operations = resource.operations.iter();
    let update = operations.find(|other| other.id == upsert.update);
    let updates_by_id = update.is_some_and(|update| {
        update.body.is_some()
            && update.options.is_none()
            && matches!(update.path_parameters.as_slice(), [id] if is_number_id(&id.ty, types))
    });
    let creates = operation.path_parameters.is_empty()
        && operation.options.is_none()
        && operation.body.is_some();
    if !updates_by_id || !creates {
        problems.add(
            &operation.at.child("x-upsert"),
            format!(
                "`{}` must create from a body alone, and `{}` of the same resource must change by id and body",
                operation.id, upsert.update
            ),
            "name the operation that changes what this one creates",
        );
    }
    let unknown = |member: &&String| !has_member(operation, member, types);
    for member in upsert.keep.iter().filter(unknown) {
        problems.add(
            &operation.at.child("x-upsert").child("keep"),
            format!("the body has no member `{member}`"),
            "name members of the body",
        );
    }
}

fn has_member(operation: &Operation, member: &str, types: &Types) -> bool {
    let Some(Type::Named(name)) = operation.body.as_ref().map(|body| &body.ty) else {
        return false;
    };
    match types.get(name).map(|definition| &definition.kind) {
        Some(Kind::Struct(object)) => object.field(member).is_some(),
        _ => false,
    }
}

fn is_number_id(ty: &Type, types: &Types) -> bool {
    let Type::Named(name) = ty else { return false };
    let definition = types.get(name);
    definition.is_some_and(|one| matches!(one.kind, Kind::Id(IdKind::Number)))
}

fn check_names(operation: &Operation, resource: &Resource, problems: &mut Problems) {
    let batch = operation.batch.iter().map(|batch| batch.method.clone());
    let upsert = operation.upsert.iter().flat_map(|upsert| {
        std::iter::once(upsert.method.clone()).chain(upsert.overwriting_method())
    });
    for name in batch.chain(upsert) {
        let is_taken = resource.operations.iter().any(|other| other.name == name);
        if is_taken || rust_name::value_name(&name).as_ref() != Some(&name) {
            problems.add(
                &operation.at,
                format!("`{name}` is no name for a derived method, or is taken"),
                "choose another name in snake case",
            );
        }
    }
}
