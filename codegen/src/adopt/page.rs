//! What taking over a document comes to, as a page for a pull request.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::{Adoption, Compiled, Outcome};
use crate::document;
use crate::overlay::{Tried, Verdict};

/// The whole page.
pub(super) fn page(adoption: &Adoption, compiled: &Compiled) -> String {
    let new = &adoption.diff.new;
    let mut page = format!("# Adopting {} {}\n\n", new.title, new.version);
    page.push_str(&verdict(adoption, compiled));
    page.push_str(&patches(adoption));
    page.push_str(&quirks(adoption));
    page.push_str(&emitted(adoption, compiled));
    page.push_str(&demoted(&adoption.diff.markdown()));
    page
}

/// Whether it can be done, and what is in the way.
fn verdict(adoption: &Adoption, compiled: &Compiled) -> String {
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
    if obstacles.is_empty() {
        let but = match compiled {
            Compiled::Unknown => ", if the crate compiles, which was not tried",
            Compiled::Yes | Compiled::No(_) => "",
        };
        format!("**It can be adopted**{but}.\n")
    } else {
        let obstacles = obstacles.join("; ");
        format!("**It cannot be adopted yet**: {obstacles}.\n")
    }
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
         more; what is said of those behind one that does not fit takes it as applied."
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
            let _ = writeln!(text, ":\n  {problem}.");
        }
        None => text.push_str(": changes nothing.\n"),
    }
    let Some(advice) = &tried.advice else {
        return text;
    };
    let _ = writeln!(text, "  **{}**", advice.text);
    if let Some(expect) = &advice.expect {
        let expect = serde_json::json!({ "x-expect": expect });
        let yaml = document::to_yaml(&expect);
        let _ = write!(
            text,
            "\n{}\n",
            textwrap::indent(&format!("```yaml\n{yaml}```\n"), "  ")
        );
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
