//! The crate's root and its client.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::rust_type::rust_type;
use super::{docs, ident, manifest, method, nesting};
use crate::model::{Api, Body, BodyFormat, CredentialKind, Kind, Type, Webhook};

/// `lib.rs`.
pub fn library(api: &Api) -> TokenStream {
    let limit = nesting::recursion_limit(api);
    let docs = docs::inner(&docs::paragraphs([
        docs::client_of(api),
        about(api),
        limit.map(nesting_docs).unwrap_or_default(),
        errors(api),
        "# Operations".to_owned(),
        manifest::operations_table(api),
    ]));
    let webhook = api.webhook.as_ref().and_then(|one| webhook(api, one));
    let bytes = has_bytes(api).then(|| quote! { pub use runtime::{Bytes, File, Multipart}; });
    let unknown_value = has_closed_enum(api).then(|| quote! { pub use runtime::UnknownValue; });
    let recursion_limit = limit.map(nesting::attribute);
    quote! {
        #docs

        #![cfg_attr(docsrs, feature(doc_cfg))]
        #![forbid(unsafe_code)]
        #![deny(missing_docs)]
        #recursion_limit

        mod client;
        mod operations;
        pub mod resources;
        pub mod types;

        #webhook

        pub use client::{Client, ClientBuilder};
        pub use operations::OPERATIONS;
        pub use runtime::{blocking, filter};
        pub use runtime::wire::OneOrMany;
        #bytes
        #unknown_value
        pub use runtime::{
            ApiKey, Batch, BatchOutcome, BatchPart, BatchProgress, BatchReport, Builder, Call, Decimal, Drift, DriftKind, Error, ErrorKind, Evidence,
            Extra, Idempotency, IndexMap, ItemStream, Method, MethodOverride, NumberedPage, Operation, Outcome, Paged, RawResponse, Request,
            Result, Upserted, Value, WithRaw, jiff,
        };
    }
}

/// What a crate needs that sends deeply nested types between threads.
fn nesting_docs(limit: usize) -> String {
    format!(
        "# Deeply nested types\n\nIf the compiler reports an overflow where your program sends values of this crate \
         between threads, write `#![recursion_limit = \"{limit}\"]` at the top of your crate."
    )
}

/// Whether a type is an enum without further values.
fn has_closed_enum(api: &Api) -> bool {
    let mut definitions = api.types.values();
    definitions.any(|one| matches!(&one.kind, Kind::Enum(values) if !values.open))
}

/// Whether an operation sends or returns other content than JSON.
fn has_bytes(api: &Api) -> bool {
    let mut operations = api
        .resources
        .iter()
        .flat_map(|resource| &resource.operations);
    operations.any(|operation| {
        let body = operation.body.iter().map(|body| &body.ty);
        let mut types = body.chain([&operation.response.ty]);
        let is_multipart = |body: &Body| matches!(body.format, BodyFormat::Multipart(_));
        operation.body.as_ref().is_some_and(is_multipart)
            || types.any(|ty| matches!(ty, Type::Bytes))
    })
}

/// The module that verifies webhook calls.
fn webhook(api: &Api, webhook: &Webhook) -> Option<TokenStream> {
    let id = ident(&webhook.id);
    let (resource, handle, get) = api.resources.iter().find_map(|resource| {
        let mut operations = resource.operations.iter();
        let get = operations.find(|operation| operation.id == webhook.get)?;
        Some((ident(&resource.name), &resource.handle, get))
    })?;
    let (name, answer) = (ident(&get.name), rust_type(&get.response.ty));
    let deprecated = method::deprecated([get]);
    let mentioned = get.response.ty.referenced_types();
    let types: BTreeSet<_> = mentioned.iter().chain([&webhook.id]).collect();
    let types = types.into_iter().map(|name| ident(name));
    let docs = docs::outer(&format!(
        "Gets what has changed, as {}: the call contains only \
         its id, and the id is not signed.",
        docs::method(&format!("super::resources::{handle}"), &get.name),
    ));
    Some(quote! {
        /// Verifies the calls that the service makes when something changes.
        pub mod webhook {
            pub use runtime::webhook::{WebhookError, WebhookSender};
            use super::Client;
            use super::types::{#(#types),*};

            /// The content of such a call: the id of what has changed.
            pub type ChangeNotice = runtime::webhook::ChangeNotice<#id>;

            #docs
            #deprecated
            #[inline] // as the method
            pub fn get(client: &Client, notice: ChangeNotice) -> runtime::Call<'static, #answer> {
                client.#resource().#name(notice.id)
            }
        }
    })
}

/// The docs of the error codes that any operation can return.
fn errors(api: &Api) -> String {
    let text = "# Errors\n\nA call returns an [`Error`] if it does not reach the API, the API \
                rejects it, or the response cannot be decoded.";
    if api.errors.is_empty() {
        return text.to_owned();
    }
    format!(
        "{text} Codes of any operation:\n\n{}",
        method::errors_list(&api.errors, "types")
    )
}

/// `client.rs`.
pub fn client(api: &Api) -> TokenStream {
    let docs = docs::outer(&docs::paragraphs([
        docs::prose(&format!("A client for the {}.", docs::line(&api.title))),
        "Cheap to clone: clones share their connections.".to_owned(),
    ]));
    let accessors = api.resources.iter().map(|resource| {
        let name = ident(&resource.name);
        let handle = ident(&resource.handle);
        let docs = docs::outer(&docs::prose(&resource.docs));
        quote! {
            #docs
            #[must_use]
            pub fn #name(&self) -> resources::#handle<'_> {
                let api = &self.api;
                resources::#handle { api }
            }
        }
    });
    let constructors = constructors(api);
    let resources = (!api.resources.is_empty()).then(|| quote! { use super::resources; });
    quote! {
        //! The client.

        use super::operations::SERVICE;
        #resources

        #docs
        #[derive(Clone, Debug)]
        pub struct Client {
            api: runtime::Transport,
        }

        /// Builds a client. [`Builder`](crate::Builder) has its methods.
        pub type ClientBuilder = runtime::Builder<Client>;

        impl Client {
            #constructors

            #(#accessors)*

            /// A request that the client has no method for: any HTTP method, path below the base URL,
            /// query and body. The key is added, and failures in the response are errors.
            pub fn request(&self, method: runtime::Method, path: &str) -> runtime::Request<'_> {
                runtime::Request::new(&self.api, method, path)
            }
        }

        impl From<runtime::Transport> for Client {
            fn from(api: runtime::Transport) -> Self {
                Self { api }
            }
        }
    }
}

/// The constructors of the client: with a key, if calls need one.
fn constructors(api: &Api) -> TokenStream {
    let Some(first) = api.credentials.first() else {
        return quote! {
            /// A client with default settings.
            ///
            /// # Errors
            ///
            /// If no TLS backend can be set up.
            pub fn new() -> runtime::Result<Self> {
                Self::builder().build()
            }

            /// Builds a client.
            pub fn builder() -> ClientBuilder {
                ClientBuilder::without_key(&SERVICE)
            }
        };
    };
    let kind = credential_docs(&first.kind);
    let others = others(api);
    let docs = docs::outer(&docs::paragraphs([
        format!("A client with this key and default settings.{kind}"),
        others.clone(),
        "# Errors".to_owned(),
        "If the key is empty or malformed, or no TLS backend can be set up.".to_owned(),
    ]));
    let builder_docs = docs::outer(&docs::paragraphs([
        format!("Builds a client with this key.{kind}"),
        others,
    ]));
    let without_key = works_without_first(api).then(|| {
        quote! {
            /// Builds a client without a key. The builder's method `credential` takes those that calls need.
            pub fn builder_without_key() -> ClientBuilder {
                ClientBuilder::without_key(&SERVICE)
            }
        }
    });
    quote! {
        #docs
        pub fn new<K>(key: K) -> runtime::Result<Self>
        where
            K: TryInto<runtime::ApiKey, Error: Into<runtime::Error>>,
        {
            Self::builder(key).build()
        }

        #builder_docs
        pub fn builder<K>(key: K) -> ClientBuilder
        where
            K: TryInto<runtime::ApiKey, Error: Into<runtime::Error>>,
        {
            ClientBuilder::new(&SERVICE, key)
        }

        #without_key
    }
}

/// Whether there are calls that do not need the first credential.
fn works_without_first(api: &Api) -> bool {
    let operations = api
        .resources
        .iter()
        .flat_map(|resource| &resource.operations);
    let own = operations.filter_map(|operation| operation.security.as_ref());
    let mut all = own.chain([&api.security]);
    let first = &api.credentials[0].name;
    all.any(|alternatives| {
        let mut all = alternatives.iter();
        alternatives.is_empty() || all.any(|names| !names.contains(first))
    })
}

/// Where the key goes, unless that is the query.
fn credential_docs(kind: &CredentialKind) -> String {
    match kind {
        CredentialKind::Query(_) => String::new(),
        CredentialKind::Header(name) => format!(" It is sent in the header {}.", docs::code(name)),
        CredentialKind::Cookie(name) => format!(" It is sent in the cookie {}.", docs::code(name)),
        CredentialKind::Bearer => {
            " It is a token, which is sent as `Authorization: Bearer`.".to_owned()
        }
        CredentialKind::Basic => {
            " It is `user:password`, which is sent as `Authorization: Basic`.".to_owned()
        }
    }
}

/// The docs of the credentials besides the first.
fn others(api: &Api) -> String {
    let names: Vec<String> = api
        .credentials
        .iter()
        .skip(1)
        .map(|one| docs::code(&one.name))
        .collect();
    if names.is_empty() {
        return String::new();
    }
    format!(
        "The key is that of {}. The builder's method `credential` takes those of {}.",
        docs::code(&api.credentials[0].name),
        names.join(", ")
    )
}

/// The guide, or an example.
fn about(api: &Api) -> String {
    let description = docs::prose(&api.description);
    match &api.package.guide {
        Some(guide) if description.is_empty() => guide.clone(),
        Some(guide) => format!("{}\n\n# The API\n\n{description}", guide.trim()),
        None => docs::paragraphs([description, manifest::example(api).trim_end().to_owned()]),
    }
}
