//! The kinds of changes: what each is called by `diff`, and how it is made at a random place.

mod calls;
mod place;
mod schemas;

use hellodialog_codegen::diff::Rule;

use crate::edit::Edit;
use crate::sites::Of;
pub use place::Places;

/// A kind of change.
pub struct Kind {
    /// The rule that tells it.
    pub forward: Rule,
    /// The rule that tells it when it is made backwards.
    pub back: Rule,
    /// The side on which it is told.
    pub side: Of,
    /// Whether it changes the crate.
    pub noticed: Noticed,
    /// Rules that may tell something beside.
    pub also: &'static [Rule],
    /// Makes it somewhere.
    pub make: fn(&mut Places<'_>) -> Option<Edit>,
}

/// Whether a change makes another crate, or one that is refused.
#[derive(Clone, Copy)]
pub enum Noticed {
    /// It always does.
    Always,
    /// It depends on the place: what stands there may have no text or type of its own in the crate.
    Sometimes,
    /// It cannot, and why.
    Never(&'static str),
}

/// All kinds.
pub fn kinds() -> impl Iterator<Item = &'static Kind> {
    calls::KINDS.iter().chain(schemas::KINDS)
}
