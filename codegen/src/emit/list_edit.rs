//! Methods that add to and remove from a list which the API can only replace.

use proc_macro2::TokenStream;
use quote::quote;

use super::rust_type::rust_type;
use super::{docs, ident, method, request};
use crate::model::{Api, Kind, ListEdit, Operation, Resource, Struct, Type};

/// The two methods of an operation that replaces the list.
pub fn methods(
    api: &Api,
    resource: &Resource,
    operation: &Operation,
    edit: &ListEdit,
) -> Option<TokenStream> {
    let mut operations = resource.operations.iter();
    let read = operations.find(|other| other.id == edit.read)?;
    let id = rust_type(&operation.path_parameters.first()?.ty);
    let change = &operation.body.as_ref()?.ty;
    let (read_list, item) = list(api, &read.response.ty, &edit.member)?;
    let (set_list, _) = list(api, change, &edit.member)?;
    let (change, read_type) = (rust_type(change), rust_type(&read.response.ty));
    let (get, update) = (ident(&read.name), ident(&operation.name));
    let reference = (!request::is_borrowed(operation)).then(|| quote! { & });
    let deprecated = method::deprecated([read, operation]);
    let shared_name = quote::format_ident!("edit_{}_list", read_list);
    let one = |name: &str, docs: String, kind: TokenStream| {
        let (name, docs) = (ident(name), docs::outer(&docs));
        quote! {
            #docs
            #deprecated
            pub fn #name(
                &self,
                id: #id,
                items: impl IntoIterator<Item = #item>,
            ) -> runtime::Call<'c, Vec<#item>> {
                self.#shared_name(id, runtime::ListEdit::#kind(items.into_iter().collect()))
            }
        }
    };
    let shared = format!(
        "Gets the item with {}, changes the list and sends all of it with {}, \
         unless nothing changes. This is **not atomic**: what somebody else changes in the list between the two \
         calls is lost. Returns the list as it is then.",
        docs::method("Self", &read.name),
        docs::method("Self", &operation.name),
    );
    let add = one(
        &edit.add,
        format!(
            "Adds to the list {} of an item, and keeps what is in it.\n\n{shared}",
            docs::code(&edit.member)
        ),
        quote! { Add },
    );
    let remove = one(
        &edit.remove,
        format!(
            "Removes from the list {} of an item, and keeps the rest.\n\n{shared}",
            docs::code(&edit.member)
        ),
        quote! { Remove },
    );
    Some(quote! {
        #add
        #remove

        #deprecated
        fn #shared_name(
            &self,
            id: #id,
            edit: runtime::ListEdit<#item>,
        ) -> runtime::Call<'c, Vec<#item>> {
            let handle = *self;
            let apply = move |list: &[#item]| handle.#update(id, #reference #change::new().#set_list(list.iter().cloned()));
            self.api.edit_list(self.#get(id), |item: #read_type| item.#read_list, edit, apply)
        }
    })
}

/// The field with the list, and the type of its items.
fn list(api: &Api, ty: &Type, member: &str) -> Option<(proc_macro2::Ident, TokenStream)> {
    let object = structure(api, ty)?;
    let field = object.field(member)?;
    let Type::List(_, item) = &field.ty else {
        return None;
    };
    Some((ident(&field.name), rust_type(item)))
}

fn structure<'a>(api: &'a Api, ty: &Type) -> Option<&'a Struct> {
    let Type::Named(name) = ty else { return None };
    match &api.types.get(name)?.kind {
        Kind::Struct(object) => Some(object),
        _ => None,
    }
}
