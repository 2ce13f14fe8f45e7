//! Lists, including those that arrive as objects.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde::ser::Serializer;
use serde_with::de::DeserializeAsWrap;
use serde_with::ser::SerializeAsWrap;
use serde_with::{DeserializeAs, Same, SerializeAs};

use super::lookahead::{Key, ReplayFirstKey};
use super::scalar::{Mismatch, NUMBER};

/// The largest capacity that a size hint of the input may reserve.
const MAX_RESERVED: usize = 1024;

const A_LIST: &str = "a list or an object keyed by index";

/// The adapter for a list that may be an object keyed by index. `A` is the adapter of the items.
///
/// Accepts `[..]`, `{"0": .., "2": ..}` (in order of appearance; the indexes are ignored), `[]` and
/// `null`. An object with any other key is an error: it may be a single item, or an error response.
/// A list is encoded as an array.
#[derive(Debug, Clone, Copy)]
pub struct SeqOrIndexed<A = Same>(PhantomData<A>);

/// The adapter for a list that may be a single item. `A` is the adapter of the items.
///
/// Accepts what [`SeqOrIndexed`] accepts. An object whose first key is not an index decodes as the
/// only item. An empty object decodes as an empty list.
#[derive(Debug, Clone, Copy)]
pub struct SeqOrSingle<A = Same>(PhantomData<A>);

impl<'de, T, A: DeserializeAs<'de, T>> DeserializeAs<'de, Vec<T>> for SeqOrIndexed<A> {
    fn deserialize_as<D: Deserializer<'de>>(deserializer: D) -> Result<Vec<T>, D::Error> {
        deserializer.deserialize_any(SeqVisitor::<T, A, false>(PhantomData))
    }
}

impl<T, A: SerializeAs<T>> SerializeAs<Vec<T>> for SeqOrIndexed<A> {
    fn serialize_as<S: Serializer>(items: &Vec<T>, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(items.iter().map(SerializeAsWrap::<T, A>::new))
    }
}

impl<'de, T, A: DeserializeAs<'de, T>> DeserializeAs<'de, Vec<T>> for SeqOrSingle<A> {
    fn deserialize_as<D: Deserializer<'de>>(deserializer: D) -> Result<Vec<T>, D::Error> {
        deserializer.deserialize_any(SeqVisitor::<T, A, true>(PhantomData))
    }
}

impl<T, A: SerializeAs<T>> SerializeAs<Vec<T>> for SeqOrSingle<A> {
    fn serialize_as<S: Serializer>(items: &Vec<T>, serializer: S) -> Result<S::Ok, S::Error> {
        SeqOrIndexed::<A>::serialize_as(items, serializer)
    }
}

/// `ONE`: whether a single item decodes as a list of one.
struct SeqVisitor<T, A, const ONE: bool>(PhantomData<(T, A)>);

impl<'de, T, A, const ONE: bool> Visitor<'de> for SeqVisitor<T, A, ONE>
where
    A: DeserializeAs<'de, T>,
{
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(A_LIST)
    }

    fn visit_unit<E>(self) -> Result<Vec<T>, E> {
        Ok(Vec::new())
    }

    fn visit_none<E>(self) -> Result<Vec<T>, E> {
        Ok(Vec::new())
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Vec<T>, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_seq<S: SeqAccess<'de>>(self, seq: S) -> Result<Vec<T>, S::Error> {
        from_seq::<T, A, S>(seq)
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Vec<T>, M::Error> {
        match map.next_key()? {
            None => Ok(Vec::new()),
            Some(Key::Index) => from_indexed::<T, A, M>(map),
            // A number, with `arbitrary_precision` of `serde_json`.
            Some(Key::Name(first)) if first == NUMBER => {
                Err(M::Error::custom(Mismatch::new(A_LIST, "a number")))
            }
            Some(Key::Name(first)) if ONE => Ok(vec![from_one::<T, A, M>(Some(first), map)?]),
            Some(Key::Name(first)) => Err(not_an_index(&first)),
        }
    }
}

/// Decodes the items of an array.
pub(super) fn from_seq<'de, T, A, S>(mut seq: S) -> Result<Vec<T>, S::Error>
where
    A: DeserializeAs<'de, T>,
    S: SeqAccess<'de>,
{
    let mut items = Vec::with_capacity(capacity(seq.size_hint()));
    while let Some(item) = seq.next_element::<DeserializeAsWrap<T, A>>()? {
        items.push(item.into_inner());
    }
    Ok(items)
}

/// Decodes the items of an object keyed by index. The first key has been consumed.
pub(super) fn from_indexed<'de, T, A, M>(mut map: M) -> Result<Vec<T>, M::Error>
where
    A: DeserializeAs<'de, T>,
    M: MapAccess<'de>,
{
    let mut items = Vec::with_capacity(capacity(map.size_hint()));
    loop {
        let item: DeserializeAsWrap<T, A> = map.next_value()?;
        items.push(item.into_inner());
        match map.next_key()? {
            Some(Key::Index) => {}
            Some(Key::Name(name)) => return Err(not_an_index(&name)),
            None => return Ok(items),
        }
    }
}

/// Decodes the object as one item. `first` is the key that has been consumed.
pub(super) fn from_one<'de, T, A, M>(first: Option<String>, map: M) -> Result<T, M::Error>
where
    A: DeserializeAs<'de, T>,
    M: MapAccess<'de>,
{
    A::deserialize_as(MapAccessDeserializer::new(ReplayFirstKey::new(first, map)))
}

fn not_an_index<E: serde::de::Error>(key: &str) -> E {
    E::custom(Mismatch::new(A_LIST, format_args!("the key {key:?}")))
}

fn capacity(size_hint: Option<usize>) -> usize {
    size_hint.unwrap_or(0).min(MAX_RESERVED)
}
