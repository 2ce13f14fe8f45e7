//! The imports between the modules of a crate form no cycle.
//!
//! An import is a path from `crate`, `self` or `super`. A re-export counts as an import from the module that defines the
//! item. An import from a parent module is allowed, except from the crate's root.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use syn::visit::Visit;

/// A module by its names below the crate's root.
type ModulePath = Vec<String>;

/// The source folders of the hand-written crates.
const CRATES: [&str; 6] = [
    "codegen/src",
    "codegen/runtime/src",
    "xtask/src",
    "xtask/cli/src",
    "xtask/account/src",
    "tests/emulator/src",
];

#[test]
fn modules_of_a_crate_import_each_other_in_one_direction() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut cycles = Vec::new();
    for name in CRATES {
        let modules = modules(&root.join(name));
        assert!(modules.len() > 1, "no modules in {name}");
        cycles.extend(
            cycles_of(&modules)
                .into_iter()
                .map(|cycle| format!("{name}: {cycle}")),
        );
    }
    assert!(
        cycles.is_empty(),
        "modules that import each other:\n{}",
        cycles.join("\n")
    );
}

#[test]
fn each_cycle_is_found() {
    let file = |text: &str| syn::parse_file(text).expect("Rust");
    let path = |text: &str| {
        text.split("::")
            .filter(|name| !name.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let mut modules = BTreeMap::from([
        (path(""), file("mod a; mod b; pub use a::A;")),
        (path("a"), file("use crate::b::B; pub struct A;")),
        (path("b"), file("fn b() { crate::c() }")),
    ]);
    assert_eq!(cycles_of(&modules), ["b -> (root)"]);
    modules.insert(path("b"), file("pub struct B;"));
    assert_eq!(cycles_of(&modules), [""; 0]);
    modules.insert(path("b"), file("use super::A; pub struct B;"));
    assert_eq!(cycles_of(&modules), ["a -> b"]);
}

/// The parsed files below a source folder, by module, without modules named `tests`.
fn modules(folder: &Path) -> BTreeMap<ModulePath, syn::File> {
    let mut modules = BTreeMap::new();
    let mut next: Vec<(PathBuf, ModulePath)> = vec![(folder.to_owned(), Vec::new())];
    while let Some((folder, parent)) = next.pop() {
        let entries =
            fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        for entry in entries {
            let path = entry.expect("an entry").path();
            let name = path
                .file_stem()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            let mut module = parent.clone();
            if name == "tests" {
                continue;
            }
            if path.is_dir() {
                module.push(name);
                next.push((path, module));
                continue;
            }
            if path.extension().is_none_or(|extension| extension != "rs") {
                continue;
            }
            assert!(
                name != "mod",
                "{}: a module is a file beside its folder",
                path.display()
            );
            if !(matches!(name.as_str(), "lib" | "main") && parent.is_empty()) {
                module.push(name);
            }
            let text = fs::read_to_string(&path).expect("a text file");
            let file = syn::parse_file(&text)
                .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            // A library and a program have the same root.
            modules.entry(module).or_insert(file);
        }
    }
    modules
}

/// The modules of each cycle.
fn cycles_of(modules: &BTreeMap<ModulePath, syn::File>) -> Vec<String> {
    let exports: BTreeMap<&ModulePath, BTreeMap<String, ModulePath>> = modules
        .iter()
        .map(|(module, file)| (module, exports(module, file)))
        .collect();
    let mut edges: BTreeMap<ModulePath, BTreeSet<ModulePath>> = BTreeMap::new();
    let mut cycles = BTreeSet::new();
    for (module, file) in modules {
        let mut imports = Imports {
            module,
            paths: Vec::new(),
        };
        imports.visit_file(file);
        for path in imports.paths {
            let target = resolve(path, modules, &exports);
            match siblings(module, &target) {
                // The root declares and uses all its modules.
                Some((from, to)) if to.is_empty() => {
                    _ = cycles.insert(format!("{} -> (root)", from.join("::")));
                }
                Some((from, to)) => _ = edges.entry(from).or_default().insert(to),
                None => {}
            }
        }
    }
    let reaches = |from: &ModulePath, to: &ModulePath| {
        let mut seen = BTreeSet::new();
        let mut next = vec![from];
        while let Some(one) = next.pop() {
            for target in edges.get(one).into_iter().flatten() {
                if target == to {
                    return true;
                }
                if seen.insert(target) {
                    next.push(target);
                }
            }
        }
        false
    };
    for (from, targets) in &edges {
        for to in targets.iter().filter(|to| reaches(to, from)) {
            let (one, other) = if from < to { (from, to) } else { (to, from) };
            cycles.insert(format!("{} -> {}", one.join("::"), other.join("::")));
        }
    }
    cycles.into_iter().collect()
}

/// The names that a module re-exports, with the path of each.
fn exports(module: &ModulePath, file: &syn::File) -> BTreeMap<String, ModulePath> {
    let mut exports = BTreeMap::new();
    for item in &file.items {
        if let syn::Item::Use(item) = item {
            for (name, path) in use_paths(&item.tree) {
                if let Some(path) =
                    absolute(module, &path).or_else(|| Some([module.clone(), path].concat()))
                {
                    exports.insert(name, path);
                }
            }
        }
    }
    exports
}

/// The module in which a path's item is defined.
fn resolve(
    mut path: ModulePath,
    modules: &BTreeMap<ModulePath, syn::File>,
    exports: &BTreeMap<&ModulePath, BTreeMap<String, ModulePath>>,
) -> ModulePath {
    // A limit for re-exports of re-exports.
    for _ in 0..8 {
        let length = (0..=path.len())
            .rev()
            .find(|length| modules.contains_key(&path[..*length]))
            .unwrap_or(0);
        let module = path[..length].to_vec();
        let target = path
            .get(length)
            .and_then(|name| exports.get(&module)?.get(name));
        match target {
            Some(target) if *target != path => {
                path = [target.as_slice(), &path[length + 1..]].concat();
            }
            _ => return module,
        }
    }
    path
}

/// The two modules below the common parent of an import. `None` for an import from an enclosing module, unless that is the
/// root.
fn siblings(from: &ModulePath, to: &ModulePath) -> Option<(ModulePath, ModulePath)> {
    let common = from
        .iter()
        .zip(to)
        .take_while(|(one, other)| one == other)
        .count();
    if to.is_empty() && !from.is_empty() {
        return Some((from[..1].to_vec(), Vec::new()));
    }
    (from.len() > common && to.len() > common)
        .then(|| (from[..=common].to_vec(), to[..=common].to_vec()))
}

/// A path that begins with `crate`, `self` or `super`, from the crate's root.
fn absolute(module: &ModulePath, path: &[String]) -> Option<ModulePath> {
    let mut base = match path.first()?.as_str() {
        "crate" => Vec::new(),
        "self" => module.clone(),
        "super" => module[..module.len().checked_sub(1)?].to_vec(),
        _ => return None,
    };
    for name in &path[1..] {
        if name == "super" {
            base.pop();
        } else {
            base.push(name.clone());
        }
    }
    Some(base)
}

/// The names that a `use` imports, each with its full path.
fn use_paths(tree: &syn::UseTree) -> Vec<(String, ModulePath)> {
    match tree {
        syn::UseTree::Path(path) => {
            let inner = use_paths(&path.tree).into_iter();
            inner
                .map(|(name, rest)| (name, [vec![path.ident.to_string()], rest].concat()))
                .collect()
        }
        syn::UseTree::Name(name) if name.ident == "self" => vec![(String::new(), Vec::new())],
        syn::UseTree::Name(name) => vec![(name.ident.to_string(), vec![name.ident.to_string()])],
        syn::UseTree::Rename(rename) => {
            vec![(rename.rename.to_string(), vec![rename.ident.to_string()])]
        }
        syn::UseTree::Glob(_) => vec![(String::new(), Vec::new())],
        syn::UseTree::Group(group) => group.items.iter().flat_map(use_paths).collect(),
    }
}

/// The paths into the crate that a module uses, outside of its tests.
struct Imports<'m> {
    module: &'m ModulePath,
    paths: Vec<ModulePath>,
}

impl Visit<'_> for Imports<'_> {
    fn visit_item_mod(&mut self, item: &syn::ItemMod) {
        // Inline modules contain tests; paths in them are relative to themselves.
        if item.content.is_none() {
            syn::visit::visit_item_mod(self, item);
        }
    }

    fn visit_item_use(&mut self, item: &syn::ItemUse) {
        // A re-export is not a dependency of this module, but of the modules that import it.
        if matches!(item.vis, syn::Visibility::Inherited) {
            let paths = use_paths(&item.tree).into_iter();
            self.paths
                .extend(paths.filter_map(|(_, path)| absolute(self.module, &path)));
        }
    }

    fn visit_path(&mut self, path: &syn::Path) {
        let names: Vec<String> = path
            .segments
            .iter()
            .map(|segment| segment.ident.to_string())
            .collect();
        self.paths
            .extend(absolute(self.module, &names).filter(|_| names.len() > 1));
        syn::visit::visit_path(self, path);
    }
}
