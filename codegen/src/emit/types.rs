//! Named types.

use proc_macro2::TokenStream;
use quote::quote;

use super::rust_type::{adapter, field_adapter, field_type, rust_type, setter_type};
use super::{docs, enumeration, filter, ident};
use crate::model::{Api, Field, IdKind, Kind, Struct, Type, TypeDef, Union, Variant};

/// `types.rs`: all named types in one module.
pub fn index(api: &Api) -> TokenStream {
    let docs = docs::inner(&docs::prose(&format!(
        "The types of the requests and responses of the {}.",
        docs::line(&api.title)
    )));
    let resources = api.resources.iter().filter_map(|resource| {
        let mut names: Vec<_> = api
            .types
            .values()
            .filter(|definition| definition.module == resource.name)
            .map(|definition| ident(&definition.name))
            .collect();
        names.sort();
        let module = ident(&resource.name);
        (!names.is_empty()).then(|| quote! { pub use super::resources::#module::{#(#names),*}; })
    });
    quote! { #docs #(#resources)* }
}

/// The definition of a named type.
pub fn definition(api: &Api, definition: &TypeDef) -> TokenStream {
    let name = ident(&definition.name);
    let deprecation = if definition.deprecated {
        docs::DEPRECATED
    } else {
        ""
    };
    let docs = docs::outer(&docs::paragraphs([
        docs::prose(&definition.docs),
        deprecation.to_owned(),
        docs::evidence(&definition.evidence),
        discriminator(&definition.kind),
    ]));
    let body = match &definition.kind {
        Kind::Struct(object) => structure(&name, object, definition.sent),
        Kind::Options(object) => options(api, &name, object),
        Kind::Enum(values) => return enumeration::enumeration(&docs, &name, values),
        Kind::Id(kind) => return id(&name, &docs, *kind),
        Kind::Union(variants) => union(api, &name, variants),
        Kind::Filter(operators) => return filter::filter(&docs, &name, operators),
    };
    quote! { #docs #body }
}

fn id(name: &proc_macro2::Ident, docs: &TokenStream, kind: IdKind) -> TokenStream {
    let inner = match kind {
        IdKind::Number => quote! { u64 },
        IdKind::Text => quote! { String },
    };
    quote! { runtime::id! { #docs pub struct #name(#inner); } }
}

fn structure(name: &proc_macro2::Ident, object: &Struct, sent: bool) -> TokenStream {
    let fields = object.fields.iter().map(|field| {
        let (docs, serde) = (field_docs(field), serde_attribute(field));
        let (name, ty) = (ident(&field.name), field_type(field));
        quote! { #docs #serde pub #name: #ty, }
    });
    let rest = object.additional_properties.as_ref().map(|rest| {
        let (docs, name) = (docs::outer(&docs::prose(&rest.docs)), ident(&rest.name));
        let lower = rest
            .lower_case
            .then(|| quote! { , serialize_with = "runtime::Extra::serialize_lowercase" });
        quote! { #docs #[serde(flatten #lower)] pub #name: runtime::Extra, }
    });
    let default = has_default(object, sent).then(|| quote! { Default, });
    let methods = sent.then(|| methods(name, object));
    quote! {
        #[derive(Clone, Debug, #default PartialEq, Serialize, Deserialize)]
        #[non_exhaustive]
        pub struct #name { #(#fields)* #rest }
        #methods
    }
}

fn has_default(object: &Struct, sent: bool) -> bool {
    sent && !object.fields.iter().any(Field::is_argument)
}

fn options(api: &Api, name: &proc_macro2::Ident, object: &Struct) -> TokenStream {
    let fields = object.fields.iter().map(|field| {
        let docs = field_docs(field);
        let (name, ty) = (ident(&field.name), field_type(field));
        quote! { #docs pub #name: #ty, }
    });
    let methods = methods(name, object);
    let filter = object.fields.iter().find(|field| is_filter(api, &field.ty));
    let filter = filter.map(|field| {
        let (ty, field) = (rust_type(&field.ty), ident(&field.name));
        quote! {
            impl From<#ty> for #name {
                fn from(filter: #ty) -> Self {
                    Self::new().#field(filter)
                }
            }
        }
    });
    quote! {
        #[derive(Clone, Debug, Default, PartialEq)]
        #[non_exhaustive]
        pub struct #name { #(#fields)* }
        #methods
        #filter

        impl From<&Self> for #name {
            fn from(options: &Self) -> Self {
                options.clone()
            }
        }
    }
}

fn is_filter(api: &Api, ty: &Type) -> bool {
    let Type::Named(name) = ty else {
        return false;
    };
    let definition = api.types.get(name);
    definition.is_some_and(|definition| matches!(definition.kind, Kind::Filter(_)))
}

fn field_docs(field: &Field) -> TokenStream {
    let text = if field.docs.is_empty() {
        format!("{}.", docs::code(&field.wire_name))
    } else {
        docs::prose(&field.docs)
    };
    let deprecation = if field.deprecated {
        docs::DEPRECATED
    } else {
        ""
    };
    docs::outer(&docs::paragraphs([
        text,
        deprecation.to_owned(),
        docs::evidence(&field.evidence),
    ]))
}

fn serde_attribute(field: &Field) -> Option<TokenStream> {
    let mut parts = Vec::new();
    let name = &field.name;
    if super::file_stem(name) != field.wire_name {
        let wire_name = &field.wire_name;
        parts.push(quote! { rename = #wire_name });
    }
    let adapter = field_adapter(field);
    if field.can_be_absent() {
        // Without an adapter, serde decodes a missing `Option` as `None` by itself.
        if adapter.is_some() {
            parts.push(quote! { default });
        }
        parts.push(quote! { skip_serializing_if = "Option::is_none" });
    }
    if let Some(adapter) = adapter {
        let path = path_text(&quote! { wire::As::<#adapter> });
        parts.push(quote! { with = #path });
    }
    (!parts.is_empty()).then(|| quote! { #[serde(#(#parts),*)] })
}

/// The text of a path for a serde attribute, without spaces between tokens.
fn path_text(path: &TokenStream) -> String {
    path.to_string().replace(' ', "").replace(',', ", ")
}

/// The constructor, which takes the required fields, and a setter for each other field.
fn methods(name: &proc_macro2::Ident, object: &Struct) -> TokenStream {
    let (required, others): (Vec<&Field>, Vec<&Field>) =
        object.fields.iter().partition(|field| field.is_argument());
    let required = required.into_iter().map(argument);
    let others = others.into_iter().map(|field| {
        let name = ident(&field.name);
        if field.has_setter() {
            argument(field)
        } else {
            quote! { #name(_) }
        }
    });
    let rest = object.additional_properties.as_ref().map(|rest| {
        let (name, all) = (ident(&rest.name), ident(&rest.name_of_all));
        let case = rest.lower_case.then(|| quote! { to_lowercase });
        quote! { #name(..#case, #all); }
    });
    quote! {
        runtime::setters! { impl #name { new(#(#required),*); #(#others;)* #rest } }
    }
}

/// A field with the type of its argument.
fn argument(field: &Field) -> TokenStream {
    let name = ident(&field.name);
    let ty = setter_type(&field.ty);
    quote! { #name(#ty) }
}

/// The text about the discriminator in the docs of a union.
fn discriminator(kind: &Kind) -> String {
    let Kind::Union(Union {
        discriminator: Some(discriminator),
        ..
    }) = kind
    else {
        return String::new();
    };
    let values = discriminator.values.iter();
    let values: Vec<String> = values
        .map(|(value, variant)| format!("{} is [`{variant}`](Self::{variant})", docs::code(value)))
        .collect();
    let property = docs::code(&discriminator.property);
    format!("By {property}: {}.", values.join(", "))
}

fn union(api: &Api, name: &proc_macro2::Ident, union: &Union) -> TokenStream {
    match object_variants(api, union) {
        Some(variants) => union_of_objects(name, union, &variants),
        None => untagged_union(name, union),
    }
}

/// Whether the declaration of a type derives `Deserialize`.
pub fn derives_deserialize(api: &Api, definition: &TypeDef) -> bool {
    match &definition.kind {
        Kind::Struct(_) => true,
        Kind::Union(union) => object_variants(api, union).is_none(),
        Kind::Options(_) | Kind::Enum(_) | Kind::Id(_) | Kind::Filter(_) => false,
    }
}

/// The variants with the names of their members, in the order of the names of the variants; `None` if one is no object.
fn object_variants<'a>(api: &'a Api, union: &'a Union) -> Option<Vec<(&'a Variant, Vec<&'a str>)>> {
    let members = |variant: &'a Variant| {
        let ty = match &variant.ty {
            Type::Boxed(inner) => inner,
            ty => ty,
        };
        let Type::Named(name) = ty else { return None };
        let Kind::Struct(object) = &api.types.get(name)?.kind else {
            return None;
        };
        let names = object.fields.iter().map(|field| field.wire_name.as_str());
        Some((variant, names.collect::<Vec<_>>()))
    };
    let mut variants: Vec<_> = union.variants.iter().map(members).collect::<Option<_>>()?;
    variants.sort_by(|(one, _), (other, _)| one.name.cmp(&other.name));
    Some(variants)
}

/// A union that the runtime decodes: by its discriminator, or by the members that a value has.
fn union_of_objects(
    name: &proc_macro2::Ident,
    union: &Union,
    variants: &[(&Variant, Vec<&str>)],
) -> TokenStream {
    let place = |name: &str| {
        variants
            .iter()
            .position(|(variant, _)| variant.name == name)
    };
    let discriminator = union.discriminator.as_ref().map(|discriminator| {
        let property = &discriminator.property;
        let values = discriminator.values.iter().filter_map(|(value, variant)| {
            let index = proc_macro2::Literal::usize_unsuffixed(place(variant)?);
            Some(quote! { #value = #index; })
        });
        quote! { by #property { #(#values)* } }
    });
    let declared = variants.iter().map(|(variant, _)| {
        let (docs, name, ty) = (
            variant_docs(variant),
            ident(&variant.name),
            rust_type(&variant.ty),
        );
        quote! { #docs #name(#ty), }
    });
    let decoded = variants.iter().map(|(variant, members)| {
        let (name, ty) = (ident(&variant.name), rust_type(&variant.ty));
        quote! { #name(#ty): #(#members),*; }
    });
    quote! {
        #[derive(Clone, Debug, PartialEq, Serialize)]
        #[serde(untagged)]
        #[non_exhaustive]
        pub enum #name {
            #(#declared)*
            /// A value that fits no other variant.
            Other(runtime::Value),
        }

        runtime::union! { #name { #(#decoded)* } #discriminator }
    }
}

fn untagged_union(name: &proc_macro2::Ident, union: &Union) -> TokenStream {
    let variants = union.variants.iter().map(|variant| {
        let (docs, name, ty) = (
            variant_docs(variant),
            ident(&variant.name),
            rust_type(&variant.ty),
        );
        let with = adapter(&variant.ty).map(|adapter| {
            let path = path_text(&quote! { wire::As::<#adapter> });
            quote! { #[serde(with = #path)] }
        });
        quote! { #docs #name(#with #ty), }
    });
    quote! {
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        #[serde(untagged)]
        #[non_exhaustive]
        pub enum #name { #(#variants)* }
    }
}

fn variant_docs(variant: &Variant) -> TokenStream {
    docs::outer(&if variant.docs.is_empty() {
        format!("`{}`.", variant.name)
    } else {
        docs::prose(&variant.docs)
    })
}
