//! The pipeline: from a document and its patches to a crate.

use serde_json::Value;

use crate::emit::{self, File};
use crate::error::Error;
use crate::finding::Findings;
use crate::patch::{Source, patched};
use crate::{check, lower, model};

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

/// The check and lower stages.
pub(crate) fn lowered(name: &str, document: &Value) -> Result<model::Api, Error> {
    let mut findings = Findings::default();
    let openapi = check::check(document, &mut findings);
    let api = openapi.and_then(|openapi| lower::lower(document, &openapi, &mut findings));
    match api {
        Some(api) if findings.is_empty() => Ok(api),
        _ => Err(Error::Invalid {
            spec: name.to_owned(),
            findings: findings.into_vec(),
        }),
    }
}
