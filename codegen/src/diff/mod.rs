//! Compares two OpenAPI 3.0 documents by what they mean to a client: references are followed, the
//! order of members does not count, and everything that has changed is told with a rule, a place, a
//! level and a sentence.
//!
//! [`compare`] is the table of contents. It takes any OpenAPI 3.0 document, also one that cannot be
//! generated; what generated code makes of the two is compared where both can be.

mod annotations;
mod bodies;
mod fields;
mod general;
mod items;
mod markdown;
mod operations;
mod parameters;
mod plain;
mod report;
mod rule;
mod runtime;
mod rust;
mod schema;
mod security;
mod shape;
mod subject;
mod tree;
mod values;
mod walk;

use serde_json::Value;

use crate::error::Error;
use crate::openapi;

pub use report::{Change, Document, Input, Report, Summary};
pub use rule::{Area, Level, Rule, Side};
pub use rust::{Bump, Comparison, Refusal, Rust};

use walk::Walk;

/// Compares two documents.
///
/// # Errors
///
/// [`Error::NoOpenApi`] when one of them is no OpenAPI 3.0 document.
pub fn compare(old: &Input<'_>, new: &Input<'_>) -> Result<Report, Error> {
    openapi::is_openapi(old.name, old.document)?;
    openapi::is_openapi(new.name, new.document)?;
    let mut changes = changes(old.document, new.document);
    let rust = rust::compare(old, new, &mut changes)?;
    Ok(Report::new(old, new, changes, rust))
}

/// What has changed, worst first, without what becomes of it in Rust.
#[must_use]
pub fn changes(old: &Value, new: &Value) -> Vec<Change> {
    let mut walk = Walk::new(old, new);
    walk.operations();
    walk.path_items();
    walk.general();
    walk.unused();
    walk.finish()
}
