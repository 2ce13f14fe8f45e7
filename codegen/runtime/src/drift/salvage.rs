//! Reading what can be read of an answer of several items.

use serde::Deserialize as _;
use serde_json::Value;

use crate::wire::Collection;

/// What could be read, and what could not.
pub(crate) struct Salvaged<T> {
    pub(crate) value: T,
    pub(crate) skipped: Vec<Skipped>,
}

/// An item that cannot be read.
pub(crate) struct Skipped {
    /// Its key or index.
    pub(crate) key: String,
    pub(crate) value: Value,
    pub(crate) reason: String,
}

/// Reads `body` without the items of it that cannot be read. `None` if that is no help: it is not
/// a collection, or none of its items can be read.
pub(crate) fn salvage<T: Collection>(body: &[u8]) -> Option<Salvaged<T>> {
    let mut whole: Value = serde_json::from_slice(body).ok()?;
    let mut skipped = Vec::new();
    let mut fits = |key: String, item: &Value| match T::Item::deserialize(item) {
        Ok(_) => true,
        Err(error) => {
            skipped.push(Skipped {
                key,
                value: item.clone(),
                reason: error.to_string(),
            });
            false
        }
    };
    let is_left = match &mut whole {
        Value::Array(items) => {
            let mut indexes = 0_usize..;
            items.retain(|item| {
                let index = indexes.next().unwrap_or_default();
                fits(index.to_string(), item)
            });
            !items.is_empty()
        }
        Value::Object(entries) if entries.keys().all(|key| T::is_key(key)) => {
            entries.retain(|key, item| fits(key.clone(), item));
            !entries.is_empty()
        }
        _ => false,
    };
    if !is_left {
        return None;
    }
    let value = T::deserialize(whole).ok()?;
    Some(Salvaged { value, skipped })
}
