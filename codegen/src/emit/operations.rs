//! Emits the list of operations, and the properties of the API that the transport needs.

use std::collections::BTreeMap;

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::schemas::Tables;
use crate::model::{
    Api, ApiError, Credential, CredentialKind, Envelope, Evidence, Meaning, Operation, Resource,
    ResponseFormat, Type,
};

/// The name of the constant that describes an operation.
pub fn constant(operation: &Operation) -> proc_macro2::Ident {
    super::ident(&operation.constant)
}

/// `operations.rs`.
pub fn operations(api: &Api, tables: &Tables) -> TokenStream {
    let all = || {
        api.resources.iter().flat_map(|resource| {
            resource
                .operations
                .iter()
                .map(move |operation| (resource, operation))
        })
    };
    let rows = all().map(|(resource, operation)| {
        let (name, value) = (constant(operation), value(resource, operation));
        quote! { #name = #value; }
    });
    let service = service(api, tables);
    let has_evidence = all().any(|(_, operation)| operation.evidence != Evidence::Documented);
    let evidence = has_evidence.then(|| quote! { Evidence, });
    let has_idempotent = all().any(|(_, operation)| operation.idempotent);
    let idempotency = has_idempotent.then(|| quote! { Idempotency, });
    let rows: Vec<TokenStream> = rows.collect();
    // The macro without rows looks like a constant without a value.
    let table = if rows.is_empty() {
        quote! {
            use runtime::Operation;

            /// All operations, by resource.
            pub const OPERATIONS: &[Operation] = &[];
        }
    } else {
        quote! {
            use runtime::{#evidence #idempotency Method, Operation};

            runtime::operations! {
                /// All operations, by resource.
                pub const OPERATIONS: &[Operation];
                #(#rows)*
            }
        }
    };
    quote! {
        //! All operations as data, and what the transport needs to know of the API.

        #table

        #service
    }
}

fn value(resource: &Resource, operation: &Operation) -> TokenStream {
    let Operation { id, path, .. } = operation;
    let method = format_ident!("{}", super::request::method_variant(&operation.method));
    let (resource, name) = (
        super::file_stem(&resource.name),
        super::file_stem(&operation.name),
    );
    let evidence = match operation.evidence {
        Evidence::Documented => None,
        Evidence::VendorClient(_) => Some(quote! { .with_evidence(Evidence::VendorClient) }),
        Evidence::Inferred(_) => Some(quote! { .with_evidence(Evidence::Inferred) }),
    };
    let page = operation.page_size().map(|size| {
        let size = Literal::u32_unsuffixed(size);
        quote! { .with_page_size(#size) }
    });
    let idempotency = operation
        .idempotent
        .then(|| quote! { .with_idempotency(Idempotency::Idempotent) });
    let member = operation
        .response
        .member
        .as_ref()
        .map(|name| quote! { .with_member(#name) });
    let format = match operation.response.format {
        ResponseFormat::Redirect => Some(quote! { .without_content().with_redirect() }),
        ResponseFormat::Json if operation.response.ty == Type::Unit => {
            Some(quote! { .without_content() })
        }
        ResponseFormat::Json => None,
        ResponseFormat::Text | ResponseFormat::Bytes => Some(quote! { .with_other_content() }),
    };
    let server = operation.server.as_ref();
    let server = server.map(|url| quote! { .with_server(#url) });
    let security = operation.security.as_deref().map(security);
    quote! {
        Operation::new(#id, Method::#method, #path, #resource, #name)
            #evidence
            #page
            #idempotency
            #member
            #format
            #server
            #security
    }
}

/// The credentials of an operation, or of the API: alternatives of names of schemes.
fn security(alternatives: &[Vec<String>]) -> TokenStream {
    let alternatives = alternatives.iter().map(|names| quote! { &[#(#names),*] });
    quote! { .with_security(&[#(#alternatives),*]) }
}

/// Where a credential goes.
fn credential(credential: &Credential) -> TokenStream {
    let name = &credential.name;
    let kind = match &credential.kind {
        CredentialKind::Query(parameter) => quote! { Query(#parameter) },
        CredentialKind::Header(header) => quote! { Header(#header) },
        CredentialKind::Cookie(cookie) => quote! { Cookie(#cookie) },
        CredentialKind::Bearer => quote! { Bearer },
        CredentialKind::Basic => quote! { Basic },
    };
    quote! { (#name, runtime::Credential::#kind) }
}

/// What the service says of credentials.
fn credentials(api: &Api) -> Option<TokenStream> {
    if api.credentials.is_empty() {
        return None;
    }
    let credentials = api.credentials.iter().map(credential);
    let security = security(&api.security);
    Some(quote! { .with_credentials(&[#(#credentials),*]) #security })
}

fn service(api: &Api, tables: &Tables) -> TokenStream {
    let (title, version, base_url) = (&api.title, &api.version, &api.base_url);
    let user_agent = format!("{}/{}", api.package.name, api.package.version);
    let credentials = credentials(api);
    let envelope = api.envelope.as_ref().map(|envelope| {
        let value = envelope_value(envelope);
        quote! { .with_envelope(#value) }
    });
    let method_parameter = api
        .method_parameter
        .as_ref()
        .map(|name| quote! { .with_method_parameter(#name) });
    let codes = codes(api);
    let schemas = schema_tables(api, tables);
    quote! {
        /// What the transport needs to know of the API.
        pub(crate) static SERVICE: runtime::Service =
            runtime::Service::new(#title, #version, #base_url, #user_agent, OPERATIONS)
                #credentials
                #method_parameter
                #envelope
                #codes
                #schemas;
    }
}

/// The schema tables of the resources that have one.
fn schema_tables(api: &Api, tables: &Tables) -> Option<TokenStream> {
    let resources = api.resources.iter();
    let described = resources.filter(|resource| tables.contains_key(resource.name.as_str()));
    let tables: Vec<TokenStream> = described
        .map(|resource| {
            let module = super::ident(&resource.name);
            quote! { super::resources::#module::SCHEMAS }
        })
        .collect();
    (!tables.is_empty()).then(|| quote! { .with_schemas(&[#(#tables),*]) })
}

/// What is known of the error codes.
fn codes(api: &Api) -> Option<TokenStream> {
    let operations = api
        .resources
        .iter()
        .flat_map(|resource| &resource.operations);
    let errors = api
        .errors
        .iter()
        .chain(operations.flat_map(|operation| &operation.errors));
    let mut by_code: BTreeMap<i64, Vec<&ApiError>> = BTreeMap::new();
    for error in errors {
        by_code.entry(error.code).or_default().push(error);
    }
    let known = by_code.iter().map(|(code, errors)| {
        let code = Literal::i64_unsuffixed(*code);
        let mut texts = errors.iter().map(|error| error.description.trim());
        // A text that depends on the operation cannot be told by the code.
        let first = texts.next().unwrap_or_default();
        let text = if texts.all(|text| text == first) {
            first
        } else {
            ""
        };
        let meaning = errors.iter().find_map(|error| error.meaning.as_ref());
        let meaning = meaning.map(|meaning| match meaning {
            Meaning::InvalidKey => quote! { InvalidKey },
            Meaning::NotFound => quote! { NotFound },
            Meaning::Duplicate(member) => quote! { Duplicate { id_member: #member } },
        });
        let meaning = meaning.map(|meaning| quote! { .with_meaning(runtime::Meaning::#meaning) });
        quote! { runtime::KnownCode::new(#code, #text)#meaning }
    });
    let known: Vec<TokenStream> = known.collect();
    (!known.is_empty()).then(|| quote! { .with_codes(&[#(#known),*]) })
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
    let (from, to) = (Literal::i64_unsuffixed(*from), Literal::i64_unsuffixed(*to));
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
