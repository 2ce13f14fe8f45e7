//! The part of a body that holds the value.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, Visitor,
};

use super::lenient::Lenient;
use super::repair::Failure;

/// Parses `text` leniently; a failure has its place.
pub(super) fn parse_tracked<T: DeserializeOwned>(
    content: Content<T>,
    text: &[u8],
) -> std::result::Result<T, Failure> {
    let mut deserializer = serde_json::Deserializer::from_slice(text);
    let mut track = serde_path_to_error::Track::new();
    let tracked = serde_path_to_error::Deserializer::new(&mut deserializer, &mut track);
    let value = content.deserialize(Lenient(tracked));
    let value = value.and_then(|value| deserializer.end().map(|()| value));
    value.map_err(|error| Failure {
        path: track.path(),
        error,
    })
}

/// Deserializes the whole body, or the one member of it that holds the value.
pub(super) struct Content<T> {
    member: Option<&'static str>,
    content: PhantomData<T>,
}

impl<T> Content<T> {
    /// The whole body.
    pub(super) fn whole() -> Self {
        Self::of(None)
    }

    /// This member of the body, or the whole.
    pub(super) fn of(member: Option<&'static str>) -> Self {
        let content = PhantomData;
        Self { member, content }
    }
}

impl<'de, T: DeserializeOwned> DeserializeSeed<'de> for Content<T> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        match self.member {
            None => T::deserialize(deserializer),
            Some(member) => deserializer.deserialize_map(Member {
                name: member,
                content: PhantomData,
            }),
        }
    }
}

struct Member<T> {
    name: &'static str,
    content: PhantomData<T>,
}

impl<'de, T: DeserializeOwned> Visitor<'de> for Member<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object with the member `{}`", self.name)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
        let mut content = None;
        while let Some(is_member) = map.next_key_seed(IsKey(self.name))? {
            if !is_member {
                map.next_value::<IgnoredAny>()?;
            } else if content.replace(map.next_value()?).is_some() {
                return Err(A::Error::duplicate_field(self.name));
            }
        }
        content.ok_or_else(|| A::Error::missing_field(self.name))
    }
}

/// Compares a key without a copy of it.
struct IsKey(&'static str);

impl<'de> DeserializeSeed<'de> for IsKey {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for IsKey {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E>(self, key: &str) -> Result<bool, E> {
        Ok(key == self.0)
    }
}
