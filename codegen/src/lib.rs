//! Generates a typed client crate from an OpenAPI document and overlays that correct it.
//!
//! [`generate`] is the table of contents: load, overlay, normal form, lower, emit, format. [`write`](mod@write)
//! puts the result in place, or says how it differs from what is there. [`diff`](mod@diff) compares two
//! documents, and what they become; [`lint`](mod@lint) finds what patches should treat.
#![doc = include_str!("../EXTENSIONS.md")]

pub mod adopt;
pub mod diff;
pub mod document;
pub mod lint;
pub mod overlay;
pub mod suggest;

mod emit;
mod error;
mod finding;
mod format;
mod listing;
mod lower;
mod model;
mod node;
mod openapi;
mod patch;
mod rust_name;
pub mod write;

pub use emit::File;
pub use error::Error;
pub use finding::{Finding, Pointer};
pub use patch::{Patch, Source, apply, is_patch, patch_files, patched, patches};

use serde_json::Value;

/// A generated crate, in memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Generated {
    /// Its files, sorted by path.
    pub files: Vec<File>,
    /// How many operations it has.
    pub operations: usize,
    /// How many types it has.
    pub types: usize,
}

/// Generates the crate that `source` describes.
///
/// # Errors
///
/// [`Error`] says what is wrong and where. Nothing is written either way.
pub fn generate(source: &Source) -> Result<Generated, Error> {
    let document = patched(source)?;
    generate_document(&source.spec.display().to_string(), &document)
}

/// Generates the crate that a patched document describes; `name` stands for it in errors.
///
/// # Errors
///
/// [`Error`] says what is wrong and where.
pub fn generate_document(name: &str, document: &Value) -> Result<Generated, Error> {
    let api = lowered(name, document)?;
    Ok(Generated {
        files: emit::emit(&api)?,
        operations: api
            .resources
            .iter()
            .map(|resource| resource.operations.len())
            .sum(),
        types: api.types.len(),
    })
}

/// The normal form and lower stages.
fn lowered(name: &str, document: &Value) -> Result<model::Api, Error> {
    let (description, mut findings) = openapi::read(document);
    let is_valid = openapi::validate(&description, &mut findings);
    let api = if is_valid {
        lower::lower(&description, &mut findings)
    } else {
        None
    };
    match api {
        Some(api) if findings.is_empty() => Ok(api),
        _ => Err(Error::Invalid {
            spec: name.to_owned(),
            findings: findings.into_vec(),
        }),
    }
}
