//! The public APIs of libraries that are not emitted and have the version of the crate: the runtime, as far as the crate
//! exports it, and others.

use super::report::Report;
use super::rule::Level;
use super::rust::{Rust, listed, next, severity};

impl Report {
    /// Adds what has changed between two listings of the library that is called `name` to the comparison of the crates.
    #[must_use]
    pub fn with_library(mut self, name: &str, old: &str, new: &str) -> Self {
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
            comparison.reason = format!("in the {name}, {reason}");
        }
        comparison.breaks |= severity == Some(Level::Breaking);
        comparison.removed.extend(removed);
        comparison.removed.sort();
        comparison.added.extend(added);
        comparison.added.sort();
        self
    }
}
