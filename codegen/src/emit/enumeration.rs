//! Enums, closed and open.

use proc_macro2::TokenStream;
use quote::quote;

use super::{docs, ident};
use crate::model::Enum;

/// The declaration of an enum with these docs.
pub fn enumeration(
    docs: &TokenStream,
    name: &proc_macro2::Ident,
    enumeration: &Enum,
) -> TokenStream {
    let variants = enumeration.values.iter().map(|value| {
        let (variant, text) = (ident(&value.name), &value.value);
        let docs = docs::outer(&match &value.docs {
            Some(docs) => docs::after(&format!("{}:", docs::code(text)), docs),
            None => format!("{}.", docs::code(text)),
        });
        quote! { #docs #variant = #text, }
    });
    let declare = if enumeration.open {
        quote! { runtime::open_enum! }
    } else {
        quote! { runtime::closed_enum! }
    };
    quote! { #declare { #docs pub enum #name { #(#variants)* } } }
}
