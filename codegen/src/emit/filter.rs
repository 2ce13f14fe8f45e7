//! Search filters.

use proc_macro2::TokenStream;
use quote::quote;

use super::ident;
use crate::model::{Filter, MatchAll, OperandKind};

/// The declaration of a filter with these docs: an entry for each operator.
pub fn filter(docs: &TokenStream, name: &proc_macro2::Ident, filter: &Filter) -> TokenStream {
    let all = filter.match_all.as_ref().map(|all| {
        let MatchAll {
            field,
            operator,
            operand,
        } = all;
        quote! { all() = #field #operator #operand; }
    });
    let operators = filter.operators.iter().map(|operator| {
        let (name, value) = (ident(&operator.name), &operator.value);
        let operand = match operator.operand {
            OperandKind::Value => quote! { Operand },
            OperandKind::List => quote! { Operands },
            OperandKind::Date => quote! { DateOperand },
        };
        quote! { #name(#operand) = #value; }
    });
    quote! {
        runtime::search_filter! { #docs pub struct #name { #all #(#operators)* } }
    }
}
