//! Limits the work for one value.
//!
//! A variant is decoded to see whether the value is one of it, with all unions in it. Where unions nest, the attempts
//! multiply with each level. A value for which that is too much is kept as it came.

use std::cell::Cell;

use serde_json::Value;

/// How often, on average, each part of a value may be decoded.
const ATTEMPTS: usize = 256;

thread_local! {
    /// How many parts may still be decoded, within the outermost union.
    static LEFT: Cell<Option<usize>> = const { Cell::new(None) };
}

/// Ends the budget, also if decoding panics.
struct Reset;

impl Drop for Reset {
    fn drop(&mut self) {
        LEFT.set(None);
    }
}

/// Decodes a union with the budget of the union around it, or else with one of its own.
pub(super) fn within<T>(value: &Value, decode: impl FnOnce() -> T) -> T {
    if LEFT.get().is_some() {
        return decode();
    }
    let _reset = Reset;
    LEFT.set(Some(parts(value).saturating_mul(ATTEMPTS)));
    decode()
}

/// Whether the value may be decoded once more.
pub(super) fn spend(value: &Value) -> bool {
    let Some(left) = LEFT.get() else { return true };
    let rest = left.checked_sub(parts(value));
    LEFT.set(Some(rest.unwrap_or(0)));
    rest.is_some()
}

/// How many values a value consists of.
fn parts(value: &Value) -> usize {
    1 + match value {
        Value::Array(items) => items.iter().map(parts).sum(),
        Value::Object(members) => members.values().map(parts).sum(),
        _ => 0,
    }
}
