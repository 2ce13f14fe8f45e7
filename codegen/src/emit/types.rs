//! Named types.

use std::collections::HashSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::only_value::only_value;
use super::rust_type::{field_adapter, field_type, rust_type, setter_type};
use super::{docs, enumeration, filter, ident, page, union};
use crate::model::{Api, Field, IdKind, Kind, Parts, Struct, Type, TypeDef};

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
        union::discriminator(&definition.kind),
    ]));
    let aliases = docs::aliases(&definition.aliases, &definition.name);
    let docs = quote! { #docs #aliases };
    let body = match &definition.kind {
        Kind::Struct(object) => {
            let structure = structure(api, &name, object, definition.sent);
            let page = page::implementation(api, &definition.name, object);
            quote! { #structure #page }
        }
        Kind::Options(object) => options(api, &name, object),
        Kind::Parts(body) => parts(api, &name, body),
        Kind::Enum(values) => return enumeration::enumeration(&docs, &name, values),
        Kind::Id(kind) => return id(&name, &docs, *kind),
        Kind::Union(variants) => union::union(api, &name, variants, definition.sent),
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

fn structure(api: &Api, name: &proc_macro2::Ident, object: &Struct, sent: bool) -> TokenStream {
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
    let methods = sent.then(|| methods(api, name, object));
    quote! {
        #[derive(Clone, Debug, #default PartialEq, Serialize, Deserialize)]
        #[non_exhaustive]
        pub struct #name { #(#fields)* #rest }
        #methods
    }
}

/// A multipart body. Its files come behind the other parts, where servers that stream want them.
fn parts(api: &Api, name: &proc_macro2::Ident, body: &Parts) -> TokenStream {
    let object = &body.object;
    let is_file = |field: &&Field| is_file(&field.ty);
    let fields = object.fields.iter().map(|field| {
        let (docs, name, ty) = (field_docs(field), ident(&field.name), field_type(field));
        let serde = if is_file(&field) {
            Some(quote! { #[serde(skip)] })
        } else {
            serde_attribute(field)
        };
        quote! { #docs #serde pub #name: #ty, }
    });
    let default = has_default(object, true).then(|| quote! { Default, });
    let methods = methods(api, name, object);
    let files: HashSet<&str> = object
        .fields
        .iter()
        .filter(is_file)
        .map(|field| field.wire_name.as_str())
        .collect();
    let media_types = body.media_types.iter();
    let media_types = media_types.filter(|(name, _)| !files.contains(name.as_str()));
    let media_types = media_types.map(|(name, media_type)| quote! { (#name, #media_type) });
    let has_values = !object.fields.iter().all(|field| is_file(&field));
    let values = has_values.then(|| quote! { .values(body, &[#(#media_types),*]) });
    let files = object.fields.iter().filter(is_file).map(|field| {
        let (name, wire_name) = (ident(&field.name), &field.wire_name);
        let mut described = body.media_types.iter();
        let described = described.find(|(name, _)| name == wire_name);
        let media_type = described.map_or("application/octet-stream", |(_, media_type)| media_type);
        let is_list = matches!(field.ty, Type::List(..));
        let value = match (is_list, field.is_option()) {
            (false, false) => quote! { [&body.#name] },
            (true, true) => quote! { body.#name.iter().flatten() },
            _ => quote! { &body.#name },
        };
        quote! { .files(#wire_name, #media_type, #value) }
    });
    quote! {
        #[derive(Clone, Debug, #default PartialEq, Serialize)]
        #[non_exhaustive]
        pub struct #name { #(#fields)* }
        #methods

        impl From<&#name> for runtime::Multipart {
            fn from(body: &#name) -> Self {
                Self::new() #values #(#files)*
            }
        }
    }
}

fn is_file(ty: &Type) -> bool {
    match ty {
        Type::File => true,
        Type::List(_, item) => **item == Type::File,
        _ => false,
    }
}

fn has_default(object: &Struct, sent: bool) -> bool {
    let is_required = |field: &Field| field.is_argument() || field.set_value().is_some();
    sent && !object.fields.iter().any(is_required)
}

fn options(api: &Api, name: &proc_macro2::Ident, object: &Struct) -> TokenStream {
    let fields = object.fields.iter().map(|field| {
        let docs = field_docs(field);
        let (name, ty) = (ident(&field.name), field_type(field));
        quote! { #docs pub #name: #ty, }
    });
    let methods = methods(api, name, object);
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
    let null = if field.null_setter.is_some() {
        "`None` is left out of a request, `Some(None)` is `null`."
    } else {
        ""
    };
    let docs = docs::outer(&docs::paragraphs([
        text,
        null.to_owned(),
        deprecation.to_owned(),
        docs::evidence(&field.evidence),
    ]));
    let aliases = docs::aliases(&field.aliases, &field.name);
    quote! { #docs #aliases }
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

/// The constructor, which takes the required fields that leave a choice, and a setter for each other field.
fn methods(api: &Api, name: &proc_macro2::Ident, object: &Struct) -> TokenStream {
    let fields = object.fields.iter();
    let required = fields.clone().filter(|field| field.is_argument());
    let required = required.map(argument);
    let set: Vec<TokenStream> = fields
        .clone()
        .filter_map(|field| {
            let (name, value) = (ident(&field.name), field.set_value()?);
            let value = only_value(api, &field.ty, value);
            Some(quote! { #name = #value })
        })
        .collect();
    let set = (!set.is_empty()).then(|| quote! { ; #(#set),* });
    let others = fields.filter(|field| !field.is_argument() && field.set_value().is_none());
    let others = others.map(|field| {
        let name = ident(&field.name);
        if let Some(null) = field.null_setter.as_deref().map(ident) {
            let argument = argument(field);
            quote! { #argument or #null }
        } else if field.has_setter() {
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
        runtime::setters! { impl #name { new(#(#required),* #set); #(#others;)* #rest } }
    }
}

/// A field with the type of its argument.
fn argument(field: &Field) -> TokenStream {
    let name = ident(&field.name);
    let ty = setter_type(&field.ty);
    quote! { #name(#ty) }
}
