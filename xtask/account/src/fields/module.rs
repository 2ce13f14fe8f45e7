//! The text of the module.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::choices::Choices;
use super::comparison;
use super::layout::{Kind, Layout, Member};
use super::names::repeats;

/// Names of types that the module has or uses, so that no enum gets them.
pub(super) const TYPES: [&str; 31] = [
    "Box",
    "CheckError",
    "Client",
    "Clone",
    "CustomFields",
    "Date",
    "Debug",
    "Decimal",
    "Default",
    "Definition",
    "Deserialize",
    "Deserializer",
    "Display",
    "Err",
    "Error",
    "Field",
    "FieldId",
    "FieldType",
    "From",
    "IndexMap",
    "None",
    "Ok",
    "Option",
    "Result",
    "Serialize",
    "Serializer",
    "Some",
    "String",
    "ToString",
    "Value",
    "Vec",
];

/// The variant for what is no option.
pub(super) const OTHER: &str = "Other";

const HEADER: &str = "\
// Written by `cargo xtask fields` from the account's definitions; run it again when they change.
";

/// Writes the module.
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
    parts.extend(readers(layout));
    parts.extend(comparison::items(&layout.definitions));
    let parts: Vec<String> = parts.into_iter().map(formatted).collect();
    format!("{HEADER}\n{}", parts.join("\n"))
}

/// A part of the module as people review it.
fn formatted(part: TokenStream) -> String {
    let file = syn::parse2(part).expect("what is quoted here is Rust, with identifiers as such");
    prettyplease::unparse(&file)
}

/// Lines of an outer doc comment.
pub(super) fn outer<S: AsRef<str>>(paragraphs: &[S]) -> TokenStream {
    let lines = lines(paragraphs);
    quote! { #(#[doc = #lines])* }
}

/// Paragraphs as the lines of a doc comment. No line is broken: a name may be in it.
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
        "The fields of the account's own.".to_owned(),
        "[`CustomFields`] is read from a contact with `contact.custom.parse()`, and written with\n\
         `.custom_all(Extra::from_serialize(&fields)?)`. [`check`] says at start-up whether the\n\
         account still has the fields that it had when this was written."
            .to_owned(),
    ];
    if !layout.notes.is_empty() {
        paragraphs.push("What is odd in the account:".to_owned());
        let notes: Vec<String> = layout
            .notes
            .iter()
            .map(|note| format!("- {note}"))
            .collect();
        paragraphs.push(notes.join("\n"));
    }
    let lines = lines(&paragraphs);
    quote! { #(#![doc = #lines])* }
}

fn imports(layout: &Layout) -> TokenStream {
    let has = |test: fn(&Kind) -> bool| layout.members.iter().any(|member| test(&member.kind));
    let choices = !layout.choices.is_empty();
    let date =
        has(|kind| *kind == Kind::Date).then(|| quote! { use hellodialog::jiff::civil::Date; });
    let mut names = vec!["Client"];
    names.extend(has(|kind| *kind == Kind::Decimal).then_some("Decimal"));
    names.push("IndexMap");
    names.extend((choices || has(|kind| *kind == Kind::Unknown)).then_some("Value"));
    let names = names.into_iter().map(|name| format_ident!("{name}"));
    let mut serde = vec!["Deserialize"];
    serde.extend(choices.then_some("Deserializer"));
    serde.push("Serialize");
    serde.extend(choices.then_some("Serializer"));
    let serde = serde.into_iter().map(|name| format_ident!("{name}"));
    quote! {
        #date
        use hellodialog::types::{Field, FieldId, FieldType};
        use hellodialog::{#(#names),*};
        use serde::{#(#serde),*};
    }
}

fn custom_fields(members: &[Member]) -> TokenStream {
    let idents = members.iter().map(|member| member.ident.as_str());
    let lint = repeats("custom_fields", idents).then(|| allow("struct_field_names"));
    let members = members.iter().map(member);
    quote! {
        /// What a contact has in the fields of the account's own.
        ///
        /// A member that is `None` is not sent, and so does not change. A value that is not of its
        /// type is an error that names the column; `contact.custom.get_as` reads one by itself.
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
    let reader = is_list(&member.kind).then(|| quote! { default, deserialize_with = "choices", });
    let kind = rust_type(&member.kind);
    quote! {
        #docs
        #[serde(#rename #reader skip_serializing_if = "Option::is_none")]
        pub #ident: Option<#kind>,
    }
}

fn rust_type(kind: &Kind) -> TokenStream {
    match kind {
        Kind::Text => quote! { String },
        Kind::Integer => quote! { i64 },
        Kind::Decimal => quote! { Decimal },
        Kind::Date => quote! { Date },
        Kind::Choice(name) => {
            let name = raw_or_not(name);
            quote! { #name }
        }
        Kind::Choices(name) => {
            let name = raw_or_not(name);
            quote! { Vec<#name> }
        }
        Kind::Unknown => quote! { Value },
    }
}

fn is_list(kind: &Kind) -> bool {
    matches!(kind, Kind::Choices(_))
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

/// The enum for choices and what it can do: as the client's own open enums.
fn enumeration(choices: &Choices) -> [TokenStream; 6] {
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
        .map(|value| outer(&[format!("{}.", super::docs::code(value))]));
    [
        quote! {
            #docs
            #[derive(Clone, Debug, PartialEq, Eq, Hash)]
            #lint
            #[non_exhaustive]
            pub enum #name {
                #( #value_docs #variants, )*
                /// A value that was no option when this was written, as it came.
                #other(String),
            }
        },
        quote! {
            impl #name {
                /// The value as it stands on the wire.
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

/// The functions that read choices, where there are some.
fn readers(layout: &Layout) -> Vec<TokenStream> {
    let lists = layout.members.iter().any(|member| is_list(&member.kind));
    let mut readers = Vec::new();
    if lists {
        readers.push(quote! {
            /// Reads choices: a list, an object with indexes for keys, or a text with commas.
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
        readers.push(quote! {
            /// The text of a choice, which may come as a number.
            fn choice<E: serde::de::Error>(value: &Value) -> Result<String, E> {
                match value {
                    Value::String(text) => Ok(text.clone()),
                    Value::Number(number) => Ok(number.to_string()),
                    _ => Err(E::custom("expected a choice: a text or a number")),
                }
            }
        });
    }
    readers
}
