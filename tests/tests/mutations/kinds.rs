//! The kinds of changes: the rule by which `diff` reports each, and how to make it at a random place.

mod calls;
mod place;
mod schemas;

use hellodialog_codegen::diff::Rule;

use crate::edit::Edit;
use crate::sites::ChangeSide;
pub use place::Places;

/// A kind of change.
pub struct Kind {
    /// The rule that reports the change.
    pub forward: Rule,
    /// The rule that reports the reverse change.
    pub back: Rule,
    /// The side on which it is reported.
    pub side: ChangeSide,
    /// Whether it changes the crate.
    pub crate_effect: CrateEffect,
    /// Rules that may report further changes.
    pub also: &'static [Rule],
    /// Makes the change at a random place. `None` if there is no such place.
    pub make: fn(&mut Places<'_>) -> Option<Edit>,
}

/// Whether a change results in another crate or in problems.
#[derive(Clone, Copy)]
pub enum CrateEffect {
    /// Always.
    Always,
    /// Depends on the place: the crate may not contain its text or type.
    Sometimes,
    /// Never, with the reason.
    Never(&'static str),
}

/// All kinds.
pub fn kinds() -> impl Iterator<Item = &'static Kind> {
    calls::KINDS.iter().chain(schemas::KINDS)
}
