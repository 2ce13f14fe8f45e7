//! Answers of several items.

use indexmap::IndexMap;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_with::DeserializeAs;
use serde_with::de::DeserializeAsWrap;

use super::keyed::Keyed;
use super::list::{Items, ItemsOrOne};
use super::peek;

/// An answer of several items, each of which can be read by itself. For generated code: the
/// adapters in which answers are read are collections.
pub trait Collection: DeserializeOwned {
    /// How one item is read.
    type Item: for<'de> Deserialize<'de>;

    /// Whether `key` of an object can be the key of an item; a list has indexes for keys.
    #[must_use]
    fn is_key(key: &str) -> bool {
        peek::is_index(key)
    }
}

impl<T: DeserializeOwned> Collection for Vec<T> {
    type Item = T;
}

impl<T, A> Collection for DeserializeAsWrap<Vec<T>, Vec<A>>
where
    A: for<'de> DeserializeAs<'de, T>,
{
    type Item = DeserializeAsWrap<T, A>;
}

impl<T, A> Collection for DeserializeAsWrap<Vec<T>, Items<A>>
where
    A: for<'de> DeserializeAs<'de, T>,
{
    type Item = DeserializeAsWrap<T, A>;
}

impl<T, A> Collection for DeserializeAsWrap<Vec<T>, ItemsOrOne<A>>
where
    A: for<'de> DeserializeAs<'de, T>,
{
    type Item = DeserializeAsWrap<T, A>;
}

impl<K, T> Collection for IndexMap<K, T>
where
    K: DeserializeOwned + Eq + std::hash::Hash,
    T: DeserializeOwned,
{
    type Item = T;

    fn is_key(_: &str) -> bool {
        true
    }
}

impl<Id, T, K, A> Collection for DeserializeAsWrap<IndexMap<Id, T>, Keyed<K, A>>
where
    Id: Eq + std::hash::Hash,
    K: for<'de> DeserializeAs<'de, Id>,
    A: for<'de> DeserializeAs<'de, T>,
{
    type Item = DeserializeAsWrap<T, A>;

    fn is_key(_: &str) -> bool {
        true
    }
}
