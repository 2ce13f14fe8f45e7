//! The Overlay Specification, versions 1.0 and 1.1, for any document that is a
//! [`Value`](serde_json::Value). Targets are JSONPath expressions (RFC 9535).
//!
//! [`Overlay::from_value`] reads and checks an overlay, [`apply`] applies it,
//! and [`dry_run`] says what each action would do. [`Mode::Standard`] does what
//! the standard says. [`Mode::Strict`] is for patches of a document that
//! changes over time: an action that no longer fits the document is an error
//! that names the action. Strict mode reads two extensions of an action, which
//! the standard ignores:
//!
//! - `x-expect`: what each target must contain before the change. An object
//!   must have the given members, recursively; any other value must be equal.
//! - `x-expect-absent`: names of members that no target may have yet.
//!
//! Overlays of version 1.0 are applied by the rules of 1.1, which define what
//! 1.0 left open, except for two things that 1.0 forbids: `copy`, and an update
//! of a primitive.

mod action;
mod apply;
mod dry_run;
mod error;
mod expectation;
mod longest_match;
mod merge;
mod node_path;
mod read;
mod remove;
mod repair;
mod spelling;
mod suggestion;

pub use action::{Mode, Overlay};
pub use apply::{ApplyOutput, apply};
pub use dry_run::{ActionResult, DryRun, Verdict, dry_run};
pub use error::{ActionPlace, ActionProblem, OverlayError};
pub use node_path::{NodeKind, NodePath};
pub use suggestion::{Reason, Scope, Suggestion};
