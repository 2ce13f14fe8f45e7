//! Values that leave no choice, which no caller passes.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde_json::Value;

use super::ident;
use crate::model::{Api, Kind, Type};

/// The only value of a type.
pub fn only_value(api: &Api, ty: &Type, value: &Value) -> TokenStream {
    if let Type::Named(name) = ty
        && let Some(Kind::Enum(values)) = api.types.get(name).map(|one| &one.kind)
        && let mut values = values.values.iter()
        && let Some(only) = values.find(|one| value.as_str() == Some(&one.value))
    {
        let (name, variant) = (ident(name), ident(&only.name));
        return quote! { #name::#variant };
    }
    if let Some(text) = value.as_str() {
        return quote! { String::from(#text) };
    }
    match (value.as_bool(), value.as_u64(), value.as_i64()) {
        (Some(flag), ..) => quote! { #flag },
        (_, Some(number), _) => {
            let number = Literal::u64_unsuffixed(number);
            quote! { #number }
        }
        (.., number) => {
            let number = Literal::i64_unsuffixed(number.unwrap_or_default());
            quote! { #number }
        }
    }
}
