//! Methods beyond one per operation: batches, upserts and edits of lists.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::rust_type::rust_type;
use super::{docs, example, ident, list_edit, method, operations, request};
use crate::model::{Api, Batch, Operation, Resource, Type, Upsert};

/// The derived methods of an operation.
pub fn methods(api: &Api, resource: &Resource, operation: &Operation) -> TokenStream {
    let batch = operation
        .batch
        .as_ref()
        .and_then(|one| batch(api, resource, operation, one));
    let upsert = operation
        .upsert
        .as_ref()
        .and_then(|one| upsert(api, resource, operation, one));
    let list_edit = operation
        .list_edit
        .as_ref()
        .and_then(|one| list_edit::methods(api, resource, operation, one));
    quote! { #batch #upsert #list_edit }
}

fn batch(
    api: &Api,
    resource: &Resource,
    operation: &Operation,
    batch: &Batch,
) -> Option<TokenStream> {
    let body = operation.body.as_ref()?;
    let (item, wrap, unwrap) = match &body.ty {
        Type::List(_, item) => (rust_type(item), None, quote! { items }),
        Type::OneOrMany(item) => (
            rust_type(item),
            Some(quote! { let items = wire::OneOrMany::Many(items); }),
            quote! { items.into_vec() },
        ),
        _ => return None,
    };
    let name = ident(&batch.method);
    let docs = docs::outer(&docs::paragraphs([
        format!(
            "As {}, for any number of items: `size` of them a request.",
            docs::method("Self", &operation.name)
        ),
        "The requests are sent one after the other. If one fails, the others are still sent: see \
         the report. [`isolate_failures`](runtime::Batch::isolate_failures) finds the items that fail."
            .to_owned(),
        example::batch(api, resource, operation, batch),
    ]));
    let response = rust_type(&operation.response.ty);
    let is_partial = is_partial(batch);
    let items = match (&body.ty, body.required) {
        (_, true) => quote! { &items },
        (Type::List(..), false) => quote! { Some(items.as_slice()) },
        (_, false) => quote! { Some(&items) },
    };
    let call = request::call(api, operation, &quote! { api }, &items);
    let deprecated = method::deprecated([operation]);
    let constant = operations::constant(operation);
    Some(quote! {
        #docs
        #deprecated
        pub fn #name(
            &self,
            items: impl IntoIterator<Item = #item>,
            size: std::num::NonZeroUsize,
        ) -> runtime::Batch<'static, #item, #response> {
            let api = self.api.clone();
            let idempotency = operations::#constant.idempotency;
            runtime::Batch::new(items, size, idempotency, #is_partial, move |items, call| {
                #wrap
                let call = #call.with_options(call);
                Box::pin(async move { (#unwrap, call.await) })
            })
        }
    })
}

/// Whether a response reports that some items failed.
fn is_partial(batch: &Batch) -> TokenStream {
    let mut members = batch.errors.iter().map(|member| ident(member));
    let first = members.next();
    let path = members.fold(quote! { response.#first.as_ref() }, |path, member| {
        quote! { #path.and_then(|inner| inner.#member.as_ref()) }
    });
    quote! { |response| #path.is_some_and(|errors| !errors.is_empty()) }
}

fn upsert(
    api: &Api,
    resource: &Resource,
    operation: &Operation,
    upsert: &Upsert,
) -> Option<TokenStream> {
    let update = resource
        .operations
        .iter()
        .find(|other| other.id == upsert.update)?;
    let id = rust_type(&update.path_parameters.first()?.ty);
    let (new, change) = (
        rust_type(&operation.body.as_ref()?.ty),
        rust_type(&update.body.as_ref()?.ty),
    );
    let (created, updated) = (
        rust_type(&operation.response.ty),
        rust_type(&update.response.ty),
    );
    let (create, apply) = (ident(&operation.name), ident(&update.name));
    let reference = (!request::is_borrowed(update)).then(|| quote! { & });
    let constant = operations::constant(update);
    let deprecated = method::deprecated([operation, update]);
    let call = |keep: TokenStream| {
        quote! {
            let handle = *self;
            self.api.upsert(self.#create(body.borrow()), move |id| {
                let id = #id::new(id);
                let (change, kept): (#change, _) =
                    runtime::convert_body(body.borrow(), #keep, &operations::#constant)?;
                Ok((id, handle.#apply(id, #reference change), kept))
            })
        }
    };
    let overwriting_name = upsert.overwriting_method();
    // Two methods share one that is private.
    let shared = overwriting_name
        .as_ref()
        .map(|_| format_ident!("{}_keeping", upsert.method));
    let method = |name: &str, docs: String, keep: &[String]| {
        let (name, docs) = (ident(name), docs::outer(&docs));
        let call = match &shared {
            Some(shared) => quote! { self.#shared(body, &[#(#keep),*]) },
            None => call(quote! { &[] }),
        };
        quote! {
            #docs
            #deprecated
            #[inline]
            pub fn #name(
                &self,
                body: impl Borrow<#new> + Send + 'c,
            ) -> runtime::Call<'c, runtime::Upserted<#created, #id, #updated>> {
                #call
            }
        }
    };
    let example = example::upsert(api, resource, operation, upsert);
    let updating = method(
        &upsert.method,
        docs::paragraphs([upsert_docs(operation, update), keep_docs(upsert), example]),
        &upsert.keep,
    );
    let overwriting = overwriting_name.map(|name| {
        let docs = format!(
            "As {}, but sends {} of the body to an existing item as well.",
            docs::method("Self", &upsert.method),
            listed(&upsert.keep),
        );
        method(&name, docs, &[])
    });
    let shared = shared.map(|name| {
        let call = call(quote! { keep });
        quote! {
            #deprecated
            fn #name(
                &self,
                body: impl Borrow<#new> + Send + 'c,
                keep: &'static [&'static str],
            ) -> runtime::Call<'c, runtime::Upserted<#created, #id, #updated>> {
                #call
            }
        }
    });
    Some(quote! { #updating #overwriting #shared })
}

fn upsert_docs(operation: &Operation, update: &Operation) -> String {
    format!(
        "As {}; if the API reports a duplicate, as {} with the same body and the \
         id of the duplicate.",
        docs::method("Self", &operation.name),
        docs::method("Self", &update.name),
    )
}

/// What an existing item keeps. Empty if it keeps nothing.
fn keep_docs(upsert: &Upsert) -> String {
    upsert
        .overwriting_method()
        .map_or_else(String::new, |name| {
            format!(
                "An existing item keeps its own {}: the update leaves that out, and `kept` of \
             [`Upserted::Updated`](crate::Upserted::Updated) lists what was left out. \
             {} sends it.",
                listed(&upsert.keep),
                docs::method("Self", &name),
            )
        })
}

/// `a`, `b` and `c`
fn listed(names: &[String]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| docs::code(name)).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => quoted.concat(),
    }
}
