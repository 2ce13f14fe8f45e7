//! Rust types, and the adapters that decode and encode them.

use proc_macro2::TokenStream;
use quote::quote;

use super::ident;
use crate::model::{Encoding, Field, ListForm, MapForm, Scalar, ScalarKind, Type};

/// The Rust type of a value, where the types of the API are in scope.
pub fn rust_type(ty: &Type) -> TokenStream {
    rust_type_in(ty, &TokenStream::new())
}

/// The Rust type of a value; `types` is put in front of the types of the API.
pub fn rust_type_in(ty: &Type, types: &TokenStream) -> TokenStream {
    let rust_type = |ty: &Type| rust_type_in(ty, types);
    match ty {
        Type::Scalar(Scalar {
            kind,
            encoding: Encoding::ExactOptional | Encoding::LenientOptional,
        }) => {
            let kind = scalar(*kind);
            quote! { Option<#kind> }
        }
        Type::Scalar(Scalar { kind, .. }) => scalar(*kind),
        Type::Unit => quote! { () },
        Type::Any => quote! { runtime::Value },
        Type::Object => quote! { runtime::Extra },
        Type::Named(name) => {
            let name = ident(name);
            quote! { #types #name }
        }
        Type::Bytes => quote! { runtime::Bytes },
        Type::Multipart => quote! { runtime::Multipart },
        Type::File => quote! { runtime::File },
        Type::Boxed(inner) => {
            let inner = rust_type(inner);
            quote! { Box<#inner> }
        }
        Type::Nullable(inner) | Type::OrEmpty(inner) => {
            let inner = rust_type(inner);
            quote! { Option<#inner> }
        }
        Type::List(_, item) => {
            let item = rust_type(item);
            quote! { Vec<#item> }
        }
        Type::Map(_, key, value) => {
            let (key, value) = (rust_type(key), rust_type(value));
            quote! { runtime::IndexMap<#key, #value> }
        }
        Type::OneOrMany(item) => {
            let item = rust_type(item);
            quote! { wire::OneOrMany<#item> }
        }
    }
}

/// The Rust type of a field.
pub fn field_type(field: &Field) -> TokenStream {
    let ty = rust_type(&field.ty);
    let has_empties = matches!(
        field.ty,
        Type::OrEmpty(_)
            | Type::Scalar(Scalar {
                encoding: Encoding::ExactOptional | Encoding::LenientOptional,
                ..
            })
    );
    if field.null_setter.is_some() {
        quote! { Option<Option<#ty>> }
    } else if field.is_option() && !has_empties {
        quote! { Option<#ty> }
    } else {
        ty
    }
}

/// The adapter of a field, if it needs one.
pub fn field_adapter(field: &Field) -> Option<TokenStream> {
    let adapter = adapter(&field.ty);
    if field.null_setter.is_some() {
        let inner = adapter.map(|inner| quote! { <#inner> });
        return Some(quote! { wire::Nullable #inner });
    }
    let adapter = adapter?;
    let has_empties = matches!(
        field.ty,
        Type::OrEmpty(_)
            | Type::Scalar(Scalar {
                encoding: Encoding::ExactOptional | Encoding::LenientOptional,
                ..
            })
    );
    Some(if field.is_option() && !has_empties {
        quote! { Option<#adapter> }
    } else {
        adapter
    })
}

/// The adapter of a value, if it needs one.
pub fn adapter(ty: &Type) -> Option<TokenStream> {
    match ty {
        Type::Scalar(Scalar {
            encoding: Encoding::ExactOptional | Encoding::LenientOptional,
            ..
        }) => Some(quote! { wire::OrEmpty }),
        Type::Scalar(Scalar {
            encoding: Encoding::Lenient,
            ..
        }) => Some(quote! { wire::Lenient }),
        Type::Scalar(Scalar {
            kind,
            encoding: Encoding::Exact,
        }) => matches!(
            kind,
            ScalarKind::Decimal | ScalarKind::UnixTime | ScalarKind::CivilDateTime
        )
        .then(|| quote! { wire::Lenient }),
        Type::Nullable(inner) => {
            let inner = adapter(inner)?;
            Some(quote! { Option<#inner> })
        }
        Type::Boxed(inner) => {
            let inner = adapter(inner)?;
            Some(quote! { Box<#inner> })
        }
        Type::OrEmpty(_) => Some(quote! { wire::ObjectOrEmpty }),
        Type::List(ListForm::Array, item) => {
            let item = adapter(item)?;
            Some(quote! { Vec<#item> })
        }
        Type::List(ListForm::Indexed, item) => {
            let inner = generics([item]);
            Some(quote! { wire::SeqOrIndexed #inner })
        }
        Type::List(ListForm::IndexedOrOne, item) => {
            let inner = generics([item]);
            Some(quote! { wire::SeqOrSingle #inner })
        }
        Type::Map(form, key, value) => {
            let plain = adapter(key).is_none() && adapter(value).is_none();
            if *form == MapForm::Object && plain {
                return None;
            }
            let inner = generics([key, value]);
            Some(quote! { wire::Keyed #inner })
        }
        Type::Unit
        | Type::Any
        | Type::Object
        | Type::Bytes
        | Type::Multipart
        | Type::File
        | Type::Named(_)
        | Type::OneOrMany(_) => None,
    }
}

/// Adapters as generic arguments; empty if none is needed.
fn generics<const N: usize>(types: [&Type; N]) -> TokenStream {
    if types.iter().all(|ty| adapter(ty).is_none()) {
        return TokenStream::new();
    }
    let adapters = types
        .iter()
        .map(|ty| adapter(ty).unwrap_or_else(|| quote! { wire::Same }));
    quote! { <#(#adapters),*> }
}

fn scalar(kind: ScalarKind) -> TokenStream {
    match kind {
        ScalarKind::Text => quote! { String },
        ScalarKind::Int32 => quote! { i32 },
        ScalarKind::Int64 => quote! { i64 },
        ScalarKind::Unsigned => quote! { u64 },
        ScalarKind::PageNumber => quote! { std::num::NonZeroU64 },
        ScalarKind::Float => quote! { f64 },
        ScalarKind::Decimal => quote! { runtime::Decimal },
        ScalarKind::Boolean => quote! { bool },
        ScalarKind::Date => quote! { runtime::jiff::civil::Date },
        ScalarKind::CivilDateTime => quote! { runtime::jiff::civil::DateTime },
        ScalarKind::Instant | ScalarKind::UnixTime => quote! { runtime::jiff::Timestamp },
    }
}

/// The type of an argument for a field, as the macro `setters` reads it.
pub fn setter_type(ty: &Type) -> TokenStream {
    match ty {
        Type::Scalar(Scalar {
            kind: ScalarKind::Text,
            ..
        }) => quote! { impl Into<String> },
        Type::Scalar(Scalar { kind, .. }) => scalar(*kind),
        Type::OrEmpty(inner) => setter_type(inner),
        Type::OneOrMany(_) | Type::Boxed(_) => {
            let ty = rust_type(ty);
            quote! { impl Into<#ty> }
        }
        Type::List(_, item) => {
            let is_text = matches!(
                &**item,
                Type::Scalar(Scalar {
                    kind: ScalarKind::Text,
                    ..
                })
            );
            let item = if is_text {
                quote! { impl Into<String> }
            } else {
                rust_type(item)
            };
            quote! { impl IntoIterator<Item = #item> }
        }
        Type::Map(_, key, value) => {
            let (key, value) = (rust_type(key), rust_type(value));
            quote! { impl IntoIterator<Item = (#key, #value)> }
        }
        // `Any` is no `impl Into`: a float that is not finite would become `null` unseen.
        Type::Any
        | Type::Bytes
        | Type::Multipart
        | Type::File
        | Type::Unit
        | Type::Object
        | Type::Named(_)
        | Type::Nullable(_) => rust_type(ty),
    }
}
