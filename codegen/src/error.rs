//! What can go wrong on the way from a document to a crate.

use std::path::PathBuf;

use crate::document::DocumentError;
use crate::finding::Finding;
use crate::overlay::OverlayError;

/// Why nothing was generated.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A document or patch that cannot be read.
    #[error(transparent)]
    Document(#[from] DocumentError),
    /// A patch that is wrong in itself or does not fit the document.
    #[error(transparent)]
    Overlay(#[from] OverlayError),
    /// Something that is no OpenAPI 3.0 document.
    #[error(
        "{name}: expected an OpenAPI document with `openapi: 3.0.x`, found {found}; convert it to OpenAPI 3.0 or name another file"
    )]
    NoOpenApi {
        /// The file.
        name: String,
        /// What is there instead.
        found: String,
    },
    /// A document that cannot be generated; everything that is wrong with it.
    #[error("{spec}, patched, cannot be generated:\n{}", list(.findings))]
    Invalid {
        /// The document.
        spec: String,
        /// What is wrong with it.
        findings: Vec<Finding>,
    },
    /// A list of accepted findings that is wrong in itself.
    #[error("{file}: {place}: {problem}")]
    Acceptance {
        /// The file.
        file: String,
        /// The entry, counted from 0.
        place: String,
        /// What is wrong with it.
        problem: String,
    },
    /// progenitor rejected the lowered API: a construct that the check stage should have rejected.
    #[error(
        "progenitor cannot write the requests: {reason}; please report this as a defect of the generator"
    )]
    Progenitor {
        /// What it said.
        reason: String,
    },
    /// Emitted tokens are no Rust.
    #[error(
        "{path}: what was emitted is no Rust: {reason}; please report this as a defect of the generator"
    )]
    Emitted {
        /// The emitted file.
        path: String,
        /// What the parser said.
        reason: String,
    },
    /// A folder that holds something else than an emitted crate.
    #[error("{}: expected an emitted crate, a new or an empty folder, found other files; name another folder", .path.display())]
    Foreign {
        /// The folder.
        path: PathBuf,
    },
    /// A file that cannot be read, written or removed.
    #[error("{}: cannot {action}: {source}", .path.display())]
    Io {
        /// What was tried.
        action: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
}

fn list(findings: &[Finding]) -> String {
    let lines: Vec<String> = findings
        .iter()
        .map(|finding| format!("  {finding}"))
        .collect();
    lines.join("\n")
}
