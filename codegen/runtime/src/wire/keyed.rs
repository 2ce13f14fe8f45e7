//! Maps keyed by id.

use std::fmt;
use std::hash::Hash;
use std::marker::PhantomData;

use indexmap::IndexMap;
use serde::de::{Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::ser::Serializer;
use serde_with::de::DeserializeAsWrap;
use serde_with::ser::SerializeAsWrap;
use serde_with::{DeserializeAs, Same, SerializeAs};

use super::scalar::Mismatch;

const BY_ID: &str = "an object keyed by id";

/// The adapter for a map keyed by id. `K` is the adapter of the keys, `A` that of the values.
///
/// The order of entries is kept. `[]` and `null` decode as an empty map. A list with items is an
/// error, because it has no ids. A duplicate key is an error. A map is encoded as an object, even
/// if it is empty.
#[derive(Debug, Clone, Copy)]
pub struct Keyed<K = Same, A = Same>(PhantomData<(K, A)>);

impl<'de, Id, T, K, A> DeserializeAs<'de, IndexMap<Id, T>> for Keyed<K, A>
where
    Id: Eq + Hash,
    K: DeserializeAs<'de, Id>,
    A: DeserializeAs<'de, T>,
{
    fn deserialize_as<D: Deserializer<'de>>(deserializer: D) -> Result<IndexMap<Id, T>, D::Error> {
        deserializer.deserialize_any(KeyedVisitor::<Id, T, K, A>(PhantomData))
    }
}

impl<Id, T, K, A> SerializeAs<IndexMap<Id, T>> for Keyed<K, A>
where
    K: SerializeAs<Id>,
    A: SerializeAs<T>,
{
    fn serialize_as<S: Serializer>(
        map: &IndexMap<Id, T>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_map(map.iter().map(|(id, value)| {
            let id = SerializeAsWrap::<Id, K>::new(id);
            (id, SerializeAsWrap::<T, A>::new(value))
        }))
    }
}

struct KeyedVisitor<Id, T, K, A>(PhantomData<(Id, T, K, A)>);

impl<'de, Id, T, K, A> Visitor<'de> for KeyedVisitor<Id, T, K, A>
where
    Id: Eq + Hash,
    K: DeserializeAs<'de, Id>,
    A: DeserializeAs<'de, T>,
{
    type Value = IndexMap<Id, T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(BY_ID)
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(IndexMap::new())
    }

    fn visit_none<E>(self) -> Result<Self::Value, E> {
        Ok(IndexMap::new())
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut seq: S) -> Result<Self::Value, S::Error> {
        let mut count = 0_usize;
        while seq.next_element::<IgnoredAny>()?.is_some() {
            count += 1;
        }
        if count == 0 {
            return Ok(IndexMap::new());
        }
        let found = format!("a list of {count} without ids");
        Err(S::Error::custom(Mismatch::new(BY_ID, found)))
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
        let mut entries = IndexMap::new();
        while let Some(id) = map.next_key::<DeserializeAsWrap<Id, K>>()? {
            let value: DeserializeAsWrap<T, A> = map.next_value()?;
            let earlier = entries.insert(id.into_inner(), value.into_inner());
            if earlier.is_some() {
                // Neither entry is known to be the right one.
                let count = entries.len();
                let found = format!("a duplicate id among the first {} entries", count + 1);
                return Err(M::Error::custom(Mismatch::new(BY_ID, found)));
            }
        }
        Ok(entries)
    }
}
