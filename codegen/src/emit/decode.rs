//! How the response of an operation is decoded.

use proc_macro2::TokenStream;
use quote::quote;

use super::rust_type::{adapter, rust_type};
use crate::model::{Operation, Response, ResponseFormat, Type};

/// The function of the runtime's module `decode` that decodes the response of an operation.
pub fn function(operation: &Operation) -> TokenStream {
    let response = &operation.response;
    match response.format {
        _ if response.ty == Type::Unit => return quote! { nothing },
        ResponseFormat::Text => return quote! { text },
        ResponseFormat::Bytes => return quote! { bytes },
        ResponseFormat::Json | ResponseFormat::Redirect => {}
    }
    if let (Type::Nullable(inner), None) = (&response.ty, &response.collection) {
        return match adapter(inner) {
            None => quote! { optional },
            Some(adapter) => quote! { adapted_optional::<_, #adapter> },
        };
    }
    if let Some(collection) = &response.collection {
        let adapter = adapter(collection).unwrap_or_else(|| quote! { wire::Same });
        let Type::Map(_, key, _) = collection else {
            return quote! { one::<_, #adapter> };
        };
        let key = rust_type(key);
        return quote! { one_entry::<#key, _, #adapter> };
    }
    match (has_items(response), adapter(&response.ty)) {
        (true, None) => quote! { items },
        (true, Some(adapter)) => quote! { adapted_items::<_, #adapter> },
        (false, None) => quote! { value },
        (false, Some(adapter)) => quote! { adapted::<_, #adapter> },
    }
}

/// Whether items of the response that fail to decode can be skipped.
fn has_items(response: &Response) -> bool {
    response.member.is_none() && matches!(response.ty, Type::List(..) | Type::Map(..))
}
