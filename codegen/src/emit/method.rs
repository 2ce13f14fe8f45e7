//! The methods of a resource.

use proc_macro2::TokenStream;
use quote::quote;

use super::rust_type::{rust_type, setter_type};
use super::{docs, example, ident, page, request};
use crate::model::{
    Api, ApiError, Body, Operation, Pagination, Parameter, Resource, Response, Scalar, ScalarKind,
    Type,
};

/// The most arguments that clippy accepts by default, the handle included.
const MAX_ARGUMENTS: usize = 7;

/// The method that calls an operation.
pub fn method(api: &Api, resource: &Resource, operation: &Operation) -> TokenStream {
    let docs = docs::outer(&text(api, resource, operation));
    let aliases = docs::aliases(&operation.aliases, &operation.name);
    let name = ident(&operation.name);
    let arguments = arguments(api, operation);
    let response = rust_type(&operation.response.ty);
    let converted = converted(operation);
    let (returned, call) = match &operation.pagination {
        Some(pagination) => (
            {
                let lifetime = borrows_for_pages(api, operation);
                quote! { runtime::Paged<#lifetime, #response> }
            },
            paged(api, operation, pagination),
        ),
        None => (
            quote! { runtime::Call<'static, #response> },
            request::call(api, operation, &quote! { self.api }, &body_value(operation)),
        ),
    };
    let deprecated = deprecated([operation]);
    let has_lifetime = operation.pagination.is_none()
        && operation.body.as_ref().is_some_and(has_optional_reference);
    let lifetime = has_lifetime.then(|| quote! { <'b> });
    let allow = (1 + arguments.len() > MAX_ARGUMENTS).then(|| {
        quote! { #[allow(clippy::too_many_arguments, reason = "each parameter is an argument")] }
    });
    // Inline, so that the program that makes a call compiles it: this crate builds in half the time.
    quote! {
        #docs
        #aliases
        #deprecated
        #allow
        #[inline]
        pub fn #name #lifetime(&self, #(#arguments),*) -> #returned {
            #converted
            #call
        }
    }
}

/// The attribute of a function that calls deprecated operations.
pub fn deprecated<const N: usize>(operations: [&Operation; N]) -> Option<TokenStream> {
    let mut operations = operations.into_iter();
    operations
        .any(|operation| operation.deprecated)
        .then(|| quote! { #[deprecated] })
}

/// A call that is sent once for each page.
fn paged(api: &Api, operation: &Operation, pagination: &Pagination) -> TokenStream {
    let [api_name, call_name, start, fetch, page] =
        ["api", "call", "start", "fetch", "page"].map(|name| request::local(name, operation));
    let transport = quote! { #api_name };
    let call = request::call(api, operation, &transport, &body_value(operation));
    let identified = page::id_of_items(api, &operation.response.ty)
        .map(|(item, id)| quote! { .identified_by(|item: &#item| runtime::page::hash(&item.#id)) });
    let parameter = operation.page_parameter();
    let first = parameter.map(|one| ident(&one.name));
    let paged = match pagination {
        Pagination::Numbers { size } => {
            let size = proc_macro2::Literal::u32_unsuffixed(*size);
            quote! { new(#start, #size, #fetch) }
        }
        Pagination::Items(_) => quote! { by_item(#start, #fetch) },
    };
    quote! {
        let (#api_name, #start) = (self.api.clone(), options.#first);
        let #fetch = move |#page, #call_name| {
            #call.with_options(#call_name).into_future()
        };
        runtime::Paged::#paged
            #identified
    }
}

fn arguments(api: &Api, operation: &Operation) -> Vec<TokenStream> {
    // The arguments of a paged call are needed again for each page.
    let paged = operation.pagination.as_ref().map(|_| quote! { 'c });
    let lifetime = paged.clone();
    let mut arguments: Vec<TokenStream> = operation
        .argument_parameters()
        .map(|parameter| {
            let name = argument_name(parameter);
            let ty = argument_type(api, &parameter.ty, lifetime.as_ref());
            quote! { #name: #ty }
        })
        .collect();
    if let Some(body) = &operation.body {
        // Rust wants a name for the lifetime within `impl Into`.
        let named = has_optional_reference(body).then(|| quote! { 'b });
        let ty = if request::is_borrowed(operation) {
            let ty = rust_type(&body.ty);
            quote! { impl Borrow<#ty> }
        } else {
            body_type(body, paged.or(named).as_ref())
        };
        arguments.push(quote! { body: #ty });
    }
    if let Some(options) = &operation.options {
        let options = ident(options);
        arguments.push(quote! { options: impl Into<#options> });
    }
    arguments
}

/// The lifetime of a paged call: that of its arguments, if one is a reference.
fn borrows_for_pages(api: &Api, operation: &Operation) -> TokenStream {
    let mut parameters = operation.argument_parameters();
    let borrows = operation.body.is_some()
        || parameters.any(|parameter| !request::is_copy(api, &parameter.ty));
    if borrows {
        quote! { 'c }
    } else {
        quote! { 'static }
    }
}

fn argument_name(parameter: &Parameter) -> proc_macro2::Ident {
    ident(&parameter.name)
}

/// Passes `Copy` types by value, others by reference.
fn argument_type(api: &Api, ty: &Type, lifetime: Option<&TokenStream>) -> TokenStream {
    let rust = rust_type(ty);
    match ty {
        Type::Scalar(Scalar {
            kind: ScalarKind::Text,
            ..
        }) => quote! { &#lifetime str },
        _ if request::is_copy(api, ty) => rust,
        Type::List(_, item) => {
            let item = rust_type(item);
            quote! { &#lifetime [#item] }
        }
        _ => quote! { &#lifetime #rust },
    }
}

/// Passes an optional object by reference, and a list as `impl IntoIterator`.
fn body_type(body: &Body, lifetime: Option<&TokenStream>) -> TokenStream {
    let ty = match &body.ty {
        Type::Bytes | Type::Multipart => rust_type(&body.ty),
        ty if request::is_text(ty) => quote! { &#lifetime str },
        ty if request::is_by_value(ty) => rust_type(ty),
        Type::List(_, item) if !body.required => {
            let item = rust_type(item);
            quote! { &#lifetime [#item] }
        }
        ty if body.required && is_collection(ty) => {
            return setter_type(ty);
        }
        ty => {
            let ty = rust_type(ty);
            quote! { &#lifetime #ty }
        }
    };
    if body.required {
        ty
    } else {
        quote! { impl Into<Option<#ty>> }
    }
}

/// Whether the method takes a reference to the body, or nothing.
fn has_optional_reference(body: &Body) -> bool {
    let by_value =
        matches!(body.ty, Type::Bytes | Type::Multipart) || request::is_by_value(&body.ty);
    !body.required && !by_value
}

/// Whether the method takes the body as something that is converted to a collection.
fn is_converted(body: &Body) -> bool {
    body.required && is_collection(&body.ty)
}

/// Statements that convert the arguments of type `impl Trait`.
fn converted(operation: &Operation) -> TokenStream {
    let body = operation
        .body
        .as_ref()
        .filter(|body| is_converted(body))
        .map(|body| {
            let ty = rust_type(&body.ty);
            let value = match &body.ty {
                Type::List(_, item) if request::is_text(item) => {
                    quote! { body.into_iter().map(Into::into).collect() }
                }
                Type::OneOrMany(_) => quote! { body.into() },
                _ => quote! { body.into_iter().collect() },
            };
            quote! { let body: #ty = #value; }
        });
    let optional = operation.body.as_ref().filter(|body| !body.required);
    let optional = optional.map(|_| quote! { let body = body.into(); });
    let options = operation.options.as_ref().map(|options| {
        let options = ident(options);
        quote! { let options: #options = options.into(); }
    });
    quote! { #body #optional #options }
}

fn is_collection(ty: &Type) -> bool {
    matches!(ty, Type::List(..) | Type::Map(..) | Type::OneOrMany(_))
}

/// The body as the request takes it.
fn body_value(operation: &Operation) -> TokenStream {
    match &operation.body {
        Some(body) if is_converted(body) => quote! { &body },
        Some(body) if body.required && request::is_by_value(&body.ty) => quote! { &body },
        Some(_) if request::is_borrowed(operation) => quote! { body.borrow() },
        _ => quote! { body },
    }
}

/// The docs of a method.
fn text(api: &Api, resource: &Resource, operation: &Operation) -> String {
    let Operation {
        method, path, id, ..
    } = operation;
    let page = match &operation.pagination {
        Some(Pagination::Numbers { size }) => format!(
            "Pages are numbered from 1. A page has at most {size} items; a shorter one is the last."
        ),
        Some(Pagination::Items(pages)) => format!(
            "{} is the number of a page's first item, from 1. A page can have fewer items than asked for; {} says how \
             many there are on all pages.",
            docs::code(&pages.start),
            docs::code(&pages.total)
        ),
        None => String::new(),
    };
    docs::paragraphs([
        docs::prose(&operation.summary),
        docs::prose(&operation.description),
        page,
        format!(
            "{}, operation {}. {}",
            docs::code(&format!("{method} {path}")),
            docs::code(id),
            docs::evidence(&operation.evidence)
        ),
        arguments_text(operation),
        returns_text(&operation.response),
        errors_text(operation),
        example::section(api, resource, operation),
    ])
}

/// What the document says of the arguments. An id and other types of the document say it themselves, and options at their
/// fields.
fn arguments_text(operation: &Operation) -> String {
    let arguments = operation.argument_parameters();
    let described =
        arguments.filter(|one| !one.docs.is_empty() && !matches!(one.ty, Type::Named(_)));
    let lines =
        described.map(|one| docs::after(&format!("- {}:", docs::code(&one.name)), &one.docs));
    lines.collect::<Vec<_>>().join("\n")
}

fn returns_text(response: &Response) -> String {
    if response.docs.is_empty() {
        return String::new();
    }
    if response.ty == Type::Unit {
        return docs::after("Response:", &response.docs);
    }
    // An abbreviation keeps its case.
    let mut letters = response.docs.chars();
    let text = match (letters.next(), letters.next()) {
        (Some(first), second) if second.is_none_or(|letter| !letter.is_uppercase()) => {
            format!(
                "{}{}",
                first.to_lowercase(),
                &response.docs[first.len_utf8()..]
            )
        }
        _ => response.docs.clone(),
    };
    docs::after("Returns", &text)
}

fn errors_text(operation: &Operation) -> String {
    if operation.errors.is_empty() {
        return String::new();
    }
    format!(
        "# Errors\n\nKnown codes:\n\n{}",
        errors_list(&operation.errors, "super::super::types")
    )
}

/// A Markdown list of known error codes; `types` is the path of the module of their types.
pub fn errors_list(errors: &[ApiError], types: &str) -> String {
    let lines: Vec<String> = errors
        .iter()
        .map(|error| {
            let data = error.data.as_ref().map_or_else(String::new, |name| {
                format!(" Its data is a [`{name}`]({types}::{name}).")
            });
            let evidence = docs::evidence(&error.evidence);
            let text = docs::after(&format!("- {}:", error.code), &error.description);
            format!("{text}{data} {evidence}").trim_end().to_owned()
        })
        .collect();
    lines.join("\n")
}
