//! All stages from a document to a crate.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::document;
use crate::emit;
use crate::error::Error;
use crate::file::File;
use crate::listing::{self, RUNTIME_API_FILE};
use crate::lower;
use crate::model::{Api, Kind};
use crate::openapi;
use crate::overlay::OverlayError;
use crate::patch::{Source, load_patched};
use crate::problem::{Notes, Problem, Problems};
use crate::schema_rows::{self, SchemaRow};
use crate::vocabulary;

/// A generated crate, in memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Generated {
    /// The files, sorted by path.
    pub files: Vec<File>,
    /// The number of operations.
    pub operations: usize,
    /// The number of types.
    pub types: usize,
    /// What the crate does not express exactly.
    pub notes: Notes,
    /// The folder of the runtime, relative to the crate.
    runtime: PathBuf,
}

impl Generated {
    /// Adds `runtime-api.txt`: the public API of the runtime, as far as the crate exports it. `folder` is where
    /// the crate goes; if the sources of the runtime are not found from there, nothing is added.
    ///
    /// # Errors
    ///
    /// A source file of the runtime cannot be read or parsed.
    pub fn with_runtime_api(mut self, folder: &Path) -> Result<Self, Error> {
        let api = self
            .files
            .iter()
            .find(|file| file.path == listing::API_FILE);
        let api = api.map_or("", |file| &file.text);
        if let Some(text) = listing::runtime_api(api, folder, &self.runtime)? {
            self.files.push(File {
                path: RUNTIME_API_FILE.to_owned(),
                text,
            });
            self.files.sort_by(|one, other| one.path.cmp(&other.path));
        }
        Ok(self)
    }
}

/// Generates the crate that `source` describes. Nothing is written.
///
/// # Errors
///
/// The document or a patch cannot be read, a patch does not fit, or the patched
/// document cannot be generated.
pub fn generate(source: &Source) -> Result<Generated, Error> {
    let document = load_patched(source).map_err(|error| blame(error, source))?;
    generate_document(&source.spec.display().to_string(), &document)
}

/// Of a patch that does not fit: with what is wrong with the document itself, which may be the cause.
fn blame(error: Error, source: &Source) -> Error {
    let Error::Overlay(OverlayError::Action { .. }) = error else {
        return error;
    };
    let problems = document::load(&source.spec).map(|document| own_problems(&document));
    match problems {
        Ok(problems) if !problems.is_empty() => Error::PatchOfInvalid {
            spec: source.spec.display().to_string(),
            problems,
            patch: Box::new(error),
        },
        _ => error,
    }
}

/// What is wrong with a document before any patch: operationIds that occur twice, and members of wrong types.
#[must_use]
pub fn own_problems(document: &Value) -> Vec<Problem> {
    let (description, _) = openapi::read(document);
    let mut problems = Problems::default();
    openapi::validate(&description, &mut problems);
    problems.into_vec()
}

/// Generates the crate that a patched document describes; errors call the document `name`.
///
/// # Errors
///
/// [`Error::Invalid`] when the document cannot be generated.
pub fn generate_document(name: &str, document: &Value) -> Result<Generated, Error> {
    let (api, notes) = lower_document(name, document)?;
    let operations = api
        .resources
        .iter()
        .map(|resource| resource.operations.len());
    Ok(Generated {
        files: emit::emit(&api)?,
        operations: operations.sum(),
        types: api.types.len(),
        notes,
        runtime: PathBuf::from(&api.package.runtime.path),
    })
}

/// The schemas of the responses of a patched document, as the emitted crate has them, but for the variants of a union,
/// which are in the order of their branches; errors call the document `name`.
///
/// # Errors
///
/// As [`generate_document`].
pub fn response_schemas(name: &str, document: &Value) -> Result<Vec<SchemaRow>, Error> {
    let (mut api, _) = lower_document(name, document)?;
    for definition in api.types.values_mut() {
        if let Kind::Union(union) = &mut definition.kind {
            union.variants.sort_by_key(|variant| variant.place);
        }
    }
    Ok(schema_rows::all(&api))
}

/// The normal form and lower stages.
pub(crate) fn lower_document(name: &str, document: &Value) -> Result<(Api, Notes), Error> {
    let (description, mut problems) = openapi::read(document);
    vocabulary::check(document, &mut problems);
    let is_valid = openapi::validate(&description, &mut problems);
    let api = if is_valid {
        lower::lower(&description, &mut problems)
    } else {
        None
    };
    match api {
        Some(api) if problems.is_empty() => Ok((api, problems.into_notes())),
        _ => Err(Error::Invalid {
            spec: name.to_owned(),
            problems: problems.into_vec(),
        }),
    }
}
