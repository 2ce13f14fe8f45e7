//! Decides by its first key how an object is decoded.
//!
//! The first key is consumed. If the object is a single item, the key is replayed in front of the
//! rest. Nothing is buffered, so this works with text, with a `Value`, and in a flattened struct.

use std::fmt;

use serde::de::value::StringDeserializer;
use serde::de::{Deserialize, DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, Visitor};

/// A key of an object that may be a list.
pub(super) enum Key {
    /// An index: all digits.
    Index,
    /// Any other key.
    Name(String),
}

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(KeyVisitor)
    }
}

/// Whether a key of an object is an index: all digits.
pub(crate) fn is_index(key: &str) -> bool {
    !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_digit())
}

struct KeyVisitor;

impl Visitor<'_> for KeyVisitor {
    type Value = Key;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_u64<E>(self, _: u64) -> Result<Key, E> {
        Ok(Key::Index)
    }

    fn visit_str<E>(self, text: &str) -> Result<Key, E> {
        if is_index(text) {
            Ok(Key::Index)
        } else {
            Ok(Key::Name(text.to_owned()))
        }
    }
}

/// An object whose first key was consumed and is returned again.
pub(super) struct ReplayFirstKey<A> {
    first: Option<String>,
    rest: A,
}

impl<A> ReplayFirstKey<A> {
    /// Replays `first` in front of `rest`. The next value of `rest` belongs to that key.
    pub(super) fn new(first: Option<String>, rest: A) -> Self {
        Self { first, rest }
    }
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for ReplayFirstKey<A> {
    type Error = A::Error;

    fn next_key_seed<K>(&mut self, seed: K) -> Result<Option<K::Value>, A::Error>
    where
        K: DeserializeSeed<'de>,
    {
        match self.first.take() {
            Some(key) => {
                let key: StringDeserializer<A::Error> = key.into_deserializer();
                seed.deserialize(key).map(Some)
            }
            None => self.rest.next_key_seed(seed),
        }
    }

    fn next_value_seed<V>(&mut self, seed: V) -> Result<V::Value, A::Error>
    where
        V: DeserializeSeed<'de>,
    {
        self.rest.next_value_seed(seed)
    }

    fn size_hint(&self) -> Option<usize> {
        let rest = self.rest.size_hint()?;
        rest.checked_add(usize::from(self.first.is_some()))
    }
}
