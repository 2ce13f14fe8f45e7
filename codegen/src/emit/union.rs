//! Unions: an enum with a variant for each branch.

use std::collections::HashMap;

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::rust_type::{adapter, rust_type};
use super::{docs, ident};
use crate::model::{
    Api, Discriminator, Encoding, IdKind, Kind, ListForm, MapForm, Scalar, ScalarKind, Type, Union,
    Variant,
};

/// The text about the discriminator in the docs of a union.
pub fn discriminator(kind: &Kind) -> String {
    let Kind::Union(Union {
        discriminator: Some(discriminator),
        ..
    }) = kind
    else {
        return String::new();
    };
    let link = |variant: &str| format!("[`{variant}`](Self::{variant})");
    let values = discriminator.values.iter();
    let values =
        values.map(|(value, variant)| format!("{} is {}", docs::code(value), link(variant)));
    let otherwise = discriminator.otherwise.as_ref();
    let otherwise = otherwise.map(|variant| format!("any other value is {}", link(variant)));
    let values: Vec<String> = values.chain(otherwise).collect();
    let property = docs::code(&discriminator.property);
    format!("By {property}: {}.", values.join(", "))
}

/// The enum, and how the runtime decides which variant a value is.
pub fn union(api: &Api, name: &Ident, union: &Union, sent: bool) -> TokenStream {
    let declared = union.variants.iter().map(|variant| {
        let (docs, name, ty) = (
            variant_docs(variant),
            ident(&variant.name),
            rust_type(&variant.ty),
        );
        quote! { #docs #name(#ty), }
    });
    let by = union.discriminator.as_ref().map(|discriminator| {
        let property = &discriminator.property;
        let otherwise = discriminator.otherwise.as_ref().map(|variant| {
            let variant = ident(variant);
            quote! { else #variant }
        });
        quote! { by #property #otherwise }
    });
    let variants = union.variants.iter().map(|variant| {
        let (name, ty) = (ident(&variant.name), rust_type(&variant.ty));
        let adapter = adapter(&variant.ty).map(|adapter| quote! { as #adapter });
        let shape = shape(api, &variant.ty);
        let tags = tags(union.discriminator.as_ref(), variant);
        quote! { #name(#ty #adapter): #shape #tags; }
    });
    let conversions = if sent {
        conversions(name, union)
    } else {
        Vec::new()
    };
    quote! {
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#declared)*
            /// A value that fits no other variant.
            Other(runtime::Value),
        }

        runtime::union! { #name #by { #(#variants)* } }

        #(#conversions)*
    }
}

/// `From` the content of each variant whose type no other one has, so that the type tells the variant.
fn conversions(name: &Ident, union: &Union) -> Vec<TokenStream> {
    let contents = union.variants.iter().map(|variant| {
        let content = rust_type(unboxed(&variant.ty));
        (content.to_string(), variant, content)
    });
    let contents: Vec<_> = contents.collect();
    let mut uses: HashMap<&str, usize> = HashMap::new();
    for (text, ..) in &contents {
        *uses.entry(text).or_default() += 1;
    }
    // `Other` has any JSON value, and each type is made from itself.
    let taken = [rust_type(&Type::Any), quote! { #name }].map(|ty| ty.to_string());
    let own = contents
        .iter()
        .filter(|(text, ..)| uses[text.as_str()] == 1 && !taken.contains(text));
    let conversions = own.map(|(_, variant, content)| {
        let variant_name = ident(&variant.name);
        let value = if matches!(variant.ty, Type::Boxed(_)) {
            quote! { Box::new(value) }
        } else {
            quote! { value }
        };
        quote! {
            impl From<#content> for #name {
                fn from(value: #content) -> Self {
                    Self::#variant_name(#value)
                }
            }
        }
    });
    conversions.collect()
}

fn unboxed(ty: &Type) -> &Type {
    match ty {
        Type::Boxed(inner) => inner,
        ty => ty,
    }
}

/// The values of the discriminator for a variant.
fn tags(discriminator: Option<&Discriminator>, variant: &Variant) -> Option<TokenStream> {
    let values = discriminator?.values.iter();
    let tags: Vec<&str> = values
        .filter(|(_, name)| *name == variant.name)
        .map(|(value, _)| value.as_str())
        .collect();
    (!tags.is_empty()).then(|| quote! { = #(#tags),* })
}

/// What the values of a variant look like, in the notation of the macro `union`.
fn shape(api: &Api, ty: &Type) -> TokenStream {
    match ty {
        Type::Scalar(scalar) => scalar_shape(scalar),
        Type::Object | Type::Map(MapForm::Object, ..) => quote! { Object[] },
        Type::Named(name) => named_shape(api, name),
        Type::Boxed(inner) | Type::Nullable(inner) => shape(api, inner),
        Type::List(ListForm::Array, item) => list_shape("List", api, item),
        Type::OneOrMany(item) => list_shape("OneOrMany", api, item),
        Type::Any
        | Type::OrEmpty(_)
        | Type::List(..)
        | Type::Map(..)
        | Type::Unit
        | Type::Bytes
        | Type::Multipart
        | Type::File => quote! { Any },
    }
}

fn list_shape(form: &str, api: &Api, item: &Type) -> TokenStream {
    let form = ident(form);
    let union = match item {
        Type::Boxed(inner) | Type::Nullable(inner) => union_name(api, inner),
        item => union_name(api, item),
    };
    if let Some(name) = union {
        let name = ident(name);
        return quote! { #form(Union(#name)) };
    }
    let item = shape(api, item);
    quote! { #form(#item) }
}

fn union_name<'t>(api: &Api, ty: &'t Type) -> Option<&'t str> {
    let Type::Named(name) = ty else { return None };
    let definition = api.types.get(name)?;
    matches!(definition.kind, Kind::Union(_)).then_some(name)
}

fn named_shape(api: &Api, name: &str) -> TokenStream {
    let Some(definition) = api.types.get(name) else {
        return quote! { Any };
    };
    match &definition.kind {
        Kind::Struct(object) => {
            let members = object.fields.iter().map(|field| &field.wire_name);
            quote! { Object[#(#members),*] }
        }
        Kind::Union(_) => quote! { Union },
        Kind::Enum(_) => quote! { Format },
        Kind::Id(IdKind::Text) => quote! { Text },
        Kind::Id(IdKind::Number) | Kind::Options(_) | Kind::Parts(_) | Kind::Filter(_) => {
            quote! { Any }
        }
    }
}

fn scalar_shape(scalar: &Scalar) -> TokenStream {
    match (scalar.encoding, scalar.kind) {
        (Encoding::Exact | Encoding::Lenient, ScalarKind::Text) => quote! { Text },
        (Encoding::Exact | Encoding::Lenient, ScalarKind::Date) => quote! { Date },
        (Encoding::Exact | Encoding::Lenient, ScalarKind::CivilDateTime | ScalarKind::Instant) => {
            quote! { Format }
        }
        (Encoding::Lenient | Encoding::ExactOptional | Encoding::LenientOptional, _) => {
            quote! { Any }
        }
        (
            Encoding::Exact,
            ScalarKind::Int32
            | ScalarKind::Int64
            | ScalarKind::Unsigned
            | ScalarKind::PageNumber
            | ScalarKind::UnixTime,
        ) => quote! { Integer },
        (Encoding::Exact, ScalarKind::Float | ScalarKind::Decimal) => quote! { Number },
        (Encoding::Exact, ScalarKind::Boolean) => quote! { Boolean },
    }
}

fn variant_docs(variant: &Variant) -> TokenStream {
    docs::outer(&if variant.docs.is_empty() {
        format!("`{}`.", variant.name)
    } else {
        docs::prose(&variant.docs)
    })
}
