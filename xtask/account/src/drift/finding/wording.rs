//! Texts that all findings share.

use serde_json::{Value, json};

use crate::drift::compare::observations::Operations;

pub(super) fn names(operations: &Operations) -> Vec<String> {
    operations.iter().cloned().collect()
}

/// The `x-evidence` of a fact that was seen `count` times.
pub(super) fn evidence(count: usize) -> Value {
    json!({
        "source": "inferred",
        "reason": format!("seen {} in an account", counted(count, "time")),
    })
}

/// A count with its noun: `1 time`, `2 times`.
pub(crate) fn counted(count: usize, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{plural}")
}
