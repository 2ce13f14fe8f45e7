//! Emits the schemas of responses as data, for the drift hook and strict mode.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::{Api, Resource};
use crate::schema_rows::{SchemaRow, of_resource};

/// The table of a resource; `None` if it has no rows.
pub fn schemas(api: &Api, resource: &Resource) -> Option<TokenStream> {
    let rows = of_resource(api, resource);
    let rows: Vec<TokenStream> = rows.iter().map(row).collect();
    (!rows.is_empty()).then(|| {
        quote! {
            /// What responses hold, for the drift hook and strict mode.
            pub(in super::super) const SCHEMAS: &[Row] = &[#(#rows),*];
        }
    })
}

fn row(row: &SchemaRow) -> TokenStream {
    match row {
        SchemaRow::Response(operation, ty) => quote! { Row::Response(#operation, #ty) },
        SchemaRow::ResponseMember(operation, member, ty) => {
            quote! { Row::ResponseMember(#operation, #member, #ty) }
        }
        SchemaRow::Object(name) => quote! { Row::Object(#name) },
        SchemaRow::OpenObject(name) => quote! { Row::OpenObject(#name) },
        SchemaRow::Field(name, ty) => quote! { Row::Field(#name, #ty) },
        SchemaRow::Enum(name, values) => quote! { Row::Enum(#name, &[#(#values),*]) },
        SchemaRow::Type(name, ty) => quote! { Row::Type(#name, #ty) },
    }
}
