//! Search filters.

use proc_macro2::TokenStream;
use quote::quote;

use super::{docs, ident};
use crate::model::{Filter, FilterColumn, FilterOperator, MatchAll, OperandKind};

/// The declaration of a filter with these docs: an entry for each operator and for each column.
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
    let columns = (!filter.columns.is_empty()).then(|| quote! { columns { #(#columns)* } });
    quote! {
        runtime::search_filter! { #docs pub struct #name { #all #(#operators)* } #columns }
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
    quote! { #docs #name = #value; }
}
