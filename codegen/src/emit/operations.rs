//! The list of operations, and what the transport needs to know of the API.

use heck::{ToPascalCase, ToShoutySnakeCase};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::model::{Api, Envelope, Evidence, Operation, Resource};

/// The name of the constant that describes an operation.
pub fn constant(operation: &Operation) -> proc_macro2::Ident {
    format_ident!("{}", operation.id.to_shouty_snake_case())
}

/// `operations.rs`.
pub fn operations(api: &Api) -> TokenStream {
    let all = || {
        api.resources.iter().flat_map(|resource| {
            resource
                .operations
                .iter()
                .map(move |operation| (resource, operation))
        })
    };
    let names = all().map(|(_, operation)| constant(operation));
    let constants = all().map(|(resource, operation)| {
        let (name, value) = (constant(operation), value(resource, operation));
        quote! { pub(crate) const #name: Operation = #value; }
    });
    let service = service(api);
    quote! {
        //! All operations as data, and what the transport needs to know of the API.

        use runtime::{Evidence, Method, Operation};

        /// All operations, by resource.
        pub const OPERATIONS: &[Operation] = &[#(#names,)*];

        #service

        #(#constants)*
    }
}

fn value(resource: &Resource, operation: &Operation) -> TokenStream {
    let Operation { id, path, .. } = operation;
    let method = format_ident!("{}", operation.method.to_pascal_case());
    let (resource, name) = (
        super::file_stem(&resource.name),
        super::file_stem(&operation.name),
    );
    let evidence = match operation.evidence {
        Evidence::Documented => quote! { Evidence::Documented },
        Evidence::VendorClient(_) => quote! { Evidence::VendorClient },
        Evidence::Inferred(_) => quote! { Evidence::Inferred },
    };
    let page = operation
        .page_size
        .map(|size| quote! { .with_page_size(#size) });
    let retry = operation
        .repeatable
        .then(|| quote! { .with_retry(runtime::Retry::Safe) });
    quote! {
        Operation::new(#id, Method::#method, #path, #resource, #name)
            .with_evidence(#evidence)
            #page
            #retry
    }
}

fn service(api: &Api) -> TokenStream {
    let (title, version, base_url) = (&api.title, &api.version, &api.base_url);
    let user_agent = format!("{}/{}", api.package.name, api.package.version);
    let key_parameter = option(api.key_parameter.as_ref().map(|name| quote! { #name }));
    let envelope = option(api.envelope.as_ref().map(envelope_value));
    quote! {
        /// What the transport needs to know of the API.
        pub(crate) static SERVICE: runtime::Service = runtime::Service {
            name: #title,
            version: #version,
            base_url: #base_url,
            key_parameter: #key_parameter,
            envelope: #envelope,
            user_agent: #user_agent,
            operations: OPERATIONS,
        };
    }
}

fn option(value: Option<TokenStream>) -> TokenStream {
    value.map_or_else(|| quote! { None }, |value| quote! { Some(#value) })
}

fn envelope_value(envelope: &Envelope) -> TokenStream {
    let Envelope {
        member,
        status,
        failure,
        code,
        message,
        data,
        accepted: (from, to),
    } = envelope;
    quote! {
        runtime::Envelope {
            member: #member,
            status: #status,
            failure: #failure,
            code: #code,
            message: #message,
            data: #data,
            accepted: (#from, #to),
        }
    }
}
