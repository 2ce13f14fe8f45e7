//! The report as lines for a terminal.

use std::fmt::Write as _;

use super::change::Change;
use super::report::Report;
use super::rust::Rust;

impl Report {
    /// As lines for a terminal.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = format!("{}\n", self.titles());
        for change in &self.changes {
            text.push_str(&lines(change));
        }
        let _ = writeln!(text, "{}", self.headline());
        let _ = match &self.rust {
            Rust::Compared(comparison) => writeln!(
                text,
                "crate {} -> {}: {}",
                comparison.version, comparison.next_version, comparison.reason
            ),
            Rust::Refused(refusal) => writeln!(text, "crate: not generated: {}", refusal.reason),
        };
        text
    }
}

fn lines(change: &Change) -> String {
    let Change {
        level,
        side,
        pointer,
        message,
        ..
    } = change;
    let rule = change.rule.id();
    let mut text = format!("{level} [{rule}, {side}] {message}\n    at {pointer}\n");
    for (word, names) in [("in", &change.operations), ("Rust:", &change.rust)] {
        if !names.is_empty() {
            let _ = writeln!(text, "    {word} {}", names.join(", "));
        }
    }
    text
}
