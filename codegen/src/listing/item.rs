//! The lines of one item.

use syn::{
    Attribute, Fields, FnArg, ImplItem, Item, ItemImpl, ItemStruct, ItemTrait, Signature,
    TraitItem, Type, Visibility,
};

use crate::format::compact;

pub(super) fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

/// Whether an item is not part of the public API although it may be public: `#[doc(hidden)]` and
/// `#[cfg(test)]`.
pub(super) fn is_left_out(attributes: &[Attribute]) -> bool {
    let has = |attribute: &Attribute, name: &str, argument: &str| {
        attribute.path().is_ident(name)
            && attribute
                .meta
                .require_list()
                .is_ok_and(|list| list.tokens.to_string() == argument)
    };
    attributes
        .iter()
        .any(|one| has(one, "doc", "hidden") || has(one, "cfg", "test"))
}

/// The name of an item, public or not.
pub(super) fn name(item: &Item) -> Option<String> {
    let (_, name, _) = parts(item)?;
    Some(name)
}

/// The name of an item of the public API.
pub(super) fn public_name(item: &Item) -> Option<String> {
    let (visibility, name, attributes) = parts(item)?;
    (visibility.is_none_or(is_public) && !is_left_out(attributes)).then_some(name)
}

/// The visibility of an item. For a macro that declares a struct, it is that of the struct.
fn parts(item: &Item) -> Option<(Option<&Visibility>, String, &[Attribute])> {
    let (visibility, name, attributes) = match item {
        Item::Struct(one) => (&one.vis, &one.ident, &one.attrs),
        Item::Enum(one) => (&one.vis, &one.ident, &one.attrs),
        Item::Type(one) => (&one.vis, &one.ident, &one.attrs),
        Item::Const(one) => (&one.vis, &one.ident, &one.attrs),
        Item::Static(one) => (&one.vis, &one.ident, &one.attrs),
        Item::Fn(one) => (&one.vis, &one.sig.ident, &one.attrs),
        Item::Trait(one) => (&one.vis, &one.ident, &one.attrs),
        Item::Macro(one) => {
            let name = declared_by(one)?.ident.to_string();
            return Some((None, name, &one.attrs));
        }
        _ => return None,
    };
    Some((Some(visibility), name.to_string(), attributes))
}

/// The struct that a macro of the runtime declares.
fn declared_by(item: &syn::ItemMacro) -> Option<ItemStruct> {
    item.mac.parse_body::<ItemStruct>().ok()
}

/// The lines of an item without its `impl` blocks.
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
            let generics = compact(&one.generics);
            let mut lines = vec![format!("enum {shown}{generics}{}", mark(&one.attrs))];
            lines.extend(derives(&one.attrs, shown));
            for variant in one.variants.iter().filter(|one| !is_left_out(&one.attrs)) {
                let name = format!("{shown}::{}", variant.ident);
                let content = match without_attributes(&variant.fields) {
                    Fields::Unit => String::new(),
                    Fields::Unnamed(fields) => compact(&fields),
                    Fields::Named(fields) => format!(" {}", compact(&fields)),
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
        Item::Trait(one) => trait_lines(one, shown),
        Item::Macro(one) => {
            let path = compact(&one.mac.path);
            let content = declared_by(one).map(|declared| compact(&declared.fields));
            vec![format!("{path} {shown}{}", content.unwrap_or_default())]
        }
        _ => Vec::new(),
    }
}

/// The lines of an `impl` for the type `name`, or of a trait with that type as an argument.
pub(super) fn implementation(block: &ItemImpl, name: &str, shown: &str) -> Vec<String> {
    match &block.trait_ {
        None => methods(block, shown),
        Some((path, _)) if is_for(block, name) => {
            vec![format!("impl {} for {shown}", compact(path))]
        }
        Some((path, _)) => {
            let implementor = compact(&*block.self_ty);
            vec![format!("impl {} for {implementor}", compact(path))]
        }
    }
}

fn trait_lines(item: &ItemTrait, shown: &str) -> Vec<String> {
    let supertraits = match compact(&item.supertraits) {
        none if none.is_empty() => none,
        some => format!(": {some}"),
    };
    let generics = compact(&item.generics);
    let mut lines = vec![format!("trait {shown}{generics}{supertraits}")];
    lines.extend(item.items.iter().filter_map(|item| match item {
        TraitItem::Fn(one) if !is_left_out(&one.attrs) => {
            Some(signature(&one.sig, &format!("{shown}::{}", one.sig.ident)))
        }
        TraitItem::Const(one) if !is_left_out(&one.attrs) => Some(format!(
            "const {shown}::{}: {}",
            one.ident,
            compact(&one.ty)
        )),
        TraitItem::Type(one) if !is_left_out(&one.attrs) => {
            Some(format!("type {shown}::{}", one.ident))
        }
        _ => None,
    }));
    lines
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

fn methods(item: &ItemImpl, shown: &str) -> Vec<String> {
    let public =
        item.items.iter().filter_map(|item| match item {
            ImplItem::Fn(one) if is_public(&one.vis) && !is_left_out(&one.attrs) => {
                let name = format!("{shown}::{}", one.sig.ident);
                Some(signature(&one.sig, &name))
            }
            ImplItem::Const(one) if is_public(&one.vis) && !is_left_out(&one.attrs) => Some(
                format!("const {shown}::{}: {}", one.ident, compact(&one.ty)),
            ),
            _ => None,
        });
    public.collect()
}

/// A signature without argument names, because no caller depends on them.
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
    let qualifiers = qualifiers.iter().filter(|(is_set, _)| *is_set);
    let qualifiers: String = qualifiers.map(|(_, text)| *text).collect();
    let output = match &signature.output {
        syn::ReturnType::Default => String::new(),
        syn::ReturnType::Type(_, ty) => format!(" -> {}", compact(ty)),
    };
    let condition = signature.generics.where_clause.as_ref();
    let condition = condition.map(|clause| format!(" {}", compact(clause)));
    format!(
        "{qualifiers}fn {shown}{}({}){output}{}",
        compact(&signature.generics),
        arguments.join(", "),
        condition.unwrap_or_default().trim_end_matches(',')
    )
}

/// The fields without docs and without attributes of derive macros.
fn without_attributes(fields: &Fields) -> Fields {
    let mut fields = fields.clone();
    for field in &mut fields {
        field.attrs.clear();
    }
    fields
}

fn fields(fields: &Fields, word: &str, shown: &str) -> Vec<String> {
    let public = fields
        .iter()
        .filter(|field| is_public(&field.vis) && !is_left_out(&field.attrs));
    public
        .enumerate()
        .map(|(index, field)| {
            let name = field.ident.as_ref();
            let name = name.map_or_else(|| index.to_string(), ToString::to_string);
            format!("{word} {shown}::{name}: {}", compact(&field.ty))
        })
        .collect()
}

/// The attribute `non_exhaustive`, if the type has it.
fn mark(attributes: &[Attribute]) -> &'static str {
    let marked = attributes
        .iter()
        .any(|one| one.path().is_ident("non_exhaustive"));
    if marked { " #[non_exhaustive]" } else { "" }
}

/// The derived traits on one line.
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
