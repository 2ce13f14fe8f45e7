//! Emits the schemas of responses as data, for the drift hook and strict mode.

use std::collections::HashMap;

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::Api;
use crate::schema_rows::{SchemaRow, by_resource};

/// The tables of the resources that have rows, by the names of the resources.
pub type Tables<'a> = HashMap<&'a str, TokenStream>;

/// The table of each resource that has rows.
pub fn tables(api: &Api) -> Tables<'_> {
    let resources = by_resource(api).into_iter();
    let resources = resources.filter(|(_, rows)| !rows.is_empty());
    resources
        .map(|(resource, rows)| (resource.name.as_str(), table(&rows)))
        .collect()
}

fn table(rows: &[SchemaRow]) -> TokenStream {
    let rows = rows.iter().map(row);
    quote! {
        /// What responses hold, for the drift hook and strict mode.
        pub(in super::super) const SCHEMAS: &[Row] = &[#(#rows),*];
    }
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
