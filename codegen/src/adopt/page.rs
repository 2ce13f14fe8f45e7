//! The report about an adoption, as a Markdown page for a pull request.

use std::fmt::Write as _;

use indexmap::IndexMap;

use super::adoption::{Adoption, Compiled, Outcome, Progress};
use super::patches::{self, place};
use crate::diff;
use crate::lint;
use crate::markdown::{block, code, plain, sentence};

const GUESS: &str =
    "\nWhile patches do not fit, the new quirks and the changes for clients are partly a guess.\n";

impl Adoption {
    /// The report as a Markdown page for a pull request.
    #[must_use]
    pub fn page(&self, compiled: &Compiled, progress: Progress) -> String {
        let new = &self.diff.new;
        let mut page = format!(
            "# Adopting {} {}\n\n",
            plain(&new.title),
            plain(&new.version)
        );
        page.push_str(&verdict(self, compiled, progress));
        page.push_str(&own_problems(self));
        page.push_str(&upstream(self));
        page.push_str(&patches::section(self));
        page.push_str(&repeats(self));
        page.push_str(&quirks(self));
        page.push_str(&emitted(self, compiled));
        page.push_str(&nest_headings(&self.diff.markdown()));
        if self.blocking() > 0 {
            page.push_str(GUESS);
        }
        page
    }
}

/// Above this number, the causes of what upstream changed are folded.
const MAX_OPEN: usize = 20;
/// How many causes of what upstream changed are listed: hosts of pull requests refuse larger pages.
const MAX_CAUSES: usize = 80;
/// How many new quirks are listed.
const MAX_QUIRKS: usize = 30;

/// Whether the document can be adopted, and what blocks it.
fn verdict(adoption: &Adoption, compiled: &Compiled, progress: Progress) -> String {
    let obstacles = obstacles(adoption, compiled);
    if !obstacles.is_empty() {
        return format!("**It cannot be adopted yet**: {}.\n", obstacles.join("; "));
    }
    let verdict = match progress {
        Progress::Examined => "It can be adopted",
        Progress::Written => "It has been adopted",
    };
    let condition = match compiled {
        Compiled::Unknown => ", if the crate compiles, which was not checked",
        Compiled::Yes | Compiled::No(_) => "",
    };
    let (found, stale) = (adoption.lint.findings.len(), adoption.lint.stale.len());
    let new = adoption.new_quirks().len();
    let known = match found - new {
        0 => String::new(),
        known => format!(" {known} that the document in use has too,"),
    };
    let lint = if found + stale == 0 {
        String::new()
    } else {
        format!(
            " `cargo xtask lint` will fail: {new} new quirks,{known} {stale} accepted findings that no longer occur."
        )
    };
    format!("**{verdict}**{condition}.{lint}\n")
}

fn obstacles(adoption: &Adoption, compiled: &Compiled) -> Vec<String> {
    let mut obstacles = Vec::new();
    match adoption.blocking() {
        0 => {}
        1 => obstacles.push("1 action of a patch does not fit".to_owned()),
        many => obstacles.push(format!("{many} actions of patches do not fit")),
    }
    if matches!(adoption.generated, Outcome::Refused(_)) {
        obstacles.push("the crate cannot be generated".to_owned());
    }
    if matches!(compiled, Compiled::No(_)) {
        obstacles.push("the crate does not compile".to_owned());
    }
    obstacles
}

/// What is wrong with the document itself: patches are not to blame for it.
fn own_problems(adoption: &Adoption) -> String {
    if adoption.problems.is_empty() {
        return String::new();
    }
    let mut text = "\n## What is wrong with the new document itself\n\nThe document in use does not have this. \
                    Report it to the vendor, or correct it in a patch that comes first:\n\n"
        .to_owned();
    for problem in &adoption.problems {
        let (message, at) = (
            sentence(&problem.message),
            code(&problem.pointer.to_string()),
        );
        let _ = writeln!(text, "- {message}  \n  {at}: {}", plain(&problem.hint));
    }
    text
}

/// The new operations that patches mark as safe to repeat without naming them.
fn repeats(adoption: &Adoption) -> String {
    if adoption.repeats.is_empty() {
        return String::new();
    }
    let mut text = "\n### New operations that are marked as safe to repeat\n\nThe target of a patch selects them \
                    with others. If one of them must not be sent twice, narrow the target:\n\n"
        .to_owned();
    let mut rows: IndexMap<String, Vec<String>> = IndexMap::new();
    for mark in &adoption.repeats {
        let operations = rows.entry(place(&mark.action)).or_default();
        operations.push(code(&mark.operation));
    }
    for (action, operations) in rows {
        let _ = writeln!(text, "- {action}: {}", operations.join(", "));
    }
    text
}

/// The changes of the upstream document, with a mark at those that do not reach clients.
fn upstream(adoption: &Adoption) -> String {
    let mut text = "\n## What upstream has changed\n\n".to_owned();
    if adoption.upstream_changes.is_empty() {
        text.push_str("Nothing.\n");
        return text;
    }
    text.push_str("Without patches:\n\n");
    let causes = diff::causes(&adoption.upstream_changes);
    let is_long = causes.len() > MAX_OPEN;
    if is_long {
        let _ = write!(
            text,
            "<details><summary>{} causes</summary>\n\n",
            causes.len()
        );
    }
    let mut hidden = 0;
    for (message, changes) in causes.iter().take(MAX_CAUSES) {
        let reach = changes.iter().filter(|change| {
            let mut others = adoption.diff.changes.iter();
            others.any(|other| overlaps(&other.pointer, &change.pointer))
        });
        let unseen = changes.len() - reach.count();
        hidden += unseen;
        let mark = match unseen {
            0 => String::new(),
            all if all == changes.len() => " (†)".to_owned(),
            1 => " († in 1 place)".to_owned(),
            some => format!(" († in {some} places)"),
        };
        let more = match changes.len() {
            1 => String::new(),
            2 => " and 1 more place".to_owned(),
            many => format!(" and {} more places", many - 1),
        };
        let at = changes
            .first()
            .map(|change| code(&change.pointer))
            .unwrap_or_default();
        let _ = writeln!(text, "- {}{mark}  \n  {at}{more}", sentence(message));
    }
    if causes.len() > MAX_CAUSES {
        let more = causes.len() - MAX_CAUSES;
        let _ = writeln!(
            text,
            "- And {more} more: `cargo xtask diff OLD NEW --format json` has all."
        );
    }
    if is_long {
        text.push_str("\n</details>\n");
    }
    if hidden > 0 {
        text.push_str(
            "\n(†) Does not reach clients: a patch overrides this place, or no client sees it. Check that the \
             patch is still right.\n",
        );
    }
    text
}

/// Whether one place is the other, or inside it.
fn overlaps(one: &str, other: &str) -> bool {
    let is_inside = |inner: &str, outer: &str| {
        let rest = inner.strip_prefix(outer);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    is_inside(one, other) || is_inside(other, one)
}

fn quirks(adoption: &Adoption) -> String {
    let lint = &adoption.lint;
    let new = adoption.new_quirks();
    if new.is_empty() && lint.stale.is_empty() {
        return "\n## New quirks\n\nNone.\n".to_owned();
    }
    let more = new.len().saturating_sub(MAX_QUIRKS);
    let shown = lint::Report {
        findings: new.into_iter().take(MAX_QUIRKS).cloned().collect(),
        ..lint.clone()
    };
    let more = match more {
        0 => String::new(),
        more => {
            format!("\nAnd {more} more: `cargo xtask lint NEW --patches spec/patches` has all.\n")
        }
    };
    format!("\n## New quirks\n\n{}{more}", block("text", &shown.text()))
}

fn emitted(adoption: &Adoption, compiled: &Compiled) -> String {
    let generated = match &adoption.generated {
        Outcome::Refused(error) => {
            let error = block("text", &error.to_string());
            return format!("\n## The crate\n\nIt cannot be generated:\n\n{error}");
        }
        Outcome::Crate(generated) => generated,
    };
    let compiled = match compiled {
        Compiled::Unknown => "Compiling it was not tried.".to_owned(),
        Compiled::Yes => "It compiles.".to_owned(),
        Compiled::No(messages) => {
            format!("It does not compile:\n\n```text\n{messages}\n```")
        }
    };
    format!(
        "\n## The crate\n\n{} operations, {} types. {compiled}\n",
        generated.operations, generated.types
    )
}

/// A Markdown page as a section of another page: every heading is one level deeper.
fn nest_headings(page: &str) -> String {
    let lines = page.lines().map(|line| {
        let mark = if line.starts_with('#') { "#" } else { "" };
        format!("{mark}{line}\n")
    });
    format!("\n{}", lines.collect::<String>())
}
