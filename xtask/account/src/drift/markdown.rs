//! The report as a Markdown page.

use std::fmt::Write as _;

use hellodialog_codegen::suggest::yaml;

use super::finding::{DriftFinding, DriftRule, counted};
use super::report::{CalledOperation, DriftReport, SkippedOperation};

const SECTIONS: [(DriftRule, &str); 6] = [
    (DriftRule::UnknownField, "Unknown fields"),
    (DriftRule::Undescribed, "Values without a description"),
    (DriftRule::UnknownValue, "Unknown enum values"),
    (DriftRule::TypeDiffers, "Other types than described"),
    (DriftRule::MissingField, "Missing required fields"),
    (DriftRule::NeverSeen, "Fields that no response had"),
];

pub(super) fn page(report: &DriftReport) -> String {
    let mut page = format!(
        "# Drift of an account from the description\n\n{}\n{}",
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
    page.push_str(&called(&report.called));
    page.push_str(&skipped(&report.skipped));
    page
}

fn summary(report: &DriftReport) -> String {
    let DriftReport {
        account,
        requests,
        budget,
        ..
    } = report;
    let successful = report.called.iter().filter(|called| called.responses > 0);
    let all = report.called.len() + report.skipped.len();
    let mut text = incomplete(report);
    let _ = writeln!(
        text,
        "Account at `{account}`. {requests} GET requests were sent (limit {budget}); {} of {all} \
         read operations responded.\nThis page has names, types and counts of the account, and \
         enum values that look like the listed ones. It has no other data of the account.",
        successful.count()
    );
    if report.custom_fields > 0 {
        let _ = writeln!(
            text,
            "The account has {}. They are not reported.",
            counted(report.custom_fields, "custom field")
        );
    }
    text
}

/// The reasons why the page does not cover all operations; empty if it does.
fn incomplete(report: &DriftReport) -> String {
    let mut reasons = Vec::new();
    if let Some(reason) = report.aborted {
        reasons.push(format!("it was aborted because {reason}"));
    }
    if report.over_budget > 0 {
        reasons.push(format!(
            "{} not called because the limit of requests was reached",
            operations_were(report.over_budget)
        ));
    }
    let failed = report.called.iter().filter(|called| called.responses == 0);
    let failed = failed.count();
    if failed > 0 {
        reasons.push(format!(
            "{} called without success",
            operations_were(failed)
        ));
    }
    if reasons.is_empty() {
        return String::new();
    }
    format!(
        "**This run is incomplete:** {}. There may be more differences.\n\n",
        reasons.join("; ")
    )
}

fn operations_were(count: usize) -> String {
    match count {
        1 => "1 operation was".to_owned(),
        _ => format!("{count} operations were"),
    }
}

/// What to do with the actions, and the head of a patch for them.
const INSTRUCTIONS: &str = "\
Each finding has overlay actions that correct the description, unless the values are not shown or
no action can express them. The actions are guesses. Review them, copy the right ones below
`actions` of a new file in `spec/patches/`, and add a reason. `cargo xtask lint` reports guesses
until `spec/accepted.yaml` accepts them.

```yaml
overlay: 1.1.0
info:
  title: What an account has
  version: 1.0.0
actions:
```

| no. | rule | place | count | operations |
|---|---|---|---|---|
";

fn overview(report: &DriftReport) -> String {
    if report.findings.is_empty() {
        return "**No findings** in the responses.\n".to_owned();
    }
    let mut text = format!(
        "**{}.**\n\n{INSTRUCTIONS}",
        counted(report.findings.len(), "finding")
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

fn entry(finding: &DriftFinding, number: usize) -> String {
    let mut text = format!(
        "\n### {number}. `{}`\n\n{}\n\nAt `{}`, in responses of {}.\n",
        finding.subject,
        finding.message,
        finding.pointer,
        finding.operations.join(", ")
    );
    if !finding.fields.is_empty() {
        text.push_str("\n| field | values |\n|---|---|\n");
    }
    for field in &finding.fields {
        let _ = writeln!(text, "| `{}` | {} |", field.name, field.forms);
    }
    if finding.actions.is_empty() {
        text.push_str(
            "\nThere is no action to paste: the values are not shown, or no action can express \
             them.\n",
        );
    } else {
        let _ = write!(text, "\n```yaml\n{}```\n", yaml(&finding.actions));
    }
    text
}

fn called(called: &[CalledOperation]) -> String {
    let mut text =
        "\n## Called operations\n\n| operation | path | requests | responses | notes |\n\
                    |---|---|---|---|---|\n"
            .to_owned();
    for called in called {
        let notes: Vec<String> = called.notes.iter().map(ToString::to_string).collect();
        let _ = writeln!(
            text,
            "| {} | `{}` | {} | {} | {} |",
            called.operation,
            called.path,
            called.requests,
            called.responses,
            notes.join("; ")
        );
    }
    text
}

fn skipped(skipped: &[SkippedOperation]) -> String {
    if skipped.is_empty() {
        return String::new();
    }
    let mut text =
        "\n## Skipped operations\n\n| operation | path | reason |\n|---|---|---|\n".to_owned();
    for SkippedOperation {
        operation,
        path,
        reason,
    } in skipped
    {
        let _ = writeln!(text, "| {operation} | `{path}` | {reason} |");
    }
    text
}

/// Escapes what would end a cell or a row of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pipes_and_line_breaks_stay_in_their_cell() {
        assert_eq!(cell("a|b\nc"), "a\\|b c");
    }
}
