//! The methods of a resource.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use super::rust_type::{adapter, rust_type, setter_argument};
use super::{docs, example, ident, operations, requests};
use crate::model::{
    Api, ApiError, Field, Kind, Operation, Parameter, Resource, Response, Scalar, ScalarKind, Type,
    TypeDef,
};

/// The method that calls an operation.
pub fn method(api: &Api, resource: &Resource, operation: &Operation) -> TokenStream {
    let docs = docs::outer(&text(api, resource, operation));
    let name = ident(&operation.name);
    let arguments = arguments(api, operation);
    let response = rust_type(&operation.response.ty);
    let converted = converted(operation);
    let (returned, call) = match operation.page_size {
        Some(size) => (
            quote! { runtime::Paged<'c, #response> },
            paged(api, operation, size),
        ),
        None => (
            quote! { runtime::Call<'c, #response> },
            single(api, operation),
        ),
    };
    let deprecated = deprecated([operation]);
    // Inline, so that the program that makes a call compiles it: this crate builds in half the time.
    quote! {
        #docs
        #deprecated
        #[inline]
        pub fn #name(&self, #(#arguments),*) -> #returned {
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

/// A call that is sent once.
fn single(api: &Api, operation: &Operation) -> TokenStream {
    let request = request(operation, &quote! { self.api }, &values(api, operation));
    let (statement, call) = call(operation, &quote! { self.api });
    quote! {
        let request = #request;
        #statement
        #call
    }
}

/// The call that builds the request of an operation.
pub fn request(operation: &Operation, api: &TokenStream, values: &[TokenStream]) -> TokenStream {
    let function = requests::function_name(operation);
    quote! { requests::#function(#api, #(#values),*) }
}

/// The call of an operation, with `request` built, and the statement before it.
pub fn call(operation: &Operation, api: &TokenStream) -> (Option<TokenStream>, TokenStream) {
    let (constant, decode) = (operations::constant(operation), decode(operation));
    // A separate variable keeps the call on one line.
    let (statement, decode) = if has_adapter(operation) {
        (
            Some(quote! { let decode = decode::#decode; }),
            quote! { decode },
        )
    } else {
        (None, quote! { decode::#decode })
    };
    (
        statement,
        quote! { #api.call(&operations::#constant, request, #decode) },
    )
}

/// A call that is sent once for each page.
fn paged(api: &Api, operation: &Operation, size: u32) -> TokenStream {
    let values = values(api, operation);
    let (api_name, call_name) = (local("api", operation), local("call", operation));
    let request = request(operation, &quote! { #api_name }, &values);
    let (statement, call) = call(operation, &quote! { #api_name });
    let identified = id_of_items(api, &operation.response.ty)
        .map(|(item, id)| quote! { .identified_by(|item: &#item| runtime::page::hash(&item.#id)) });
    let size = proc_macro2::Literal::u32_unsuffixed(size);
    let (start, fetch) = (local("start", operation), local("fetch", operation));
    quote! {
        let (#api_name, #start) = (self.api, options.page);
        let #fetch = move |page, #call_name| {
            let request = #request;
            #statement
            #call.with_options(#call_name).into_future()
        };
        runtime::Paged::new(#start, #size, #fetch)
            #identified
    }
}

/// The type of the items of a list, and the field that identifies them: the required field whose
/// type is an id, if there is exactly one.
fn id_of_items(api: &Api, ty: &Type) -> Option<(TokenStream, proc_macro2::Ident)> {
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
    Some((rust_type(item), ident(&id.name)))
}

/// The function of the runtime's module `decode` that decodes the response of an operation.
pub fn decode(operation: &Operation) -> TokenStream {
    let response = &operation.response;
    if response.ty == Type::Unit {
        return quote! { nothing };
    }
    if let Some(collection) = &response.collection {
        let adapter = adapter(collection).unwrap_or_else(|| quote! { wire::Same });
        let Type::Map(_, key, _) = collection else {
            return quote! { one::<_, #adapter> };
        };
        let key = rust_type(key);
        return quote! { one_entry::<#key, _, #adapter> };
    }
    match (has_items(response), adapter(&response.ty)) {
        (true, None) => quote! { items },
        (true, Some(adapter)) => quote! { adapted_items::<_, #adapter> },
        (false, None) => quote! { value },
        (false, Some(adapter)) => quote! { adapted::<_, #adapter> },
    }
}

fn has_adapter(operation: &Operation) -> bool {
    let response = &operation.response;
    response.collection.is_some() || adapter(&response.ty).is_some()
}

/// Whether items of the response that fail to decode can be skipped.
fn has_items(response: &Response) -> bool {
    response.member.is_none() && matches!(response.ty, Type::List(..) | Type::Map(..))
}

fn arguments(api: &Api, operation: &Operation) -> Vec<TokenStream> {
    // The arguments of a paged call are needed again for each page.
    let lifetime = operation.page_size.map(|_| quote! { 'c });
    let mut arguments: Vec<TokenStream> = operation
        .path_parameters
        .iter()
        .chain(operation.required_query())
        .map(|parameter| {
            let name = argument_name(parameter);
            let ty = argument_type(api, &parameter.ty, lifetime.as_ref());
            quote! { #name: #ty }
        })
        .collect();
    if let Some(body) = &operation.body {
        let ty = body_type(&body.ty, lifetime.as_ref());
        arguments.push(quote! { body: #ty });
    }
    if let Some(options) = &operation.options {
        let options = ident(options);
        arguments.push(quote! { options: impl Into<#options> });
    }
    arguments
}

/// A name for a local variable that differs from all arguments.
fn local(name: &str, operation: &Operation) -> proc_macro2::Ident {
    let mut name = name.to_owned();
    let mut arguments = operation.path_parameters.iter().chain(&operation.query);
    while arguments.any(|one| argument_name(one) == name) {
        name.push('_');
    }
    ident(&name)
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
        _ if is_copy(api, ty) => rust,
        _ => quote! { &#lifetime #rust },
    }
}

fn is_copy(api: &Api, ty: &Type) -> bool {
    match ty {
        Type::Scalar(scalar) => scalar.kind != ScalarKind::Text,
        Type::Named(name) => api.types.get(name).is_some_and(TypeDef::is_copy),
        _ => false,
    }
}

/// Passes an object by reference, and a list as `impl IntoIterator`.
fn body_type(ty: &Type, lifetime: Option<&TokenStream>) -> TokenStream {
    match ty {
        _ if is_collection(ty) => setter_argument(ty, &quote::format_ident!("body")).0,
        _ => {
            let ty = rust_type(ty);
            quote! { &#lifetime #ty }
        }
    }
}

/// Statements that convert the arguments of type `impl Trait`.
fn converted(operation: &Operation) -> TokenStream {
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

/// The arguments of the function that builds the request: path parameters, query parameters sorted
/// by name, body.
fn values(api: &Api, operation: &Operation) -> Vec<TokenStream> {
    let mut query: Vec<&Parameter> = operation.query.iter().collect();
    query.sort_by(|one, other| one.wire_name.cmp(&other.wire_name));
    let mut values: Vec<TokenStream> = operation
        .path_parameters
        .iter()
        .chain(query)
        .map(|parameter| value(api, operation, parameter))
        .collect();
    if let Some(body) = &operation.body {
        values.push(match body.ty {
            _ if is_collection(&body.ty) => quote! { &body },
            _ => quote! { body },
        });
    }
    values
}

fn value(api: &Api, operation: &Operation, parameter: &Parameter) -> TokenStream {
    let name = argument_name(parameter);
    let by_value = requests::is_by_value(&parameter.ty);
    let is_text = matches!(
        parameter.ty,
        Type::Scalar(Scalar {
            kind: ScalarKind::Text,
            ..
        })
    );
    match parameter.required {
        true if !by_value && is_copy(api, &parameter.ty) => quote! { &#name },
        true => name.to_token_stream(),
        // The argument of the closure that fetches a page.
        false if operation.page_size.is_some() && name == "page" => name.to_token_stream(),
        false if by_value => quote! { options.#name },
        false if is_text => quote! { options.#name.as_deref() },
        false => quote! { options.#name.as_ref() },
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
        returns_text(&operation.response),
        errors_text(operation),
        example::section(api, resource, operation),
    ])
}

fn returns_text(response: &Response) -> String {
    if response.docs.is_empty() {
        return String::new();
    }
    let text = docs::prose(&response.docs);
    if response.ty == Type::Unit {
        return format!("Response: {text}");
    }
    let mut letters = text.chars();
    let (first, second) = (letters.next(), letters.next());
    match first {
        // An abbreviation or a code span keeps its case.
        Some(first) if second.is_none_or(|letter| !letter.is_uppercase()) => {
            let rest = &text[first.len_utf8()..];
            format!("Returns {}{rest}", first.to_lowercase())
        }
        _ => format!("Returns {text}"),
    }
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
            let description = docs::prose(&error.description);
            format!("- {}: {description}{data} {evidence}", error.code)
                .trim_end()
                .to_owned()
        })
        .collect();
    lines.join("\n")
}
