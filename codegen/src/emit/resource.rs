//! Resources: one file each, with the methods first and the types behind them.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::{derived_methods, docs, ident, method, schemas, types};
use crate::model::{Api, Operation, Resource, TypeDef};

/// `resources/mod.rs`.
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
pub fn resource(api: &Api, resource: &Resource) -> TokenStream {
    let own: Vec<&TypeDef> = api
        .types
        .values()
        .filter(|definition| definition.module == resource.name)
        .collect();
    let handle = handle(api, resource);
    let definitions = own
        .iter()
        .map(|definition| types::definition(api, definition));
    let schemas = schemas::schemas(api, resource);
    let body = quote! { #handle #(#definitions)* #schemas };
    let imports = imports(api, resource, &own, &body);
    let docs = docs::inner(&docs::prose(&resource.docs));
    quote! { #docs #imports #body }
}

fn handle(api: &Api, resource: &Resource) -> TokenStream {
    let name = ident(&resource.handle);
    let text = docs::outer(&docs::paragraphs([
        docs::prose(&resource.docs),
        format!(
            "Made by [`Client::{}`](super::super::Client::{}).",
            resource.name, resource.name
        ),
    ]));
    let methods = resource.operations.iter().map(|operation| {
        let (one, derived) = (
            method::method(api, resource, operation),
            derived_methods::methods(resource, operation),
        );
        quote! { #one #derived }
    });
    quote! {
        #text
        #[derive(Clone, Copy, Debug)]
        pub struct #name<'c> {
            plain: &'c plain::Client,
        }

        impl<'c> #name<'c> {
            pub(in super::super) fn new(plain: &'c plain::Client) -> Self {
                Self { plain }
            }
        }

        impl<'c> #name<'c> {
            #(#methods)*
        }
    }
}

/// The imports of a resource's file.
fn imports(api: &Api, resource: &Resource, own: &[&TypeDef], body: &TokenStream) -> TokenStream {
    let mentioned: BTreeSet<String> = resource
        .operations
        .iter()
        .flat_map(Operation::referenced_types)
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
    let foreign = mentioned.iter().map(|name| ident(name));
    let foreign =
        (!mentioned.is_empty()).then(|| quote! { use super::super::types::{#(#foreign),*}; });
    // Serde attributes name adapters in strings.
    let text = body.to_string();
    let wire = (text.contains("wire::") || text.contains("wire ::"))
        .then(|| quote! { use runtime::wire; });
    let seam = text
        .contains("seam ::")
        .then(|| quote! { use runtime::seam; });
    let row = text
        .contains("Row ::")
        .then(|| quote! { use runtime::schema::Row; });
    let serde = text
        .contains("Serialize")
        .then(|| quote! { use serde::{Deserialize, Serialize}; });
    quote! {
        use super::super::{operations, plain};
        #foreign
        #row
        #seam
        #wire
        #serde
    }
}
