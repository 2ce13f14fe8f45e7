//! Generates a typed client crate from an OpenAPI document and overlays that correct it.
//!
//! [`generate`] is the table of contents: load, overlay, check, lower, emit, format. [`write`](mod@write)
//! puts the result in place, or says how it differs from what is there.
#![doc = include_str!("../EXTENSIONS.md")]

pub mod document;
pub mod overlay;

mod check;
mod emit;
mod error;
mod finding;
mod format;
mod lower;
mod model;
mod patch;
pub mod write;

pub use emit::File;
pub use error::Error;
pub use finding::{Finding, Pointer};
pub use patch::{Source, patched};

use finding::Findings;

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
    let mut findings = Findings::default();
    let openapi = check::check(&document, &mut findings);
    let api = openapi.and_then(|openapi| lower::lower(&document, &openapi, &mut findings));
    let (Some(api), true) = (api, findings.is_empty()) else {
        return Err(Error::Invalid {
            spec: source.spec.display().to_string(),
            findings: findings.into_vec(),
        });
    };
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
