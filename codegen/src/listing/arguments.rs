//! The arguments of public functions, which a listing has without their names.

use std::collections::BTreeMap;

use syn::{FnArg, ImplItem, Item, Pat, Signature, Type};

use super::item::{is_left_out, is_public};
use crate::file::RustFile;
use crate::format::compact;

/// The name and type of each argument of a function.
pub type Arguments = Vec<(String, String)>;

/// The arguments of the public methods of a crate, by type and method, from the outlines of its files.
pub fn arguments(outlines: &[RustFile]) -> BTreeMap<String, Arguments> {
    let items = outlines.iter().flat_map(|file| &file.syntax.items);
    let blocks = items.filter_map(|item| match item {
        Item::Impl(block) if block.trait_.is_none() => Some(block),
        _ => None,
    });
    let methods = blocks.flat_map(|block| {
        let methods = block.items.iter().filter_map(|item| match item {
            ImplItem::Fn(one) if is_public(&one.vis) && !is_left_out(&one.attrs) => Some(&one.sig),
            _ => None,
        });
        methods.map(|method| {
            let name = format!("{}::{}", type_name(&block.self_ty), method.ident);
            (name, typed(method))
        })
    });
    methods.collect()
}

fn type_name(ty: &Type) -> String {
    match ty {
        Type::Path(ty) => ty.path.segments.last().map(|last| last.ident.to_string()),
        _ => None,
    }
    .unwrap_or_else(|| compact(ty))
}

fn typed(signature: &Signature) -> Arguments {
    let arguments = signature
        .inputs
        .iter()
        .filter_map(|argument| match argument {
            FnArg::Typed(typed) => Some(typed),
            FnArg::Receiver(_) => None,
        });
    arguments
        .map(|argument| {
            let name = match &*argument.pat {
                Pat::Ident(name) => name.ident.to_string(),
                other => compact(other),
            };
            (name, compact(&argument.ty))
        })
        .collect()
}
