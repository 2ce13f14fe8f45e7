//! What the docs print.

use std::path::Path;

use serde_json::Value;

/// The inventory of the docs.
///
/// # Panics
/// If it cannot be read.
#[must_use]
pub fn inventory() -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/inventory.json");
    let text = std::fs::read_to_string(path).expect("the inventory");
    serde_json::from_str(&text).expect("the inventory is JSON")
}

/// The response sample that the docs print for an operation.
///
/// # Panics
/// If they have no such operation.
#[must_use]
pub fn sample(operation: &str) -> Value {
    let inventory = inventory();
    let operations = inventory["operations"].as_array().expect("operations");
    let operation = operations
        .iter()
        .find(|entry| entry["operation_id"] == operation);
    operation.expect("an operation of the docs")["response_sample"].clone()
}
