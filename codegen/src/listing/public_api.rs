//! Walks the public items of a crate.

use std::collections::{BTreeSet, HashMap, HashSet};

use proc_macro2::TokenStream;
use syn::visit_mut::VisitMut;
use syn::{GenericArgument, Item, ItemImpl, PathArguments, Type};

use super::item::{self, is_left_out, is_public};
use super::macros;
use super::modules::{Import, Modules, Path, Target, child};
use crate::file::RustFile;

/// The listing of the emitted crate.
pub const API_FILE: &str = "api.txt";

/// A file as far as the listing needs it: macros expanded, bodies and docs left out.
pub fn outline(file: &RustFile) -> RustFile {
    let mut outline = macros::expand(file);
    Bodies.visit_file_mut(&mut outline.syntax);
    outline
}

/// Empties bodies of functions and removes docs, which are most of an emitted file.
struct Bodies;

impl VisitMut for Bodies {
    fn visit_block_mut(&mut self, block: &mut syn::Block) {
        block.stmts = Vec::new();
    }

    fn visit_attributes_mut(&mut self, attributes: &mut Vec<syn::Attribute>) {
        let is_hidden = |one: &syn::Attribute| one.meta.require_list().is_ok();
        attributes.retain(|one| !one.path().is_ident("doc") || is_hidden(one));
    }

    fn visit_item_const_mut(&mut self, item: &mut syn::ItemConst) {
        *item.expr = syn::Expr::Verbatim(TokenStream::new());
    }
}

/// The lines of the public API of a crate, sorted, from the outlines of its files.
pub fn public_api(outlines: &[RustFile]) -> Vec<String> {
    let mut listing = Listing::new(outlines);
    listing.module(&[], &[]);
    listing.into_lines()
}

/// The lines found so far.
pub(super) struct Listing<'a> {
    modules: Modules<'a>,
    /// The public items by module and name.
    items: HashMap<(Path, String), Vec<&'a Item>>,
    /// The `impl` blocks by type. An `impl` for a foreign type, such as `impl From<Id> for u64`, is listed under the types
    /// in the arguments of its trait.
    implementations: HashMap<(Path, String), Vec<&'a ItemImpl>>,
    lines: BTreeSet<String>,
    /// The items listed already, by target and path, which breaks cycles of exports.
    listed: HashSet<(Target, Path)>,
}

impl<'a> Listing<'a> {
    pub(super) fn new(files: &'a [RustFile]) -> Self {
        let modules = Modules::new(files);
        Self {
            items: items(&modules),
            implementations: implementations(&modules),
            modules,
            lines: BTreeSet::new(),
            listed: HashSet::new(),
        }
    }

    pub(super) fn into_lines(self) -> Vec<String> {
        self.lines.into_iter().collect()
    }

    /// Lists the public items of the module `own` under the path `shown`.
    pub(super) fn module(&mut self, own: &[String], shown: &[String]) {
        let Some(module) = self.modules.get(own) else {
            return;
        };
        let (items, imports) = (module.items, module.imports.clone());
        for item in items {
            match item {
                Item::Mod(module) if is_public(&module.vis) && !is_left_out(&module.attrs) => {
                    let name = module.ident.to_string();
                    self.target(Target::Module(child(own, &name)), &child(shown, &name));
                }
                _ => {
                    if let Some(name) = item::public_name(item) {
                        let shown = child(shown, &name);
                        self.target(Target::Item(own.to_vec(), name), &shown);
                    }
                }
            }
        }
        for import in imports {
            if is_public(&import.item.vis) && !is_left_out(&import.item.attrs) {
                self.export(&import, own, shown);
            }
        }
    }

    /// Lists the items that a `pub use` exports.
    fn export(&mut self, import: &Import<'_>, own: &[String], shown: &[String]) {
        if let Some(name) = &import.name {
            let target = self.modules.resolve(&import.path, own);
            self.target(target, &child(shown, name));
            return;
        }
        if let Target::Module(module) = self.modules.resolve(&import.path, own) {
            self.module(&module, shown);
        } else {
            let (shown, path) = (child(shown, "*").join("::"), import.path.join("::"));
            self.lines.insert(format!("use {shown} = {path}::*"));
        }
    }

    /// Lists the target of an absolute path in the crate under the name `shown`.
    pub(super) fn path(&mut self, path: &[String], shown: &[String]) {
        let target = self.modules.resolve(path, &[]);
        self.target(target, shown);
    }

    fn target(&mut self, target: Target, shown: &[String]) {
        if !self.listed.insert((target.clone(), shown.to_vec())) {
            return;
        }
        let name = shown.join("::");
        match target {
            Target::Item(module, item) => self.item(&module, &item, &name),
            Target::Module(module) => {
                self.lines.insert(format!("mod {name}"));
                self.module(&module, shown);
            }
            Target::External(path) => {
                self.lines
                    .insert(format!("use {name} = {}", path.join("::")));
            }
        }
    }

    /// Lists an item and its `impl` blocks.
    fn item(&mut self, module: &[String], name: &str, shown: &str) {
        let key = (module.to_vec(), name.to_owned());
        for item in self.items.get(&key).into_iter().flatten() {
            self.lines.extend(item::definition(item, shown));
        }
        for block in self.implementations.get(&key).into_iter().flatten() {
            self.lines.extend(item::implementation(block, name, shown));
        }
    }
}

fn items<'a>(modules: &Modules<'a>) -> HashMap<(Path, String), Vec<&'a Item>> {
    let mut items: HashMap<_, Vec<_>> = HashMap::new();
    for (own, module) in modules.iter() {
        for item in module.items {
            if let Some(name) = item::public_name(item) {
                items.entry((own.clone(), name)).or_default().push(item);
            }
        }
    }
    items
}

fn implementations<'a>(modules: &Modules<'a>) -> HashMap<(Path, String), Vec<&'a ItemImpl>> {
    let mut implementations: HashMap<_, Vec<_>> = HashMap::new();
    for (own, module) in modules.iter() {
        for item in module.items {
            let Item::Impl(block) = item else { continue };
            if is_left_out(&block.attrs) || has_private_trait(block, own, modules) {
                continue;
            }
            let local = |ty: &Type| match ty {
                Type::Path(ty) => match modules.resolve(&names(&ty.path), own) {
                    Target::Item(module, name) => Some((module, name)),
                    Target::Module(_) | Target::External(_) => None,
                },
                _ => None,
            };
            let keys = match local(&block.self_ty) {
                Some(implementor) => vec![implementor],
                None => trait_arguments(block).filter_map(local).collect(),
            };
            for key in keys {
                implementations.entry(key).or_default().push(block);
            }
        }
    }
    implementations
}

/// The types in the arguments of a trait.
fn trait_arguments(block: &ItemImpl) -> impl Iterator<Item = &Type> {
    let path = block.trait_.as_ref().map(|(path, _)| path);
    let last = path.and_then(|path| path.segments.last());
    let arguments = last.and_then(|last| match &last.arguments {
        PathArguments::AngleBracketed(arguments) => Some(&arguments.args),
        _ => None,
    });
    let arguments = arguments.into_iter().flatten();
    arguments.filter_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    })
}

fn has_private_trait(block: &ItemImpl, own: &[String], modules: &Modules<'_>) -> bool {
    let Some((path, _)) = &block.trait_ else {
        return false;
    };
    match modules.resolve(&names(path), own) {
        Target::Item(module, name) => !modules
            .items(&module)
            .iter()
            .any(|item| item::public_name(item).as_ref() == Some(&name)),
        Target::Module(_) | Target::External(_) => false,
    }
}

fn names(path: &syn::Path) -> Path {
    let names = path.segments.iter().map(|one| one.ident.to_string());
    names.collect()
}
