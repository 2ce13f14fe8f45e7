//! All stages from a document to a crate.

use serde_json::Value;

use crate::check;
use crate::emit;
use crate::error::Error;
use crate::file::File;
use crate::finding::Findings;
use crate::lower;
use crate::model::Api;
use crate::patch::{Source, load_patched};

/// A generated crate, in memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Generated {
    /// The files, sorted by path.
    pub files: Vec<File>,
    /// The number of operations.
    pub operations: usize,
    /// The number of types.
    pub types: usize,
}

/// Generates the crate that `source` describes. Nothing is written.
///
/// # Errors
///
/// The document or a patch cannot be read, a patch does not fit, or the patched
/// document cannot be generated.
pub fn generate(source: &Source) -> Result<Generated, Error> {
    let document = load_patched(source)?;
    generate_document(&source.spec.display().to_string(), &document)
}

/// Generates the crate that a patched document describes; errors call the document `name`.
///
/// # Errors
///
/// [`Error::Invalid`] when the document cannot be generated.
pub fn generate_document(name: &str, document: &Value) -> Result<Generated, Error> {
    let api = lower_document(name, document)?;
    let operations = api
        .resources
        .iter()
        .map(|resource| resource.operations.len());
    Ok(Generated {
        files: emit::emit(&api)?,
        operations: operations.sum(),
        types: api.types.len(),
    })
}

/// The check and lower stages.
pub(crate) fn lower_document(name: &str, document: &Value) -> Result<Api, Error> {
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
