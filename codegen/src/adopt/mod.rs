//! Taking over a new document: what it changes, which patches went stale, which new quirks came along,
//! and what follows for the crate.
//!
//! [`examine`] finds out everything and writes nothing; [`Adoption::page`] tells it, and
//! [`changelog`] has the entry for the users of the crate.

pub mod changelog;
mod page;

use std::{panic, thread};

use serde_json::Value;

use crate::diff::{self, Input, Report};
use crate::lint::{self, Accepted};
use crate::overlay::{self, Overlay, Tried, Verdict};
use crate::{Error, Generated, Patch, generate_document};

/// A new document, and what stands for it.
#[derive(Clone, Debug)]
pub struct Upstream {
    /// Its file.
    pub name: String,
    /// The document, as it came.
    pub document: Value,
}

/// What taking over a document comes to.
#[derive(Debug)]
#[non_exhaustive]
pub struct Adoption {
    /// What becomes of each action of each patch, in their order.
    pub actions: Vec<Tried>,
    /// The new document with its patches: where one does not fit, a guess.
    pub document: Value,
    /// What changes for clients.
    pub diff: Report,
    /// The quirks of the new document that no patch treats.
    pub lint: lint::Report,
    /// The crate.
    pub generated: Outcome,
}

/// What the generator makes of the new document.
#[derive(Debug)]
pub enum Outcome {
    /// A crate.
    Crate(Generated),
    /// Nothing, since it cannot be generated, or not with patches that do not fit.
    Refused(Error),
}

/// Whether the emitted crate compiles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Compiled {
    /// Nobody has tried.
    Unknown,
    /// It does.
    Yes,
    /// It does not; what the compiler said.
    No(String),
}

/// Finds out what taking over `new` with `patches` comes to, against what there is now.
///
/// # Errors
///
/// When a document is no OpenAPI document, or a patch is wrong in itself. A patch that does not fit,
/// or a document that cannot be generated, is none: that is in the result.
pub fn examine(
    now: &Input<'_>,
    new: Upstream,
    patches: Vec<Patch>,
    accepted: &Accepted,
) -> Result<Adoption, Error> {
    let Upstream { name, mut document } = new;
    let mut actions = Vec::new();
    for patch in patches {
        let patch = Overlay::from_value(&patch.name, patch.document)?;
        let trial = overlay::trial(document, &patch);
        document = trial.document;
        actions.extend(trial.actions);
    }
    let input = Input {
        name: &name,
        document: &document,
    };
    // Each takes about as long as the other, and there is somebody waiting.
    let (diff, generated) = thread::scope(|scope| {
        let generated = scope.spawn(|| generate_document(&name, &document));
        (diff::compare(now, &input), generated.join())
    });
    Ok(Adoption {
        actions,
        diff: diff?,
        lint: lint::lint(&name, &document, accepted)?,
        generated: match generated.unwrap_or_else(|panic| panic::resume_unwind(panic)) {
            Ok(generated) => Outcome::Crate(generated),
            Err(error) => Outcome::Refused(error),
        },
        document,
    })
}

impl Adoption {
    /// The actions that do nothing any more, or do not fit.
    pub fn remarkable(&self) -> impl Iterator<Item = &Tried> {
        self.actions
            .iter()
            .filter(|action| action.verdict != Verdict::Fits)
    }

    /// The crate, if it can be put in place: every patch fits, and it can be generated.
    #[must_use]
    pub fn adoptable(&self) -> Option<&Generated> {
        match &self.generated {
            Outcome::Crate(generated) if self.stopped() == 0 => Some(generated),
            Outcome::Crate(_) | Outcome::Refused(_) => None,
        }
    }

    /// How many actions stop a run of the generator.
    fn stopped(&self) -> usize {
        let stops = |action: &&Tried| action.problem.is_some();
        self.actions.iter().filter(stops).count()
    }

    /// Everything as a page for a pull request.
    #[must_use]
    pub fn page(&self, compiled: &Compiled) -> String {
        page::page(self, compiled)
    }
}
