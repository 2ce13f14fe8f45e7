//! Generates a typed client crate from an OpenAPI document and overlays that correct it.
//!
//! [`generate`] runs all stages: load, overlay, normal form, lower, emit, format. [`write`](mod@write) writes the
//! files, or shows what would change. [`diff`](mod@diff) compares two documents and the crates that are
//! generated from them, [`lint`](mod@lint) reports what patches should correct, and [`adopt`](mod@adopt)
//! replaces a document by a new version.
#![doc = include_str!("../EXTENSIONS.md")]

pub mod adopt;
pub mod diff;
pub mod document;
pub mod lint;
pub mod openapi;
pub mod overlay;
pub mod suggest;
pub mod wire;
pub mod write;

mod emit;
mod error;
mod file;
mod format;
mod generate;
mod listing;
mod lower;
mod markdown;
mod model;
mod package;
mod patch;
mod pointer;
mod problem;
mod rust_name;
mod schema_rows;
mod vocabulary;

pub use error::Error;
pub use file::File;
pub use generate::{Generated, generate, generate_document, response_schemas};
pub use listing::{API_FILE, RUNTIME_API_FILE, library_api, runtime_api};
pub use package::{PackageDefaults, RuntimeCrate, complete_metadata};
pub use patch::{Patch, Source, apply, is_patch, load_patched, load_patches, patch_files};
pub use pointer::Pointer;
pub use problem::{Note, NoteKind, Notes, Problem, Repair};
pub use schema_rows::SchemaRow;
