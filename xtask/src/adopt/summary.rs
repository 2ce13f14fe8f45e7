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
            let reason = operation.value.get("x-skip")?.as_str()?;
            Some(format!("`{id}` ({reason})"))
        })
        .collect();
    let _ = writeln!(text, "- Operations that are skipped: {}.", list(&skipped));
    let repeated: Vec<&str> = repeated(&operations).collect();
    let before = self::operations(old);
    let before: BTreeSet<&str> = self::repeated(&before).collect();
    // Those of patches with several targets are listed with their patches.
    let listed: BTreeSet<&str> = adoption
        .repeats
        .iter()
        .map(|mark| mark.operation.as_str())
        .collect();
    let new = repeated.iter().filter(|id| !before.contains(*id));
    let (listed, new): (Vec<&str>, Vec<&str>) =
        new.partition(|id| listed.contains(&*operations[*id].name));
    let new: Vec<String> = new.iter().map(|id| format!("`{id}`")).collect();
    let new = match listed.len() {
        0 => list(&new),
        count if new.is_empty() => format!("{count}, listed with their patches"),
        count => format!(
            "{}, and {count} that are listed with their patches",
            list(&new)
        ),
    };
    let _ = writeln!(
        text,
        "- Operations that may be sent again after a failure whose outcome is unknown: {} of {}. New among them: {}.",
        repeated.len(),
        operations.len(),
        new
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

/// An operation of a document.
struct Operation<'d> {
    /// As `GET /path`.
    name: String,
    value: &'d Value,
}

/// The operations by their ids.
fn operations(document: &Value) -> BTreeMap<&str, Operation<'_>> {
    let items = document["paths"].as_object().into_iter().flatten();
    let items = items.filter_map(|(path, item)| Some((path, item.as_object()?)));
    let operations = items.flat_map(|(path, item)| item.iter().map(move |one| (path, one)));
    operations
        .filter_map(|(path, (method, value))| {
            let name = format!("{} {path}", method.to_uppercase());
            Some((
                value.get("operationId")?.as_str()?,
                Operation { name, value },
            ))
        })
        .collect()
}

/// The ids of those that are marked as safe to repeat.
fn repeated<'d>(operations: &BTreeMap<&'d str, Operation<'d>>) -> impl Iterator<Item = &'d str> {
    let marked = operations
        .iter()
        .filter(|(_, operation)| operation.value["x-idempotent"] == true);
    marked.map(|(id, _)| *id)
}
