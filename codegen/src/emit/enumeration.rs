//! Enums, closed and open.

use proc_macro2::TokenStream;
use quote::quote;

use super::{docs, ident};
use crate::model::Enum;

/// The definition of an enum.
pub fn enumeration(name: &proc_macro2::Ident, values: &Enum) -> TokenStream {
    let variants: Vec<_> = values
        .values
        .iter()
        .map(|value| ident(&value.name))
        .collect();
    let texts: Vec<_> = values.values.iter().map(|value| &value.value).collect();
    let variant_docs = values.values.iter().map(|value| match &value.docs {
        Some(text) => docs::outer(&format!("`{}`: {}", value.value, docs::prose(text))),
        None => docs::outer(&format!("`{}`.", value.value)),
    });
    if values.open {
        open_enumeration(name, &variants, &texts, variant_docs)
    } else {
        quote! {
            #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
            pub enum #name { #( #variant_docs #[serde(rename = #texts)] #variants, )* }

            impl #name {
                /// The value as it stands on the wire.
                #[must_use]
                pub const fn as_str(self) -> &'static str {
                    match self { #( Self::#variants => #texts, )* }
                }
            }

            impl std::fmt::Display for #name {
                fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    f.write_str(self.as_str())
                }
            }
        }
    }
}

/// Lets a filter compare with values of an enum.
pub fn operand(name: &proc_macro2::Ident) -> TokenStream {
    quote! {
        impl From<#name> for runtime::filter::Operand {
            fn from(value: #name) -> Self {
                value.as_str().into()
            }
        }
    }
}

fn open_enumeration(
    name: &proc_macro2::Ident,
    variants: &[proc_macro2::Ident],
    texts: &[&String],
    variant_docs: impl Iterator<Item = TokenStream>,
) -> TokenStream {
    quote! {
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #( #variant_docs #variants, )*
            /// A value that the API description does not list, as it came.
            Other(String),
        }

        impl #name {
            /// The value as it stands on the wire.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    #( Self::#variants => #texts, )*
                    Self::Other(value) => value,
                }
            }
        }

        impl From<&str> for #name {
            fn from(value: &str) -> Self {
                match value {
                    #( #texts => Self::#variants, )*
                    other => Self::Other(other.to_owned()),
                }
            }
        }

        impl std::fmt::Display for #name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl Serialize for #name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> Deserialize<'de> for #name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                wire::deserialize_open_enum(deserializer)
            }
        }
    }
}
