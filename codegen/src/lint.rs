//! Reports quirks of an OpenAPI document that no patch covers: examples that contradict schemas, things described
//! twice or in two ways, things left out, and guesses.
//!
//! [`findings`] is the table of contents: the document is indexed once, then every family of rules checks the index.
//! The keys of `EXTENSIONS.md` count as covered. Each finding has the overlay actions that remove it; it can be
//! accepted with a reason instead, see [`Baseline`].

mod baseline;
mod branches;
mod closed_enums;
mod conflicts;
mod contradictions;
mod duplicates;
mod enums;
mod evidence;
mod examples;
mod finding;
mod fit;
mod index;
mod keyed;
mod kind;
mod lines;
mod members;
mod mistakes;
mod operations;
mod pages;
mod patch;
mod report;
mod rule;
mod sarif;
mod siblings;
mod strings;
mod text;
mod types;
mod unused;
mod words;

use serde_json::Value;

use crate::error::Error;
use crate::openapi;

pub use baseline::Baseline;
pub use finding::Finding;
pub use lines::{Sources, Text};
pub use patch::Patch;
pub use report::{AcceptedFinding, Report, Stale};
pub use rule::{Level, Rule};

use index::SchemaIndex;

/// Lints a patched document; `name` stands for it in the report. The patches of all findings fit together; where two
/// would change one place, the later finding has none.
///
/// # Errors
///
/// [`Error::NoOpenApi`] when it is no OpenAPI 3.0 document.
pub fn lint(name: &str, document: &Value, baseline: &Baseline) -> Result<Report, Error> {
    openapi::is_openapi(name, document)?;
    let mut report = Report::new(name, document, findings(document), baseline);
    conflicts::resolve(&mut report.findings);
    Ok(report)
}

/// All findings: by family of rules, then in document order.
#[must_use]
pub fn findings(document: &Value) -> Vec<Finding> {
    let (description, mut problems) = openapi::read(document);
    openapi::validate(&description, &mut problems);
    let index = SchemaIndex::of(&description);
    let mut findings = Vec::new();
    strings::check(&index, &mut findings);
    keyed::check(&index, &mut findings);
    enums::check(&index, &mut findings);
    closed_enums::check(&index, &mut findings);
    types::check(&index, &mut findings);
    contradictions::check(&index, &mut findings);
    members::check(&index, &mut findings);
    operations::check(&index, &mut findings);
    duplicates::check(&index, &mut findings);
    pages::check(&index, &mut findings);
    mistakes::check(document, &problems.into_notes(), &mut findings);
    evidence::check(&index, &mut findings);
    unused::check(&index, &mut findings);
    findings
}
