//! Turns observations into findings.

mod entry;
mod members;
mod subject;
mod values;
mod wording;

pub(super) use self::entry::{DriftFinding, DriftRule};
pub(super) use self::wording::counted;

use self::entry::Replaces;
use self::members::MemberFindings;
use self::values::ValueFindings;
use super::compare::custom_fields::CustomFields;
use super::compare::{Observations, Places};

/// All findings, by rule and place.
pub(super) fn find(places: &Places<'_>, observations: &Observations) -> Vec<DriftFinding> {
    let document = places.document;
    let custom = CustomFields::of(places, observations);
    let members = MemberFindings {
        places,
        document,
        custom: &custom,
    };
    let mut findings = members.find(&observations.objects);
    findings.extend(members.unknown_keys(&observations.unknown_keys));
    let values = ValueFindings {
        places,
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
