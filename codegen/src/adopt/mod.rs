//! Taking over a new document: what it changes, which patches went stale, which new quirks came along,
//! and what follows for the crate.
//!
//! [`examine`] finds out everything and writes nothing; [`Adoption::page`] tells it, and
//! [`changelog`] has the entry for the users of the crate.

pub mod changelog;
mod page;

use std::{panic, thread};

use serde_json::Value;

use crate::diff::{self, Change, Input, Report};
use crate::lint::{self, Baseline};
use crate::overlay::{self, Overlay, Tried, Verdict};
use crate::{Error, Generated, Patch, check, generate_document};

/// What there is now.
#[derive(Clone, Debug)]
pub struct Present {
    /// What stands for it.
    pub name: String,
    /// The document, as it came from upstream.
    pub upstream: Value,
    /// The document with its patches.
    pub patched: Value,
}

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
    /// What upstream has changed, patches aside.
    pub upstream: Vec<Change>,
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

/// How far an adoption has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Everything is known, and nothing has been written.
    Examined,
    /// The new document is in place.
    Written,
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
    now: &Present,
    new: Upstream,
    patches: Vec<Patch>,
    accepted: &Baseline,
) -> Result<Adoption, Error> {
    let Upstream { name, document } = new;
    check::is_openapi(&name, &document)?;
    let upstream = diff::changes(&now.upstream, &document);
    let (document, actions) = tried(document, patches)?;
    // All of it takes a while, and there is somebody waiting.
    let (generated, compared) = thread::scope(|scope| {
        let generated = thread::Builder::new()
            .stack_size(STACK)
            .spawn_scoped(scope, || generate_document(&name, &document))
            .map(thread::ScopedJoinHandle::join);
        let input = |name, document| Input { name, document };
        let now = input(&now.name, &now.patched);
        let compared = diff::compare(&now, &input(&name, &document));
        (generated, compared)
    });
    let generated = match generated {
        Ok(joined) => joined.unwrap_or_else(|panic| panic::resume_unwind(panic)),
        Err(_) => generate_document(&name, &document),
    };
    Ok(Adoption {
        actions,
        upstream,
        diff: compared?,
        lint: lint::lint(&name, &document, accepted)?,
        generated: match generated {
            Ok(generated) => Outcome::Crate(generated),
            Err(error) => Outcome::Refused(error),
        },
        document,
    })
}

/// Bytes: as much as a main thread has, and more.
const STACK: usize = 16 * 1024 * 1024;

/// The document with its patches, as far as they fit, and what became of their actions.
fn tried(mut document: Value, patches: Vec<Patch>) -> Result<(Value, Vec<Tried>), Error> {
    let mut actions: Vec<Tried> = Vec::new();
    for patch in patches {
        let patch = Overlay::from_value(&patch.name, patch.document)?;
        let trial = overlay::trial(document, &patch);
        document = trial.document;
        for action in trial.actions {
            let is_misfit = |action: &Tried| action.verdict == Verdict::Misfit;
            let behind = actions.iter().any(is_misfit);
            actions.push(if behind {
                action.behind_a_misfit()
            } else {
                action
            });
        }
    }
    Ok((document, actions))
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
    pub fn page(&self, compiled: &Compiled, progress: Progress) -> String {
        page::page(self, compiled, progress)
    }
}
