//! The crate's root and its client.

use proc_macro2::TokenStream;
use quote::quote;

use super::{docs, ident, manifest, method};
use crate::lower::handle_name;
use crate::model::Api;

/// `lib.rs`.
pub fn library(api: &Api) -> TokenStream {
    let docs = docs::inner(&docs::paragraphs([
        format!("A client for the {}, version {}.", api.title, api.version),
        docs::prose(&api.description),
        manifest::example(api).trim_end().to_owned(),
        errors(api),
        "# Operations".to_owned(),
        manifest::operations_table(api),
    ]));
    let webhook = api.webhook.as_ref().map(|id| webhook(id));
    quote! {
        #docs

        #![forbid(unsafe_code)]
        #![deny(missing_docs)]

        mod client;
        mod operations;
        #[allow(clippy::all, reason = "progenitor writes it")]
        mod plain;
        pub mod resources;
        mod shapes;
        pub mod types;

        #webhook

        pub use client::{Client, ClientBuilder};
        pub use operations::OPERATIONS;
        pub use runtime::{blocking, filter};
        pub use runtime::wire::OneOrMany;
        pub use runtime::{
            Answered, ApiKey, Batch, BatchPart, BatchReport, Call, Decimal, Drift, DriftKind, Error, ErrorKind, Evidence,
            Extra, IndexMap, Items, Method, MethodOverride, Numbered, Operation, Outcome, Paged, RawAnswer, Request,
            Result, Success, Upserted, Value, jiff,
        };
    }
}

/// What the service's own calls need.
fn webhook(id: &str) -> TokenStream {
    let id = ident(id);
    quote! {
        /// Calls that the service makes when something changes: who made them, and about what.
        pub mod webhook {
            pub use runtime::webhook::{WebhookError, WebhookSender};

            /// What such a call says: that the thing with this id has changed, and no more.
            pub type ChangeNotice = runtime::webhook::ChangeNotice<super::types::#id>;
        }
    }
}

/// What is known of the failures that any operation may report.
fn errors(api: &Api) -> String {
    if api.errors.is_empty() {
        return String::new();
    }
    format!(
        "# Error codes\n\nCodes that any operation may answer, as [`Error`] tells them:\n\n{}",
        method::errors_list(&api.errors, "types")
    )
}

/// `client.rs`.
pub fn client(api: &Api) -> TokenStream {
    let docs = docs::outer(&docs::paragraphs([
        format!("A client for the {}.", api.title),
        "Cheap to clone: clones share their connections.".to_owned(),
    ]));
    let accessors = api.resources.iter().map(|resource| {
        let name = ident(&resource.name);
        let handle = ident(&handle_name(&resource.name));
        let docs = docs::outer(&docs::prose(&resource.docs));
        quote! {
            #docs
            #[must_use]
            pub fn #name(&self) -> resources::#handle<'_> {
                resources::#handle::new(&self.plain)
            }
        }
    });
    quote! {
        //! The client.

        use super::operations::SERVICE;
        use super::{plain, resources};

        #docs
        #[derive(Clone, Debug)]
        pub struct Client {
            plain: plain::Client,
        }

        /// What a client can be built with.
        pub type ClientBuilder = runtime::Builder<Client>;

        impl Client {
            /// A client with the key and everything else as it is by default.
            ///
            /// # Errors
            ///
            /// When the key is empty or malformed, or no TLS backend can be set up.
            pub fn new<K>(key: K) -> runtime::Result<Self>
            where
                K: TryInto<runtime::ApiKey, Error: Into<runtime::Error>>,
            {
                Self::builder(key).build()
            }

            /// A builder of a client with this key.
            pub fn builder<K>(key: K) -> ClientBuilder
            where
                K: TryInto<runtime::ApiKey, Error: Into<runtime::Error>>,
            {
                ClientBuilder::new(&SERVICE, key)
            }

            #(#accessors)*

            /// A request for what there is no method for: any method, path below the base URL, query
            /// and body. The key is added, and failures in the answer are errors, as with the others.
            pub fn request(&self, method: runtime::Method, path: &str) -> runtime::Request<'_> {
                runtime::Request::new(self.plain.transport(), method, path)
            }
        }

        impl From<runtime::Transport> for Client {
            fn from(transport: runtime::Transport) -> Self {
                Self { plain: plain::Client::new(transport) }
            }
        }
    }
}
