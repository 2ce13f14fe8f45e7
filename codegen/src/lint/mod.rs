//! Finds quirks of an OpenAPI 3.0 document that no patch treats: what its examples show and its schemas do
//! not say, what it says twice or in two ways, what it leaves out, and what is a guess.
//!
//! [`lint`] is the table of contents: one survey of the document, then every family of rules looks at it.
//! What the keys of `EXTENSIONS.md` say counts as treated. Each finding comes with the actions of an overlay
//! that make it go away, and can be accepted with a reason instead: see [`Accepted`].

mod accepted;
mod duplicates;
mod enums;
mod evidence;
mod examples;
mod finding;
mod keyed;
mod kind;
mod lines;
mod members;
mod operations;
mod pages;
mod patch;
mod plain;
mod report;
mod rule;
mod sarif;
mod strings;
mod survey;
mod types;

use serde_json::Value;

use crate::{Error, openapi};

pub use accepted::Accepted;
pub use finding::Finding;
pub use lines::{Sources, Text};
pub use patch::Patch;
pub use report::{AcceptedFinding, Report, Stale};
pub use rule::{Level, Rule};

use survey::Survey;

/// Lints a patched document; `name` stands for it in the report.
///
/// # Errors
///
/// [`Error::NoOpenApi`] when it is no OpenAPI 3.0 document.
pub fn lint(name: &str, document: &Value, accepted: &Accepted) -> Result<Report, Error> {
    openapi::is_openapi(name, document)?;
    Ok(Report::new(name, findings(document), accepted))
}

/// All findings, those of a rule together, in the order of the document.
#[must_use]
pub fn findings(document: &Value) -> Vec<Finding> {
    let survey = Survey::of(document);
    let mut findings = Vec::new();
    strings::check(&survey, &mut findings);
    keyed::check(&survey, &mut findings);
    enums::check(&survey, &mut findings);
    types::check(&survey, &mut findings);
    members::check(&survey, &mut findings);
    operations::check(&survey, &mut findings);
    duplicates::check(&survey, &mut findings);
    pages::check(&survey, &mut findings);
    evidence::check(&survey, &mut findings);
    findings
}
