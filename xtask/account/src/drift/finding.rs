//! Turns observations into findings.

mod entry;
mod members;
mod subject;
mod values;
mod wording;

use serde_json::Value;

pub(super) use self::entry::{DriftFinding, DriftRule};
pub(super) use self::wording::counted;

use self::entry::Replaces;
use self::members::MemberFindings;
use self::values::ValueFindings;
use super::compare::Observations;
use super::compare::custom_fields::CustomFields;

/// All findings, by rule and place.
pub(super) fn find(document: &Value, observations: &Observations) -> Vec<DriftFinding> {
    let custom = CustomFields::of(document, observations);
    let members = MemberFindings {
        document,
        custom: &custom,
    };
    let mut findings = members.find(&observations.objects);
    findings.extend(members.unknown_keys(&observations.unknown_keys));
    let values = ValueFindings {
        document,
        custom: &custom,
    };
    findings.extend(values.find(observations));
    let replaced: Vec<String> = findings
        .iter()
        .filter(|finding| finding.replaces == Replaces::Schema)
        .map(|finding| format!("{}/", finding.pointer))
        .collect();
    // Once a schema is replaced, actions on what was inside of it no longer match.
    findings.retain(|finding| {
        let place = finding.pointer.to_string();
        !replaced.iter().any(|schema| place.starts_with(schema))
    });
    findings.sort_by(|a, b| (a.rule, &a.pointer).cmp(&(b.rule, &b.pointer)));
    findings
}
