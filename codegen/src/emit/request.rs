//! The expression that calls an operation: its request, with path, query, headers and body, and how the response is
//! decoded.

use proc_macro2::TokenStream;
use quote::quote;

use super::only_value::only_value;
use super::{decode, ident, operations};
use crate::model::{
    Api, Body, BodyFormat, Encoding, Layout, Operation, Parameter, ParameterStyle, Scalar,
    ScalarKind, Type, TypeDef,
};
use crate::openapi::{Location, Style};

/// The call of an operation: `transport` sends it, with the expression `body` if it has one.
pub fn call(
    api: &Api,
    operation: &Operation,
    transport: &TokenStream,
    body: &TokenStream,
) -> TokenStream {
    let constant = operations::constant(operation);
    let values = operation.path_parameters.iter();
    let values = values.map(|parameter| path_value(api, operation, parameter));
    let parameters = operation.parameters.iter();
    let parameters = parameters.map(|one| with_parameter(api, operation, one));
    let accept = operation.response.accept.as_ref();
    let accept = accept.map(|media_type| quote! { .accept(#media_type) });
    let body = operation.body.as_ref().map(|one| with_body(one, body));
    let decode = decode::function(operation);
    quote! {
        #transport.request(&operations::#constant, &[#(#values),*])
            #(#parameters)*
            #accept
            #body
            .call(decode::#decode)
    }
}

/// The variant of the runtime's `Method`.
pub fn method_variant(method: &str) -> String {
    heck::ToPascalCase::to_pascal_case(method)
}

/// The value of a parameter of the path, with its name.
fn path_value(api: &Api, operation: &Operation, parameter: &Parameter) -> TokenStream {
    let (name, value) = (&parameter.wire_name, value(api, operation, parameter));
    match layout(parameter) {
        None => quote! { (#name, &#value) },
        Some(layout) => {
            let layout = layout_value(layout);
            quote! { (#name, &runtime::Styled(#layout, &#value)) }
        }
    }
}

/// The call that adds a parameter of the query, a header or a cookie.
fn with_parameter(api: &Api, operation: &Operation, parameter: &Parameter) -> TokenStream {
    let (name, value) = (&parameter.wire_name, value(api, operation, parameter));
    if let Some(filter) = &parameter.filter {
        let (condition, values) = (&filter.condition, &filter.values);
        let value = if parameter.required {
            value
        } else {
            quote! { #value.as_ref() }
        };
        return quote! { .filter(#value, #condition, &[#(#values),*]) };
    }
    match (parameter.location, parameter.style) {
        (Location::Header, Some(ParameterStyle::Styled(layout))) => {
            let layout = layout_value(layout);
            quote! { .styled_header(#name, #layout, &#value) }
        }
        (Location::Header, _) => quote! { .header(#name, &#value) },
        (Location::Cookie, _) => quote! { .cookie(#name, &#value) },
        (_, None) => quote! { .query(#name, &#value) },
        (_, Some(ParameterStyle::Json)) => quote! { .json_query(#name, &#value) },
        (_, Some(ParameterStyle::Styled(layout))) => {
            let layout = layout_value(layout);
            quote! { .styled_query(#name, #layout, &#value) }
        }
    }
}

/// What is sent for a parameter.
fn value(api: &Api, operation: &Operation, parameter: &Parameter) -> TokenStream {
    let name = ident(&parameter.name);
    match &parameter.only_value {
        Some(only) => only_value(api, &parameter.ty, only),
        None if parameter.required => quote! { #name },
        // The argument of the closure that fetches a page.
        None if is_page(operation, parameter) => {
            let page = local("page", operation);
            quote! { #page }
        }
        None => quote! { options.#name },
    }
}

/// A name for a local variable that differs from all arguments.
pub fn local(name: &str, operation: &Operation) -> proc_macro2::Ident {
    let mut name = name.to_owned();
    while operation.argument_parameters().any(|one| one.name == name) {
        name.push('_');
    }
    ident(&name)
}

fn is_page(operation: &Operation, parameter: &Parameter) -> bool {
    let page = operation.page_parameter();
    page.is_some_and(|page| page.name == parameter.name)
}

/// The layout of a parameter that has one.
fn layout(parameter: &Parameter) -> Option<Layout> {
    match parameter.style {
        Some(ParameterStyle::Styled(layout)) => Some(layout),
        Some(ParameterStyle::Json) | None => None,
    }
}

fn layout_value(layout: Layout) -> TokenStream {
    let constructor = match layout.style {
        Style::Matrix => quote! { Matrix },
        Style::Label => quote! { Label },
        Style::Form => quote! { Form },
        Style::Simple => quote! { Simple },
        Style::SpaceDelimited => quote! { SpaceDelimited },
        Style::PipeDelimited => quote! { PipeDelimited },
        Style::DeepObject => quote! { DeepObject },
    };
    let value = quote! { runtime::ParameterStyle::#constructor };
    let reserved = layout.reserved.then(|| quote! { .reserved() });
    if layout.explode {
        quote! { #value.exploded() #reserved }
    } else {
        quote! { #value.joined() #reserved }
    }
}

/// The call that sets the body to an expression.
fn with_body(body: &Body, value: &TokenStream) -> TokenStream {
    if body.required {
        let call = set_body(body, value);
        return quote! { .#call };
    }
    let reference = is_by_value(&body.ty).then(|| quote! { & });
    let call = set_body(body, &quote! { #reference body });
    quote! { .optional(#value, |request, body| request.#call) }
}

fn set_body(body: &Body, value: &TokenStream) -> TokenStream {
    match &body.format {
        BodyFormat::Json => quote! { json(#value) },
        BodyFormat::JsonAs(media_type) => quote! { json_as(#media_type, #value) },
        BodyFormat::Form(layouts) => {
            let layouts = layouts.iter().map(|(name, layout)| {
                let layout = layout_value(*layout);
                quote! { (#name, #layout) }
            });
            quote! { form(#value, &[#(#layouts),*]) }
        }
        BodyFormat::Multipart(media_type) => {
            let value = if body.ty == Type::Multipart {
                quote! { &#value }
            } else {
                quote! { &#value.into() }
            };
            match media_type.as_str() {
                "multipart/form-data" => quote! { multipart(#value) },
                other => quote! { multipart_as(#other, #value) },
            }
        }
        BodyFormat::Text(media_type) => quote! { text(#media_type, #value) },
        BodyFormat::Bytes(media_type) => quote! { bytes(#media_type, #value) },
    }
}

/// Whether a method takes a body of this type by value.
pub fn is_by_value(ty: &Type) -> bool {
    let Type::Scalar(Scalar {
        kind,
        encoding: Encoding::Exact,
    }) = ty
    else {
        return false;
    };
    matches!(
        kind,
        ScalarKind::Int32
            | ScalarKind::Int64
            | ScalarKind::Unsigned
            | ScalarKind::PageNumber
            | ScalarKind::Float
            | ScalarKind::Boolean
    )
}

/// Whether a method takes a parameter of this type by value.
pub fn is_copy(api: &Api, ty: &Type) -> bool {
    match ty {
        Type::Scalar(scalar) => scalar.kind != ScalarKind::Text,
        Type::Named(name) => api.types.get(name).is_some_and(TypeDef::is_copy),
        _ => false,
    }
}

pub fn is_text(ty: &Type) -> bool {
    matches!(
        ty,
        Type::Scalar(Scalar {
            kind: ScalarKind::Text,
            ..
        })
    )
}

/// Whether the method takes the body by value or by reference, as the caller has it: an object.
pub fn is_borrowed(operation: &Operation) -> bool {
    let is_object = |ty: &Type| match ty {
        Type::Bytes | Type::Multipart | Type::List(..) | Type::Map(..) | Type::OneOrMany(_) => {
            false
        }
        ty => !is_text(ty) && !is_by_value(ty),
    };
    let body = operation.body.as_ref();
    operation.pagination.is_none() && body.is_some_and(|body| body.required && is_object(&body.ty))
}
