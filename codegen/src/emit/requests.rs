//! `requests.rs`: one function per operation, which builds its request.

use proc_macro2::TokenStream;
use quote::quote;

use super::ident;
use super::rust_type::rust_type_in;
use crate::model::{
    Api, Body, BodyFormat, Encoding, Layout, Operation, Parameter, ParameterStyle, Scalar,
    ScalarKind, Type,
};
use crate::openapi::{Location, Style, path_parts};

/// `requests.rs`.
pub fn requests(api: &Api) -> TokenStream {
    let functions: Vec<TokenStream> = operations(api).map(function).collect();
    let imports = imports(api);
    let allow = has_many_arguments(api).then(|| {
        quote! { #![allow(clippy::too_many_arguments, reason = "each parameter is an argument")] }
    });
    quote! {
        //! Builds the requests of the operations. Each function is inline, so that the program that
        //! makes a call compiles it.

        #allow

        #imports

        #(#functions)*
    }
}

/// The name of the function for an operation.
pub fn function_name(operation: &Operation) -> proc_macro2::Ident {
    ident(&operation.snake_id)
}

fn operations(api: &Api) -> impl Iterator<Item = &Operation> {
    api.resources
        .iter()
        .flat_map(|resource| &resource.operations)
}

fn imports(api: &Api) -> TokenStream {
    if operations(api).next().is_none() {
        return TokenStream::new();
    }
    let types: Vec<&Type> = operations(api).flat_map(argument_types).collect();
    let has_types = types.iter().any(|ty| !ty.referenced_types().is_empty());
    let types_module = has_types.then(|| quote! { use super::types; });
    let has_one_or_many = types.iter().any(|ty| matches!(ty, Type::OneOrMany(_)));
    let wire = has_one_or_many.then(|| quote! { use runtime::wire; });
    let path: Vec<&Parameter> = operations(api)
        .flat_map(|operation| &operation.path_parameters)
        .collect();
    let segment = path.iter().any(|one| one.style.is_none());
    let segment = segment.then(|| quote! { , path_segment });
    let styled = path.iter().any(|one| layout(one).is_some());
    let styled = styled.then(|| quote! { , styled_path });
    let has_style = operations(api).any(|operation| {
        let mut all = operation
            .path_parameters
            .iter()
            .chain(&operation.parameters);
        let has_layouts = match operation.body.as_ref().map(|body| &body.format) {
            Some(BodyFormat::Form(layouts)) => !layouts.is_empty(),
            _ => false,
        };
        has_layouts || all.any(|one| layout(one).is_some())
    });
    let style = has_style.then(|| quote! { , ParameterStyle });
    quote! {
        use runtime::reqwest::Request;
        use runtime::{Method, Result, Transport #segment #styled #style};
        #wire
        #types_module
    }
}

fn argument_types(operation: &Operation) -> impl Iterator<Item = &Type> {
    let parameters = operation
        .path_parameters
        .iter()
        .chain(&operation.parameters);
    let body = operation.body.iter().map(|body| &body.ty);
    parameters.map(|parameter| &parameter.ty).chain(body)
}

/// Whether a function has more arguments than clippy wants: the API, the parameters and the body.
fn has_many_arguments(api: &Api) -> bool {
    operations(api).any(|operation| 1 + argument_types(operation).count() > MAX_ARGUMENTS)
}

/// The most arguments that clippy accepts by default.
pub const MAX_ARGUMENTS: usize = 7;

fn function(operation: &Operation) -> TokenStream {
    let name = function_name(operation);
    let parameters = operation
        .path_parameters
        .iter()
        .chain(&operation.parameters);
    let arguments = parameters
        .map(argument)
        .chain(operation.body.iter().map(body_argument));
    let segments = operation.path_parameters.iter().map(segment);
    let url = url(operation);
    let method = quote::format_ident!("{}", method_variant(&operation.method));
    let parameters = operation.parameters.iter().map(parameter);
    let accept = operation.response.accept.as_ref();
    let accept = accept.map(|media_type| quote! { .accept(#media_type) });
    let body = operation.body.as_ref().map(body);
    quote! {
        #[inline]
        pub fn #name(api: &Transport, #(#arguments),*) -> Result<Request> {
            #(#segments)*
            #url
            api.request(Method::#method, url) #(#parameters)* #accept #body .build()
        }
    }
}

/// The variant of the runtime's `Method`.
pub fn method_variant(method: &str) -> String {
    heck::ToPascalCase::to_pascal_case(method)
}

/// The statement that builds the URL from the template of the path.
fn url(operation: &Operation) -> TokenStream {
    let mut format = "{}".to_owned();
    let mut names = Vec::new();
    for (text, name) in path_parts(&operation.path) {
        format.push_str(&escaped(text));
        let mut parameters = operation.path_parameters.iter();
        if let Some(parameter) = parameters.find(|one| name == Some(&one.wire_name)) {
            format.push_str("{}");
            names.push(argument_name(parameter));
        }
    }
    let base = if let Some(server) = &operation.server {
        quote! { api.server(#server) }
    } else {
        quote! { api.base_url() }
    };
    quote! { let url = format!(#format, #base #(, #names)*); }
}

/// Text of a path in a format string.
fn escaped(literal: &str) -> String {
    literal.replace('{', "{{").replace('}', "}}")
}

/// The statement that encodes a parameter of the path.
fn segment(parameter: &Parameter) -> TokenStream {
    let name = argument_name(parameter);
    match layout(parameter) {
        None => quote! { let #name = path_segment(#name)?; },
        Some(layout) => {
            let (style, wire_name) = (layout_value(layout), &parameter.wire_name);
            quote! { let #name = styled_path(#wire_name, #style, &#name)?; }
        }
    }
}

/// The call that adds a parameter of the query, a header or a cookie.
fn parameter(parameter: &Parameter) -> TokenStream {
    let (name, wire_name) = (argument_name(parameter), &parameter.wire_name);
    if let Some(filter) = &parameter.filter {
        let (condition, values) = (&filter.condition, &filter.values);
        return quote! { .filter(#name, #condition, &[#(#values),*]) };
    }
    match (parameter.location, parameter.style) {
        (Location::Header, Some(ParameterStyle::Styled(layout))) => {
            let layout = layout_value(layout);
            quote! { .styled_header(#wire_name, #layout, &#name) }
        }
        (Location::Header, _) => quote! { .header(#wire_name, &#name) },
        (Location::Cookie, _) => quote! { .cookie(#wire_name, &#name) },
        (_, None) => quote! { .query(#wire_name, &#name) },
        (_, Some(ParameterStyle::Json)) => quote! { .json_query(#wire_name, &#name) },
        (_, Some(ParameterStyle::Styled(layout))) => {
            let layout = layout_value(layout);
            quote! { .styled_query(#wire_name, #layout, &#name) }
        }
    }
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
    let value = quote! { ParameterStyle::#constructor };
    let reserved = layout.reserved.then(|| quote! { .reserved() });
    if layout.explode {
        quote! { #value.exploded() #reserved }
    } else {
        quote! { #value.joined() #reserved }
    }
}

/// The call that sets the body.
fn body(body: &Body) -> TokenStream {
    let call = match &body.format {
        BodyFormat::Json => quote! { json(body) },
        BodyFormat::JsonAs(media_type) => quote! { json_as(#media_type, body) },
        BodyFormat::Form(layouts) => {
            let layouts = layouts.iter().map(|(name, layout)| {
                let layout = layout_value(*layout);
                quote! { (#name, #layout) }
            });
            quote! { form(body, &[#(#layouts),*]) }
        }
        BodyFormat::Multipart(media_type) => {
            let value = if body.ty == Type::Multipart {
                quote! { &body }
            } else {
                quote! { &body.into() }
            };
            match media_type.as_str() {
                "multipart/form-data" => quote! { multipart(#value) },
                other => quote! { multipart_as(#other, #value) },
            }
        }
        BodyFormat::Text(media_type) => quote! { text(#media_type, body) },
        BodyFormat::Bytes(media_type) => quote! { bytes(#media_type, body) },
    };
    if body.required {
        return quote! { .#call };
    }
    quote! { .optional(body, |request, body| request.#call) }
}

/// The name of a parameter's argument, which differs from the names that the function uses itself.
fn argument_name(parameter: &Parameter) -> proc_macro2::Ident {
    match parameter.name.as_str() {
        own @ ("api" | "url" | "path_segment" | "styled_path") => quote::format_ident!("{own}_"),
        name => ident(name),
    }
}

fn argument(parameter: &Parameter) -> TokenStream {
    let (name, ty) = (argument_name(parameter), argument_type(&parameter.ty));
    if parameter.required {
        quote! { #name: #ty }
    } else {
        quote! { #name: Option<#ty> }
    }
}

fn body_argument(body: &Body) -> TokenStream {
    let ty = match &body.ty {
        ty @ (Type::Bytes | Type::Multipart) => rust_type_in(ty, &quote! { types:: }),
        ty => argument_type(ty),
    };
    if body.required {
        quote! { body: #ty }
    } else {
        quote! { body: Option<#ty> }
    }
}

fn argument_type(ty: &Type) -> TokenStream {
    let types = quote! { types:: };
    match ty {
        _ if is_by_value(ty) => rust_type_in(ty, &types),
        _ if is_text(ty) => quote! { &str },
        Type::List(_, item) => {
            let item = rust_type_in(item, &types);
            quote! { &[#item] }
        }
        _ => {
            let ty = rust_type_in(ty, &types);
            quote! { &#ty }
        }
    }
}

/// Whether the function takes a parameter of this type by value.
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
    operation.page_size.is_none() && body.is_some_and(|body| body.required && is_object(&body.ty))
}
