//! Writes the text of the module.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::check;
use super::choices::ChoiceEnum;
use super::layout::{ColumnType, Layout, Member};
use super::markdown::code;
use super::names::repeats;
use super::used_names::OTHER;

const HEADER: &str = "\
// Written by `cargo xtask fields` from the fields of an account. Run it again when they change.
";

pub(super) fn text(layout: &Layout) -> String {
    let mut parts = vec![
        head(layout),
        quote! { use std::fmt; },
        imports(layout),
        custom_fields(&layout.members),
    ];
    for choices in &layout.choices {
        parts.extend(enumeration(choices));
    }
    parts.extend(decoders(layout));
    parts.extend(check::items(&layout.definitions));
    let parts: Vec<String> = parts.into_iter().map(formatted).collect();
    format!("{HEADER}\n{}", parts.join("\n"))
}

fn formatted(part: TokenStream) -> String {
    let file = syn::parse2(part).expect("the quoted parts are valid Rust");
    prettyplease::unparse(&file)
}

/// An outer doc comment.
pub(super) fn outer<S: AsRef<str>>(paragraphs: &[S]) -> TokenStream {
    let lines = lines(paragraphs);
    quote! { #(#[doc = #lines])* }
}

/// Paragraphs as lines of a doc comment. Lines are not wrapped, because they contain names.
fn lines<S: AsRef<str>>(paragraphs: &[S]) -> Vec<String> {
    let mut lines = Vec::new();
    for (index, paragraph) in paragraphs.iter().enumerate() {
        if index > 0 {
            lines.push(String::new());
        }
        lines.extend(paragraph.as_ref().lines().map(|line| format!(" {line}")));
    }
    lines
}

fn head(layout: &Layout) -> TokenStream {
    let mut paragraphs = vec![
        "The custom fields of an account.".to_owned(),
        "Read [`CustomFields`] from a contact with `contact.custom.parse()`, and write them with\n\
         `.custom_all(Extra::from_serialize(&fields)?)`. Call [`check`] at start-up to find out\n\
         whether the fields of the account have changed."
            .to_owned(),
    ];
    if !layout.warnings.is_empty() {
        paragraphs.push("Warnings:".to_owned());
        let warnings: Vec<String> = layout
            .warnings
            .iter()
            .map(|warning| format!("- {warning}"))
            .collect();
        paragraphs.push(warnings.join("\n"));
    }
    let lines = lines(&paragraphs);
    quote! { #(#![doc = #lines])* }
}

fn imports(layout: &Layout) -> TokenStream {
    let has =
        |test: fn(&ColumnType) -> bool| layout.members.iter().any(|member| test(&member.kind));
    let choices = !layout.choices.is_empty();
    let date = has(|kind| *kind == ColumnType::Date)
        .then(|| quote! { use hellodialog::jiff::civil::Date; });
    let mut names = vec!["Client"];
    names.extend(has(|kind| *kind == ColumnType::Decimal).then_some("Decimal"));
    names.push("IndexMap");
    names.extend((choices || has(|kind| *kind == ColumnType::Unknown)).then_some("Value"));
    let names = names.into_iter().map(|name| format_ident!("{name}"));
    let mut serde = vec!["Deserialize"];
    serde.extend(choices.then_some("Deserializer"));
    serde.push("Serialize");
    serde.extend(choices.then_some("Serializer"));
    let serde = serde.into_iter().map(|name| format_ident!("{name}"));
    quote! {
        #date
        use hellodialog::types::{Field, FieldId, FieldType, Filter};
        use hellodialog::{#(#names),*};
        use serde::{#(#serde),*};
    }
}

fn custom_fields(members: &[Member]) -> TokenStream {
    let idents = members.iter().map(|member| member.ident.as_str());
    let lint = repeats("custom_fields", idents).then(|| allow("struct_field_names"));
    let members = members.iter().map(member);
    quote! {
        /// The custom fields of a contact.
        ///
        /// A member that is `None` is not sent, so the value in the account does not change. A value of
        /// another type is an error that names the column; `contact.custom.get_as` decodes a single one.
        #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
        #lint
        pub struct CustomFields {
            #(#members)*
        }
    }
}

fn member(member: &Member) -> TokenStream {
    let docs = outer(&member.docs);
    let ident = raw_or_not(&member.ident);
    let column = &member.column;
    let rename =
        (member.ident.trim_start_matches("r#") != column).then(|| quote! { rename = #column, });
    let decoder = is_list(&member.kind).then(|| quote! { default, deserialize_with = "choices", });
    let kind = rust_type(&member.kind);
    quote! {
        #docs
        #[serde(#rename #decoder skip_serializing_if = "Option::is_none")]
        pub #ident: Option<#kind>,
    }
}

fn rust_type(kind: &ColumnType) -> TokenStream {
    match kind {
        ColumnType::Text => quote! { String },
        ColumnType::Integer => quote! { i64 },
        ColumnType::Decimal => quote! { Decimal },
        ColumnType::Date => quote! { Date },
        ColumnType::Choice(name) => {
            let name = raw_or_not(name);
            quote! { #name }
        }
        ColumnType::Choices(name) => {
            let name = raw_or_not(name);
            quote! { Vec<#name> }
        }
        ColumnType::Unknown => quote! { Value },
    }
}

fn is_list(kind: &ColumnType) -> bool {
    matches!(kind, ColumnType::Choices(_))
}

fn allow(lint: &str) -> TokenStream {
    let lint = format_ident!("{lint}");
    quote! { #[allow(clippy::#lint, reason = "the names are the account's")] }
}

fn raw_or_not(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(name) => format_ident!("r#{name}"),
        None => format_ident!("{name}"),
    }
}

/// The enum for options, like the open enums of the client.
fn enumeration(choices: &ChoiceEnum) -> [TokenStream; 6] {
    let name = raw_or_not(&choices.ident);
    let docs = outer(&[&choices.docs]);
    let other = format_ident!("{OTHER}");
    let variants: Vec<Ident> = choices
        .variants
        .iter()
        .map(|variant| raw_or_not(&variant.ident))
        .collect();
    let idents = choices
        .variants
        .iter()
        .map(|variant| variant.ident.as_str());
    let lint = repeats(&choices.ident, idents.chain([OTHER])).then(|| allow("enum_variant_names"));
    let values: Vec<&String> = choices
        .variants
        .iter()
        .map(|variant| &variant.value)
        .collect();
    let value_docs = values
        .iter()
        .map(|value| outer(&[format!("{}.", code(value))]));
    [
        quote! {
            #docs
            #[derive(Clone, Debug, PartialEq, Eq, Hash)]
            #lint
            #[non_exhaustive]
            pub enum #name {
                #( #value_docs #variants, )*
                /// A value that was not an option when this module was written.
                #other(String),
            }
        },
        quote! {
            impl #name {
                /// The value in JSON.
                #[must_use]
                pub fn as_str(&self) -> &str {
                    match self {
                        #( Self::#variants => #values, )*
                        Self::#other(value) => value,
                    }
                }
            }
        },
        quote! {
            impl From<&str> for #name {
                fn from(value: &str) -> Self {
                    match value {
                        #( #values => Self::#variants, )*
                        other => Self::#other(other.to_owned()),
                    }
                }
            }
        },
        quote! {
            impl fmt::Display for #name {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    f.write_str(self.as_str())
                }
            }
        },
        quote! {
            impl Serialize for #name {
                fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                    serializer.serialize_str(self.as_str())
                }
            }
        },
        quote! {
            impl<'de> Deserialize<'de> for #name {
                fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    choice(&Value::deserialize(deserializer)?).map(|text| Self::from(text.as_str()))
                }
            }
        },
    ]
}

/// The functions that decode options, if there are enums.
fn decoders(layout: &Layout) -> Vec<TokenStream> {
    let lists = layout.members.iter().any(|member| is_list(&member.kind));
    let mut decoders = Vec::new();
    if lists {
        decoders.push(quote! {
            /// Decodes options: a list, an object with indexes as keys, or a comma-separated string.
            fn choices<'de, D, T>(deserializer: D) -> Result<Option<Vec<T>>, D::Error>
            where
                D: Deserializer<'de>,
                T: for<'a> From<&'a str>,
            {
                let texts: Vec<String> = match Option::deserialize(deserializer)? {
                    None | Some(Value::Null) => return Ok(None),
                    Some(Value::Array(items)) => items.iter().map(choice).collect::<Result<_, _>>()?,
                    Some(Value::Object(items)) => items.values().map(choice).collect::<Result<_, _>>()?,
                    Some(text) => choice::<D::Error>(&text)?.split(',').map(|part| part.trim().to_owned()).collect(),
                };
                let texts = texts.iter().filter(|text| !text.is_empty());
                Ok(Some(texts.map(|text| T::from(text)).collect()))
            }
        });
    }
    if !layout.choices.is_empty() {
        decoders.push(quote! {
            /// Decodes an option, which may be a number.
            fn choice<E: serde::de::Error>(value: &Value) -> Result<String, E> {
                match value {
                    Value::String(text) => Ok(text.clone()),
                    Value::Number(number) => Ok(number.to_string()),
                    _ => Err(E::custom("expected an option: a string or a number")),
                }
            }
        });
    }
    decoders
}
