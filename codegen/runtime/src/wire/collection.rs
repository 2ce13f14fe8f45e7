//! Responses with several items.

use indexmap::IndexMap;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_with::DeserializeAs;
use serde_with::de::DeserializeAsWrap;

use super::keyed::Keyed;
use super::list::{SeqOrIndexed, SeqOrSingle};
use super::lookahead;

/// A response whose items can be decoded one by one. Lists, maps and their adapters implement it.
/// For generated code.
pub trait Collection: DeserializeOwned {
    /// The type that decodes one item.
    type Item: for<'de> Deserialize<'de>;

    /// Whether `key` can be the key of an item, if the response is an object.
    #[must_use]
    fn is_key(key: &str) -> bool {
        lookahead::is_index(key)
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

impl<T, A> Collection for DeserializeAsWrap<Vec<T>, SeqOrIndexed<A>>
where
    A: for<'de> DeserializeAs<'de, T>,
{
    type Item = DeserializeAsWrap<T, A>;
}

impl<T, A> Collection for DeserializeAsWrap<Vec<T>, SeqOrSingle<A>>
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
