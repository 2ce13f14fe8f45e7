//! The section of the page about the patches: a row for each cause, with advice.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use indexmap::IndexMap;
use serde_json::Value;
use serde_json_path::JsonPath;

use super::adoption::Adoption;
use crate::document;
use crate::markdown::{block, code, plain, sentence};
use crate::overlay::{ActionPlace, ActionResult, Reason, Verdict};
use crate::pointer::Pointer;
use crate::suggest;

/// An action, as the page names it.
pub(super) fn place(action: &ActionPlace) -> String {
    let reason = action
        .description
        .as_deref()
        .and_then(|text| text.lines().next());
    let reason = reason.map_or_else(String::new, |reason| format!(" ({})", sentence(reason)));
    let (file, target) = (plain(&action.file), code(&action.target));
    format!("{file}: action {}{reason}, target {target}", action.number)
}

pub(super) fn section(adoption: &Adoption) -> String {
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
    let renamed = partly_renamed(adoption) + &outdated(adoption);
    let attention = adoption.needs_attention().count();
    if attention == 0 {
        let _ = writeln!(text, "All {actions} actions of {files} fit.");
        return text + &renamed;
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
    text + &renamed
}

/// The actions that fit, and miss a part of what they did because it has a new name.
fn partly_renamed(adoption: &Adoption) -> String {
    let fitting = adoption
        .actions
        .iter()
        .filter(|one| one.verdict == Verdict::Fits);
    let rows: String = fitting
        .filter_map(|result| {
            let (rename, target) = adoption.renamed.get(&result.place.target)?;
            let (was, is) = (code(&rename.was), code(&rename.is));
            let place = place(&result.place);
            let target = code(target);
            Some(format!("- {place}:\n  {was} is {is} in the new document. **Change the target to {target}.**\n"))
        })
        .collect();
    if rows.is_empty() {
        return rows;
    }
    format!(
        "\n### Selecting less\n\nThese actions fit, but a part of what they select has a new name:\n\n{rows}"
    )
}

/// The actions that write a name that the new document replaces.
fn outdated(adoption: &Adoption) -> String {
    let rows = adoption.outdated.iter().map(|(action, rename)| {
        let (place, was, is) = (place(action), code(&rename.was), code(&rename.is));
        format!("- {place}:\n  {was} is {is} in the new document. **Write the new name.**\n")
    });
    let rows: String = rows.collect();
    if rows.is_empty() {
        return rows;
    }
    format!(
        "\n### Writing old names\n\nThese actions write names that the new document replaces:\n\n{rows}"
    )
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
        let pointer = Pointer::of(pointer);
        suggest::path(&Value::Null, &pointer)
    };
    let below = |was: &str| {
        let rest = target.strip_prefix(was)?;
        (rest.is_empty() || rest.starts_with(['.', '['])).then_some(rest)
    };
    let changes = &adoption.upstream_changes;
    let mut renamed = changes.iter().find_map(|change| {
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
    let follows = |fate: &Fate| matches!(fate, Fate::Renamed { exists: true, .. });
    let by_name = || {
        let (rename, target) = adoption.renamed.get(target)?;
        let (was, is) = (rename.was.clone(), rename.is.clone());
        let exists = true;
        Some(Fate::Renamed {
            was,
            is,
            target: target.clone(),
            exists,
        })
    };
    let followed = renamed.take_if(|fate| follows(fate)).or_else(by_name);
    followed.or(renamed).or_else(|| {
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
