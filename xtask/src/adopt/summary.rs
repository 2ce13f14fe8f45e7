//! What the patches decide, in short: how many there are, what they skip, and what may be sent again.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use hellodialog_codegen::adopt::Adoption;
use serde_json::Value;

/// The section of the report. `old` is the document that is in use, with its patches.
pub(super) fn section(old: &Value, adoption: &Adoption) -> String {
    let files: BTreeSet<&str> = adoption
        .actions
        .iter()
        .map(|action| action.place.file.as_str())
        .collect();
    let operations = operations(&adoption.document);
    let mut text = "\n## What the patches decide\n\n".to_owned();
    let _ = writeln!(
        text,
        "- Patches: {} files with {} actions.",
        files.len(),
        adoption.actions.len()
    );
    let skipped: Vec<String> = operations
        .iter()
        .filter_map(|(id, operation)| {
            let reason = operation.get("x-skip")?.as_str()?;
            Some(format!("`{id}` ({reason})"))
        })
        .collect();
    let _ = writeln!(text, "- Operations that are skipped: {}.", list(&skipped));
    let repeated: Vec<&str> = repeated(&operations).collect();
    let before = self::operations(old);
    let before: BTreeSet<&str> = self::repeated(&before).collect();
    let new: Vec<String> = repeated
        .iter()
        .filter(|id| !before.contains(*id))
        .map(|id| format!("`{id}`"))
        .collect();
    let _ = writeln!(
        text,
        "- Operations that may be sent again after a failure whose outcome is unknown: {} of {}. New among them: {}.",
        repeated.len(),
        operations.len(),
        list(&new)
    );
    text
}

fn list(items: &[String]) -> String {
    if items.is_empty() {
        "none".to_owned()
    } else {
        items.join(", ")
    }
}

/// The operations by their ids.
fn operations(document: &Value) -> BTreeMap<&str, &Value> {
    let items = document["paths"].as_object().into_iter().flatten();
    let operations = items.filter_map(|(_, item)| item.as_object()).flatten();
    operations
        .filter_map(|(_, operation)| Some((operation.get("operationId")?.as_str()?, operation)))
        .collect()
}

/// The ids of those that are marked as safe to repeat.
fn repeated<'d>(operations: &BTreeMap<&'d str, &'d Value>) -> impl Iterator<Item = &'d str> {
    let marked = operations
        .iter()
        .filter(|(_, operation)| operation["x-idempotent"] == true);
    marked.map(|(id, _)| *id)
}
