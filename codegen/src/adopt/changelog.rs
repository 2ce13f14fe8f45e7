//! The entry of a changelog that an adopted document makes.

use std::fmt::Write as _;

use crate::diff::{Area, Change, Level, Report, Rust};

/// The heading that entries of the next release stand below.
const NEXT: &str = "## Unreleased";
/// The heading of what has changed, among them.
const CHANGED: &str = "### Changed";
/// The headings that come after that one.
const LATER: [&str; 4] = ["### Deprecated", "### Removed", "### Fixed", "### Security"];
/// Columns of a line.
const WIDTH: usize = 100;

/// What the users of the crate read; nothing if nothing changes for them.
#[must_use]
pub fn entry(report: &Report) -> Option<String> {
    let changes = [Level::Breaking, Level::Maybe, Level::Compatible]
        .into_iter()
        .flat_map(|level| {
            report
                .changes
                .iter()
                .filter(move |change| change.level == level)
        });
    // Texts are no news.
    let changes: Vec<&Change> = changes
        .filter(|change| change.area != Area::Texts)
        .collect();
    let (old, new) = (&report.old, &report.new);
    if changes.is_empty() {
        let text = format!(
            "{} {}, was {}: nothing that callers see.",
            new.title, new.version, old.version
        );
        return (old.version != new.version).then(|| bullet("- ", &text));
    }
    let mut head = format!("{} {}, was {}", new.title, new.version, old.version);
    if old.version == new.version {
        head = format!(
            "{} {}, as its document describes it now",
            new.title, new.version
        );
    }
    if let Rust::Compared(comparison) = &report.rust {
        let _ = write!(head, " (for this crate {})", comparison.next_version);
    }
    let mut text = bullet("- ", &format!("{head}:"));
    for change in changes {
        let level = match change.level {
            Level::Breaking => "Breaking: ",
            Level::Maybe => "Maybe breaking: ",
            Level::Compatible => "",
        };
        text.push_str(&bullet("  - ", &format!("{level}{}", change.message)));
    }
    Some(text)
}

fn bullet(mark: &str, text: &str) -> String {
    let indent = " ".repeat(mark.len());
    let options = textwrap::Options::new(WIDTH)
        .initial_indent(mark)
        .subsequent_indent(&indent)
        .break_words(false);
    format!("{}\n", textwrap::fill(text, options))
}

/// The changelog `text` with `entry` below what has changed in the next release.
#[must_use]
pub fn with_entry(text: &str, entry: &str) -> String {
    if text.replace("\r\n", "\n").contains(entry) {
        return text.to_owned();
    }
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let find = |from: usize, wanted: &dyn Fn(&str) -> bool| {
        let behind = lines.iter().skip(from).position(|line| wanted(line));
        behind.map(|behind| from + behind)
    };
    let is_release = |line: &str| line.starts_with("## ");
    let is_next = |line: &str| line == NEXT || line.starts_with("## [Unreleased]");
    let Some(next) = find(0, &is_next) else {
        let at = find(0, &is_release).unwrap_or(lines.len());
        return with_section(&lines, at, &format!("{NEXT}\n\n{CHANGED}\n{entry}"));
    };
    let end = find(next + 1, &is_release).unwrap_or(lines.len());
    if let Some(changed) = find(next, &|line| line == CHANGED).filter(|at| *at < end) {
        let (before, after) = lines.split_at(changed + 1);
        return format!("{}{entry}{}", joined(before), joined(after));
    }
    let later = find(next, &|line| LATER.contains(&line)).filter(|at| *at < end);
    with_section(&lines, later.unwrap_or(end), &format!("{CHANGED}\n{entry}"))
}

/// The lines with a section before the line `at`, and a blank line on either side of it.
fn with_section(lines: &[&str], at: usize, section: &str) -> String {
    let (before, after) = lines.split_at(at);
    let before = joined(before);
    let before = before.trim_end();
    let gap = if before.is_empty() { "" } else { "\n\n" };
    let behind = if after.is_empty() { "" } else { "\n" };
    format!("{before}{gap}{section}{behind}{}", joined(after))
}

fn joined(lines: &[&str]) -> String {
    lines.iter().flat_map(|line| [line, "\n"]).collect()
}
