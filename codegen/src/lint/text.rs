//! The report as lines for a terminal.

use std::fmt::Write as _;

use super::finding::Finding;
use super::report::Report;

/// The whole report.
pub(super) fn lines(report: &Report) -> String {
    let mut text: String = report.findings.iter().map(lines_of).collect();
    for stale in &report.stale {
        let (rule, pointer) = (stale.rule.id(), &stale.pointer);
        let _ = writeln!(
            text,
            "error [{rule}] An acceptance applies to nothing any more: remove it.\n    at {pointer}"
        );
    }
    let _ = writeln!(
        text,
        "{}: {} findings, {} accepted, {} acceptances that apply to nothing",
        report.document,
        report.findings.len(),
        report.accepted.len(),
        report.stale.len()
    );
    text
}

/// The actions stand by themselves, so that they can be pasted as they are.
fn lines_of(finding: &Finding) -> String {
    let (level, rule) = (finding.rule.level().id(), finding.rule.id());
    let Finding {
        pointer,
        message,
        patch,
        ..
    } = finding;
    let fill_in = if patch.has_placeholder() {
        "; TODO is for you to fill in"
    } else {
        ""
    };
    format!(
        "{level} [{rule}] {message}\n    at {pointer}\n    below `actions:` of a patch{fill_in}:\n{}\n",
        patch.yaml()
    )
}
