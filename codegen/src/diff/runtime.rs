//! The public API of the runtime: users of the crate depend on the part of it that the crate exports.

use super::report::Report;
use super::rule::Level;
use super::rust::{Rust, listed, next, severity};

impl Report {
    /// Adds what has changed between two versions of `runtime-api.txt` to the comparison of the crates.
    #[must_use]
    pub fn with_runtime_api(mut self, old: &str, new: &str) -> Self {
        let Rust::Compared(comparison) = &mut self.rust else {
            return self;
        };
        let (old, new) = (listed(old), listed(new));
        let removed: Vec<String> = old.difference(&new).cloned().collect();
        let added: Vec<String> = new.difference(&old).cloned().collect();
        let (severity, reason) = severity(&removed, &added, &old, &[], &[]);
        let (bump, next_version) = next(&comparison.version, severity);
        if bump > comparison.bump {
            comparison.bump = bump;
            comparison.next_version = next_version;
            comparison.reason = format!("in the runtime, {reason}");
        }
        comparison.breaks |= severity == Some(Level::Breaking);
        comparison.removed.extend(removed);
        comparison.removed.sort();
        comparison.added.extend(added);
        comparison.added.sort();
        self
    }
}
