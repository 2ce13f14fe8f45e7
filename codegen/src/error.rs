//! Why generating a crate fails.

use std::path::PathBuf;

use crate::document::DocumentError;
use crate::overlay::OverlayError;
use indexmap::IndexMap;

use crate::pointer::Pointer;
use crate::problem::Problem;

/// Why nothing was generated.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A document or patch cannot be read.
    #[error(transparent)]
    Document(#[from] DocumentError),
    /// A patch is invalid or does not fit the document.
    #[error(transparent)]
    Overlay(#[from] OverlayError),
    /// The file is not an OpenAPI 3.0 document.
    #[error(
        "{name}: expected an OpenAPI document with `openapi: 3.0.x` or `3.1.x`, found {found}; convert it or name another file"
    )]
    NoOpenApi {
        /// The file.
        name: String,
        /// What was found instead.
        found: String,
    },
    /// The document cannot be generated; everything that is wrong with it.
    #[error("{spec}, patched, cannot be generated:\n{}", lines(.problems))]
    Invalid {
        /// The document.
        spec: String,
        /// At least one.
        problems: Vec<Problem>,
    },
    /// A patch does not fit a document that is invalid itself.
    #[error(
        "{spec}, before any patch:\n{}\nThis may be the cause of the following, unless a patch corrects it:\n{patch}",
        lines(.problems)
    )]
    PatchOfInvalid {
        /// The document.
        spec: String,
        /// At least one.
        problems: Vec<Problem>,
        /// The error of the patch.
        patch: Box<Error>,
    },
    /// The list of accepted findings is invalid.
    #[error("{file}: {place}: {problem}; correct the entry, or delete it")]
    Acceptance {
        /// The file.
        file: String,
        /// The entry, counted from 0.
        place: String,
        /// What was expected and found.
        problem: String,
    },
    /// The emitted tokens are not valid Rust: a defect of the generator.
    #[error(
        "{path}: the emitted code is not valid Rust: {reason}; please report this bug of the generator"
    )]
    Emitted {
        /// The emitted file.
        path: String,
        /// The error of the parser.
        reason: String,
    },
    /// A source file of the runtime cannot be parsed.
    #[error("{}: cannot parse the source of the runtime: {reason}", .path.display())]
    RuntimeSource { path: PathBuf, reason: String },
    /// The output folder has a file that is not generated, which would be lost.
    #[error("{}: this file is not generated, so it is not overwritten or removed; choose an output folder that is new, empty, or has an emitted crate", .path.display())]
    NotGenerated {
        /// The file.
        path: PathBuf,
    },
    /// A file cannot be read, written or removed.
    #[error("{}: cannot {action}", .path.display())]
    Io {
        /// What failed, as a verb with its object.
        action: &'static str,
        /// The file or folder.
        path: PathBuf,
        source: std::io::Error,
    },
}

/// The problems by cause: what is wrong in many places is told once.
fn lines(problems: &[Problem]) -> String {
    let mut causes: IndexMap<(&str, &str), Vec<&Pointer>> = IndexMap::new();
    for Problem {
        pointer,
        message,
        hint,
    } in problems
    {
        causes.entry((message, hint)).or_default().push(pointer);
    }
    let lines = causes.into_iter().map(|((message, hint), places)| {
        let mut others = String::new();
        if let [_, more @ ..] = places.as_slice()
            && !more.is_empty()
        {
            let named = more.iter().take(OTHER_PLACES).map(ToString::to_string);
            let named = named.collect::<Vec<_>>().join(", ");
            let rest = if more.len() > OTHER_PLACES {
                ", ..."
            } else {
                ""
            };
            others = format!("\n    and in {} more places: {named}{rest}", more.len());
        }
        format!("  {}: {message}{others}\n    hint: {hint}", places[0])
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// How many places are named besides the first.
const OTHER_PLACES: usize = 3;
