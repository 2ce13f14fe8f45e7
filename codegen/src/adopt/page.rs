//! The report about an adoption, as a Markdown page for a pull request.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use indexmap::IndexMap;
use serde_json::Value;
use serde_json_path::JsonPath;

use super::adoption::{Adoption, Compiled, Outcome, Progress};
use crate::diff;
use crate::document;
use crate::lint;
use crate::markdown::{block, code, plain, sentence};
use crate::overlay::{ActionPlace, ActionResult, Reason, Verdict};
use crate::problem::Pointer;
use crate::suggest;

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
        page.push_str(&patches(self));
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

/// An action, as the page names it.
fn place(action: &ActionPlace) -> String {
    let reason = action
        .description
        .as_deref()
        .and_then(|text| text.lines().next());
    let reason = reason.map_or_else(String::new, |reason| format!(" ({})", sentence(reason)));
    let (file, target) = (plain(&action.file), code(&action.target));
    format!("{file}: action {}{reason}, target {target}", action.number)
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

fn patches(adoption: &Adoption) -> String {
    let files: BTreeSet<&str> = adoption
        .actions
        .iter()
        .map(|action| action.place.file.as_str())
        .collect();
    let actions = adoption.actions.len();
    let files = match files.len() {
        1 => "1 patch".to_owned(),
        many => format!("{many} patches"),
    };
    let mut text = "\n## The patches\n\n".to_owned();
    let attention = adoption.needs_attention().count();
    if attention == 0 {
        let _ = writeln!(text, "All {actions} actions of {files} fit.");
        return text;
    }
    let _ = writeln!(
        text,
        "{attention} of {actions} actions in {files} need attention. A stale action has nothing left \
         to correct. Start with the first action that does not fit: it may be the cause of others."
    );
    for (verdict, title) in [
        (Verdict::Conflict, "No longer matching"),
        (Verdict::Stale, "Stale"),
    ] {
        let actions = adoption
            .needs_attention()
            .filter(|action| action.verdict == verdict);
        let rows: String = by_cause(adoption, actions).values().map(row).collect();
        if !rows.is_empty() {
            let _ = write!(text, "\n### {title}\n\n{rows}");
        }
    }
    text
}

/// Actions that need attention for one cause.
struct Row<'a> {
    actions: Vec<&'a ActionResult>,
    /// What became of the part that their targets miss, if upstream's changes tell.
    fate: Option<Fate>,
}

/// What became of a part of the document.
enum Fate {
    Renamed {
        was: String,
        is: String,
        /// The target of the first action below the new name, and whether it exists.
        target: String,
        exists: bool,
    },
    Removed {
        was: String,
    },
}

impl Fate {
    fn was(&self) -> &str {
        let (Self::Renamed { was, .. } | Self::Removed { was }) = self;
        was
    }

    /// What to do with an action.
    fn advice(&self) -> String {
        match self {
            Self::Renamed {
                was,
                is,
                target,
                exists,
            } => {
                let (was, new) = (code(was), code(is));
                let target = match target {
                    same if same == is => "Change the target.".to_owned(),
                    target if *exists => format!("Change the target to {}.", code(target)),
                    target => format!(
                        "But {} does not exist: change the target to where its node is now, or delete the action.",
                        code(target)
                    ),
                };
                format!("{was} is {new} in the new document. {target}")
            }
            Self::Removed { was } => format!(
                "The new document has no {} any more. Delete the action, unless something replaces it.",
                code(was)
            ),
        }
    }
}

/// Groups actions whose targets miss the same part of the document. Others are rows of their own.
fn by_cause<'a>(
    adoption: &Adoption,
    actions: impl Iterator<Item = &'a ActionResult>,
) -> IndexMap<String, Row<'a>> {
    let mut rows: IndexMap<String, Row<'a>> = IndexMap::new();
    for (number, action) in actions.enumerate() {
        let missing = action
            .suggestion
            .as_ref()
            .and_then(|one| missing(&one.reason));
        let fate = missing.clone();
        let fate = fate.and_then(|missing| fate_of(adoption, &action.place.target, missing));
        let cause = match (&fate, missing) {
            (Some(fate), _) => fate.was().to_owned(),
            (None, Some(missing)) => missing,
            (None, None) => format!("#{number}"),
        };
        let row = rows.entry(cause).or_insert_with(|| Row {
            actions: Vec::new(),
            fate,
        });
        row.actions.push(action);
    }
    rows
}

/// The first part of a target that does not exist, as a JSONPath.
fn missing(reason: &Reason) -> Option<String> {
    match reason {
        Reason::TargetMoved { prefix, rest, .. } => {
            let ends = rest.match_indices(['.', '[']).map(|(end, _)| end);
            // A part that ends inside a name or filter does not parse.
            let mut parts = ends.map(|end| format!("{prefix}{}", &rest[..end]));
            let part = parts.find(|part| part != prefix && JsonPath::parse(part).is_ok());
            Some(part.unwrap_or_else(|| format!("{prefix}{rest}")))
        }
        Reason::AfterConflict {
            otherwise: Some(otherwise),
        } => missing(otherwise),
        _ => None,
    }
}

/// The rename that a target has not followed, or else the removal of what it selects.
fn fate_of(adoption: &Adoption, target: &str, missing: String) -> Option<Fate> {
    let path = |pointer: &str| {
        let pointer = Pointer::of(pointer.trim_start_matches('#'));
        suggest::path(&Value::Null, &pointer)
    };
    let below = |was: &str| {
        let rest = target.strip_prefix(was)?;
        (rest.is_empty() || rest.starts_with(['.', '['])).then_some(rest)
    };
    let changes = &adoption.upstream_changes;
    let renamed = changes.iter().find_map(|change| {
        let was = path(change.was.as_deref()?);
        let is = path(&change.pointer);
        let target = format!("{is}{}", below(&was)?);
        let exists = JsonPath::parse(&target)
            .is_ok_and(|target| !target.query(&adoption.document).is_empty());
        Some(Fate::Renamed {
            was,
            is,
            target,
            exists,
        })
    });
    renamed.or_else(|| {
        let is_removed = adoption.removed.contains(target);
        is_removed.then_some(Fate::Removed { was: missing })
    })
}

/// The actions of one cause: the first with its problem and advice, then where the others are.
fn row(row: &Row<'_>) -> String {
    let Some((first, others)) = row.actions.split_first() else {
        return String::new();
    };
    let mut text = action(first, row.fate.as_ref());
    if !others.is_empty() {
        let places: Vec<String> = others
            .iter()
            .map(|one| format!("{}: action {}", one.place.file, one.place.number))
            .collect();
        let count = others.len();
        let actions = if count == 1 { "action" } else { "actions" };
        let places = places.join("; ");
        let _ = writeln!(
            text,
            "  The same holds for {count} more {actions}: {places}."
        );
    }
    text
}

/// An action, its problem, and what to do.
fn action(result: &ActionResult, fate: Option<&Fate>) -> String {
    let mut text = format!("- {}", place(&result.place));
    let _ = match &result.problem {
        Some(problem) => writeln!(text, ":\n  {problem}."),
        None => writeln!(text, ": changes nothing."),
    };
    if let Some(fate) = fate {
        let _ = writeln!(text, "  **{}**", fate.advice());
        return text;
    }
    let Some(suggestion) = &result.suggestion else {
        return text;
    };
    let _ = writeln!(text, "  **{suggestion}**");
    if let Some(replacement) = &suggestion.replacement {
        let yaml = block("yaml", &document::to_yaml(replacement));
        let _ = write!(text, "\n{}\n", textwrap::indent(&yaml, "  "));
    }
    text
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
