//! The public API of the emitted crate contains no type of a library that may be replaced.
//!
//! The source is searched, not `api.txt`: the generator writes that list, so an item could be missing
//! from it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use hellodialog_codegen::library_api;
use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Fields, ImplItem, Item, TraitItem, UseTree, Visibility};

/// Libraries that are an implementation detail.
const INTERNAL: [&str; 6] = [
    "http",
    "hyper",
    "progenitor",
    "progenitor_client",
    "reqwest",
    "tower",
];

/// Types of the runtime that the crate does not re-export.
const NOT_EXPORTED: [&str; 2] = ["RequestBuilder", "Transport"];

#[test]
fn no_type_of_an_internal_library_is_public() -> io::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut leaks = Vec::new();
    let mut items = 0;
    // The crate re-exports types of the runtime.
    let mut files = vec![
        root.join("generated/src/lib.rs"),
        root.join("codegen/runtime/src/lib.rs"),
    ];
    while let Some(file) = files.pop() {
        let source = Source::parse(&fs::read_to_string(&file)?);
        items += source.signatures.len();
        for leak in source.leaks() {
            leaks.push(format!("{}: {leak}", file.display()));
        }
        for module in source.public_modules() {
            files.push(module_file(&file, &module)?);
        }
    }
    assert!(items > 300, "only {items} public items were found");
    assert!(leaks.is_empty(), "{}", leaks.join("\n"));
    Ok(())
}

/// `cargo xtask diff` compares the listing with that of the last release.
#[test]
fn the_listing_of_the_emulator_is_not_stale() -> Result<(), Box<dyn std::error::Error>> {
    let emulator = Path::new(env!("CARGO_MANIFEST_DIR")).join("emulator");
    let update = "UPDATE_GOLDEN=1 cargo test -p hellodialog-tests --test public_api";
    let lines = library_api("hellodialog_emulator", &emulator)?;
    assert!(lines.lines().count() > 100, "{lines}");
    let text = format!(
        "# The public API of the library, one item a line, without the names of arguments.\n\
         # Written by `{update}`; do not edit.\n\n{lines}"
    );
    let file = emulator.join("api.txt");
    if env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&file, &text)?;
    }
    assert!(
        fs::read_to_string(&file)? == text,
        "{}: run {update}",
        file.display()
    );
    Ok(())
}

#[test]
fn a_type_of_an_internal_library_is_found() {
    for leak in [
        "pub fn send(request: reqwest::Request) {}",
        "use reqwest::Response as Raw; pub struct Page { pub raw: Raw }",
        "use reqwest::{header::HeaderMap}; pub type Headers = HeaderMap;",
        "impl Client { pub fn inner(&self) -> &reqwest::Client { &self.0 } }",
        "impl From<reqwest::Error> for Error { }",
        "pub enum Error { Sent(hyper::Error) }",
        "pub trait Send { fn send(&self) -> http::Response<()>; }",
        "pub use reqwest::Url;",
        "pub use {reqwest, serde};",
        "impl From<Method> for reqwest::Method { }",
        "pub const GET: http::Method = http::Method::GET;",
        "runtime::structure! { pub struct Page { pub raw: reqwest::Response } }",
    ] {
        assert_eq!(Source::parse(leak).leaks().count(), 1, "{leak}");
    }
    for fine in [
        "use reqwest::Client; fn private(client: Client) {}",
        "pub struct Client { inner: reqwest::Client }",
        "impl Client { fn inner(&self) -> &reqwest::Client { &self.inner } }",
        "pub(crate) type Inner = reqwest::Client;",
        "pub fn send() { reqwest::get(); }",
        "#[doc(hidden)] pub use {reqwest, serde};",
        "impl Call { #[doc(hidden)] pub fn new(request: reqwest::Request) -> Self { } }",
        "impl Transport { pub fn http(&self) -> &reqwest::Client { &self.http } }",
    ] {
        assert_eq!(Source::parse(fine).leaks().count(), 0, "{fine}");
    }
}

/// The file of a module that `parent` declares.
fn module_file(parent: &Path, name: &str) -> io::Result<PathBuf> {
    let folder = match parent.file_stem().and_then(|stem| stem.to_str()) {
        Some("lib" | "mod") => parent.with_file_name(""),
        _ => parent.with_extension(""),
    };
    let candidates = [
        folder.join(format!("{name}.rs")),
        folder.join(name).join("mod.rs"),
    ];
    let file = candidates.into_iter().find(|file| file.is_file());
    file.ok_or_else(|| io::Error::other(format!("no file for module {name}")))
}

/// The public items of a file.
#[derive(Default)]
struct Source {
    /// The imported names of internal libraries' items.
    internal: BTreeSet<String>,
    signatures: Vec<TokenStream>,
    /// Modules by name, and whether they are public.
    modules: Vec<(String, bool)>,
    /// Modules with re-exported items.
    exported: BTreeSet<String>,
}

impl Source {
    fn parse(text: &str) -> Self {
        let file = syn::parse_file(text).expect("the source is Rust");
        let mut source = Self::default();
        source.internal.extend(INTERNAL.map(str::to_owned));
        for item in &file.items {
            source.add(item);
        }
        source
    }

    /// The public items that mention an internal library.
    fn leaks(&self) -> impl Iterator<Item = &TokenStream> {
        let mentions = |signature: &&TokenStream| self.mentions((*signature).clone());
        self.signatures.iter().filter(mentions)
    }

    fn mentions(&self, tokens: TokenStream) -> bool {
        tokens.into_iter().any(|token| match token {
            TokenTree::Ident(name) => self.internal.contains(&name.to_string()),
            TokenTree::Group(group) => self.mentions(group.stream()),
            _ => false,
        })
    }

    /// The modules that are public or have re-exported items.
    fn public_modules(&self) -> Vec<String> {
        let modules = self.modules.iter();
        let reachable = modules.filter(|(name, public)| *public || self.exported.contains(name));
        reachable.map(|(name, _)| name.clone()).collect()
    }

    fn add(&mut self, item: &Item) {
        match item {
            Item::Use(item) if is_hidden(&item.attrs) => self.import(&item.tree, false),
            Item::Use(item) if is_public(&item.vis) => {
                let mut tree = &item.tree;
                while let UseTree::Path(path) = tree {
                    self.exported.insert(path.ident.to_string());
                    tree = &path.tree;
                }
                self.signatures.push(item.tree.to_token_stream());
            }
            Item::Use(item) => self.import(&item.tree, false),
            Item::Mod(item) => match &item.content {
                Some((_, items)) if is_public(&item.vis) => {
                    for item in items {
                        self.add(item);
                    }
                }
                Some(_) => {}
                None => {
                    let module = (item.ident.to_string(), is_public(&item.vis));
                    self.modules.push(module);
                }
            },
            Item::Fn(item) if is_public(&item.vis) => self.sign(&item.sig),
            Item::Const(item) if is_public(&item.vis) => self.sign(&item.ty),
            Item::Static(item) if is_public(&item.vis) => self.sign(&item.ty),
            Item::Type(item) if is_public(&item.vis) => self.sign(&item.ty),
            Item::Struct(item) if is_public(&item.vis) => {
                self.sign(&item.generics);
                self.add_fields(&item.fields);
            }
            Item::Enum(item) if is_public(&item.vis) => {
                for variant in &item.variants {
                    for field in &variant.fields {
                        self.sign(&field.ty);
                    }
                }
            }
            Item::Trait(item) if is_public(&item.vis) => {
                self.sign(&item.supertraits);
                for item in &item.items {
                    match item {
                        TraitItem::Fn(method) => self.sign(&method.sig),
                        other => self.sign(other),
                    }
                }
            }
            Item::Impl(item) => self.add_impl(item),
            // A macro of the runtime may make any of its input public.
            Item::Macro(item) => self.sign(&item.mac.tokens),
            _ => {}
        }
    }

    fn add_impl(&mut self, item: &syn::ItemImpl) {
        let type_name = item.self_ty.to_token_stream().to_string();
        let without_generics = type_name.split(' ').next().unwrap_or_default();
        if NOT_EXPORTED.contains(&without_generics) {
            return;
        }
        self.sign(&item.self_ty);
        if let Some((.., name, _)) = &item.trait_ {
            self.sign(name);
        }
        for item in &item.items {
            match item {
                ImplItem::Fn(method) if is_hidden(&method.attrs) => {}
                ImplItem::Fn(method) if is_public(&method.vis) => self.sign(&method.sig),
                ImplItem::Const(item) if is_public(&item.vis) => self.sign(&item.ty),
                ImplItem::Type(item) => self.sign(&item.ty),
                _ => {}
            }
        }
    }

    fn add_fields(&mut self, fields: &Fields) {
        for field in fields {
            if is_public(&field.vis) {
                self.sign(&field.ty);
            }
        }
    }

    fn sign(&mut self, part: &impl ToTokens) {
        self.signatures.push(part.to_token_stream());
    }

    /// Adds the names that a `use` imports from an internal library.
    fn import(&mut self, tree: &UseTree, inside: bool) {
        match tree {
            UseTree::Path(path) => {
                let inside = inside || self.internal.contains(&path.ident.to_string());
                self.import(&path.tree, inside);
            }
            UseTree::Group(group) => {
                for tree in &group.items {
                    self.import(tree, inside);
                }
            }
            UseTree::Name(name) if inside => {
                self.internal.insert(name.ident.to_string());
            }
            UseTree::Rename(name) if inside => {
                self.internal.insert(name.rename.to_string());
            }
            _ => {}
        }
    }
}

/// Whether the attributes contain `#[doc(hidden)]`, which marks items for emitted code.
fn is_hidden(attributes: &[syn::Attribute]) -> bool {
    let mut attributes = attributes.iter();
    attributes.any(|attribute| attribute.meta.to_token_stream().to_string() == "doc (hidden)")
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}
