//! What adopting a document means for the patches, the clients and the crate.

use serde_json::Value;

use crate::diff::{self, Change, Input, Report};
use crate::error::Error;
use crate::generate::{Generated, generate_document};
use crate::lint::{self, Baseline};
use crate::openapi;
use crate::overlay::{ActionResult, Overlay, Verdict, dry_run};
use crate::patch::Patch;

/// The documents in use.
#[derive(Clone, Debug)]
pub struct Current {
    /// How reports call it.
    pub name: String,
    /// The upstream document, without patches.
    pub upstream: Value,
    /// The document with its patches.
    pub patched: Value,
}

/// A new upstream document.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The file name.
    pub name: String,
    /// The document, without patches.
    pub document: Value,
}

/// What adopting a document means.
#[derive(Debug)]
#[non_exhaustive]
pub struct Adoption {
    /// The result of each action of each patch, in their order.
    pub actions: Vec<ActionResult>,
    /// The new document with its patches; a guess if a patch does not fit.
    pub document: Value,
    /// The changes of the upstream document, without patches.
    pub upstream_changes: Vec<Change>,
    /// The changes for clients.
    pub diff: Report,
    /// The quirks of the new document that no patch covers.
    pub lint: lint::Report,
    /// The generated crate.
    pub generated: Outcome,
}

/// The result of generating the new crate.
#[derive(Debug)]
pub enum Outcome {
    /// The crate.
    Crate(Generated),
    /// The document cannot be generated, perhaps since a patch does not fit.
    Refused(Error),
}

/// How far an adoption is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Nothing has been written.
    Examined,
    /// The new document and its crate have been written.
    Written,
}

/// Whether the emitted crate compiles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Compiled {
    /// The crate was not compiled.
    Unknown,
    Yes,
    /// The messages of the compiler.
    No(String),
}

/// Compares `candidate`, with `patches` applied, to the documents in use.
///
/// # Errors
///
/// A document is not an OpenAPI document, or a patch is not a valid overlay. A patch that does not fit,
/// or a document that cannot be generated, is part of the result.
pub fn examine(
    current: &Current,
    candidate: Candidate,
    patches: Vec<Patch>,
    baseline: &Baseline,
) -> Result<Adoption, Error> {
    let Candidate { name, document } = candidate;
    openapi::is_openapi(&name, &document)?;
    let upstream_changes = diff::changes(&current.upstream, &document);
    let (document, actions) = try_patches(document, patches)?;
    let old = Input::new(&current.name, &current.patched);
    let new = Input::new(&name, &document);
    Ok(Adoption {
        actions,
        upstream_changes,
        diff: diff::compare(&old, &new)?,
        lint: lint::lint(&name, &document, baseline)?,
        generated: match generate_document(&name, &document) {
            Ok(generated) => Outcome::Crate(generated),
            Err(error) => Outcome::Refused(error),
        },
        document,
    })
}

/// Applies the patches as far as they fit.
fn try_patches(
    mut document: Value,
    patches: Vec<Patch>,
) -> Result<(Value, Vec<ActionResult>), Error> {
    let mut results: Vec<ActionResult> = Vec::new();
    let mut conflicts = 0;
    for patch in patches {
        let patch = Overlay::from_value(&patch.name, patch.document)?;
        let run = dry_run(document, &patch);
        document = run.document;
        for result in run.actions {
            let result = match conflicts {
                0 => result,
                _ => result.after_conflict(),
            };
            conflicts += usize::from(result.verdict == Verdict::Conflict);
            results.push(result);
        }
    }
    Ok((document, results))
}

impl Adoption {
    /// The actions that do not fit or are not needed any more.
    pub fn needs_attention(&self) -> impl Iterator<Item = &ActionResult> {
        self.actions
            .iter()
            .filter(|action| action.verdict != Verdict::Fits)
    }

    /// The crate, if it can be adopted: every patch fits, and the document can be generated.
    #[must_use]
    pub fn adoptable(&self) -> Option<&Generated> {
        match &self.generated {
            Outcome::Crate(generated) if self.blocking() == 0 => Some(generated),
            Outcome::Crate(_) | Outcome::Refused(_) => None,
        }
    }

    /// How many actions the generator would reject.
    pub(super) fn blocking(&self) -> usize {
        let rejected = self
            .actions
            .iter()
            .filter(|action| action.problem.is_some());
        rejected.count()
    }
}
