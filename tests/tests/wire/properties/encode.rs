//! The encodings that PHP may use for a value.

use serde_json::{Map, Value};

/// Lists that no known client of the vendor reads as objects.
const ARRAYS: [&str; 3] = ["values", "orders", "contacts"];

/// Maps, which may be empty and then encode as arrays.
const MAPS: [&str; 1] = ["access"];

/// Re-encodes `value` with equivalent encodings that `seed` selects.
pub(super) fn encode_like_php(value: Value, seed: u64) -> Value {
    Random(seed).encode("", value)
}

/// A pseudo-random generator.
struct Random(u64);

impl Random {
    /// A number below `limit`.
    fn below(&mut self, limit: u64) -> u64 {
        // Knuth's linear congruential generator; use the upper bits, which are more random.
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005);
        self.0 = self.0.wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }

    /// Re-encodes the `value` of the member `name`.
    fn encode(&mut self, name: &str, value: Value) -> Value {
        match value {
            Value::Number(number) if self.below(2) == 0 => Value::String(number.to_string()),
            Value::Bool(value) => self.boolean(value),
            Value::Array(items) => self.list(name, items),
            Value::Object(members) if members.is_empty() && MAPS.contains(&name) => {
                Value::Array(Vec::new())
            }
            Value::Object(members) => self.object(members),
            other => other,
        }
    }

    fn boolean(&mut self, value: bool) -> Value {
        match self.below(3) {
            0 => Value::Bool(value),
            1 => Value::from(u8::from(value)),
            _ => Value::String(u8::from(value).to_string()),
        }
    }

    fn list(&mut self, name: &str, items: Vec<Value>) -> Value {
        let items: Vec<_> = items
            .into_iter()
            .map(|item| self.encode("", item))
            .collect();
        if ARRAYS.contains(&name) || self.below(2) == 0 {
            return Value::Array(items);
        }
        let mut index = 0;
        let members = items.into_iter().map(|item| {
            index += 1 + self.below(3);
            (index.to_string(), item)
        });
        Value::Object(members.collect())
    }

    fn object(&mut self, members: Map<String, Value>) -> Value {
        let encoded = members.into_iter().map(|(name, value)| {
            let value = self.encode(&name, value);
            (name, value)
        });
        Value::Object(encoded.collect())
    }
}
