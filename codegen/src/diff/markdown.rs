//! The report as a page for a pull request.

use std::fmt::Write as _;

use super::report::{Change, Document, Report};
use super::rule::Level;
use super::rust::{Bump, Comparison, Refusal, Rust};

/// How many operations a row names.
const NAMED: usize = 3;

/// The whole page.
pub(super) fn page(report: &Report) -> String {
    let mut page = format!("# What changes in the API\n\n{}\n\n", report.titles());
    let _ = writeln!(page, "**{}** {}", report.headline(), version(&report.rust));
    for (level, title) in [
        (Level::Breaking, "Breaking"),
        (Level::Maybe, "Maybe breaking"),
        (Level::Compatible, "Compatible"),
    ] {
        let changes = report.changes.iter().filter(|change| change.level == level);
        page.push_str(&section(title, &changes.collect::<Vec<_>>()));
    }
    page.push_str(&match &report.rust {
        Rust::Compared(comparison) => public_api(comparison),
        Rust::Refused(refusal) => refused(refusal),
    });
    page
}

/// What semver asks for, in a sentence.
fn version(rust: &Rust) -> String {
    let Rust::Compared(comparison) = rust else {
        return "What that means for the crate is not known: see below.".to_owned();
    };
    let Comparison {
        version,
        next_version,
        reason,
        ..
    } = comparison;
    let asks = match comparison.bump {
        Bump::None => return format!("The crate stays at {version}: {reason}."),
        Bump::Patch => "a patch",
        Bump::Minor => "a minor version",
        Bump::Major => "a major version",
    };
    format!("For the crate that is {asks}, {version} → {next_version}: {reason}.")
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

/// A few names, and how many more there are.
fn list(names: &[String]) -> String {
    let first = names
        .iter()
        .take(NAMED)
        .map(|name| format!("`{}`", cell(name)));
    let first = first.collect::<Vec<_>>().join("<br>");
    match names.len().saturating_sub(NAMED) {
        0 => first,
        more => format!("{first}<br>and {more} more"),
    }
}

/// A text that does not end its cell or row.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

fn public_api(comparison: &Comparison) -> String {
    let mut text = "\n## The public API of the crate\n\n".to_owned();
    if comparison.removed.is_empty() && comparison.added.is_empty() {
        text.push_str("It is the same, line by line.\n");
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
        "\nBefore 1.0 a breaking change asks for a minor version and every other one for a patch; \
         after it, breaking is major and additions are minor.\n",
    );
    text
}

/// The item of a line, so that what it was and what it is stand together.
fn item(line: &str) -> &str {
    let end = line.find(": ").or_else(|| line.find(['(', '<']));
    &line[..end.unwrap_or(line.len())]
}

fn refused(refusal: &Refusal) -> String {
    let which = match refusal.document {
        Document::Old => "old",
        Document::New => "new",
    };
    let more = match refusal.findings {
        0 | 1 => String::new(),
        findings => format!(", and {} more", findings - 1),
    };
    format!(
        "\n## The public API of the crate\n\nThe {which} document cannot be generated, so the two \
         crates are not compared.\n\n- {}{more}\n",
        refusal.reason
    )
}
