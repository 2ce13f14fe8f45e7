//! The items that the macros of the runtime declare.

use proc_macro2::TokenStream;
use quote::quote;
use syn::parse::{Parse, ParseStream, Result};
use syn::{Ident, Item, ItemEnum, ItemMacro, LitStr, Token, Type, braced, parenthesized};

use crate::file::RustFile;

/// The file with its macro calls replaced by the items that they declare.
pub(super) fn expand(file: &RustFile) -> RustFile {
    let mut syntax = file.syntax.clone();
    let items = std::mem::take(&mut syntax.items).into_iter();
    syntax.items = items
        .flat_map(|item| match &item {
            Item::Macro(one) => declared(one).unwrap_or_else(|| vec![item]),
            _ => vec![item],
        })
        .collect();
    RustFile {
        path: file.path.clone(),
        syntax,
    }
}

/// The items that a macro declares, with signatures and without bodies. `None` if the macro call is
/// listed unexpanded.
fn declared(item: &ItemMacro) -> Option<Vec<Item>> {
    let name = item.mac.path.segments.last()?.ident.to_string();
    let tokens = match name.as_str() {
        "open_enum" => enumeration(&item.mac.parse_body().ok()?, true),
        "closed_enum" => enumeration(&item.mac.parse_body().ok()?, false),
        "union" => union(&item.mac.parse_body().ok()?),
        "setters" => setters(&item.mac.parse_body().ok()?),
        "search_filter" => search_filter(&item.mac.parse_body().ok()?),
        "operations" => {
            let list: OperationList = item.mac.parse_body().ok()?;
            let (name, ty) = (list.name, list.ty);
            quote! { pub const #name: #ty = &[]; }
        }
        _ => return None,
    };
    let file: syn::File = syn::parse2(tokens).ok()?;
    Some(file.items)
}

fn enumeration(item: &ItemEnum, open: bool) -> TokenStream {
    let name = &item.ident;
    let variants: Vec<&Ident> = item.variants.iter().map(|one| &one.ident).collect();
    let traits = quote! {
        impl std::fmt::Display for #name {}
        impl Serialize for #name {}
        impl Deserialize<'de> for #name {}
        impl From<#name> for runtime::filter::Operand {}
    };
    if open {
        quote! {
            #[derive(Clone, Debug, PartialEq, Eq, Hash)]
            #[non_exhaustive]
            pub enum #name { #(#variants,)* Other(String) }
            impl #name { pub fn as_str(&self) -> &str {} }
            impl From<&str> for #name {}
            impl std::str::FromStr for #name {}
            #traits
        }
    } else {
        quote! {
            #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
            pub enum #name { #(#variants,)* }
            impl #name { pub const fn as_str(self) -> &'static str {} }
            impl std::str::FromStr for #name {}
            #traits
        }
    }
}

/// `Name .. { .. }`
struct UnionName(Ident);

impl Parse for UnionName {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let name = input.parse()?;
        input.parse::<TokenStream>()?;
        Ok(Self(name))
    }
}

fn union(UnionName(name): &UnionName) -> TokenStream {
    quote! {
        impl Serialize for #name {}
        impl Deserialize<'de> for #name {}
    }
}

/// `impl Name { new(field(Type), ..; field = value, ..); field(Type) or field_null; .. }`
struct Setters {
    name: Ident,
    required: Vec<Setter>,
    /// Whether the constructor sets fields by itself.
    sets: bool,
    others: Vec<Setter>,
}

/// A field, and what can be passed for it.
struct Setter {
    field: Ident,
    argument: Argument,
    /// The setter for `null`.
    null: Option<Ident>,
}

enum Argument {
    /// `field(_)`
    None,
    /// `field(.., all)`
    Members { all: Ident },
    /// `field(Type)`
    Value(Box<Type>),
}

impl Parse for Setters {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        input.parse::<Token![impl]>()?;
        let name = input.parse()?;
        let (content, required);
        braced!(content in input);
        content.parse::<Ident>()?;
        parenthesized!(required in content);
        let mut arguments = Vec::new();
        while !required.is_empty() && !required.peek(Token![;]) {
            arguments.push(required.parse()?);
            required.parse::<Option<Token![,]>>()?;
        }
        let sets = !required.parse::<TokenStream>()?.is_empty();
        content.parse::<Token![;]>()?;
        let others = content.parse_terminated(Setter::parse, Token![;])?;
        Ok(Self {
            name,
            required: arguments,
            sets,
            others: others.into_iter().collect(),
        })
    }
}

impl Parse for Setter {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let field = input.parse()?;
        let content;
        parenthesized!(content in input);
        let argument = if content.parse::<Option<Token![_]>>()?.is_some() {
            Argument::None
        } else if content.parse::<Option<Token![..]>>()?.is_some() {
            content.parse::<Option<Ident>>()?;
            content.parse::<Token![,]>()?;
            let all = content.parse()?;
            Argument::Members { all }
        } else {
            Argument::Value(content.parse()?)
        };
        let or = input.parse::<Option<Ident>>()?;
        let null = or.map(|_| input.parse()).transpose()?;
        Ok(Self {
            field,
            argument,
            null,
        })
    }
}

fn setters(input: &Setters) -> TokenStream {
    let name = &input.name;
    let required = input.required.iter().filter_map(|one| match &one.argument {
        Argument::Value(ty) => Some((&one.field, ty)),
        Argument::None | Argument::Members { .. } => None,
    });
    let (fields, types): (Vec<_>, Vec<_>) = required.unzip();
    let methods = input.others.iter().map(|Setter { field, argument, null }| match argument {
        Argument::None => quote! {},
        Argument::Members { all } => quote! {
            pub fn #field(mut self, name: impl Into<String>, value: impl serde::Serialize) -> Self {}
            pub fn #all(self, members: impl IntoIterator<Item = (String, runtime::Value)>) -> Self {}
        },
        Argument::Value(ty) => {
            let null = null.as_ref().map(|null| quote! { pub fn #null(mut self) -> Self {} });
            quote! { pub fn #field(mut self, value: #ty) -> Self {} #null }
        }
    });
    // The macro implements it, since the fields that are set have no default value of their own.
    let is_default = input.sets && input.required.is_empty();
    let default = is_default.then(|| quote! { impl Default for #name {} });
    quote! {
        #default
        impl #name {
            pub fn new(#(#fields: #types),*) -> Self {}
            #(#methods)*
        }
    }
}

/// `pub struct Name { operator(Operand) = "operator"; .. } columns { COLUMN = "column"; .. }`
struct SearchFilter {
    name: Ident,
    operators: Vec<(Ident, Option<Ident>)>,
    columns: Vec<Ident>,
}

impl Parse for SearchFilter {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        input.call(syn::Attribute::parse_outer)?;
        input.parse::<Token![pub]>()?;
        input.parse::<Token![struct]>()?;
        let name = input.parse()?;
        let content;
        braced!(content in input);
        let mut operators = Vec::new();
        while !content.is_empty() {
            content.call(syn::Attribute::parse_outer)?;
            let operator = content.parse()?;
            let operand;
            parenthesized!(operand in content);
            operators.push((operator, operand.parse()?));
            content.parse::<Token![=]>()?;
            while content.peek(LitStr) {
                content.parse::<LitStr>()?;
            }
            content.parse::<Token![;]>()?;
        }
        let columns = match input.parse::<Option<Ident>>()? {
            Some(_) => filter_columns(input)?,
            None => Vec::new(),
        };
        Ok(Self {
            name,
            operators,
            columns,
        })
    }
}

/// `{ COLUMN = "column"; .. }`
fn filter_columns(input: ParseStream<'_>) -> Result<Vec<Ident>> {
    let content;
    braced!(content in input);
    let mut columns = Vec::new();
    while !content.is_empty() {
        content.call(syn::Attribute::parse_outer)?;
        columns.push(content.parse()?);
        content.parse::<Token![=]>()?;
        content.parse::<LitStr>()?;
        content.parse::<Token![;]>()?;
    }
    Ok(columns)
}

fn search_filter(input: &SearchFilter) -> TokenStream {
    let operators = input.operators.iter().map(|(name, operand)| match operand {
        None => quote! { pub fn #name() -> Self {} },
        Some(operand) if operand == "Operands" => quote! {
            pub fn #name<I>(
                mut self,
                field: impl Into<String>,
                operands: I,
            ) -> Result<Self, runtime::filter::OperandsError>
            where
                I: IntoIterator<Item: Into<runtime::filter::Operand>>,
            {
            }
        },
        Some(operand) => quote! {
            pub fn #name(
                mut self,
                field: impl Into<String>,
                operand: impl Into<runtime::filter::#operand>,
            ) -> Self {
            }
        },
    });
    let name = &input.name;
    let columns = &input.columns;
    let all_columns =
        (!columns.is_empty()).then(|| quote! { pub const COLUMNS: &'static [&'static str] = &[]; });
    quote! {
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct #name(runtime::filter::Conditions);
        impl #name {
            #(pub const #columns: &'static str = "";)*
            #all_columns
            pub fn new() -> Self {}
            #(#operators)*
            pub fn conditions(&self) -> &runtime::filter::Conditions {}
        }
        impl AsRef<runtime::filter::Conditions> for #name {}
    }
}

/// `pub const NAME: Type;`, and the operations.
struct OperationList {
    name: Ident,
    ty: Type,
}

impl Parse for OperationList {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        input.call(syn::Attribute::parse_outer)?;
        input.parse::<Token![pub]>()?;
        input.parse::<Token![const]>()?;
        let name = input.parse()?;
        input.parse::<Token![:]>()?;
        let ty = input.parse()?;
        input.parse::<Token![;]>()?;
        input.parse::<TokenStream>()?;
        Ok(Self { name, ty })
    }
}
