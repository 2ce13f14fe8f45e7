//! Emits one file per resource: its methods, then its types.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::rust_type::{adapter, field_adapter};
use super::{derived_methods, docs, ident, method, request, types};
use crate::model::{Api, Field, Kind, Operation, Parts, Resource, Type, TypeDef};

/// `resources.rs`.
pub fn index(api: &Api) -> TokenStream {
    let modules: Vec<_> = api
        .resources
        .iter()
        .map(|resource| ident(&resource.name))
        .collect();
    let handles = api.resources.iter().map(|resource| ident(&resource.handle));
    quote! {
        //! Operations by resource. [`Client`](super::Client) has a method for each resource.

        #(pub(super) mod #modules;)*

        #(pub use #modules::#handles;)*
    }
}

/// The file of a resource.
pub fn resource(api: &Api, resource: &Resource, schemas: Option<&TokenStream>) -> TokenStream {
    let own: Vec<&TypeDef> = api
        .types
        .values()
        .filter(|definition| definition.module == resource.name)
        .collect();
    let handle = handle(api, resource);
    let definitions = own
        .iter()
        .map(|definition| types::definition(api, definition));
    let imports = imports(api, resource, &own, schemas);
    let body = quote! { #handle #(#definitions)* #schemas };
    let docs = docs::inner(&docs::prose(&resource.docs));
    quote! { #docs #imports #body }
}

fn handle(api: &Api, resource: &Resource) -> TokenStream {
    let name = ident(&resource.handle);
    let text = docs::outer(&docs::paragraphs([
        docs::prose(&resource.docs),
        format!(
            "Made by [`Client::{0}`](super::super::Client::{0}).",
            super::file_stem(&resource.name)
        ),
    ]));
    let methods = resource.operations.iter().map(|operation| {
        let method = method::method(api, resource, operation);
        let derived = derived_methods::methods(api, resource, operation);
        quote! { #method #derived }
    });
    let methods: Vec<TokenStream> = methods.collect();
    // The lifetime has a name only if a method needs it.
    let is_named = methods.iter().any(|one| one.to_string().contains("'c"));
    let (parameter, lifetime) = if is_named {
        (quote! { <'c> }, quote! { 'c })
    } else {
        (TokenStream::new(), quote! { '_ })
    };
    quote! {
        #text
        #[derive(Clone, Copy, Debug)]
        pub struct #name<'c> {
            pub(crate) api: &'c runtime::Transport,
        }

        impl #parameter #name<#lifetime> {
            #(#methods)*
        }
    }
}

/// The imports of a resource's file.
fn imports(
    api: &Api,
    resource: &Resource,
    own: &[&TypeDef],
    schemas: Option<&TokenStream>,
) -> TokenStream {
    let foreign: BTreeSet<String> = resource
        .operations
        .iter()
        .flat_map(Operation::referenced_types)
        .chain(resource.operations.iter().flat_map(decoded_keys))
        .chain(
            own.iter()
                .flat_map(|definition| definition.referenced_types()),
        )
        .filter(|name| {
            api.types
                .get(name)
                .is_some_and(|other| other.module != resource.name)
        })
        .collect();
    let names = foreign.iter().map(|name| ident(name));
    let foreign = (!foreign.is_empty()).then(|| quote! { use super::super::types::{#(#names),*}; });
    let has_wire =
        resource.operations.iter().any(calls_wire) || own.iter().any(|one| defines_with_wire(one));
    let wire = has_wire.then(|| quote! { use runtime::wire; });
    let mut kinds = own.iter().map(|one| &one.kind);
    let serde = if kinds.clone().any(|one| matches!(one, Kind::Struct(_))) {
        Some(quote! { use serde::{Deserialize, Serialize}; })
    } else {
        kinds
            .any(|one| matches!(one, Kind::Parts(_)))
            .then(|| quote! { use serde::Serialize; })
    };
    let borrows = resource.operations.iter().any(request::is_borrowed);
    let borrow = borrows.then(|| quote! { use std::borrow::Borrow; });
    let row = schemas.map(|_| quote! { use runtime::schema::Row; });
    quote! {
        #borrow
        use runtime::decode;
        #row
        #wire
        #serde
        use super::super::operations;
        #foreign
    }
}

/// The named types of the map keys, if a response wraps its single item in a map.
fn decoded_keys(operation: &Operation) -> Vec<String> {
    match &operation.response.collection {
        Some(Type::Map(_, key, _)) => key.referenced_types(),
        _ => Vec::new(),
    }
}

/// Whether the methods of an operation use the runtime's module `wire`.
fn calls_wire(operation: &Operation) -> bool {
    let response = &operation.response;
    let body = operation.body.iter().map(|body| &body.ty);
    adapter(response.wire_type()).is_some()
        || response.collection.is_some()
        || body.chain([&response.ty]).any(has_one_or_many)
}

/// Whether a definition uses the runtime's module `wire`.
fn defines_with_wire(definition: &TypeDef) -> bool {
    let uses = |ty: &Type| adapter(ty).is_some() || has_one_or_many(ty);
    match &definition.kind {
        Kind::Struct(object) | Kind::Parts(Parts { object, .. }) => object
            .fields
            .iter()
            .any(|field: &Field| field_adapter(field).is_some() || has_one_or_many(&field.ty)),
        Kind::Options(object) => object.fields.iter().any(|field| has_one_or_many(&field.ty)),
        Kind::Union(union) => union.variants.iter().any(|variant| uses(&variant.ty)),
        Kind::Enum(_) | Kind::Id(_) | Kind::Filter(_) => false,
    }
}

fn has_one_or_many(ty: &Type) -> bool {
    match ty {
        Type::OneOrMany(_) => true,
        Type::Boxed(inner)
        | Type::Nullable(inner)
        | Type::OrEmpty(inner)
        | Type::List(_, inner) => has_one_or_many(inner),
        Type::Map(_, key, value) => has_one_or_many(key) || has_one_or_many(value),
        _ => false,
    }
}
