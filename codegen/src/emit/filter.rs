//! Search filters.

use proc_macro2::TokenStream;
use quote::quote;

use super::{docs, ident};
use crate::model::{Filter, FilterOperator, MatchAll, OperandKind};

/// The definition of a filter: a method for each operator.
pub fn filter(name: &proc_macro2::Ident, filter: &Filter) -> TokenStream {
    let methods = filter.operators.iter().map(filter_method);
    let all = filter.match_all.as_ref().map(all);
    quote! {
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct #name(runtime::filter::Conditions);

        impl #name {
            /// No condition yet. A field has one: a second takes the place of the first.
            #[must_use]
            pub fn new() -> Self {
                Self::default()
            }

            #all

            #(#methods)*

            /// The conditions.
            #[must_use]
            pub fn conditions(&self) -> &runtime::filter::Conditions {
                &self.0
            }
        }
    }
}

fn all(match_all: &MatchAll) -> TokenStream {
    let MatchAll {
        field,
        operator,
        operand,
    } = match_all;
    let docs = docs::outer(&format!(
        "Lets everything pass: `{field}` is `{operator}` to a value that nobody has. A search \
         without any condition may not.",
    ));
    quote! {
        #docs
        #[must_use]
        pub fn all() -> Self {
            let mut all = Self::new();
            all.0.push(#field, #operator, #operand);
            all
        }
    }
}

fn filter_method(operator: &FilterOperator) -> TokenStream {
    let name = ident(&operator.name);
    let value = &operator.value;
    match operator.operand {
        OperandKind::List => {
            let docs = docs::outer(&format!("The field is `{value}` the operands."));
            quote! {
                #docs
                ///
                /// # Errors
                ///
                /// If there is no operand, or an operand contains a comma.
                pub fn #name<I>(
                    mut self,
                    field: impl Into<String>,
                    operands: I,
                ) -> Result<Self, runtime::filter::OperandsError>
                where
                    I: IntoIterator<Item: Into<runtime::filter::Operand>>,
                {
                    let operands = runtime::filter::Operands::new(operands)?;
                    self.0.push(field, #value, operands);
                    Ok(self)
                }
            }
        }
        kind => {
            let operand = if kind == OperandKind::Date {
                quote! { runtime::filter::DateOperand }
            } else {
                quote! { runtime::filter::Operand }
            };
            let docs = docs::outer(&format!("The field is `{value}` the operand."));
            quote! {
                #docs
                #[must_use]
                pub fn #name(mut self, field: impl Into<String>, operand: impl Into<#operand>) -> Self {
                    self.0.push(field, #value, operand.into());
                    self
                }
            }
        }
    }
}
