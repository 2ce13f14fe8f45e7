//! The report as lines for a terminal.

use std::fmt::Write as _;

use super::report::{Change, Report};
use super::rust::Rust;

/// The whole report.
pub(super) fn lines(report: &Report) -> String {
    let mut text = format!("{}\n", report.titles());
    for change in &report.changes {
        text.push_str(&line(change));
    }
    let _ = writeln!(text, "{}", report.headline());
    let _ = match &report.rust {
        Rust::Compared(comparison) => writeln!(
            text,
            "crate {} -> {}: {}",
            comparison.version, comparison.next_version, comparison.reason
        ),
        Rust::Refused(refusal) => writeln!(text, "crate: not generated: {}", refusal.reason),
    };
    text
}

fn line(change: &Change) -> String {
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
