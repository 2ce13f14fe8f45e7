//! Maps by id.

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

/// The adapter for a map whose keys are ids; `K` is for the keys and `A` for the values.
///
/// The order of the wire is kept. `[]` and `null` are a map with no entries; a list with items is
/// an error, because the ids are not in it, and so is a key that comes twice. A map is written as
/// an object, also when it is empty.
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
        let found = format_args!("a list of {count}: the ids are unknown");
        Err(S::Error::custom(Mismatch::new(BY_ID, found)))
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
        let mut entries = IndexMap::new();
        while let Some(id) = map.next_key::<DeserializeAsWrap<Id, K>>()? {
            let value: DeserializeAsWrap<T, A> = map.next_value()?;
            let earlier = entries.insert(id.into_inner(), value.into_inner());
            if earlier.is_some() {
                // The later entry may be the wanted one as well as the earlier.
                let count = entries.len();
                let found = format_args!("an id that comes twice among the first {}", count + 1);
                return Err(M::Error::custom(Mismatch::new(BY_ID, found)));
            }
        }
        Ok(entries)
    }
}
