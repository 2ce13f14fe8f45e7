//! What answers look like, as data: for the comparison with what really comes.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::operations;
use crate::model::{
    Api, Encoding, Field, IdKind, Kind, ListForm, MapForm, Operation, Origin, Scalar, ScalarKind,
    Struct, Type, TypeDef,
};
use crate::openapi::Direction;
use crate::rust_name;

/// `shapes.rs`.
pub fn shapes(api: &Api) -> TokenStream {
    let operations = api
        .resources
        .iter()
        .flat_map(|resource| &resource.operations);
    let answered = answered(api, operations.clone());
    let types = api
        .types
        .values()
        .filter(|definition| answered.contains(definition.name.as_str()));
    let types: TokenStream = types.map(definition).collect();
    let answers: TokenStream = operations.filter_map(answer_definition).collect();
    let imports = imports(&quote! { #types #answers });
    let answers = (!answers.is_empty()).then(|| {
        quote! {
            /// What operations answer, where that is no type alone.
            pub(super) mod answers {
                use super::*;

                #answers
            }
        }
    });
    quote! {
        //! What answers look like, for the comparison with what comes.

        #imports

        #types

        #answers
    }
}

/// The `use` of what stands in `shapes`.
fn imports(shapes: &TokenStream) -> Option<TokenStream> {
    let text = shapes.to_string();
    let names = ["Member", "Rest", "Shape"];
    let used = names.into_iter().filter(|name| {
        // As tokens are written: a name in a string has no colons after it.
        text.contains(&format!("{name} ::"))
    });
    let used: Vec<_> = used.map(|name| format_ident!("{name}")).collect();
    (!used.is_empty()).then(|| quote! { use runtime::drift::{#(#used),*}; })
}

/// The path of the shape of an operation's answer, for `operations.rs`; `None` if it has no
/// content.
pub fn answer(operation: &Operation) -> Option<TokenStream> {
    match whole(operation) {
        (None, Type::Named(name)) => {
            let name = constant(name);
            Some(quote! { shapes::#name })
        }
        (None, Type::Unit) => None,
        _ => {
            let name = operations::constant(operation);
            Some(quote! { shapes::answers::#name })
        }
    }
}

fn answer_definition(operation: &Operation) -> Option<TokenStream> {
    let name = operations::constant(operation);
    let value = match whole(operation) {
        (None, Type::Named(_) | Type::Unit) => return None,
        (None, ty) => value(ty, &quote! { super:: }),
        (Some(member), ty) => {
            let inner = shape(ty, &quote! { super:: });
            quote! { Shape::Object(&[Member::Required(#member, #inner)], Rest::None) }
        }
    };
    Some(quote! { pub(in super::super) static #name: Shape = #value; })
}

/// The member of an answer that holds the content, if it is not the whole, and the content's type.
fn whole(operation: &Operation) -> (Option<&str>, &Type) {
    let response = &operation.response;
    (response.member.as_deref(), response.wire_type())
}

/// The named types in answers, and in those types.
fn answered<'a>(
    api: &'a Api,
    operations: impl Iterator<Item = &'a Operation>,
) -> BTreeSet<&'a str> {
    let mut open: Vec<&str> = operations
        .filter_map(|operation| named(whole(operation).1))
        .collect();
    let mut found = BTreeSet::new();
    while let Some(name) = open.pop() {
        if !found.insert(name) {
            continue;
        }
        match api.types.get(name).map(|definition| &definition.kind) {
            Some(Kind::Struct(object) | Kind::Options(object)) => {
                open.extend(object.fields.iter().filter_map(|field| named(&field.ty)));
            }
            Some(Kind::Union(union)) => {
                open.extend(
                    union
                        .variants
                        .iter()
                        .filter_map(|variant| named(&variant.ty)),
                );
            }
            _ => {}
        }
    }
    found
}

/// The named type whose shape is part of that of `ty`. Keys of maps have none.
fn named(ty: &Type) -> Option<&str> {
    match ty {
        Type::Named(name) => Some(name),
        Type::Nullable(inner)
        | Type::OrEmpty(inner)
        | Type::List(_, inner)
        | Type::Map(_, _, inner)
        | Type::OneOrMany(inner) => named(inner),
        Type::Scalar(_) | Type::Unit | Type::Any | Type::Object => None,
    }
}

fn definition(definition: &TypeDef) -> TokenStream {
    let name = super::ident(&definition.constant);
    let value = match &definition.kind {
        Kind::Struct(object) | Kind::Options(object) => object_shape(object),
        Kind::Enum(values) => {
            let values = values.values.iter().map(|value| &value.value);
            quote! { Shape::Enum(&[#(#values),*]) }
        }
        Kind::Id(IdKind::Number) => quote! { Shape::Dressed(&Shape::Integer) },
        Kind::Id(IdKind::Text) => quote! { Shape::Text },
        Kind::Union(union) => {
            let variants = union
                .variants
                .iter()
                .map(|variant| shape(&variant.ty, &TokenStream::new()));
            quote! { Shape::OneOf(&[#(#variants),*]) }
        }
        Kind::Filter(_) => quote! { Shape::Any },
    };
    quote! { pub(super) static #name: Shape = #value; }
}

fn object_shape(object: &Struct) -> TokenStream {
    let members = object.fields.iter().map(member);
    // Where something is described and more comes, that is news.
    let is_open = object
        .additional_properties
        .as_ref()
        .is_some_and(|rest| rest.origin == Origin::Described || object.fields.is_empty());
    let rest = if is_open {
        quote! { Rest::Any }
    } else {
        quote! { Rest::None }
    };
    quote! { Shape::Object(&[#(#members),*], #rest) }
}

fn member(field: &Field) -> TokenStream {
    let (name, shape) = (&field.wire_name, shape(&field.ty, &TokenStream::new()));
    let is_required = field.required && field.direction != Direction::WriteOnly;
    match (is_required, field.nullable) {
        (true, false) => quote! { Member::Required(#name, #shape) },
        (true, true) => quote! { Member::Required(#name, &Shape::OrEmpty(#shape)) },
        (false, _) => quote! { Member::Optional(#name, #shape) },
    }
}

/// The shape of a value, as a reference; `module` leads to the shapes of named types.
fn shape(ty: &Type, module: &TokenStream) -> TokenStream {
    if let Type::Named(name) = ty {
        let name = constant(name);
        return quote! { &#module #name };
    }
    let value = value(ty, module);
    quote! { &#value }
}

/// The shape of a value of a type without a name.
fn value(ty: &Type, module: &TokenStream) -> TokenStream {
    let (form, inner) = match ty {
        Type::Scalar(scalar) => return scalar_shape(scalar),
        Type::Unit | Type::Any | Type::Named(_) => return quote! { Shape::Any },
        Type::Object => return quote! { Shape::Object(&[], Rest::Any) },
        Type::Nullable(inner) | Type::OrEmpty(inner) => ("OrEmpty", inner),
        Type::OneOrMany(item) => ("OneOrMany", item),
        Type::List(ListForm::Array, item) => ("List", item),
        Type::List(ListForm::Indexed, item) => ("Indexed", item),
        Type::List(ListForm::IndexedOrOne, item) => ("IndexedOrOne", item),
        Type::Map(MapForm::Object, _, value) => ("Map", value),
        Type::Map(MapForm::Keyed, _, value) => ("Keyed", value),
    };
    let (form, inner) = (format_ident!("{form}"), shape(inner, module));
    quote! { Shape::#form(#inner) }
}

fn scalar_shape(scalar: &Scalar) -> TokenStream {
    let (natural, is_text) = match scalar.kind {
        ScalarKind::Text | ScalarKind::Date | ScalarKind::CivilDateTime | ScalarKind::Instant => {
            (quote! { Shape::Text }, true)
        }
        ScalarKind::Int32 | ScalarKind::Int64 | ScalarKind::Unsigned | ScalarKind::UnixTime => {
            (quote! { Shape::Integer }, false)
        }
        ScalarKind::Float | ScalarKind::Decimal => (quote! { Shape::Number }, false),
        ScalarKind::Boolean => (quote! { Shape::Flag }, false),
    };
    match scalar.encoding {
        Encoding::LenientOptional if is_text => quote! { Shape::OrEmpty(&#natural) },
        Encoding::LenientOptional => quote! { Shape::OrEmpty(&Shape::Dressed(&#natural)) },
        Encoding::Lenient if !is_text => quote! { Shape::Dressed(&#natural) },
        Encoding::Exact | Encoding::Lenient => natural,
    }
}

/// The name of the constant of a type.
fn constant(name: &str) -> proc_macro2::Ident {
    super::ident(&rust_name::constant_name(name))
}
