//! Objects that are pages: `x-pagination` with the names of their members.

use proc_macro2::TokenStream;
use quote::quote;

use super::ident;
use super::rust_type::rust_type;
use crate::model::{Api, Field, ItemPages, Kind, Pagination, ScalarKind, Struct, Type};

/// What makes a type a page, if operations return pages of this type.
pub fn implementation(api: &Api, name: &str, object: &Struct) -> Option<TokenStream> {
    let mut operations = api
        .resources
        .iter()
        .flat_map(|resource| &resource.operations);
    let pages = operations.find_map(|operation| match &operation.pagination {
        Some(Pagination::Items(pages)) if is_named(&operation.response.ty, name) => Some(pages),
        _ => None,
    })?;
    let ItemPages { items, total, .. } = pages;
    let (items, total) = (object.field(items)?, total_value(object.field(total)?));
    let Type::List(_, item) = &items.ty else {
        return None;
    };
    let (name, item, field) = (ident(name), rust_type(item), ident(&items.name));
    let (taken, put) = if items.is_option() {
        (
            quote! { self.#field.take().unwrap_or_default() },
            quote! { Some(items) },
        )
    } else {
        (
            quote! { std::mem::take(&mut self.#field) },
            quote! { items },
        )
    };
    let fingerprint = id_of_items(api, &items.ty).map_or_else(
        || quote! { <Vec<#item> as runtime::page::Page>::fingerprint(item) },
        |(_, id)| quote! { runtime::page::hash(&item.#id) },
    );
    Some(quote! {
        impl runtime::page::Page for #name {
            type Item = #item;

            fn take_items(&mut self) -> Vec<#item> {
                #taken
            }

            fn put_items(&mut self, items: Vec<#item>) {
                self.#field = #put;
            }

            fn fingerprint(item: &#item) -> u64 {
                #fingerprint
            }

            fn total(&self) -> Option<u64> {
                #total
            }
        }
    })
}

/// The type of the items of a list, and the field that identifies them: the required field whose
/// type is an id, if there is exactly one.
pub fn id_of_items(api: &Api, ty: &Type) -> Option<(TokenStream, proc_macro2::Ident)> {
    let Type::List(_, item) = ty else { return None };
    let kind = |ty: &Type| match ty {
        Type::Named(name) => api.types.get(name).map(|definition| &definition.kind),
        _ => None,
    };
    let Some(Kind::Struct(object)) = kind(item) else {
        return None;
    };
    let is_id = |field: &&Field| !field.is_option() && matches!(kind(&field.ty), Some(Kind::Id(_)));
    let mut ids = object.fields.iter().filter(is_id);
    let id = ids.next().filter(|_| ids.next().is_none())?;
    Some((rust_type(item), ident(&id.name)))
}

fn is_named(ty: &Type, name: &str) -> bool {
    matches!(ty, Type::Named(other) if other == name)
}

/// The total as `Option<u64>`.
fn total_value(field: &Field) -> TokenStream {
    let name = ident(&field.name);
    let is_unsigned =
        matches!(&field.ty, Type::Scalar(scalar) if scalar.kind == ScalarKind::Unsigned);
    match (field.is_option(), is_unsigned) {
        (true, true) => quote! { self.#name },
        (false, true) => quote! { Some(self.#name) },
        (true, false) => quote! { self.#name.and_then(|total| u64::try_from(total).ok()) },
        (false, false) => quote! { u64::try_from(self.#name).ok() },
    }
}
