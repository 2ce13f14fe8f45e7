//! The public API of the emitted crate, one item a line, as a program that uses the crate sees it:
//! by the paths that `pub use` gives, whatever files the items stand in.

mod item;
mod macros;

use std::collections::{BTreeSet, HashMap};

use syn::{Item, UseTree, Visibility};

use crate::format::Source;

/// What the listing says of itself at its top.
pub const ABOUT: &str = "The public API, one item a line, without the names of arguments.";

/// The lines of the public API of a crate, sorted. Of its files, those of private modules from which
/// nothing is exported may be missing.
pub fn public_api(sources: &[Source]) -> Vec<String> {
    let modules: HashMap<_, _> = sources
        .iter()
        .map(|source| (module_of(&source.path), macros::expand(&source.file.items)))
        .collect();
    let mut listing = Listing {
        modules: modules
            .iter()
            .map(|(path, items)| (path.clone(), items))
            .collect(),
        lines: BTreeSet::new(),
    };
    listing.module(&[], &[]);
    listing.lines.into_iter().collect()
}

/// `src/resources/books.rs` is the module `resources::books`.
fn module_of(path: &str) -> Vec<String> {
    let path = path.trim_start_matches("src/").trim_end_matches(".rs");
    let names = path.split('/').filter(|name| *name != "lib");
    names.map(str::to_owned).collect()
}

struct Listing<'a> {
    /// The items of each module that is a file.
    modules: HashMap<Vec<String>, &'a Vec<Item>>,
    lines: BTreeSet<String>,
}

impl<'a> Listing<'a> {
    /// Lists what the module `own` makes public under the path `shown`.
    fn module(&mut self, own: &[String], shown: &[String]) {
        if let Some(items) = self.modules.get(own).copied() {
            self.items(items, own, shown);
        }
    }

    fn items(&mut self, items: &'a [Item], own: &[String], shown: &[String]) {
        for item in items {
            match item {
                Item::Mod(module) if is_public(&module.vis) => {
                    let name = module.ident.to_string();
                    let (own, shown) = (below(own, &name), below(shown, &name));
                    self.line(format!("mod {}", shown.join("::")));
                    match &module.content {
                        Some((_, items)) => self.items(items, &own, &shown),
                        None => self.module(&own, &shown),
                    }
                }
                Item::Use(import) if is_public(&import.vis) => {
                    self.import(&import.tree, Vec::new(), own, shown);
                }
                _ => {
                    if let Some(name) = item::public_name(item) {
                        self.item(items, &name, &below(shown, &name));
                    }
                }
            }
        }
    }

    /// Lists what a `pub use` in the module `own` gives.
    fn import(&mut self, tree: &UseTree, mut path: Vec<String>, own: &[String], shown: &[String]) {
        match tree {
            UseTree::Path(step) => {
                path.push(step.ident.to_string());
                self.import(&step.tree, path, own, shown);
            }
            UseTree::Group(group) => {
                for tree in &group.items {
                    self.import(tree, path.clone(), own, shown);
                }
            }
            UseTree::Name(name) => {
                path.push(name.ident.to_string());
                self.export(&path, &name.ident.to_string(), own, shown);
            }
            UseTree::Rename(name) => {
                path.push(name.ident.to_string());
                self.export(&path, &name.rename.to_string(), own, shown);
            }
            UseTree::Glob(_) => {
                let line = format!("use {}::* = {}::*", shown.join("::"), path.join("::"));
                self.line(line);
            }
        }
    }

    /// Lists one name: what it stands for, if that is in the crate, else where it comes from.
    fn export(&mut self, path: &[String], name: &str, own: &[String], shown: &[String]) {
        let shown = below(shown, name);
        let target = absolute(path, own);
        if let Some((last, module)) = target.split_last()
            && let Some(items) = self.modules.get(module).copied()
            && items
                .iter()
                .any(|item| item::public_name(item).as_ref() == Some(last))
        {
            self.item(items, last, &shown);
        } else {
            self.line(format!("use {} = {}", shown.join("::"), path.join("::")));
        }
    }

    /// Lists the item `name` of a module, with what is implemented for it there.
    fn item(&mut self, items: &'a [Item], name: &str, shown: &[String]) {
        let shown = shown.join("::");
        for item in items {
            let lines = if item::public_name(item).as_deref() == Some(name) {
                item::definition(item, &shown)
            } else {
                item::implementation(item, name, &shown)
            };
            self.lines.extend(lines);
        }
    }

    fn line(&mut self, line: String) {
        self.lines.insert(line);
    }
}

/// The path of the crate that `path` means in the module `own`.
fn absolute(path: &[String], own: &[String]) -> Vec<String> {
    let mut base = own.to_vec();
    let mut rest = path;
    while let [first, others @ ..] = rest {
        match first.as_str() {
            "super" => {
                base.pop();
            }
            "crate" => base.clear(),
            "self" => {}
            _ => break,
        }
        rest = others;
    }
    base.extend_from_slice(rest);
    base
}

fn below(path: &[String], name: &str) -> Vec<String> {
    let name = name.to_owned();
    path.iter().cloned().chain([name]).collect()
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}
