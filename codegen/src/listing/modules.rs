//! The modules of a crate, and path resolution in them.

use std::collections::{HashMap, HashSet};

use syn::{Item, UseTree};

use super::item;
use crate::file::RustFile;

/// An absolute path to a module or an item, as names from the crate root.
pub(super) type Path = Vec<String>;

/// The modules of a crate: files, and modules inside them.
pub(super) struct Modules<'a> {
    modules: HashMap<Path, Module<'a>>,
}

#[derive(Default)]
pub(super) struct Module<'a> {
    pub(super) items: &'a [Item],
    pub(super) imports: Vec<Import<'a>>,
    /// The place of the first import of each name.
    named: HashMap<String, usize>,
    /// The names of the items, public or not.
    names: HashSet<String>,
}

/// The target of a path.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Target {
    /// An item: the path of its module, and its name.
    Item(Path, String),
    Module(Path),
    /// A target outside of the loaded modules, as the path in the source.
    External(Path),
}

/// A name that a `use` brings into a module.
#[derive(Clone)]
pub(super) struct Import<'a> {
    /// The name; `None` for a glob.
    pub(super) name: Option<String>,
    pub(super) path: Path,
    pub(super) item: &'a syn::ItemUse,
}

impl<'a> Modules<'a> {
    /// Files of private modules may be missing if nothing is exported from them.
    pub(super) fn new(files: &'a [RustFile]) -> Self {
        let mut modules = Self {
            modules: HashMap::new(),
        };
        for file in files {
            modules.insert(module_path(&file.path), &file.syntax.items);
        }
        modules
    }

    fn insert(&mut self, path: Path, items: &'a [Item]) {
        for item in items {
            if let Item::Mod(module) = item
                && let Some((_, items)) = &module.content
                && !item::is_left_out(&module.attrs)
            {
                self.insert(child(&path, &module.ident.to_string()), items);
            }
        }
        let imports = imports(items);
        let mut named = HashMap::new();
        for (index, import) in imports.iter().enumerate() {
            if let Some(name) = &import.name {
                named.entry(name.clone()).or_insert(index);
            }
        }
        let module = Module {
            items,
            imports,
            named,
            names: items.iter().filter_map(item::name).collect(),
        };
        self.modules.insert(path, module);
    }

    pub(super) fn get(&self, path: &[String]) -> Option<&Module<'a>> {
        self.modules.get(path)
    }

    pub(super) fn items(&self, path: &[String]) -> &'a [Item] {
        self.get(path).map_or(&[], |module| module.items)
    }

    /// All modules, in no particular order.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&Path, &Module<'a>)> {
        self.modules.iter()
    }

    /// Resolves a path that is used in the module `own`.
    pub(super) fn resolve(&self, path: &[String], own: &[String]) -> Target {
        self.follow(path, own, &mut HashSet::new())
    }

    /// `seen` breaks cycles of imports.
    fn follow(&self, path: &[String], own: &[String], seen: &mut HashSet<(Path, Path)>) -> Target {
        let external = || Target::External(path.to_vec());
        if !seen.insert((path.to_vec(), own.to_vec())) {
            return external();
        }
        let (mut module, names) = base(path, own);
        let Some((last, steps)) = names.split_last() else {
            return Target::Module(module);
        };
        for name in steps {
            match self.lookup(&module, name, seen) {
                Some(Target::Module(next)) => module = next,
                _ => return external(),
            }
        }
        self.lookup(&module, last, seen).unwrap_or_else(external)
    }

    /// Resolves a name in a module.
    fn lookup(
        &self,
        module: &[String],
        name: &str,
        seen: &mut HashSet<(Path, Path)>,
    ) -> Option<Target> {
        let submodule = child(module, name);
        if self.modules.contains_key(&submodule) {
            return Some(Target::Module(submodule));
        }
        let Module {
            names,
            imports,
            named,
            ..
        } = self.get(module)?;
        if names.contains(name) {
            return Some(Target::Item(module.to_vec(), name.to_owned()));
        }
        if let Some(import) = named.get(name).and_then(|index| imports.get(*index)) {
            return Some(self.follow(&import.path, module, seen));
        }
        imports
            .iter()
            .filter(|import| import.name.is_none())
            .find_map(|glob| {
                let path = child(&glob.path, name);
                match self.follow(&path, module, seen) {
                    Target::External(_) => None,
                    found => Some(found),
                }
            })
    }
}

/// `src/resources/mod.rs` and `src/resources.rs` are the module `resources`.
fn module_path(file: &str) -> Path {
    let path = file.trim_start_matches("src/").trim_end_matches(".rs");
    let names = path
        .split('/')
        .filter(|name| !matches!(*name, "mod" | "lib"));
    names.map(str::to_owned).collect()
}

/// The module where a path starts, and the remaining names.
fn base<'p>(path: &'p [String], own: &[String]) -> (Path, &'p [String]) {
    let mut module = own.to_vec();
    let mut rest = path;
    while let [first, others @ ..] = rest {
        match first.as_str() {
            "super" => {
                module.pop();
            }
            "crate" => module.clear(),
            "self" => {}
            _ => break,
        }
        rest = others;
    }
    (module, rest)
}

/// The names that the `use` items of a module bring into it.
fn imports(items: &[Item]) -> Vec<Import<'_>> {
    let mut imports = Vec::new();
    for item in items {
        if let Item::Use(item) = item {
            add_imports(item, &item.tree, &[], &mut imports);
        }
    }
    imports
}

fn add_imports<'a>(
    item: &'a syn::ItemUse,
    tree: &UseTree,
    prefix: &[String],
    imports: &mut Vec<Import<'a>>,
) {
    let mut add = |name: Option<String>, path: Path| imports.push(Import { name, path, item });
    match tree {
        UseTree::Path(step) => {
            let prefix = child(prefix, &step.ident.to_string());
            add_imports(item, &step.tree, &prefix, imports);
        }
        UseTree::Group(group) => {
            for tree in &group.items {
                add_imports(item, tree, prefix, imports);
            }
        }
        // `use a::{self}` imports `a`.
        UseTree::Name(name) if name.ident == "self" => {
            add(prefix.last().cloned(), prefix.to_vec());
        }
        UseTree::Name(name) => {
            let name = name.ident.to_string();
            add(Some(name.clone()), child(prefix, &name));
        }
        UseTree::Rename(name) => add(
            Some(name.rename.to_string()),
            child(prefix, &name.ident.to_string()),
        ),
        UseTree::Glob(_) => add(None, prefix.to_vec()),
    }
}

pub(super) fn child(path: &[String], name: &str) -> Path {
    let name = name.to_owned();
    path.iter().cloned().chain([name]).collect()
}
