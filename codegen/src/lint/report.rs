//! The report of findings, accepted or not.
//!
//! Its JSON has the fields of these types. Names and meanings are stable; fields may be added.

use std::collections::{HashMap, HashSet};

use serde::Serialize;
use serde_json::Value;

use super::baseline::{Acceptance, Baseline};
use super::finding::Finding;
use super::rule::Rule;
use crate::pointer::Pointer;

/// The findings of a document.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Report {
    /// The name of the document.
    pub document: String,
    /// Findings that are not accepted.
    pub findings: Vec<Finding>,
    /// Accepted findings.
    pub accepted: Vec<AcceptedFinding>,
    /// Acceptances without a finding.
    pub stale: Vec<Stale>,
}

/// An accepted finding.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct AcceptedFinding {
    /// The finding.
    #[serde(flatten)]
    pub finding: Finding,
    /// Why it stands.
    pub reason: String,
}

/// An acceptance without a finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Stale {
    /// What it accepts.
    pub rule: Rule,
    /// Where.
    pub pointer: String,
    /// Why it did.
    pub reason: String,
    /// Why there is no finding any more.
    pub cause: String,
    /// The file and line of the acceptance, such as `accepted.yaml:12`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
}

impl Report {
    pub(super) fn new(
        document: &str,
        value: &Value,
        found: Vec<Finding>,
        baseline: &Baseline,
    ) -> Self {
        let by_place: HashMap<(Rule, &str), Acceptance<'_>> = baseline
            .all()
            .map(|acceptance| ((acceptance.rule, acceptance.pointer), acceptance))
            .collect();
        let mut report = Self {
            document: document.to_owned(),
            findings: Vec::new(),
            accepted: Vec::new(),
            stale: Vec::new(),
        };
        let mut used = HashSet::new();
        for finding in found {
            let pointer = finding.pointer.to_string();
            match by_place.get(&(finding.rule, pointer.as_str())) {
                Some(acceptance) => {
                    used.insert((acceptance.rule, acceptance.pointer));
                    let reason = acceptance.reason.to_owned();
                    report.accepted.push(AcceptedFinding { finding, reason });
                }
                None => report.findings.push(finding),
            }
        }
        let unused = baseline
            .all()
            .filter(|one| !used.contains(&(one.rule, one.pointer)));
        report.stale = unused.map(|one| Stale::of(one, value)).collect();
        report
    }

    /// Whether there are no findings and no stale acceptances.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.findings.is_empty() && self.stale.is_empty()
    }

    /// As JSON: the fields of this type.
    #[must_use]
    pub fn json(&self) -> String {
        // The types have only string keys and JSON values, so this cannot fail.
        serde_json::to_value(self).map_or_else(|_| String::new(), |value| format!("{value:#}\n"))
    }
}

impl Stale {
    fn of(acceptance: Acceptance<'_>, document: &Value) -> Self {
        Self {
            cause: cause(acceptance.pointer, document),
            rule: acceptance.rule,
            pointer: acceptance.pointer.to_owned(),
            reason: acceptance.reason.to_owned(),
            place: acceptance.place,
        }
    }
}

/// Why there is no finding at a place: the first part of it that is gone, if any is.
fn cause(pointer: &str, document: &Value) -> String {
    let pointer = Pointer::of(pointer);
    if pointer.get(document).is_some() {
        return "what is there now has no such finding".to_owned();
    }
    let missing = |one: &&Pointer| one.get(document).is_none();
    let gone = pointer.ancestors().take_while(missing).last();
    format!("{} is gone", gone.unwrap_or(&pointer))
}
