//! Methods beyond one per operation: batches and upserts.

use proc_macro2::TokenStream;
use quote::quote;

use super::rust_type::rust_type;
use super::{docs, ident, method, operations, plain};
use crate::model::{Batch, Operation, Resource, Type, Upsert};

/// The derived methods of an operation.
pub fn methods(resource: &Resource, operation: &Operation) -> TokenStream {
    let batch = operation.batch.as_ref().map(|one| batch(operation, one));
    let upsert = operation
        .upsert
        .as_ref()
        .and_then(|one| upsert(resource, operation, one));
    quote! { #batch #upsert }
}

fn batch(operation: &Operation, batch: &Batch) -> Option<TokenStream> {
    let (item, wrap, unwrap) = match &operation.body.as_ref()?.ty {
        Type::List(_, item) => (rust_type(item), quote! { items }, quote! { body }),
        Type::OneOrMany(item) => (
            rust_type(item),
            quote! { wire::OneOrMany::Many(items) },
            quote! { body.into_vec() },
        ),
        _ => return None,
    };
    let name = ident(&batch.method);
    let docs = docs::outer(&docs::paragraphs([
        format!(
            "As [`{0}`](Self::{0}), for any number of items: `size` of them a request.",
            operation.name
        ),
        "The requests go one after the other, and one that fails does not keep the others from \
         being sent: see the report."
            .to_owned(),
    ]));
    let answer = rust_type(&operation.response.ty);
    let is_partial = is_partial(batch);
    let constant = operations::constant(operation);
    let call = plain::method_name(operation);
    let result = method::result(operation);
    let deprecated = method::deprecated([operation]);
    Some(quote! {
        #docs
        #deprecated
        pub fn #name(
            &self,
            items: impl IntoIterator<Item = #item>,
            size: std::num::NonZeroUsize,
        ) -> runtime::Batch<'c, #item, #answer> {
            let plain = self.plain;
            runtime::Batch::new(items, size, #is_partial, move |items, call| {
                Box::pin(async move {
                    let plain = plain.for_call(&operations::#constant, call);
                    let body = #wrap;
                    let answer = plain.#call(&body).await;
                    let result = #result;
                    (#unwrap, result)
                })
            })
        }
    })
}

/// Whether an answer reports that some items failed.
fn is_partial(batch: &Batch) -> TokenStream {
    let mut members = batch.errors.iter().map(|member| ident(member));
    let first = members.next();
    let path = members.fold(quote! { answer.#first.as_ref() }, |path, member| {
        quote! { #path.and_then(|inner| inner.#member.as_ref()) }
    });
    quote! { |answer| #path.is_some_and(|errors| !errors.is_empty()) }
}

fn upsert(resource: &Resource, operation: &Operation, upsert: &Upsert) -> Option<TokenStream> {
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
    let (name, create, apply) = (
        ident(&upsert.method),
        ident(&operation.name),
        ident(&update.name),
    );
    let update_id = &update.id;
    let deprecated = method::deprecated([operation, update]);
    let docs = docs::outer(&format!(
        "Creates, or changes what exists already: as [`{0}`](Self::{0}), and if the API refuses that \
         as a duplicate, as [`{1}`](Self::{1}) with the same body on the id that it names.\n\n\
         # Errors\n\nAs those two.",
        operation.name, update.name,
    ));
    Some(quote! {
        #docs
        #deprecated
        #[inline]
        pub fn #name(
            &self,
            body: &'c #new,
        ) -> runtime::Call<'c, runtime::Upserted<#created, #id, #updated>> {
            let api = *self;
            runtime::Call::new(move |call| async move {
                let call = api.plain.transport().one_deadline(call);
                let error = match api.#create(body).with_options(call.clone()).await {
                    Ok(answer) => return Ok(runtime::Upserted::Created(answer)),
                    Err(error) => error,
                };
                let Some(id) = error.duplicate_id().map(#id::new) else {
                    return Err(error);
                };
                let change: #change = seam::convert(body, #update_id)?;
                let updated = api.#apply(id, &change).with_options(call).await;
                updated.map(|answer| runtime::Upserted::Updated { id, answer })
            })
        }
    })
}
