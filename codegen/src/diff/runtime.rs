//! The public API of the runtime: users of the crate depend on the part of it that the crate exports.

use std::collections::BTreeSet;

use super::report::Report;
use super::rule::Level;
use super::rust::{Rust, next, severity};

impl Report {
    /// Adds what has changed between two versions of `runtime-api.txt` to the comparison of the crates.
    #[must_use]
    pub fn with_runtime_api(mut self, old: &str, new: &str) -> Self {
        let Rust::Compared(comparison) = &mut self.rust else {
            return self;
        };
        let (old, new) = (items(old), items(new));
        let removed: Vec<String> = old.difference(&new).cloned().collect();
        let added: Vec<String> = new.difference(&old).cloned().collect();
        let (severity, reason) = severity(&removed, &added, &old, &[]);
        let (bump, next_version) = next(&comparison.version, severity);
        if bump > comparison.bump {
            comparison.bump = bump;
            comparison.next_version = next_version;
            comparison.reason = format!("in the runtime, {reason}");
        }
        comparison.runtime_breaks = severity == Some(Level::Breaking);
        comparison.removed.extend(removed);
        comparison.removed.sort();
        comparison.added.extend(added);
        comparison.added.sort();
        self
    }
}

fn items(listing: &str) -> BTreeSet<String> {
    let lines = listing.lines().map(str::to_owned);
    lines
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .collect()
}
