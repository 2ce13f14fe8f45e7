//! The report as a page for a pull request.

use std::fmt::Write as _;

use super::change::{Change, Document};
use super::groups::{self, Group};
use super::report::Report;
use super::rule::{Level, Rule};
use super::rust::{Bump, Comparison, Refusal, Rust};
use crate::markdown::{block, code, plain, sentence};

/// How many names a cell lists.
const MAX_NAMES: usize = 3;
/// A page with more changes begins with a summary by operation.
const MAX_WITHOUT_SUMMARY: usize = 20;
/// How many operations the summary lists.
const MAX_OPERATIONS: usize = 30;
/// How many rows of a long page are read without opening them first.
const MAX_OPEN: usize = 10;
/// How many rows a table has: hosts of pull requests refuse larger pages.
const MAX_ROWS: usize = 100;

const LEVELS: [(Level, &str); 3] = [
    (Level::Breaking, "Breaking"),
    (Level::Maybe, "Maybe breaking"),
    (Level::Compatible, "Compatible"),
];

impl Report {
    /// As a page for a pull request.
    #[must_use]
    pub fn markdown(&self) -> String {
        let mut page = format!("# What changes in the API\n\n{}\n\n", plain(&self.titles()));
        let _ = writeln!(page, "**{}** {}", self.headline(), version(&self.rust));
        page.push_str(&decisions(&self.changes));
        // What users of the crate see.
        if let Rust::Compared(comparison) = &self.rust {
            page.push_str(&public_api(comparison));
        }
        page.push_str(&by_operation(&self.changes));
        let is_long = self.changes.len() > MAX_WITHOUT_SUMMARY;
        for (level, title) in LEVELS {
            let changes = self.changes.iter().filter(|change| change.level == level);
            let groups = groups::by_cause(changes);
            // What needs no decision is folded, too, once there is much to read.
            let is_folded = is_long && (level == Level::Compatible || groups.len() > MAX_OPEN);
            page.push_str(&section(title, &groups, Folding::of(is_folded)));
        }
        if let Rust::Refused(refusal) = &self.rust {
            page.push_str(&refused(refusal));
        }
        page
    }
}

/// Whether a reader opens a section first.
#[derive(Clone, Copy)]
enum Folding {
    Open,
    Folded,
}

impl Folding {
    fn of(is_folded: bool) -> Self {
        if is_folded { Self::Folded } else { Self::Open }
    }
}

/// The version that follows, in a sentence.
fn version(rust: &Rust) -> String {
    let Rust::Compared(comparison) = rust else {
        return "The next version of the crate is not known: see the end of the page.".to_owned();
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

/// What a reviewer has to decide; nothing if all changes are compatible.
fn decisions(changes: &[Change]) -> String {
    let of_level = |level| changes.iter().filter(move |change| change.level == level);
    let questions = [
        (
            of_level(Level::Breaking).collect::<Vec<_>>(),
            "Breaking: calls that work today fail, or their code no longer compiles. Is each of them intended?",
        ),
        (
            of_level(Level::Maybe).collect(),
            "Maybe breaking: it depends on what callers rely on. Does any caller?",
        ),
        (
            changes.iter().filter(|one| is_rename(one)).collect(),
            "Renames, as far as they are recognised: is each the same thing under another name?",
        ),
    ];
    let mut text = String::new();
    for (changes, question) in questions {
        if !changes.is_empty() {
            let causes = groups::by_cause(changes.iter().copied()).len();
            let (causes, places) = (count(causes, "cause"), count(changes.len(), "place"));
            let _ = writeln!(text, "- {question} ({causes} in {places})");
        }
    }
    if text.is_empty() {
        return text;
    }
    format!("\n## To decide\n\n{text}")
}

fn is_rename(change: &Change) -> bool {
    matches!(
        change.rule,
        Rule::FieldRenamed
            | Rule::ParameterRenamed
            | Rule::SchemaRenamed
            | Rule::PathMoved
            | Rule::OperationMoved
    )
}

fn count(number: usize, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{plural}")
}

/// How many changes each operation has, worst first, where there are many.
fn by_operation(changes: &[Change]) -> String {
    if changes.len() <= MAX_WITHOUT_SUMMARY {
        return String::new();
    }
    let (operations, others): (Vec<_>, Vec<_>) = groups::by_operation(changes)
        .into_iter()
        .partition(|(_, [breaking, maybe, _])| breaking + maybe > 0);
    if operations.is_empty() {
        return String::new();
    }
    let mut text = "\n## By operation\n\n| operation | breaking | maybe breaking | compatible |\n|---|---|---|---|\n"
        .to_owned();
    for (operation, [breaking, maybe, compatible]) in operations.iter().take(MAX_OPERATIONS) {
        let operation = code(operation);
        let _ = writeln!(
            text,
            "| {operation} | {breaking} | {maybe} | {compatible} |"
        );
    }
    let more = operations.len().saturating_sub(MAX_OPERATIONS);
    if more > 0 {
        let _ = writeln!(text, "\nAnd {}.", count(more, "more operation"));
    }
    if !others.is_empty() {
        let others = count(others.len(), "operation");
        let _ = writeln!(text, "\n{others} with compatible changes only.");
    }
    text
}

fn section(title: &str, groups: &[Group<'_>], folding: Folding) -> String {
    if groups.is_empty() {
        return String::new();
    }
    let mut text = format!("\n## {title}\n\n");
    if let Folding::Folded = folding {
        let rows = count(groups.len(), "row");
        let _ = write!(text, "<details><summary>{rows}</summary>\n\n");
    }
    text.push_str(
        "| change | side | operations | Rust | place and rule |\n|---|---|---|---|---|\n",
    );
    for group in groups.iter().take(MAX_ROWS) {
        text.push_str(&row(group));
    }
    let more = groups.len().saturating_sub(MAX_ROWS);
    if more > 0 {
        let more = count(more, "more row");
        let _ = writeln!(text, "\nAnd {more}: `--format json` has all changes.");
    }
    if let Folding::Folded = folding {
        text.push_str("\n</details>\n");
    }
    text
}

fn row(group: &Group<'_>) -> String {
    let first = group.first();
    let was = match first.document {
        Document::Old => "was at ",
        Document::New => "",
    };
    let more = match group.len() {
        1 => String::new(),
        many => format!(" and {}", count(many - 1, "more place")),
    };
    format!(
        "| {} | {} | {} | {} | {was}{}{more}<br>{} |\n",
        sentence(&group.message(MAX_NAMES)),
        group.sides().join(", "),
        list(&group.operations()),
        list(&group.rust()),
        code(&first.pointer),
        first.rule.id()
    )
}

/// The first names, and the number of the others.
fn list(names: &[&str]) -> String {
    let first = names.iter().take(MAX_NAMES).map(|name| code(name));
    let first = first.collect::<Vec<_>>().join("<br>");
    match names.len().saturating_sub(MAX_NAMES) {
        0 => first,
        more => format!("{first}<br>and {more} more"),
    }
}

fn public_api(comparison: &Comparison) -> String {
    let mut text = "\n## The public API of the crate\n\n".to_owned();
    for sentence in &comparison.reordered {
        let _ = writeln!(text, "- {}", self::sentence(sentence));
    }
    if comparison.removed.is_empty() && comparison.added.is_empty() {
        text.push_str(match comparison.reordered.as_slice() {
            [] => "It is unchanged.\n",
            _ => "\nAll lines of it are the same.\n",
        });
        return text;
    }
    if !comparison.reordered.is_empty() {
        text.push('\n');
    }
    let mut lines: Vec<(&str, char)> = comparison
        .removed
        .iter()
        .map(|line| (line.as_str(), '-'))
        .chain(comparison.added.iter().map(|line| (line.as_str(), '+')))
        .collect();
    lines.sort_by_key(|(line, sign)| (item(line), *sign == '+'));
    let more = lines.len().saturating_sub(MAX_ROWS);
    let shown = lines.iter().take(MAX_ROWS);
    let mut listed = String::new();
    for (line, sign) in shown {
        let _ = writeln!(listed, "{sign} {line}");
    }
    text.push_str(&block("diff", &listed));
    if more > 0 {
        let _ = writeln!(
            text,
            "\nAnd {}: `--format json` has all.",
            count(more, "more line")
        );
    }
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
        sentence(&refusal.reason)
    )
}
