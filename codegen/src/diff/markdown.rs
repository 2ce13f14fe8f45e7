//! The report as a page for a pull request.

use std::fmt::Write as _;

use super::change::{Change, Document};
use super::report::Report;
use super::rule::Level;
use super::rust::{Bump, Comparison, Refusal, Rust};

/// How many names a cell lists.
const MAX_NAMES: usize = 3;

impl Report {
    /// As a page for a pull request.
    #[must_use]
    pub fn markdown(&self) -> String {
        let mut page = format!("# What changes in the API\n\n{}\n\n", self.titles());
        let _ = writeln!(page, "**{}** {}", self.headline(), version(&self.rust));
        for (level, title) in [
            (Level::Breaking, "Breaking"),
            (Level::Maybe, "Maybe breaking"),
            (Level::Compatible, "Compatible"),
        ] {
            let changes = self.changes.iter().filter(|change| change.level == level);
            page.push_str(&section(title, &changes.collect::<Vec<_>>()));
        }
        page.push_str(&match &self.rust {
            Rust::Compared(comparison) => public_api(comparison),
            Rust::Refused(refusal) => refused(refusal),
        });
        page
    }
}

/// The version that follows, in a sentence.
fn version(rust: &Rust) -> String {
    let Rust::Compared(comparison) = rust else {
        return "The next version of the crate is not known: see below.".to_owned();
    };
    let Comparison {
        version,
        next_version,
        reason,
        ..
    } = comparison;
    let bump = match comparison.bump {
        Bump::None => return format!("The crate version stays {version}, because {reason}."),
        Bump::Patch => "patch",
        Bump::Minor => "minor",
        Bump::Major => "major",
    };
    format!("Crate version {version} → {next_version} ({bump}), because {reason}.")
}

fn section(title: &str, changes: &[&Change]) -> String {
    if changes.is_empty() {
        return String::new();
    }
    let mut text = format!(
        "\n## {title}\n\n| change | side | operations | Rust | place and rule |\n|---|---|---|---|---|\n"
    );
    for change in changes {
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} | {}`{}`<br>{} |",
            cell(&change.message),
            change.side,
            list(&change.operations),
            list(&change.rust),
            if change.document == Document::Old {
                "was at "
            } else {
                ""
            },
            cell(&change.pointer),
            change.rule.id()
        );
    }
    text
}

/// The first names, and the number of the others.
fn list(names: &[String]) -> String {
    let first = names
        .iter()
        .take(MAX_NAMES)
        .map(|name| format!("`{}`", cell(name)));
    let first = first.collect::<Vec<_>>().join("<br>");
    match names.len().saturating_sub(MAX_NAMES) {
        0 => first,
        more => format!("{first}<br>and {more} more"),
    }
}

/// Escapes what would end the cell or the row.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

fn public_api(comparison: &Comparison) -> String {
    let mut text = "\n## The public API of the crate\n\n".to_owned();
    if comparison.removed.is_empty() && comparison.added.is_empty() {
        text.push_str("It is unchanged.\n");
        return text;
    }
    let mut lines: Vec<(&str, char)> = comparison
        .removed
        .iter()
        .map(|line| (line.as_str(), '-'))
        .chain(comparison.added.iter().map(|line| (line.as_str(), '+')))
        .collect();
    lines.sort_by_key(|(line, sign)| (item(line), *sign == '+'));
    text.push_str("```diff\n");
    for (line, sign) in lines {
        let _ = writeln!(text, "{sign} {line}");
    }
    text.push_str("```\n");
    text.push_str(
        "\nBefore 1.0, a breaking change needs a minor version and every other change a patch. \
         From 1.0 on, a breaking change needs a major version and an addition a minor version.\n",
    );
    text
}

/// The item of a line: sorting by it puts the old and the new line next to each other.
fn item(line: &str) -> &str {
    let end = line.find(": ").or_else(|| line.find(['(', '<']));
    &line[..end.unwrap_or(line.len())]
}

fn refused(refusal: &Refusal) -> String {
    let which = match refusal.document {
        Document::Old => "old",
        Document::New => "new",
    };
    let more = match refusal.problems {
        0 | 1 => String::new(),
        problems => format!(", and {} more", problems - 1),
    };
    format!(
        "\n## The public API of the crate\n\nThe {which} document cannot be generated, so the two \
         crates are not compared.\n\n- {}{more}\n",
        refusal.reason
    )
}
