//! Lenient decoding of a response with several items.

use serde::Deserialize as _;
use serde_json::Value;

use crate::wire::Collection;

/// The decoded items, and the skipped ones.
pub(crate) struct PartiallyDecoded<T> {
    pub(crate) value: T,
    pub(crate) skipped: Vec<SkippedItem>,
}

/// An item that failed to decode.
pub(crate) struct SkippedItem {
    /// The key or index of the item.
    pub(crate) key: String,
    pub(crate) value: Value,
    pub(crate) reason: String,
}

/// Decodes `body` without the items that fail to decode. `None` if `body` is not a collection, or no
/// item can be decoded.
pub(crate) fn decode_partial<T: Collection>(body: &[u8]) -> Option<PartiallyDecoded<T>> {
    let mut whole: Value = serde_json::from_slice(body).ok()?;
    let mut skipped = Vec::new();
    let mut fits = |key: String, item: &Value| match T::Item::deserialize(item) {
        Ok(_) => true,
        Err(error) => {
            skipped.push(SkippedItem {
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
    Some(PartiallyDecoded { value, skipped })
}
