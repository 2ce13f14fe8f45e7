//! What is not as the OpenAPI standard has it, and is read all the same.

use serde_json::Value;

use super::finding::Finding;
use super::patch::{Action, Patch};
use super::rule::Rule;
use crate::problem::{NoteKind, Notes, Repair};

pub(super) fn check(document: &Value, notes: &Notes, findings: &mut Vec<Finding>) {
    for note in notes.iter() {
        let NoteKind::Mistake(repair) = &note.kind else {
            continue;
        };
        let (at, why) = (&note.pointer, &note.message);
        let action = match repair {
            Repair::Remove => Action::remove(document, at, why),
            Repair::Update(update) => Action::update(document, at, why, update.clone()),
        };
        let message = format!("Not as the OpenAPI standard has it: {why}.");
        let patch = Patch::from(action);
        findings.push(Finding::new(Rule::DeviatesFromStandard, at, message, patch));
    }
}
