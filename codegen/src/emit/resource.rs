//! Resources: one file each, with the methods first and the types behind them.

use proc_macro2::TokenStream;
use quote::quote;

use super::{docs, ident, method, plain, types};
use crate::lower::type_name;
use crate::model::{Api, Resource, TypeDef};

/// `resources/mod.rs`.
pub fn index(api: &Api) -> TokenStream {
    let modules: Vec<_> = api.resources.iter().map(|resource| ident(&resource.name)).collect();
    let handles = api.resources.iter().map(|resource| ident(&type_name(&resource.name)));
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
        .filter(|definition| definition.home == resource.name)
        .collect();
    let handle = handle(resource);
    let definitions = own.iter().map(|definition| types::definition(definition));
    let body = quote! { #handle #(#definitions)* };
    let imports = imports(api, resource, &body);
    let docs = docs::inner(&docs::prose(&resource.docs));
    quote! { #docs #imports #body }
}

fn handle(resource: &Resource) -> TokenStream {
    let name = ident(&type_name(&resource.name));
    let text = docs::outer(&docs::paragraphs([
        docs::prose(&resource.docs),
        format!("Made by [`Client::{}`](super::super::Client::{}).", resource.name, resource.name),
    ]));
    let methods = resource.operations.iter().map(method::method);
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

        impl #name<'_> {
            #(#methods)*
        }
    }
}

/// The imports of a resource's file.
fn imports(api: &Api, resource: &Resource, body: &TokenStream) -> TokenStream {
    let used = plain::identifiers(body);
    // Serde attributes name adapters in strings.
    let text = body.to_string();
    let mut foreign: Vec<_> = api
        .types
        .values()
        .filter(|definition| definition.home != resource.name && used.contains(&definition.name))
        .map(|definition| ident(&definition.name))
        .collect();
    foreign.sort();
    let wire = (used.contains("wire") || text.contains("wire::")).then(|| quote! { use runtime::wire; });
    let serde = used
        .contains("Serialize")
        .then(|| quote! { use serde::{Deserialize, Serialize}; });
    let foreign = (!foreign.is_empty()).then(|| quote! { use super::super::types::{#(#foreign),*}; });
    quote! {
        use runtime::seam;
        #wire
        #serde
        use super::super::plain;
        #foreign
    }
}
