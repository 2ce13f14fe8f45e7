//! The Overlay Specification, versions 1.0 and 1.1, for any document that is a
//! [`Value`]. Targets are the JSON paths of RFC 9535.
//!
//! An overlay is read with [`Overlay::from_value`], which checks all of it, and
//! applied with [`apply`]. [`Mode::Standard`] does what the standard says.
//! [`Mode::Strict`] is for patches of a document that changes under them: an
//! action that no longer fits the document is an error that names itself. It
//! reads two extensions of an action, which the standard passes over:
//!
//! - `x-expect`: what each target must contain before the change. An object
//!   must have the given members, recursively; anything else must be equal.
//! - `x-expect-absent`: names of members that no target may have yet.
//!
//! Documents of version 1.0 are applied by the rules of 1.1, which spell out
//! what 1.0 left open, but for two things that 1.0 forbids: a `copy`, and an
//! update of a primitive.

mod apply;
mod error;
mod expect;
mod mend;
mod merge;
mod missing;
mod read;
mod remove;
mod select;
mod trial;

use serde_json::Value;
use serde_json_path::JsonPath;

pub use apply::apply;
pub use error::{ActionPlace, OverlayError, Problem};
pub use select::{Kind, Location};
pub use trial::{Advice, Trial, Tried, Verdict, trial};

/// How an overlay is applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// As the standard says: an action whose target selects nothing succeeds.
    Standard,
    /// An action that selects or does nothing is an error, and so is one whose
    /// `x-expect` or `x-expect-absent` does not hold.
    Strict,
}

/// An overlay document whose members have all been checked.
#[derive(Clone, Debug)]
pub struct Overlay {
    file: String,
    version: Version,
    title: String,
    extends: Option<String>,
    actions: Vec<Action>,
}

impl Overlay {
    /// Reads and checks an overlay document; `file` stands for it in errors.
    ///
    /// # Errors
    ///
    /// The document is not an overlay of version 1.0 or 1.1, has a member that
    /// neither the standard knows nor `x-` marks as an extension, or a path
    /// that RFC 9535 does not allow.
    pub fn from_value(file: &str, value: Value) -> Result<Self, OverlayError> {
        read::overlay(file, value)
    }

    /// The file, as given to [`Overlay::from_value`].
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }

    /// What the overlay is for: `info.title`.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// The document that the overlay says it is for. Nothing here reads it.
    #[must_use]
    pub fn extends(&self) -> Option<&str> {
        self.extends.as_deref()
    }
}

/// What [`apply`] made.
#[derive(Clone, Debug, PartialEq)]
pub struct Applied {
    /// The document after the last action.
    pub document: Value,
    /// What each action met.
    pub report: Report,
}

/// How many nodes each action of an overlay selected.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// The number of nodes, in the order of the actions.
    pub selected: Vec<usize>,
}

impl Report {
    /// The numbers, counted from 1, of the actions that selected nothing.
    pub fn unmatched(&self) -> impl Iterator<Item = usize> + '_ {
        let numbered = self.selected.iter().zip(1..);
        numbered.filter_map(|(&count, number)| (count == 0).then_some(number))
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Version {
    V1_0,
    V1_1,
}

#[derive(Clone, Debug)]
struct Action {
    place: ActionPlace,
    target: JsonPath,
    change: Change,
    /// `x-expect`, kept as it is until strict mode asks for it.
    expect: Option<Value>,
    /// `x-expect-absent`, likewise.
    expect_absent: Option<Value>,
}

/// What is left of `update`, `copy` and `remove` once those that have no effect
/// beside another one are dropped.
#[derive(Clone, Debug)]
enum Change {
    Update(Value),
    Copy { path: JsonPath, text: String },
    Remove,
    Nothing,
}
