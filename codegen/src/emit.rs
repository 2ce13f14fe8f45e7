//! The emit stage: from the [model](crate::model) to the files of a crate.

mod client;
mod decode;
mod derived_methods;
mod docs;
mod enumeration;
mod example;
mod example_scalar;
mod example_value;
mod filter;
mod list_edit;
mod manifest;
mod method;
mod nesting;
mod only_value;
mod operations;
mod page;
mod prose;
mod request;
mod resource;
mod rust_type;
mod schemas;
mod types;
mod union;

use proc_macro2::TokenStream;

use crate::error::Error;
use crate::file::{File, RustFile};
use crate::format;
use crate::listing;
use crate::model::Api;

/// Emits all files, sorted by path.
///
/// # Errors
///
/// If emitted tokens are not Rust, which is a defect of the generator.
pub fn emit(api: &Api) -> Result<Vec<File>, Error> {
    let mut sources = sources(api).collect::<Result<Vec<_>, _>>()?;
    let outlines: Vec<RustFile> = sources.iter().map(listing::outline).collect();
    let public_api = listing::public_api(&outlines);
    if !public_api.iter().all(|line| line.is_ascii()) {
        allow_scripts(&mut sources);
    }
    let mut files = vec![
        manifest::cargo_toml(api),
        manifest::readme(api),
        manifest::gitattributes(),
        manifest::rustfmt(),
        manifest::public_api(&public_api),
    ];
    files.extend(manifest::licenses(api));
    files.extend(sources.iter().map(|source| File {
        path: source.path.clone(),
        text: format::rust(&source.syntax),
    }));
    files.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(files)
}

/// The Rust files. Each is emitted when it is asked for, since those of a large document need much memory.
pub fn sources(api: &Api) -> impl Iterator<Item = Result<RustFile, Error>> {
    let tables = schemas::tables(api);
    let index = [
        source("src/lib.rs", client::library(api)),
        source("src/client.rs", client::client(api)),
        source("src/operations.rs", operations::operations(api, &tables)),
        source("src/types.rs", types::index(api)),
        source("src/resources.rs", resource::index(api)),
    ];
    let resources = api.resources.iter().map(move |resource| {
        let path = format!("src/resources/{}.rs", file_stem(&resource.name));
        let table = tables.get(resource.name.as_str());
        source(&path, resource::resource(api, resource, table))
    });
    index.into_iter().chain(resources)
}

/// Names of the API in another script than Latin are no mistakes.
fn allow_scripts(sources: &mut [RustFile]) {
    for root in sources.iter_mut().filter(|one| one.path == "src/lib.rs") {
        root.syntax.attrs.push(syn::parse_quote! {
            #![allow(
                confusable_idents,
                mixed_script_confusables,
                uncommon_codepoints,
                reason = "names of the API"
            )]
        });
    }
}

fn source(path: &str, tokens: TokenStream) -> Result<RustFile, Error> {
    let syntax = syn::parse2(tokens).map_err(|error| Error::Emitted {
        path: path.to_owned(),
        reason: error.to_string(),
    })?;
    let path = path.to_owned();
    Ok(RustFile { path, syntax })
}

/// The name of a module's file: that of the module, without `r#`.
fn file_stem(name: &str) -> &str {
    name.trim_start_matches("r#")
}

/// An identifier that the lower stage has checked.
fn ident(name: &str) -> proc_macro2::Ident {
    match name.strip_prefix("r#") {
        Some(raw) => proc_macro2::Ident::new_raw(raw, proc_macro2::Span::call_site()),
        None => proc_macro2::Ident::new(name, proc_macro2::Span::call_site()),
    }
}
