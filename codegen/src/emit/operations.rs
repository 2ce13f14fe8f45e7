//! The list of operations, and what the transport needs to know of the API.

use heck::ToPascalCase;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::model::{Api, Envelope, Evidence, Operation, Resource};

/// `operations.rs`.
pub fn operations(api: &Api) -> TokenStream {
    let operations = api.resources.iter().flat_map(|resource| {
        resource
            .operations
            .iter()
            .map(move |one| value(resource, one))
    });
    let service = service(api);
    quote! {
        //! All operations as data, and what the transport needs to know of the API.

        use runtime::{Evidence, Method, Operation};

        /// All operations, by resource.
        pub const OPERATIONS: &[Operation] = &[#(#operations,)*];

        #service
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
    quote! {
        Operation::new(#id, Method::#method, #path, #resource, #name).with_evidence(#evidence) #page
    }
}

fn service(api: &Api) -> TokenStream {
    let (title, version, base_url) = (&api.title, &api.version, &api.base_url);
    let user_agent = format!("{}/{}", api.package.name, api.package.version);
    let key_parameter = api
        .key_parameter
        .as_ref()
        .map(|name| quote! { .with_key_parameter(#name) });
    let envelope = api.envelope.as_ref().map(|envelope| {
        let value = envelope_value(envelope);
        quote! { .with_envelope(#value) }
    });
    quote! {
        /// What the transport needs to know of the API.
        pub(crate) static SERVICE: runtime::Service =
            runtime::Service::new(#title, #version, #base_url, #user_agent, OPERATIONS)
                #key_parameter
                #envelope;
    }
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
