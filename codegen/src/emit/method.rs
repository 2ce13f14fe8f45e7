//! The methods of a resource.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use super::rust_type::{rust_type, setter_argument};
use super::{docs, example, ident, operations, plain};
use crate::model::{
    Api, ApiError, Field, Kind, Operation, Parameter, Resource, Response, Scalar, ScalarKind, Type,
    TypeDef,
};

/// The method that calls an operation.
pub fn method(api: &Api, resource: &Resource, operation: &Operation) -> TokenStream {
    let docs = docs::outer(&text(api, resource, operation));
    let name = ident(&operation.name);
    let arguments = arguments(api, operation);
    let answer = rust_type(&operation.response.ty);
    let owned = owned(operation);
    let (returned, call) = match operation.page_size {
        Some(size) => (
            quote! { runtime::Paged<'c, #answer> },
            paged(api, operation, size),
        ),
        None => (
            quote! { runtime::Call<'c, #answer> },
            single(api, operation),
        ),
    };
    // Inline, so that a call is compiled by who makes it: the crate itself builds in half the time.
    let deprecated = deprecated([operation]);
    quote! {
        #docs
        #deprecated
        #[inline]
        pub fn #name(&self, #(#arguments),*) -> #returned {
            let plain = self.plain;
            #owned
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

/// A call that is sent once.
fn single(api: &Api, operation: &Operation) -> TokenStream {
    let sending = sending(api, operation);
    quote! { runtime::Call::new(move |call| async move { #sending }) }
}

/// A call that is sent once for each page.
fn paged(api: &Api, operation: &Operation, size: u32) -> TokenStream {
    let sending = sending(api, operation);
    let identified = id_of_items(api, &operation.response.ty)
        .map(|id| quote! { .identified_by(|item| runtime::page::hash(&item.#id)) });
    quote! {
        runtime::Paged::new(options.page, #size, move |page, call| {
            let mut options = options.clone();
            options.page = page;
            async move { #sending }
        })
        #identified
        .limited_by(plain.transport())
    }
}

/// The field by which the items of a list are told apart: the one that is always there and whose
/// type is an id, if there is one alone.
fn id_of_items(api: &Api, ty: &Type) -> Option<proc_macro2::Ident> {
    let Type::List(_, item) = ty else { return None };
    let kind = |ty: &Type| match ty {
        Type::Named(name) => api.types.get(name).map(|definition| &definition.kind),
        _ => None,
    };
    let Some(Kind::Struct(object)) = kind(item) else {
        return None;
    };
    let is_id = |field: &&Field| !field.is_option() && matches!(kind(&field.ty), Some(Kind::Id(_)));
    let mut ids = object.fields.iter().filter(is_id);
    let id = ids.next().filter(|_| ids.next().is_none())?;
    Some(ident(&id.name))
}

fn sending(api: &Api, operation: &Operation) -> TokenStream {
    let constant = operations::constant(operation);
    let segments = segments(api, operation);
    let filters = filters(operation);
    let call = plain::method_name(operation);
    let values = values(api, operation);
    let result = result(operation);
    quote! {
        let plain = plain.for_call(&operations::#constant, call);
        #(#segments)*
        #(#filters)*
        let answer = plain.#call(#(#values),*).await;
        #result
    }
}

/// What stands between the plain layer's `answer` and what the caller gets.
pub fn result(operation: &Operation) -> TokenStream {
    let Operation {
        id,
        response: answer,
        ..
    } = operation;
    let is_whole = answer.collection.is_none() && answer.member.is_none();
    let reads = if is_whole && matches!(answer.ty, Type::List(..) | Type::Map(..)) {
        quote! { items }
    } else {
        quote! { answer }
    };
    let decoded = quote! { plain.transport().#reads(answer, #id) };
    let mut content = quote! { answer };
    if answer.member.is_some() {
        content = quote! { #content.content };
    }
    let ty = answer.wire_type();
    if super::rust_type::adapter(ty).is_some() {
        content = quote! { #content.into_inner() };
    }
    match &answer.collection {
        Some(Type::Map(..)) => {
            quote! { plain.transport().one(answer, #id, |answer| seam::only_keyed(#content, #id)) }
        }
        Some(_) => {
            quote! { plain.transport().one(answer, #id, |answer| seam::only(#content, #id)) }
        }
        None if content.to_string() == "answer" => decoded,
        None => quote! { #decoded.map(|answer| #content) },
    }
}

fn arguments(api: &Api, operation: &Operation) -> Vec<TokenStream> {
    let mut arguments: Vec<TokenStream> = operation
        .path_parameters
        .iter()
        .chain(operation.required_query())
        .map(|parameter| {
            let (name, ty) = (argument_name(parameter), argument_type(api, &parameter.ty));
            quote! { #name: #ty }
        })
        .collect();
    if let Some(body) = &operation.body {
        let ty = body_type(&body.ty);
        arguments.push(quote! { body: #ty });
    }
    if let Some(options) = &operation.options {
        let options = ident(options);
        arguments.push(quote! { options: impl Into<#options> });
    }
    arguments
}

fn argument_name(parameter: &Parameter) -> proc_macro2::Ident {
    ident(&parameter.name)
}

/// Small things by value, the rest by reference.
fn argument_type(api: &Api, ty: &Type) -> TokenStream {
    let rust = rust_type(ty);
    match ty {
        Type::Scalar(Scalar {
            kind: ScalarKind::Text,
            ..
        }) => quote! { &'c str },
        _ if is_copy(api, ty) => rust,
        _ => quote! { &'c #rust },
    }
}

fn is_copy(api: &Api, ty: &Type) -> bool {
    match ty {
        Type::Scalar(scalar) => scalar.kind != ScalarKind::Text,
        Type::Named(name) => api.types.get(name).is_some_and(TypeDef::is_copy),
        _ => false,
    }
}

/// A body that is an object by reference, a list as anything that yields its items.
fn body_type(ty: &Type) -> TokenStream {
    match ty {
        _ if is_collection(ty) => setter_argument(ty, &quote::format_ident!("body")).0,
        _ => {
            let ty = rust_type(ty);
            quote! { &'c #ty }
        }
    }
}

/// Statements that make the call own what its arguments only promise.
fn owned(operation: &Operation) -> TokenStream {
    let body = operation
        .body
        .as_ref()
        .filter(|body| is_collection(&body.ty))
        .map(|body| {
            let ty = rust_type(&body.ty);
            let (_, value) = setter_argument(&body.ty, &quote::format_ident!("body"));
            quote! { let body: #ty = #value; }
        });
    let options = operation.options.as_ref().map(|options| {
        let options = ident(options);
        quote! { let options: #options = options.into(); }
    });
    quote! { #body #options }
}

fn is_collection(ty: &Type) -> bool {
    matches!(ty, Type::List(..) | Type::Map(..) | Type::OneOrMany(_))
}

/// Statements that make sure of texts which become part of the path.
fn segments(api: &Api, operation: &Operation) -> Vec<TokenStream> {
    let id = &operation.id;
    let texts = operation
        .path_parameters
        .iter()
        .filter(|one| !is_copy(api, &one.ty));
    texts
        .map(|parameter| {
            let name = argument_name(parameter);
            if matches!(parameter.ty, Type::Scalar(_)) {
                quote! { let #name = seam::segment(#name, #id)?; }
            } else {
                quote! { seam::segment(#name.as_str(), #id)?; }
            }
        })
        .collect()
}

/// Statements that spell the filters out.
fn filters(operation: &Operation) -> Vec<TokenStream> {
    let filters = operation
        .query
        .iter()
        .filter(|parameter| parameter.filter.is_some());
    filters
        .map(|parameter| {
            let name = argument_name(parameter);
            let spelling = spelling(parameter);
            if parameter.required {
                return quote! { let #name = #name.conditions().query(#spelling); };
            }
            quote! {
                let #name = options.#name.as_ref().map(|filter| filter.conditions().query(#spelling));
            }
        })
        .collect()
}

fn spelling(parameter: &Parameter) -> Option<TokenStream> {
    let spelling = parameter.filter.as_ref()?;
    let (condition, values) = (&spelling.condition, &spelling.values);
    Some(quote! {
        runtime::filter::QueryNames { condition: #condition, values: &[#(#values),*] }
    })
}

/// The arguments of the plain method: path parameters, query parameters by name, body.
fn values(api: &Api, operation: &Operation) -> Vec<TokenStream> {
    let mut query: Vec<&Parameter> = operation.query.iter().collect();
    query.sort_by(|one, other| one.wire_name.cmp(&other.wire_name));
    let mut values: Vec<TokenStream> = operation
        .path_parameters
        .iter()
        .chain(query)
        .map(|parameter| value(api, parameter))
        .collect();
    if let Some(body) = &operation.body {
        values.push(match body.ty {
            _ if is_collection(&body.ty) => quote! { &body },
            _ => quote! { body },
        });
    }
    values
}

fn value(api: &Api, parameter: &Parameter) -> TokenStream {
    let name = argument_name(parameter);
    let by_value = plain::is_plain_value(&parameter.ty);
    let is_text = matches!(
        parameter.ty,
        Type::Scalar(Scalar {
            kind: ScalarKind::Text,
            ..
        })
    );
    match (parameter.required, parameter.filter.is_some()) {
        (true, true) => quote! { &#name },
        (false, true) => quote! { #name.as_ref() },
        (true, false) if !by_value && is_copy(api, &parameter.ty) => quote! { &#name },
        (true, false) => name.to_token_stream(),
        (false, false) if by_value => quote! { options.#name },
        (false, false) if is_text => quote! { options.#name.as_deref() },
        (false, false) => quote! { options.#name.as_ref() },
    }
}

/// The docs of a method.
fn text(api: &Api, resource: &Resource, operation: &Operation) -> String {
    let Operation {
        method, path, id, ..
    } = operation;
    let page = operation.page_size.map_or_else(String::new, |size| {
        format!("A page has at most {size} items; a shorter one is the last.")
    });
    docs::paragraphs([
        docs::prose(&operation.summary),
        docs::prose(&operation.description),
        page,
        format!(
            "`{method} {path}`, operation `{id}`. {}",
            docs::evidence(&operation.evidence)
        ),
        answer_text(&operation.response),
        errors_text(operation),
        example::section(api, resource, operation),
    ])
}

fn answer_text(answer: &Response) -> String {
    if answer.docs.is_empty() {
        return String::new();
    }
    format!("Answers: {}", docs::prose(&answer.docs))
}

fn errors_text(operation: &Operation) -> String {
    let text = "# Errors\n\nWhen the call fails on its way, the API refuses it, or its answer \
                cannot be read.";
    if operation.errors.is_empty() {
        return text.to_owned();
    }
    format!(
        "{text} Codes known to come back:\n\n{}",
        errors_list(&operation.errors, "super::super::types")
    )
}

/// A Markdown list of known failures; `types` is the path of the module of their types.
pub fn errors_list(errors: &[ApiError], types: &str) -> String {
    let lines: Vec<String> = errors
        .iter()
        .map(|error| {
            let data = error.data.as_ref().map_or_else(String::new, |name| {
                format!(" Its data is a [`{name}`]({types}::{name}).")
            });
            let evidence = docs::evidence(&error.evidence);
            let description = docs::prose(&error.description);
            format!("- {}: {description}{data} {evidence}", error.code)
                .trim_end()
                .to_owned()
        })
        .collect();
    lines.join("\n")
}
