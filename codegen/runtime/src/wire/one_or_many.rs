//! Bodies with one item or many.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, Serializer};
use serde_with::Same;

use super::list::{from_indexed, from_one, from_seq};
use super::lookahead::Key;
use super::scalar::NUMBER;

/// One item or many, for calls that accept both.
///
/// `One` is encoded as the item, `Many` as an array.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OneOrMany<T> {
    /// A single item.
    One(T),
    /// Any number of items.
    Many(Vec<T>),
}

impl<T> OneOrMany<T> {
    /// The items as a slice.
    #[must_use]
    pub fn as_slice(&self) -> &[T] {
        match self {
            Self::One(item) => std::slice::from_ref(item),
            Self::Many(items) => items,
        }
    }

    /// The items as a list.
    #[must_use]
    pub fn into_vec(self) -> Vec<T> {
        match self {
            Self::One(item) => vec![item],
            Self::Many(items) => items,
        }
    }

    /// The number of items.
    #[must_use]
    pub fn len(&self) -> usize {
        self.as_slice().len()
    }

    /// Whether there are no items.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.as_slice().is_empty()
    }
}

impl<T> From<T> for OneOrMany<T> {
    fn from(item: T) -> Self {
        Self::One(item)
    }
}

impl<T> From<Vec<T>> for OneOrMany<T> {
    fn from(items: Vec<T>) -> Self {
        Self::Many(items)
    }
}

impl<T, const N: usize> From<[T; N]> for OneOrMany<T> {
    fn from(items: [T; N]) -> Self {
        Self::Many(items.into())
    }
}

impl<T: Serialize> Serialize for OneOrMany<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::One(item) => item.serialize(serializer),
            Self::Many(items) => items.serialize(serializer),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for OneOrMany<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(OneOrManyVisitor(PhantomData))
    }
}

struct OneOrManyVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for OneOrManyVisitor<T> {
    type Value = OneOrMany<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object or a list of objects")
    }

    fn visit_seq<S: SeqAccess<'de>>(self, seq: S) -> Result<OneOrMany<T>, S::Error> {
        from_seq::<T, Same, S>(seq).map(OneOrMany::Many)
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<OneOrMany<T>, M::Error> {
        let first = match map.next_key()? {
            Some(Key::Index) => return from_indexed::<T, Same, M>(map).map(OneOrMany::Many),
            // A number, with `arbitrary_precision` of `serde_json`.
            Some(Key::Name(first)) if first == NUMBER => {
                return Err(M::Error::custom(
                    "expected an object or a list, found a number",
                ));
            }
            Some(Key::Name(first)) => Some(first),
            None => None,
        };
        from_one::<T, Same, M>(first, map).map(OneOrMany::One)
    }
}
