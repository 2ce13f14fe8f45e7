//! The lines of one item.

use syn::{Attribute, Fields, FnArg, ImplItem, Item, ItemImpl, ItemStruct, Signature, Type};

use super::is_public;
use crate::format::compact;

/// The name of an item that has one and is public.
pub(super) fn public_name(item: &Item) -> Option<String> {
    let (visibility, name) = match item {
        Item::Struct(one) => (&one.vis, &one.ident),
        Item::Enum(one) => (&one.vis, &one.ident),
        Item::Type(one) => (&one.vis, &one.ident),
        Item::Const(one) => (&one.vis, &one.ident),
        Item::Static(one) => (&one.vis, &one.ident),
        Item::Fn(one) => (&one.vis, &one.sig.ident),
        Item::Trait(one) => (&one.vis, &one.ident),
        Item::Macro(one) => return made_by(one).map(|made| made.ident.to_string()),
        _ => return None,
    };
    is_public(visibility).then(|| name.to_string())
}

/// The struct that a macro of the runtime is told to make.
fn made_by(item: &syn::ItemMacro) -> Option<ItemStruct> {
    item.mac.parse_body::<ItemStruct>().ok()
}

/// The lines of an item by itself.
pub(super) fn definition(item: &Item, shown: &str) -> Vec<String> {
    match item {
        Item::Struct(one) => {
            let generics = compact(&one.generics);
            let mut lines = vec![format!("struct {shown}{generics}{}", mark(&one.attrs))];
            lines.extend(derives(&one.attrs, shown));
            lines.extend(fields(&one.fields, "field", shown));
            lines
        }
        Item::Enum(one) => {
            let mut lines = vec![format!("enum {shown}{}", mark(&one.attrs))];
            lines.extend(derives(&one.attrs, shown));
            for variant in &one.variants {
                let name = format!("{shown}::{}", variant.ident);
                let content = match &variant.fields {
                    Fields::Unit => String::new(),
                    Fields::Unnamed(fields) => compact(fields),
                    Fields::Named(fields) => format!(" {}", compact(fields)),
                };
                lines.push(format!("variant {name}{content}"));
            }
            lines
        }
        Item::Type(one) => {
            let generics = compact(&one.generics);
            vec![format!("type {shown}{generics} = {}", compact(&one.ty))]
        }
        Item::Const(one) => vec![format!("const {shown}: {}", compact(&one.ty))],
        Item::Static(one) => vec![format!("static {shown}: {}", compact(&one.ty))],
        Item::Fn(one) => vec![signature(&one.sig, shown)],
        Item::Trait(_) => vec![format!("trait {shown}")],
        Item::Macro(one) => {
            let path = compact(&one.mac.path);
            let content = made_by(one).map(|made| compact(&made.fields));
            vec![format!("{path} {shown}{}", content.unwrap_or_default())]
        }
        _ => Vec::new(),
    }
}

/// The lines of an `impl`, if it is one for the type `name` or names it in its trait.
pub(super) fn implementation(item: &Item, name: &str, shown: &str) -> Vec<String> {
    let Item::Impl(one) = item else {
        return Vec::new();
    };
    match &one.trait_ {
        None if is_for(one, name) => methods(one, shown),
        Some((path, _)) if is_for(one, name) => {
            vec![format!("impl {} for {shown}", compact(path))]
        }
        // The other way round: something of elsewhere is made from the type.
        Some((path, _)) if mentions(path, name) => {
            vec![format!(
                "impl {} for {}",
                compact(path),
                compact(&*one.self_ty)
            )]
        }
        _ => Vec::new(),
    }
}

fn is_for(item: &ItemImpl, name: &str) -> bool {
    match &*item.self_ty {
        Type::Path(path) => path
            .path
            .segments
            .last()
            .is_some_and(|last| last.ident == name),
        _ => false,
    }
}

/// Whether the type stands among the arguments of a trait, as in `From<Name>`.
fn mentions(path: &syn::Path, name: &str) -> bool {
    compact(path).ends_with(&format!("<{name}>"))
}

fn methods(item: &ItemImpl, shown: &str) -> Vec<String> {
    let public = item.items.iter().filter_map(|item| match item {
        ImplItem::Fn(one) if is_public(&one.vis) => {
            let name = format!("{shown}::{}", one.sig.ident);
            Some(signature(&one.sig, &name))
        }
        ImplItem::Const(one) if is_public(&one.vis) => Some(format!(
            "const {shown}::{}: {}",
            one.ident,
            compact(&one.ty)
        )),
        _ => None,
    });
    public.collect()
}

/// A signature without the names of its arguments, which no caller depends on.
fn signature(signature: &Signature, shown: &str) -> String {
    let arguments: Vec<String> = signature
        .inputs
        .iter()
        .map(|argument| match argument {
            FnArg::Receiver(receiver) => match compact(receiver).as_str() {
                "mut self" => "self".to_owned(),
                other => other.to_owned(),
            },
            FnArg::Typed(typed) => compact(&typed.ty),
        })
        .collect();
    let qualifiers = [
        (signature.constness.is_some(), "const "),
        (signature.asyncness.is_some(), "async "),
    ];
    let qualifiers = qualifiers.iter().filter(|(there, _)| *there);
    let qualifiers: String = qualifiers.map(|(_, text)| *text).collect();
    let answer = match &signature.output {
        syn::ReturnType::Default => String::new(),
        syn::ReturnType::Type(_, ty) => format!(" -> {}", compact(ty)),
    };
    let condition = signature.generics.where_clause.as_ref();
    let condition = condition.map(|clause| format!(" {}", compact(clause)));
    format!(
        "{qualifiers}fn {shown}{}({}){answer}{}",
        compact(&signature.generics),
        arguments.join(", "),
        condition.unwrap_or_default().trim_end_matches(',')
    )
}

fn fields(fields: &Fields, word: &str, shown: &str) -> Vec<String> {
    let public = fields.iter().filter(|field| is_public(&field.vis));
    public
        .enumerate()
        .map(|(index, field)| {
            let name = field.ident.as_ref();
            let name = name.map_or_else(|| index.to_string(), ToString::to_string);
            format!("{word} {shown}::{name}: {}", compact(&field.ty))
        })
        .collect()
}

/// Whether more may be added to it.
fn mark(attributes: &[Attribute]) -> &'static str {
    let marked = attributes
        .iter()
        .any(|one| one.path().is_ident("non_exhaustive"));
    if marked { " #[non_exhaustive]" } else { "" }
}

/// The derived traits, in one line.
fn derives(attributes: &[Attribute], shown: &str) -> Option<String> {
    let derived = attributes
        .iter()
        .filter(|one| one.path().is_ident("derive"));
    let traits: Vec<String> = derived
        .filter_map(|one| one.meta.require_list().ok())
        .flat_map(|list| {
            let text = compact(&list.tokens);
            text.split(", ").map(str::to_owned).collect::<Vec<_>>()
        })
        .collect();
    (!traits.is_empty()).then(|| format!("derive {shown}: {}", traits.join(" + ")))
}
