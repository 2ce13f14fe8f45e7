//! Compares two OpenAPI documents by what they mean to a client.
//!
//! Both documents are read into their normal form ([`crate::openapi`]), so that references, defaults and order
//! make no difference. Each change is reported with a rule, a place, a level and a sentence. [`compare`] takes any
//! OpenAPI 3.0 document, also one that cannot be generated. Where both can be, the public APIs of the two crates are
//! compared as well.

mod alternatives;
mod annotations;
mod bodies;
mod branches;
mod change;
mod changes;
mod comparison;
mod discriminators;
mod document;
mod fields;
mod groups;
mod input;
mod items;
mod markdown;
mod operation_pairs;
mod operations;
mod pairing;
mod parameters;
mod phrase;
mod report;
mod rule;
mod runtime;
mod rust;
mod schema;
mod schema_use;
mod security;
mod security_schemes;
mod servers;
mod text;
mod types;
mod unused;
mod values;
mod wording;

use serde_json::Value;

use crate::error::Error;
use crate::openapi;

pub use change::{Change, Document};
pub use input::Input;
pub use report::{Report, Summary};
pub use rule::{Area, Level, Rule, Side};
pub use rust::{Bump, Comparison, Refusal, Rust};

/// Compares two documents.
///
/// # Errors
///
/// [`Error::NoOpenApi`] when one of them is not an OpenAPI 3.0 document.
pub fn compare(old: &Input<'_>, new: &Input<'_>) -> Result<Report, Error> {
    openapi::is_openapi(old.name, old.document)?;
    openapi::is_openapi(new.name, new.document)?;
    let mut changes = changes(old.document, new.document);
    let rust = rust::compare(old, new, &mut changes)?;
    Ok(Report::new(old, new, changes, rust))
}

/// Changes with one cause: a sentence about all of them, and the changes.
pub(crate) fn causes(changes: &[Change]) -> Vec<(String, Vec<&Change>)> {
    let groups = groups::by_cause(changes.iter()).into_iter();
    groups
        .map(|group| (group.message(MAX_NAMES), group.into_changes()))
        .collect()
}

/// How many names a sentence about several changes lists.
const MAX_NAMES: usize = 3;

/// The changes between two documents, worst first, without the Rust items that they affect.
#[must_use]
pub fn changes(old: &Value, new: &Value) -> Vec<Change> {
    let ((old, _), (new, _)) = (openapi::read(old), openapi::read(new));
    let prints = openapi::fingerprints([&old, &new]);
    let mut comparison = comparison::Comparison::new(&old, &new, &prints);
    operations::compare(&mut comparison);
    document::compare(&mut comparison);
    unused::compare(&mut comparison);
    comparison.changes.finish()
}
