//! Search filters.

use proc_macro2::TokenStream;
use quote::quote;

use super::ident;
use crate::lower::field_name;
use crate::model::{Everything, Filter, OperandKind};

/// The declaration of a filter with these docs: an entry for each operator.
pub fn filter(docs: &TokenStream, name: &proc_macro2::Ident, filter: &Filter) -> TokenStream {
    let all = filter.everything.as_ref().map(|all| {
        let Everything {
            field,
            operator,
            operand,
        } = all;
        quote! { all() = #field #operator #operand; }
    });
    let operators = filter.operators.iter().map(|operator| {
        let (name, value) = (ident(&field_name(&operator.value)), &operator.value);
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
