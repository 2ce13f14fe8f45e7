//! Search filters.

use proc_macro2::TokenStream;
use quote::quote;

use super::{docs, ident};
use crate::model::{Filter, FilterColumn, FilterOperator, MatchAll, OperandKind};

/// The declaration of a filter with these docs: an entry for each operator, and a constant for each column.
pub fn filter(docs: &TokenStream, name: &proc_macro2::Ident, filter: &Filter) -> TokenStream {
    let all = filter.match_all.as_ref().map(|all| {
        let MatchAll {
            field,
            operator,
            operand,
        } = all;
        quote! { all() = #field #operator #operand; }
    });
    let operators = filter.operators.iter().map(operator);
    let columns = filter.columns.iter().map(column);
    let names = filter.columns.iter().map(|column| ident(&column.name));
    let constants = (!filter.columns.is_empty()).then(|| {
        quote! {
            impl #name {
                #(#columns)*
                /// The columns with a constant.
                pub const COLUMNS: &'static [&'static str] = &[#(Self::#names),*];
            }
        }
    });
    quote! {
        runtime::search_filter! { #docs pub struct #name { #all #(#operators)* } }
        #constants
    }
}

fn operator(operator: &FilterOperator) -> TokenStream {
    let (name, value) = (ident(&operator.name), &operator.value);
    let operand = match operator.operand {
        OperandKind::Value => quote! { Operand },
        OperandKind::List => quote! { Operands },
        OperandKind::Date => quote! { DateOperand },
    };
    let evidence = docs::outer(&docs::evidence(&operator.evidence));
    quote! { #evidence #name(#operand) = #value; }
}

fn column(column: &FilterColumn) -> TokenStream {
    let (name, value) = (ident(&column.name), &column.value);
    let docs = docs::outer(&docs::prose(&column.docs));
    quote! { #docs pub const #name: &'static str = #value; }
}
