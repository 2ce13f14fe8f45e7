//! Adopting a new version of a document: what changes, which patches do not fit or are not needed any more,
//! which quirks are new, and whether the crate can still be generated.
//!
//! [`examine`] writes nothing. [`Adoption::page`] is the report, and [`changelog`] makes the entry for the users
//! of the crate.

mod adoption;
pub mod changelog;
mod page;
mod patches;
mod renames;

pub use adoption::{
    Adoption, Candidate, Compiled, Current, Outcome, Progress, RepeatMark, examine,
};
