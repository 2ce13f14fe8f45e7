//! What responses hold, as rows of data for the drift hook and strict mode.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::{
    Api, Direction, Field, IdKind, Kind, ListForm, MapForm, Operation, Origin, Resource, Scalar,
    ScalarKind, Struct, Type, TypeDef, Wire,
};

/// The rows of a resource: the responses of its operations, and the types of its file that stand in
/// a response. `None` if there are none.
pub fn schemas(api: &Api, resource: &Resource) -> Option<TokenStream> {
    let in_responses = in_responses(api);
    let types = api.types.values().filter(|definition| {
        definition.home == resource.name && in_responses.contains(definition.name.as_str())
    });
    let types = types.flat_map(definition);
    let responses = resource.operations.iter().filter_map(response);
    let rows: Vec<TokenStream> = responses.chain(types).collect();
    (!rows.is_empty()).then(|| {
        quote! {
            /// What responses hold, for the drift hook and strict mode.
            pub(in super::super) const SCHEMAS: &[Row] = &[#(#rows),*];
        }
    })
}

fn response(operation: &Operation) -> Option<TokenStream> {
    let id = &operation.id;
    let (member, ty) = content(operation);
    let expression = expression(ty);
    match (member, ty) {
        (Some(member), _) => Some(quote! { Row::ResponseMember(#id, #member, #expression) }),
        (None, Type::Nothing) => None,
        (None, _) => Some(quote! { Row::Response(#id, #expression) }),
    }
}

/// The member of a response that holds the content, if it is not the whole, and the type of the
/// content on the wire.
fn content(operation: &Operation) -> (Option<&str>, &Type) {
    let answer = &operation.answer;
    let ty = answer.one_of.as_ref().unwrap_or(&answer.ty);
    (answer.member.as_deref(), ty)
}

/// The names of the types in responses, and in those types.
fn in_responses(api: &Api) -> BTreeSet<String> {
    let operations = api
        .resources
        .iter()
        .flat_map(|resource| &resource.operations);
    let mut open: Vec<String> = operations
        .flat_map(|operation| content(operation).1.mentions())
        .collect();
    let mut found = BTreeSet::new();
    while let Some(name) = open.pop() {
        if let Some(definition) = api.types.get(&name).filter(|_| !found.contains(&name)) {
            open.extend(definition.mentions());
        }
        found.insert(name);
    }
    found
}

fn definition(definition: &TypeDef) -> Vec<TokenStream> {
    let name = &definition.name;
    match &definition.kind {
        Kind::Struct(object) | Kind::Options(object) => object_rows(name, object),
        Kind::Enum(values) => {
            let values = values.values.iter().map(|value| &value.value);
            vec![quote! { Row::Enum(#name, &[#(#values),*]) }]
        }
        Kind::Id(IdKind::Number) => vec![quote! { Row::Type(#name, "lenient(integer)") }],
        Kind::Id(IdKind::Text) => vec![quote! { Row::Type(#name, "string") }],
        Kind::Union(variants) => {
            let variants = variants.iter().map(|variant| expression(&variant.ty));
            let one_of = format!("one_of({})", variants.collect::<Vec<_>>().join(", "));
            vec![quote! { Row::Type(#name, #one_of) }]
        }
        Kind::Filter(_) => Vec::new(),
    }
}

fn object_rows(name: &str, object: &Struct) -> Vec<TokenStream> {
    // Members that are not listed are drift only where some are listed, and no others are expected.
    let is_open = object
        .rest
        .as_ref()
        .is_some_and(|rest| rest.origin == Origin::Described || object.fields.is_empty());
    let head = if is_open {
        quote! { Row::OpenObject(#name) }
    } else {
        quote! { Row::Object(#name) }
    };
    let fields = object.fields.iter().map(field);
    std::iter::once(head).chain(fields).collect()
}

fn field(field: &Field) -> TokenStream {
    let name = &field.wire_name;
    let mut ty = expression(&field.ty);
    if !field.required || field.direction == Direction::WriteOnly {
        ty.insert(0, '?');
    } else if field.nullable && !ty.starts_with("or_empty(") {
        ty = format!("nullable({ty})");
    }
    quote! { Row::Field(#name, #ty) }
}

/// The type in the notation of the runtime's `schema::Row`.
fn expression(ty: &Type) -> String {
    let (form, inner) = match ty {
        Type::Scalar(scalar) => return scalar_expression(scalar),
        Type::Nothing | Type::Any => return "any".to_owned(),
        Type::Free => return "object".to_owned(),
        Type::Named(name) => return name.clone(),
        Type::Map(MapForm::Keyed, key, value) => {
            return format!("keyed({}, {})", expression(key), expression(value));
        }
        Type::Map(MapForm::Object, _, value) => ("map", value),
        Type::Nullable(inner) => ("nullable", inner),
        Type::OrEmpty(inner) => ("or_empty", inner),
        Type::OneOrMany(item) => ("list_or_single", item),
        Type::List(ListForm::Array, item) => ("list", item),
        Type::List(ListForm::Indexed, item) => ("indexed", item),
        Type::List(ListForm::IndexedOrOne, item) => ("indexed_or_single", item),
    };
    format!("{form}({})", expression(inner))
}

fn scalar_expression(scalar: &Scalar) -> String {
    let (name, is_text) = match scalar.kind {
        ScalarKind::Text => ("string", true),
        ScalarKind::Date => ("date", true),
        ScalarKind::CivilDateTime => ("date_time", true),
        ScalarKind::Instant => ("instant", true),
        ScalarKind::Int32 | ScalarKind::Int64 | ScalarKind::Unsigned | ScalarKind::UnixTime => {
            ("integer", false)
        }
        ScalarKind::Float | ScalarKind::Decimal => ("number", false),
        ScalarKind::Flag => ("boolean", false),
    };
    match (scalar.wire, is_text) {
        (Wire::Plain, _) | (Wire::Dressed, true) => name.to_owned(),
        (Wire::Dressed, false) => format!("lenient({name})"),
        (Wire::Empties, true) => format!("or_empty({name})"),
        (Wire::Empties, false) => format!("or_empty(lenient({name}))"),
    }
}
