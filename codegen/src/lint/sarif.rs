//! The report as a log of SARIF 2.1.0, the format of code hosts for findings beside a diff.
//!
//! The log is small and only written, so it is built here: the crates for SARIF model the whole standard.

use serde_json::{Value, json};

use super::finding::Finding;
use super::lines::{Location, Sources};
use super::report::{Report, Stale};
use super::rule::Rule;
use crate::pointer::Pointer;

/// The rule id of stale acceptances.
const STALE: &str = "stale-acceptance";

impl Report {
    /// As SARIF 2.1.0, which code hosts show beside a diff. `sources` gives files and lines.
    #[must_use]
    pub fn sarif(&self, sources: &Sources) -> String {
        log(self, sources)
    }
}

fn log(report: &Report, sources: &Sources) -> String {
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "cargo xtask lint",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules(),
            }},
            "columnKind": "unicodeCodePoints",
            "results": results(report, sources),
        }],
    });
    format!("{log:#}\n")
}

fn rules() -> Vec<Value> {
    let of = |id: &str, about: &str, level: &str| {
        json!({
            "id": id,
            "shortDescription": {"text": about},
            "defaultConfiguration": {"level": level},
        })
    };
    let rules = Rule::ALL
        .iter()
        .map(|rule| of(rule.id(), rule.about(), rule.level().id()));
    let stale = of(STALE, "An acceptance has no finding.", "error");
    rules.chain([stale]).collect()
}

/// Findings, accepted findings as suppressed, and stale acceptances.
fn results(report: &Report, sources: &Sources) -> Vec<Value> {
    let open = report.findings.iter().map(|finding| (finding, None));
    let accepted = report
        .accepted
        .iter()
        .map(|one| (&one.finding, Some(one.reason.as_str())));
    let all: Vec<_> = open.chain(accepted).collect();
    let pointers: Vec<&Pointer> = all.iter().map(|(finding, _)| &finding.pointer).collect();
    let places = sources.places(&pointers);
    let findings = all.iter().zip(places).map(|((finding, reason), place)| {
        let mut result = result(finding, place);
        if let Some(reason) = reason {
            let suppression =
                json!({"kind": "external", "status": "accepted", "justification": reason});
            result["suppressions"] = json!([suppression]);
        }
        result
    });
    findings.chain(stale(&report.stale, sources)).collect()
}

fn result(finding: &Finding, place: Location<'_>) -> Value {
    let rule = finding.rule;
    let text = match finding.patch.yaml() {
        none if none.is_empty() => finding.message.clone(),
        actions => format!(
            "{}\n\nBelow `actions:` of a patch:\n{actions}",
            finding.message
        ),
    };
    let pointer = finding.pointer.to_string();
    json!({
        "ruleId": rule.id(),
        "ruleIndex": Rule::ALL.iter().position(|other| *other == rule),
        "level": rule.level().id(),
        "message": {"text": text},
        "locations": [location(place, &pointer)],
        "partialFingerprints": {"place/v1": format!("{} {pointer}", rule.id())},
    })
}

/// Stale acceptances, each at the line of its pointer in the file of acceptances.
fn stale<'a>(stale: &'a [Stale], sources: &'a Sources) -> impl Iterator<Item = Value> + 'a {
    let accepted = sources.accepted.iter();
    accepted.flat_map(move |accepted| {
        stale.iter().map(move |stale| {
            let (rule, pointer) = (stale.rule.id(), &stale.pointer);
            let line = accepted.text.lines().position(|line| line.contains(pointer.as_str()));
            let (file, line) = (accepted.file.as_str(), line.map_or(1, |index| index + 1));
            json!({
                "ruleId": STALE,
                "ruleIndex": Rule::ALL.len(),
                "level": "error",
                "message": {"text": format!("`{rule}` no longer exists at {pointer}: remove the acceptance.")},
                "locations": [location(Location { file, line }, pointer)],
                "partialFingerprints": {"place/v1": format!("{STALE} {rule} {pointer}")},
            })
        })
    })
}

fn location(place: Location<'_>, pointer: &str) -> Value {
    json!({
        "physicalLocation": {
            "artifactLocation": {"uri": uri(place.file), "uriBaseId": "%SRCROOT%"},
            "region": {"startLine": place.line},
        },
        "logicalLocations": [{"fullyQualifiedName": pointer}],
    })
}

/// A path as a relative URI.
fn uri(path: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    let text = |byte: u8| {
        if plain(byte) {
            char::from(byte).to_string()
        } else {
            format!("%{byte:02X}")
        }
    };
    path.replace('\\', "/").bytes().map(text).collect()
}
