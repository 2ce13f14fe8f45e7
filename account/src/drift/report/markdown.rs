//! The report as a page.

use std::fmt::Write as _;

use hellodialog_codegen::suggest::yaml;

use super::{Asked, NotAsked, Report};
use crate::drift::finding::{Finding, Rule};

/// The sections of what differs.
const SECTIONS: [(Rule, &str); 6] = [
    (Rule::UnknownField, "Fields that are not described"),
    (Rule::Undescribed, "Places of which nothing is described"),
    (Rule::UnknownValue, "Values that are not listed"),
    (Rule::TypeDiffers, "Other types than described"),
    (Rule::MissingField, "Required fields that were missing"),
    (Rule::NeverSeen, "Fields that never came"),
];

pub(super) fn page(report: &Report) -> String {
    let mut page = format!(
        "# How an account differs from the description\n\n{}\n{}",
        summary(report),
        overview(report)
    );
    let mut numbered = report.findings.iter().zip(1_usize..).peekable();
    for (rule, title) in SECTIONS {
        let mut section = String::new();
        while let Some((finding, number)) = numbered.next_if(|(finding, _)| finding.rule == rule) {
            section.push_str(&entry(finding, number));
        }
        if !section.is_empty() {
            let _ = write!(page, "\n## {title}\n{section}");
        }
    }
    page.push_str(&asked(&report.asked));
    page.push_str(&not_asked(&report.not_asked));
    page
}

fn summary(report: &Report) -> String {
    let Report {
        account,
        requests,
        budget,
        ..
    } = report;
    let answered = report.asked.iter().filter(|asked| asked.answered > 0);
    let all = report.asked.len() + report.not_asked.len();
    let mut text = incomplete(report);
    let _ = writeln!(
        text,
        "Account at `{account}`. {requests} requests of at most {budget} were made, all of them \
         GET; {} of {all} operations that read were answered.\nNames, types and counts are all \
         that this page shows of the account, and words in the place of an enum's that look like \
         those it lists; no other value is in it.",
        answered.count()
    );
    if report.own_fields > 0 {
        let _ = writeln!(
            text,
            "The account has {} fields of its own, which are left out.",
            report.own_fields
        );
    }
    text
}

/// Why the page does not tell of all that there is; nothing if it does.
fn incomplete(report: &Report) -> String {
    let mut reasons = Vec::new();
    if let Some(why) = &report.broke_off {
        reasons.push(format!("it broke off, as {why}"));
    }
    if report.over_budget > 0 {
        reasons.push(format!(
            "{} not asked, as the budget of requests was used up",
            operations(report.over_budget)
        ));
    }
    let failed = report.asked.iter().filter(|asked| asked.answered == 0);
    let failed = failed.count();
    if failed > 0 {
        reasons.push(format!("{} asked in vain", operations(failed)));
    }
    if reasons.is_empty() {
        return String::new();
    }
    format!(
        "**The survey is incomplete:** {}. What it did not reach may differ as well.\n\n",
        reasons.join("; ")
    )
}

fn operations(count: usize) -> String {
    match count {
        1 => "1 operation was".to_owned(),
        _ => format!("{count} operations were"),
    }
}

fn overview(report: &Report) -> String {
    if report.findings.is_empty() {
        return "**Nothing differs** in what was answered.\n".to_owned();
    }
    let mut text = format!(
        "**{} findings.** Each has the overlay actions that would make the description say what \
         came, unless what came is not shown or cannot be said in one. Read them, as they are \
         guesses; those that are right go below `actions` of a new file in `spec/patches/`, with a \
         reason. `cargo xtask lint` then wants the guesses accepted in `spec/accepted.yaml`:\n\n```yaml\noverlay: 1.1.0\ninfo:\n  title: What \
         an account has\n  version: 1.0.0\nactions:\n```\n\n\
         | no. | rule | place | count | operations |\n|---|---|---|---|---|\n",
        report.findings.len()
    );
    for (finding, number) in report.findings.iter().zip(1..) {
        let _ = writeln!(
            text,
            "| {number} | {} | `{}` | {} | {} |",
            finding.rule,
            cell(&finding.subject),
            finding.count,
            finding.operations.join(", ")
        );
    }
    text
}

fn entry(finding: &Finding, number: usize) -> String {
    let mut text = format!(
        "\n### {number}. `{}`\n\n{}\n\nAt `{}`, in answers of {}.\n",
        finding.subject,
        finding.message,
        finding.pointer,
        finding.operations.join(", ")
    );
    if !finding.contents.is_empty() {
        text.push_str("\n| field | came as |\n|---|---|\n");
    }
    for content in &finding.contents {
        let _ = writeln!(text, "| `{}` | {} |", content.name, content.forms);
    }
    if finding.actions.is_empty() {
        text.push_str(
            "\nThere is no action to paste: what came is not shown, or cannot be said in one.\n",
        );
    } else {
        let _ = write!(text, "\n```yaml\n{}```\n", yaml(&finding.actions));
    }
    text
}

fn asked(asked: &[Asked]) -> String {
    let mut text = "\n## What was asked\n\n| operation | path | requests | answered | notes |\n\
                    |---|---|---|---|---|\n"
        .to_owned();
    for asked in asked {
        let _ = writeln!(
            text,
            "| {} | `{}` | {} | {} | {} |",
            asked.operation,
            asked.path,
            asked.requests,
            asked.answered,
            asked.notes.join("; ")
        );
    }
    text
}

fn not_asked(not_asked: &[NotAsked]) -> String {
    if not_asked.is_empty() {
        return String::new();
    }
    let mut text =
        "\n## What was not asked\n\n| operation | path | why |\n|---|---|---|\n".to_owned();
    for NotAsked {
        operation,
        path,
        why,
    } in not_asked
    {
        let _ = writeln!(text, "| {operation} | `{path}` | {why} |");
    }
    text
}

/// A text that does not end its cell or row.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pipe_does_not_end_a_cell() {
        assert_eq!(cell("a|b\nc"), "a\\|b c");
    }
}
