//! The emit stage: from the [model](crate::model) to the files of a crate.

mod client;
mod docs;
mod enumeration;
mod example;
mod filter;
mod further;
mod manifest;
mod method;
mod operations;
mod plain;
mod resource;
mod rust_type;
mod shapes;
mod types;

use proc_macro2::TokenStream;

use crate::Error;
use crate::format;
use crate::model::Api;

/// A file of the emitted crate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its path in the crate, with `/` between the parts.
    pub path: String,
    /// Its content.
    pub text: String,
}

/// Emits all files, sorted by path.
///
/// # Errors
///
/// When progenitor refuses the API, or what was emitted is no Rust: both are defects of the
/// generator, told with the name of the file.
pub fn emit(api: &Api) -> Result<Vec<File>, Error> {
    let mut files = vec![
        manifest::cargo_toml(api),
        manifest::readme(api),
        manifest::gitattributes(),
        rust("src/lib.rs", client::library(api))?,
        rust("src/client.rs", client::client(api))?,
        rust("src/operations.rs", operations::operations(api))?,
        rust("src/types.rs", types::index(api))?,
        rust("src/shapes.rs", shapes::shapes(api))?,
        rust("src/resources/mod.rs", resource::index(api))?,
    ];
    for resource in &api.resources {
        let path = format!("src/resources/{}.rs", file_stem(&resource.name));
        files.push(rust(&path, resource::resource(api, resource))?);
    }
    for (name, tokens) in plain::plain(api)? {
        files.push(rust(&format!("src/plain/{}.rs", file_stem(&name)), tokens)?);
    }
    files.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(files)
}

fn rust(path: &str, tokens: TokenStream) -> Result<File, Error> {
    Ok(File {
        text: format::rust(path, tokens)?,
        path: path.to_owned(),
    })
}

/// The name of a module's file: that of the module without the mark of a raw identifier.
fn file_stem(name: &str) -> &str {
    name.trim_start_matches("r#")
}

/// An identifier that lowering has made sure of.
fn ident(name: &str) -> proc_macro2::Ident {
    match name.strip_prefix("r#") {
        Some(raw) => proc_macro2::Ident::new_raw(raw, proc_macro2::Span::call_site()),
        None => proc_macro2::Ident::new(name, proc_macro2::Span::call_site()),
    }
}
