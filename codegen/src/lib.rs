//! Generates a typed client crate from an OpenAPI document and overlays that correct it.
//!
//! [`generate`] is the table of contents: load, overlay, check, lower, emit, format. [`write`](mod@write)
//! puts the result in place, or says how it differs from what is there. [`diff`](mod@diff) compares two
//! documents, and what they become; [`lint`](mod@lint) finds what patches should treat.
#![doc = include_str!("../EXTENSIONS.md")]

pub mod adopt;
pub mod diff;
pub mod document;
pub mod lint;
pub mod overlay;
pub mod suggest;

mod check;
mod emit;
mod error;
mod finding;
mod format;
mod generate;
mod listing;
mod lower;
mod model;
mod node;
mod openapi;
mod patch;
pub mod write;

pub use emit::File;
pub use error::Error;
pub use finding::{Finding, Pointer};
pub use generate::{Generated, generate, generate_document};
pub use patch::{Patch, Source, apply, is_patch, patch_files, patched, patches};
