//! The report as text for a terminal.

use std::fmt::Write as _;

use super::finding::Finding;
use super::report::Report;

impl Report {
    /// As text for a terminal.
    #[must_use]
    pub fn text(&self) -> String {
        lines(self)
    }
}

fn lines(report: &Report) -> String {
    let mut text: String = report.findings.iter().map(lines_of).collect();
    for stale in &report.stale {
        let (rule, pointer, cause) = (stale.rule.id(), &stale.pointer, &stale.cause);
        let place = stale.place.as_deref().unwrap_or("the acceptance");
        let _ = writeln!(
            text,
            "error [{rule}] The finding no longer exists: remove {place}.\n    at {pointer}\n    \
             because {cause}"
        );
    }
    let _ = writeln!(
        text,
        "{}: {} findings, {} accepted, {} stale acceptances",
        report.document,
        report.findings.len(),
        report.accepted.len(),
        report.stale.len()
    );
    text
}

/// The actions stand on lines of their own, so that they can be pasted.
fn lines_of(finding: &Finding) -> String {
    let (level, rule) = (finding.rule.level().id(), finding.rule.id());
    let Finding {
        pointer,
        message,
        patch,
        ..
    } = finding;
    if patch.actions().is_empty() {
        return format!("{level} [{rule}] {message}\n    at {pointer}\n\n");
    }
    let fill_in = if patch.has_placeholder() {
        "; replace each TODO"
    } else {
        ""
    };
    format!(
        "{level} [{rule}] {message}\n    at {pointer}\n    below `actions:` of a patch{fill_in}:\n{}\n",
        patch.yaml()
    )
}
