//! What the patches decide, in short: how many there are, what they skip, and what may be sent again.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use hellodialog_codegen::adopt::Adoption;
use hellodialog_codegen::openapi::{self, Description, Operation};
use serde_json::Value;

/// The section of the report. `old` is the document that is in use, with its patches.
pub(super) fn section(old: &Value, adoption: &Adoption) -> String {
    let files: BTreeSet<&str> = adoption
        .actions
        .iter()
        .map(|action| action.place.file.as_str())
        .collect();
    let (new, _) = openapi::read(&adoption.document);
    let mut text = "\n## What the patches decide\n\n".to_owned();
    let _ = writeln!(
        text,
        "- Patches: {} files with {} actions.",
        files.len(),
        adoption.actions.len()
    );
    let skipped = new.operations.iter().filter_map(|operation| {
        let reason = operation.extensions.get("x-skip")?.value.as_str()?;
        Some(format!("`{}` ({reason})", id(operation)))
    });
    let skipped: Vec<String> = skipped.collect();
    let _ = writeln!(text, "- Operations that are skipped: {}.", list(&skipped));
    let repeated: Vec<&Operation<'_>> = repeated(&new).collect();
    let (old, _) = openapi::read(old);
    let before: BTreeSet<String> = self::repeated(&old).map(Operation::shape).collect();
    // Those of patches with several targets are listed with their patches.
    let listed: BTreeSet<&str> = adoption
        .repeats
        .iter()
        .map(|mark| mark.operation.as_str())
        .collect();
    let added = repeated.iter().filter(|one| !before.contains(&one.shape()));
    let (listed, added): (Vec<&Operation<'_>>, Vec<_>) =
        added.partition(|one| listed.contains(&*one.name()));
    let added: Vec<String> = added.iter().map(|one| format!("`{}`", id(one))).collect();
    let added = match listed.len() {
        0 => list(&added),
        count if added.is_empty() => format!("{count}, listed with their patches"),
        count => format!(
            "{}, and {count} that are listed with their patches",
            list(&added)
        ),
    };
    let _ = writeln!(
        text,
        "- Operations that may be sent again after a failure whose outcome is unknown: {} of {}. New among them: {}.",
        repeated.len(),
        new.operations.len(),
        added
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

/// The id of an operation, or its method and path.
fn id(operation: &Operation<'_>) -> String {
    operation.id.map_or_else(|| operation.name(), str::to_owned)
}

/// The operations that are marked as safe to repeat.
fn repeated<'o, 'd>(description: &'o Description<'d>) -> impl Iterator<Item = &'o Operation<'d>> {
    let operations = description.operations.iter();
    operations.filter(|operation| operation.node.is("x-idempotent"))
}
