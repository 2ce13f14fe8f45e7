//! `requests.rs`: one function per operation, which builds its request.
//!
//! The model is converted to a document for progenitor. In it, each type is a name that progenitor
//! replaces by our Rust type, and each response is bytes. Of each method that progenitor generates,
//! only the statements that build the request are kept.

mod rewrite;

use std::collections::{BTreeSet, HashMap};

use heck::ToPascalCase;
use proc_macro2::TokenStream;
use progenitor_impl::{GenerationSettings, Generator};
use quote::quote;
use serde_json::{Map, Value, json};

use super::rust_type::rust_type;
use crate::error::Error;
use crate::model::{Api, Encoding, Operation, Parameter, Scalar, ScalarKind, Type};

/// `requests.rs`.
pub fn requests(api: &Api) -> Result<TokenStream, Error> {
    let mut methods = methods(generate(api)?);
    let types: BTreeSet<&str> = api.types.keys().map(String::as_str).collect();
    let mut functions = TokenStream::new();
    for operation in operations(api) {
        let name = function_name(operation);
        let method = methods.remove(&name.to_string()).ok_or_else(|| {
            refused(format!(
                "it wrote no method for operation `{}`",
                operation.id
            ))
        })?;
        functions.extend(rewrite::function(operation, method, &types)?);
    }
    let imports = imports(api);
    let allow = has_many_arguments(api).then(|| {
        quote! { #![allow(clippy::too_many_arguments, reason = "each parameter is an argument")] }
    });
    Ok(quote! {
        //! Builds the requests of the operations. Each function is inline, so that the program that
        //! makes a call compiles it.

        #allow

        #imports

        #functions
    })
}

/// The name of the function for an operation.
pub fn function_name(operation: &Operation) -> proc_macro2::Ident {
    let name = &operation.snake_id;
    // progenitor appends an underscore to a keyword.
    match syn::parse_str::<proc_macro2::Ident>(name) {
        Ok(ident) => ident,
        Err(_) => quote::format_ident!("{name}_"),
    }
}

fn operations(api: &Api) -> impl Iterator<Item = &Operation> {
    api.resources
        .iter()
        .flat_map(|resource| &resource.operations)
}

fn imports(api: &Api) -> TokenStream {
    let arguments = |operation: &'_ Operation| {
        let parameters = operation.path_parameters.iter().chain(&operation.query);
        let body = operation.body.iter().map(|body| body.ty.clone());
        let types = parameters.map(|parameter| parameter.ty.clone());
        types.chain(body).collect::<Vec<Type>>()
    };
    let all: Vec<Type> = operations(api).flat_map(arguments).collect();
    let types = all
        .iter()
        .any(|ty| !ty.referenced_types().is_empty())
        .then(|| quote! { use super::types; });
    let wire = all
        .iter()
        .any(|ty| matches!(ty, Type::OneOrMany(_)))
        .then(|| quote! { use runtime::wire; });
    let has_segments = operations(api).any(|operation| !operation.path_parameters.is_empty());
    let segment = has_segments.then(|| quote! { , path_segment });
    quote! {
        use runtime::reqwest::Request;
        use runtime::{Method, Result, Transport #segment};
        #wire
        #types
    }
}

/// Whether a function has more arguments than clippy wants: the API, the parameters and the body.
fn has_many_arguments(api: &Api) -> bool {
    let count = |operation: &Operation| {
        let parameters = operation.path_parameters.len() + operation.query.len();
        1 + parameters + usize::from(operation.body.is_some())
    };
    operations(api).any(|operation| count(operation) > MAX_ARGUMENTS)
}

/// The most arguments that clippy accepts by default.
const MAX_ARGUMENTS: usize = 7;

fn refused(reason: String) -> Error {
    Error::Progenitor { reason }
}

fn generate(api: &Api) -> Result<syn::File, Error> {
    let mut reduced = ReducedDocument::default();
    for operation in operations(api) {
        reduced.add(operation);
    }
    let mut settings = GenerationSettings::new();
    for (name, ty) in &reduced.replacements {
        settings.with_replacement(name, ty, std::iter::empty());
    }
    let document =
        serde_json::from_value(reduced.document(api)).map_err(|e| refused(e.to_string()))?;
    let tokens = Generator::new(&settings)
        .generate_tokens(&document)
        .map_err(|e| refused(e.to_string()))?;
    syn::parse2(tokens).map_err(|e| refused(e.to_string()))
}

/// The async methods that progenitor generated, by name.
fn methods(file: syn::File) -> HashMap<String, syn::ImplItemFn> {
    let mut methods = HashMap::new();
    for item in file.items {
        let syn::Item::Impl(item) = item else {
            continue;
        };
        for item in item.items {
            if let syn::ImplItem::Fn(function) = item
                && function.sig.asyncness.is_some()
            {
                methods.insert(function.sig.ident.to_string(), function);
            }
        }
    }
    methods
}

/// The document that is passed to progenitor.
#[derive(Default)]
struct ReducedDocument {
    paths: Map<String, Value>,
    schemas: Map<String, Value>,
    replacements: Vec<(String, String)>,
}

impl ReducedDocument {
    fn document(self, api: &Api) -> Value {
        json!({
            "openapi": "3.0.3",
            "info": {"title": api.title, "version": api.version},
            "paths": self.paths,
            "components": {"schemas": self.schemas},
        })
    }

    fn add(&mut self, operation: &Operation) {
        let id = operation.snake_id.to_pascal_case();
        let parameters: Vec<Value> = operation
            .path_parameters
            .iter()
            .map(|parameter| ("path", parameter))
            .chain(operation.query.iter().map(|parameter| ("query", parameter)))
            .map(|(place, parameter)| {
                json!({
                    "name": parameter.wire_name,
                    "in": place,
                    "required": parameter.required,
                    "schema": self.parameter_schema(&id, parameter),
                })
            })
            .collect();
        let bytes = json!({"application/octet-stream": {}});
        let mut item = json!({
            "operationId": operation.snake_id,
            "parameters": parameters,
            "responses": {"200": {"description": "", "content": bytes}},
        });
        if let Some(body) = &operation.body {
            let schema = self.replaced(&format!("{id}Body"), &rust_type(&body.ty));
            item["requestBody"] =
                json!({"required": true, "content": {"application/json": {"schema": schema}}});
        }
        let path = self
            .paths
            .entry(operation.path.clone())
            .or_insert_with(|| json!({}));
        path[operation.method.to_ascii_lowercase()] = item;
    }

    fn parameter_schema(&mut self, id: &str, parameter: &Parameter) -> Value {
        let name = format!("{id}{}", parameter.wire_name.to_pascal_case());
        match known_schema(&parameter.ty) {
            Some(schema) => schema,
            None => self.replaced(&name, &rust_type(&parameter.ty)),
        }
    }

    /// A reference to a schema that progenitor replaces by `ty`.
    fn replaced(&mut self, name: &str, ty: &TokenStream) -> Value {
        self.schemas
            .insert(name.to_owned(), json!({"type": "object"}));
        self.replacements.push((name.to_owned(), ty.to_string()));
        json!({"$ref": format!("#/components/schemas/{name}")})
    }
}

/// The schema of a parameter whose Rust type progenitor supports itself.
fn known_schema(ty: &Type) -> Option<Value> {
    let Type::Scalar(Scalar {
        kind,
        encoding: Encoding::Exact,
    }) = ty
    else {
        return None;
    };
    Some(match kind {
        ScalarKind::Text => json!({"type": "string"}),
        ScalarKind::Int32 => json!({"type": "integer", "format": "int32"}),
        ScalarKind::Int64 => json!({"type": "integer", "format": "int64"}),
        ScalarKind::Unsigned => json!({"type": "integer", "format": "uint64"}),
        ScalarKind::Float => json!({"type": "number", "format": "double"}),
        ScalarKind::Boolean => json!({"type": "boolean"}),
        _ => return None,
    })
}

/// Whether the function takes a parameter of this type by value.
pub fn is_by_value(ty: &Type) -> bool {
    !is_text(ty) && known_schema(ty).is_some()
}

fn is_text(ty: &Type) -> bool {
    let Type::Scalar(scalar) = ty else {
        return false;
    };
    scalar.kind == ScalarKind::Text
}
