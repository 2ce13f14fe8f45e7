//! `runtime-api.txt`: the public API of the runtime, as far as the emitted crate exports it.

use std::fs;
use std::path::{Component, Path, PathBuf};

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use syn::Item;

use super::item::is_left_out;
use super::public_api::Listing;
use crate::error::Error;
use crate::file::RustFile;
use crate::format::HEADER;

/// The name of the listing of the runtime, which is next to that of the emitted crate.
pub const RUNTIME_API_FILE: &str = "runtime-api.txt";

const ABOUT: &str = "The public API of the runtime that this crate exports, one item a line, by the paths of this crate.";

/// The name of the runtime in the emitted crate.
const RUNTIME: &str = "runtime";

/// The text of `runtime-api.txt`: the public API of the runtime, as far as the emitted crate with the listing `api`
/// exports it. `runtime` is the path of the runtime from `folder`, the folder of the emitted crate. `None` if there
/// are no sources.
///
/// # Errors
///
/// A source file cannot be read or parsed.
pub fn runtime_api(api: &str, folder: &Path, runtime: &Path) -> Result<Option<String>, Error> {
    let mut files = Vec::new();
    load_module(
        &normalize(&folder.join(runtime)).join("src"),
        "lib",
        &mut files,
    )?;
    if files.is_empty() {
        return Ok(None);
    }
    let mut listing = Listing::new(&files);
    for (shown, path) in api.lines().filter_map(export) {
        listing.path(&path, &shown);
    }
    let lines = listing.into_lines().join("\n");
    Ok(Some(format!("# {HEADER}\n# {ABOUT}\n\n{lines}\n")))
}

/// The public API of the library whose package is in `folder`, one item a line, under the name `shown`. Empty if there
/// are no sources.
///
/// # Errors
///
/// A source file cannot be read or parsed.
pub fn library_api(shown: &str, folder: &Path) -> Result<String, Error> {
    let mut files = Vec::new();
    load_module(&folder.join("src"), "lib", &mut files)?;
    let mut listing = Listing::new(&files);
    listing.module(&[], &[shown.to_owned()]);
    let lines = listing.into_lines();
    Ok(lines
        .iter()
        .flat_map(|line| [line.as_str(), "\n"])
        .collect())
}

/// Removes `..` from a path, as cargo does: the folder of the emitted crate may not exist yet.
fn normalize(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut normalized = PathBuf::new();
    for component in path.components() {
        match component {
            Component::ParentDir => {
                normalized.pop();
            }
            other => normalized.push(other),
        }
    }
    normalized
}

/// The path of a line `use shown = runtime::path` or `type shown = runtime::path<...>`, and the path in the
/// runtime.
fn export(line: &str) -> Option<(Vec<String>, Vec<String>)> {
    let words = line
        .strip_prefix("use ")
        .or_else(|| line.strip_prefix("type "))?;
    let (shown, path) = words.split_once(" = ")?;
    let end_of = |path: &str| path.find('<').unwrap_or(path.len());
    let names = |path: &str| -> Vec<String> {
        let path = &path[..end_of(path)];
        path.split("::").map(str::to_owned).collect()
    };
    let (shown, mut path) = (names(shown), names(path));
    if path.first().is_none_or(|first| first != RUNTIME) {
        return None;
    }
    path.remove(0);
    Some((shown, path))
}

/// Loads a module, given by its path without `.rs`, and its submodules. A missing file is skipped.
fn load_module(source: &Path, module: &str, files: &mut Vec<RustFile>) -> Result<(), Error> {
    let candidates = [format!("{module}.rs"), format!("{module}/mod.rs")];
    let Some(name) = candidates.iter().find(|name| source.join(name).is_file()) else {
        return Ok(());
    };
    let path = source.join(name);
    let text = fs::read_to_string(&path).map_err(|source| Error::Io {
        action: "read the file",
        path: path.clone(),
        source,
    })?;
    let syntax = parse(&text).map_err(|error| Error::RuntimeSource {
        path,
        reason: error.to_string(),
    })?;
    let submodules: Vec<String> = syntax
        .items
        .iter()
        .filter_map(|item| match item {
            Item::Mod(one) if one.content.is_none() && !is_left_out(&one.attrs) => {
                Some(one.ident.to_string())
            }
            _ => None,
        })
        .collect();
    files.push(RustFile {
        path: format!("src/{name}"),
        syntax,
    });
    for submodule in submodules {
        let submodule = match module {
            "lib" => submodule,
            _ => format!("{module}/{submodule}"),
        };
        load_module(source, &submodule, files)?;
    }
    Ok(())
}

/// The syntax of a source file, with the bodies of functions empty: parsing them is most of the work, and a listing
/// has no use for them.
fn parse(text: &str) -> syn::Result<syn::File> {
    syn::parse2(without_bodies(text.parse()?))
}

/// The tokens of items, with the bodies of functions empty.
fn without_bodies(tokens: TokenStream) -> TokenStream {
    let mut in_function = false;
    let mut after_fn = false;
    let mut kept = Vec::new();
    for token in tokens {
        let token = match token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                let body = if std::mem::take(&mut in_function) {
                    TokenStream::new()
                } else {
                    without_bodies(group.stream())
                };
                TokenTree::Group(Group::new(Delimiter::Brace, body))
            }
            other => other,
        };
        // `fn` without a name is a type.
        in_function |= after_fn && matches!(token, TokenTree::Ident(_));
        after_fn = matches!(&token, TokenTree::Ident(word) if word == "fn");
        if matches!(&token, TokenTree::Punct(sign) if sign.as_char() == ';') {
            in_function = false;
        }
        kept.push(token);
    }
    kept.into_iter().collect()
}
