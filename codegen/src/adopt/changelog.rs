//! The changelog entry for an adopted document.

use std::fmt;

use crate::diff::{Area, Change, Level, Report, Rust};

/// The heading of the next release.
const UNRELEASED: &str = "## Unreleased";
/// The heading under which the entry goes.
const CHANGED: &str = "### Changed";
/// The headings that come after "Changed".
const LATER: [&str; 4] = ["### Deprecated", "### Removed", "### Fixed", "### Security"];
/// Line width in columns.
const WIDTH: usize = 100;

/// What users of the crate read about a new document: a list item with a list of changes. Its text ends
/// with a newline.
#[derive(Clone, Debug)]
pub struct Entry<'a> {
    report: &'a Report,
    /// Breaking changes first; changes of texts are left out.
    changes: Vec<&'a Change>,
}

impl<'a> Entry<'a> {
    /// The entry for a report; `None` if users see no change and the version is the same.
    #[must_use]
    pub fn new(report: &'a Report) -> Option<Self> {
        let mut changes: Vec<&Change> = report
            .changes
            .iter()
            .filter(|change| change.area != Area::Texts)
            .collect();
        changes.sort_by_key(|change| std::cmp::Reverse(change.level));
        let entry = Self { report, changes };
        (!entry.changes.is_empty() || entry.is_new_version()).then_some(entry)
    }

    fn is_new_version(&self) -> bool {
        self.report.old.version != self.report.new.version
    }

    fn headline(&self) -> String {
        let Report { old, new, .. } = self.report;
        let (title, version) = (&new.title, &new.version);
        let was = if self.is_new_version() {
            format!("was {}", old.version)
        } else {
            "with an updated document".to_owned()
        };
        match &self.report.rust {
            _ if self.changes.is_empty() => {
                format!("{title} {version}, {was}: no change for callers.")
            }
            Rust::Compared(comparison) => format!(
                "{title} {version}, {was} (version {} of this crate):",
                comparison.next_version
            ),
            Rust::Refused(_) => format!("{title} {version}, {was}:"),
        }
    }
}

impl fmt::Display for Entry<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", list_item("- ", &self.headline()))?;
        for change in &self.changes {
            let level = match change.level {
                Level::Breaking => "Breaking: ",
                Level::Maybe => "Maybe breaking: ",
                Level::Compatible => "",
            };
            let text = format!("{level}{}", change.message);
            writeln!(f, "{}", list_item("  - ", &text))?;
        }
        Ok(())
    }
}

fn list_item(mark: &str, text: &str) -> String {
    let indent = " ".repeat(mark.len());
    let options = textwrap::Options::new(WIDTH)
        .initial_indent(mark)
        .subsequent_indent(&indent)
        .break_words(false);
    textwrap::fill(text, options)
}

/// The changelog `text` with `entry` under "Changed" of the next release. An entry that is there already
/// is not added again.
#[must_use]
pub fn with_entry(text: &str, entry: &str) -> String {
    if text.replace("\r\n", "\n").contains(entry) {
        return text.to_owned();
    }
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let find = |from: usize, wanted: &dyn Fn(&str) -> bool| {
        let offset = lines.iter().skip(from).position(|line| wanted(line));
        offset.map(|offset| from + offset)
    };
    let is_release = |line: &str| line.starts_with("## ");
    let is_unreleased = |line: &str| line == UNRELEASED || line.starts_with("## [Unreleased]");
    let Some(unreleased) = find(0, &is_unreleased) else {
        let at = find(0, &is_release).unwrap_or(lines.len());
        return insert_section(&lines, at, &format!("{UNRELEASED}\n\n{CHANGED}\n{entry}"));
    };
    let end = find(unreleased + 1, &is_release).unwrap_or(lines.len());
    if let Some(changed) = find(unreleased, &|line| line == CHANGED).filter(|at| *at < end) {
        let (before, after) = lines.split_at(changed + 1);
        return format!("{}{entry}{}", join(before), join(after));
    }
    let later = find(unreleased, &|line| LATER.contains(&line)).filter(|at| *at < end);
    insert_section(&lines, later.unwrap_or(end), &format!("{CHANGED}\n{entry}"))
}

/// Inserts a section before the line `at`, with a blank line on either side.
fn insert_section(lines: &[&str], at: usize, section: &str) -> String {
    let (before, after) = lines.split_at(at);
    let before = join(before);
    let before = before.trim_end();
    let gap = if before.is_empty() { "" } else { "\n\n" };
    let end = if after.is_empty() { "" } else { "\n" };
    format!("{before}{gap}{section}{end}{}", join(after))
}

fn join(lines: &[&str]) -> String {
    lines.iter().flat_map(|line| [line, "\n"]).collect()
}
