//! Objects that hold more than the members of their type.
//!
//! serde's own way, `flatten`, puts every member into a buffer before it reads one. Here they are
//! parted as they come: what the type knows goes to its derived code, the rest is kept.

use std::borrow::Cow;
use std::fmt;

use serde::de::value::{BorrowedStrDeserializer, CowStrDeserializer};
use serde::de::{Deserialize, DeserializeSeed, Deserializer, MapAccess, Visitor};
use serde::forward_to_deserialize_any;

use crate::extra::Extra;

/// Reads an object into a type that knows some of its members; the others go to `rest`. For the
/// code that [`with_rest!`](crate::with_rest) writes.
#[derive(Debug)]
pub struct Sieve<'r, D> {
    inner: D,
    rest: &'r mut Extra,
}

impl<'r, D> Sieve<'r, D> {
    /// Parts what `inner` holds.
    pub fn new(inner: D, rest: &'r mut Extra) -> Self {
        Self { inner, rest }
    }
}

/// Has a struct read its members by the code that is derived for it, and keep all others in the
/// field `$rest`. The struct is marked `#[serde(remote = "Self")]`, and the field
/// `#[serde(flatten, skip_deserializing)]`. For generated code.
#[doc(hidden)]
#[macro_export]
macro_rules! with_rest {
    ($name:ident, $rest:ident) => {
        impl<'de> $crate::serde::Deserialize<'de> for $name {
            fn deserialize<D>(deserializer: D) -> ::core::result::Result<Self, D::Error>
            where
                D: $crate::serde::Deserializer<'de>,
            {
                let mut rest = $crate::Extra::new();
                let sieve = $crate::wire::Sieve::new(deserializer, &mut rest);
                let mut value = Self::deserialize(sieve)?;
                value.$rest = rest;
                ::core::result::Result::Ok(value)
            }
        }

        impl $crate::serde::Serialize for $name {
            fn serialize<S>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error>
            where
                S: $crate::serde::Serializer,
            {
                Self::serialize(self, serializer)
            }
        }
    };
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Sieve<'_, D> {
    type Error = D::Error;

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        members: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        let Self { inner, rest } = self;
        inner.deserialize_map(Parting {
            visitor,
            members,
            rest,
        })
    }

    // The derived code of a struct asks for nothing else.
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.inner.deserialize_any(visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

struct Parting<'r, V> {
    visitor: V,
    members: &'static [&'static str],
    rest: &'r mut Extra,
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Parting<'_, V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.visitor.expecting(f)
    }

    fn visit_map<M: MapAccess<'de>>(self, map: M) -> Result<V::Value, M::Error> {
        self.visitor.visit_map(Known {
            map,
            members: self.members,
            rest: self.rest,
        })
    }
}

/// The members that are known; the others are put aside on the way.
struct Known<'r, M> {
    map: M,
    members: &'static [&'static str],
    rest: &'r mut Extra,
}

impl<'de, M: MapAccess<'de>> MapAccess<'de> for Known<'_, M> {
    type Error = M::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, M::Error> {
        while let Some(Name(name)) = self.map.next_key()? {
            if !self.members.contains(&&*name) {
                let value: serde_json::Value = self.map.next_value()?;
                self.rest.insert(name, value);
                continue;
            }
            return match name {
                Cow::Borrowed(name) => seed.deserialize(BorrowedStrDeserializer::new(name)),
                owned @ Cow::Owned(_) => seed.deserialize(CowStrDeserializer::new(owned)),
            }
            .map(Some);
        }
        Ok(None)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, M::Error> {
        self.map.next_value_seed(seed)
    }
}

/// A name that is not copied where it need not be.
struct Name<'de>(Cow<'de, str>);

impl<'de> Deserialize<'de> for Name<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(NameVisitor)
    }
}

struct NameVisitor;

impl<'de> Visitor<'de> for NameVisitor {
    type Value = Name<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Name<'de>, E> {
        Ok(Name(Cow::Borrowed(name)))
    }

    fn visit_str<E>(self, name: &str) -> Result<Name<'de>, E> {
        Ok(Name(Cow::Owned(name.to_owned())))
    }

    fn visit_string<E>(self, name: String) -> Result<Name<'de>, E> {
        Ok(Name(Cow::Owned(name)))
    }
}
