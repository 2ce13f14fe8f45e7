//! Telling items apart without knowing their types.

use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher, Hash};
use std::io::{self, Write};

use serde::Serialize;

/// Something that is the same for the same value, and most likely different for others.
pub(super) fn hash(value: impl Hash) -> u64 {
    BuildHasherDefault::<DefaultHasher>::default().hash_one(value)
}

/// The fingerprint of an item: that of its id, if it is an object which begins with one, or else
/// that of its JSON. A stream takes one of every item, and an item's JSON takes long to write.
pub(super) fn of_item(item: &impl Serialize) -> u64 {
    let mut beginning = Beginning(Vec::new());
    // It ends with an error once the id is there, which says all that there is to know.
    serde_json::to_writer(&mut beginning, item).ok();
    hash(beginning.0)
}

/// The JSON of an item, to the end of its id.
struct Beginning(Vec<u8>);

impl Beginning {
    fn is_id(&self) -> bool {
        let id = self.0.strip_prefix(b"{\"id\":");
        id.is_some_and(|id| !id.is_empty() && id != b"null")
    }
}

impl Write for Beginning {
    fn write(&mut self, json: &[u8]) -> io::Result<usize> {
        // What parts members comes by itself.
        if json == b"," && self.is_id() {
            return Err(io::ErrorKind::Other.into());
        }
        self.0.extend_from_slice(json);
        Ok(json.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn same(one: &Value, other: &Value) -> bool {
        of_item(one) == of_item(other)
    }

    #[test]
    fn an_id_says_which_item_it_is() {
        assert!(same(&json!({"id": 7, "a": 1}), &json!({"id": 7, "a": 2})));
        assert!(!same(&json!({"id": 7, "a": 1}), &json!({"id": 71, "a": 1})));
        assert!(!same(&json!({"id": "7,1"}), &json!({"id": "7,2"})));
        assert!(!same(&json!({"id": "7"}), &json!({"id": "8"})));
    }

    #[test]
    fn without_an_id_all_of_it_does() {
        for members in [("id", Value::Null), ("name", json!("a")), ("ids", json!(1))] {
            let (name, value) = members;
            let item = |last: u8| json!({name: value, "last": last});
            assert!(same(&item(1), &item(1)));
            assert!(!same(&item(1), &item(2)), "{name}");
        }
        assert!(!same(&json!([1, 2]), &json!([1, 3])));
    }
}
