//! What taking over a document comes to, as a page for a pull request.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::{Adoption, Compiled, Outcome, Progress};
use crate::document;
use crate::overlay::{Tried, Verdict};

/// What is said where patches do not fit.
const GUESS: &str =
    "\nWhile patches do not fit, the quirks and the changes for clients are partly a guess.\n";

/// The whole page.
pub(super) fn page(adoption: &Adoption, compiled: &Compiled, progress: Progress) -> String {
    let new = &adoption.diff.new;
    let mut page = format!("# Adopting {} {}\n\n", new.title, new.version);
    page.push_str(&verdict(adoption, compiled, progress));
    page.push_str(&upstream(adoption));
    page.push_str(&patches(adoption));
    page.push_str(&quirks(adoption));
    page.push_str(&emitted(adoption, compiled));
    page.push_str(&demoted(&adoption.diff.markdown()));
    if adoption.stopped() > 0 {
        page.push_str(GUESS);
    }
    page
}

/// Whether it can be done, and what is in the way.
fn verdict(adoption: &Adoption, compiled: &Compiled, progress: Progress) -> String {
    let mut obstacles = Vec::new();
    match adoption.stopped() {
        0 => {}
        1 => obstacles.push("1 action of a patch does not fit".to_owned()),
        many => obstacles.push(format!("{many} actions of patches do not fit")),
    }
    if matches!(adoption.generated, Outcome::Refused(_)) {
        obstacles.push("it cannot be generated".to_owned());
    }
    if matches!(compiled, Compiled::No(_)) {
        obstacles.push("the crate does not compile".to_owned());
    }
    if !obstacles.is_empty() {
        let obstacles = obstacles.join("; ");
        return format!("**It cannot be adopted yet**: {obstacles}.\n");
    }
    let verdict = match progress {
        Progress::Examined => "It can be adopted",
        Progress::Written => "It has been adopted",
    };
    let but = match compiled {
        Compiled::Unknown => ", if the crate compiles, which was not tried",
        Compiled::Yes | Compiled::No(_) => "",
    };
    let (found, stale) = (adoption.lint.findings.len(), adoption.lint.stale.len());
    let lint = if found + stale == 0 {
        String::new()
    } else {
        format!(
            " `cargo xtask lint` is not content with it: {found} new quirks, {stale} acceptances that \
             apply to nothing."
        )
    };
    format!("**{verdict}**{but}.{lint}\n")
}

/// What upstream has changed, and what of it does not arrive.
fn upstream(adoption: &Adoption) -> String {
    let mut text = "\n## What upstream has changed\n\n".to_owned();
    if adoption.upstream.is_empty() {
        text.push_str("Nothing.\n");
        return text;
    }
    text.push_str("Patches aside, as it came:\n\n");
    let mut hidden = 0;
    for change in &adoption.upstream {
        let arrives = adoption
            .diff
            .changes
            .iter()
            .any(|other| is_near(&other.pointer, &change.pointer));
        let mark = if arrives { "" } else { " (†)" };
        hidden += usize::from(!arrives);
        let message = change.message.replace('\n', " ");
        let _ = writeln!(text, "- {message}{mark}  \n  `{}`", change.pointer);
    }
    if hidden > 0 {
        text.push_str(
            "\n(†) Nothing of it reaches clients: a patch says otherwise in that place, or it is about \
             what no client sees. See whether the patch still does right.\n",
        );
    }
    text
}

/// Whether one place is the other, or within it.
fn is_near(one: &str, other: &str) -> bool {
    let within = |inner: &str, outer: &str| {
        let rest = inner.strip_prefix(outer);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    within(one, other) || within(other, one)
}

fn patches(adoption: &Adoption) -> String {
    let files: BTreeSet<&str> = adoption
        .actions
        .iter()
        .map(|action| action.place.file.as_str())
        .collect();
    let (actions, files) = (adoption.actions.len(), files.len());
    let mut text = "\n## The patches\n\n".to_owned();
    if adoption.remarkable().next().is_none() {
        let _ = writeln!(text, "All {actions} actions of {files} patches fit.");
        return text;
    }
    let odd = adoption.remarkable().count();
    let _ = writeln!(
        text,
        "Of {actions} actions of {files} patches {odd} need a look. A stale one has nothing to fix any \
         more. Mend the first that does not fit first: others may follow from it."
    );
    for (verdict, title) in [
        (Verdict::Misfit, "No longer matching"),
        (Verdict::Stale, "Stale"),
    ] {
        let actions = adoption
            .remarkable()
            .filter(|action| action.verdict == verdict);
        let actions: String = actions.map(action).collect();
        if !actions.is_empty() {
            let _ = write!(text, "\n### {title}\n\n{actions}");
        }
    }
    text
}

/// An action, what is wrong with it, and what to do.
fn action(tried: &Tried) -> String {
    let mut text = format!("- {}", tried.place);
    match &tried.problem {
        Some(problem) => {
            let problem = problem.to_string();
            // What strict mode asks at the end, this page answers.
            let problem = problem.split("; has the document").next();
            let _ = writeln!(text, ":\n  {}.", problem.unwrap_or_default());
        }
        None => text.push_str(": changes nothing.\n"),
    }
    let Some(advice) = &tried.advice else {
        return text;
    };
    let _ = writeln!(text, "  **{}**", advice.text);
    if let Some(instead) = &advice.instead {
        let yaml = format!("```yaml\n{}```\n", document::to_yaml(instead));
        let _ = write!(text, "\n{}\n", textwrap::indent(&yaml, "  "));
    }
    text
}

fn quirks(adoption: &Adoption) -> String {
    let lint = &adoption.lint;
    if lint.is_clean() {
        return "\n## New quirks\n\nThere are none.\n".to_owned();
    }
    format!("\n## New quirks\n\n```text\n{}```\n", lint.text())
}

fn emitted(adoption: &Adoption, compiled: &Compiled) -> String {
    let mut text = "\n## The crate\n\n".to_owned();
    match &adoption.generated {
        Outcome::Refused(error) => {
            let _ = writeln!(text, "It cannot be generated:\n\n```text\n{error}\n```");
        }
        Outcome::Crate(generated) => {
            let _ = write!(
                text,
                "{} operations, {} types. ",
                generated.operations, generated.types
            );
            let _ = match compiled {
                Compiled::Unknown => writeln!(text, "Whether it compiles was not tried."),
                Compiled::Yes => writeln!(text, "It compiles."),
                Compiled::No(said) => {
                    writeln!(text, "It does not compile:\n\n```text\n{said}\n```")
                }
            };
        }
    }
    text
}

/// A page as a part of another one.
fn demoted(page: &str) -> String {
    let lines = page.lines().map(|line| {
        let mark = if line.starts_with('#') { "#" } else { "" };
        format!("{mark}{line}\n")
    });
    format!("\n{}", lines.collect::<String>())
}
