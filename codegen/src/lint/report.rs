//! The report: what was found, and what of it is accepted.
//!
//! Its JSON is made of these types, field by field; names and meanings stay, fields may be added.

use std::collections::{HashMap, HashSet};

use serde::Serialize;

use super::accepted::{Acceptance, Accepted};
use super::finding::Finding;
use super::lines::Sources;
use super::rule::Rule;

/// What was found in a document.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Report {
    /// What stands for the document.
    pub document: String,
    /// Findings that nobody has accepted.
    pub findings: Vec<Finding>,
    /// Findings that stand with a reason.
    pub accepted: Vec<AcceptedFinding>,
    /// Acceptances of what is not found any more.
    pub stale: Vec<Stale>,
}

/// A finding that stands, and why.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct AcceptedFinding {
    /// The finding.
    #[serde(flatten)]
    pub finding: Finding,
    /// Why it stands.
    pub reason: String,
}

/// An acceptance that applies to nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Stale {
    /// What it accepts.
    pub rule: Rule,
    /// Where.
    pub pointer: String,
    /// Why it did.
    pub reason: String,
}

impl Report {
    pub(super) fn new(document: &str, found: Vec<Finding>, accepted: &Accepted) -> Self {
        let by_place: HashMap<(Rule, &str), Acceptance<'_>> = accepted
            .all()
            .map(|acceptance| ((acceptance.rule, acceptance.pointer), acceptance))
            .collect();
        let mut report = Self {
            document: document.to_owned(),
            findings: Vec::new(),
            accepted: Vec::new(),
            stale: Vec::new(),
        };
        let mut met = HashSet::new();
        for finding in found {
            let pointer = finding.pointer.to_string();
            match by_place.get(&(finding.rule, pointer.as_str())) {
                Some(acceptance) => {
                    met.insert((acceptance.rule, acceptance.pointer));
                    let reason = acceptance.reason.to_owned();
                    report.accepted.push(AcceptedFinding { finding, reason });
                }
                None => report.findings.push(finding),
            }
        }
        let unmet = accepted
            .all()
            .filter(|one| !met.contains(&(one.rule, one.pointer)));
        report.stale = unmet.map(Stale::of).collect();
        report
    }

    /// Whether there is nothing to do.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.findings.is_empty() && self.stale.is_empty()
    }

    /// As lines for a terminal.
    #[must_use]
    pub fn text(&self) -> String {
        super::plain::lines(self)
    }

    /// As JSON: the fields of this type.
    #[must_use]
    pub fn json(&self) -> String {
        // Names and values only: there is nothing that JSON could not hold.
        serde_json::to_value(self).map_or_else(|_| String::new(), |value| format!("{value:#}\n"))
    }

    /// As SARIF 2.1.0, which code hosts show beside a diff; the sources tell files and lines.
    #[must_use]
    pub fn sarif(&self, sources: &Sources) -> String {
        super::sarif::log(self, sources)
    }
}

impl Stale {
    fn of(acceptance: Acceptance<'_>) -> Self {
        Self {
            rule: acceptance.rule,
            pointer: acceptance.pointer.to_owned(),
            reason: acceptance.reason.to_owned(),
        }
    }
}
