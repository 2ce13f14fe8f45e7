//! Optional objects.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{
    Deserialize as _, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use serde::ser::Serializer;
use serde_with::de::DeserializeAsWrap;
use serde_with::ser::SerializeAsWrap;
use serde_with::{DeserializeAs, Same, SerializeAs};

use super::scalar::Mismatch;

const OBJECT: &str = "an object, or `[]`, `\"\"`, `false` or null for none";

/// The adapter for an optional object. `A` is the adapter of the object.
///
/// `null`, `[]`, `""` and `false` decode as `None`. PHP prints an empty object as `[]`. `None` is
/// encoded as `null`.
#[derive(Debug, Clone, Copy)]
pub struct ObjectOrEmpty<A = Same>(PhantomData<A>);

impl<'de, T, A: DeserializeAs<'de, T>> DeserializeAs<'de, Option<T>> for ObjectOrEmpty<A> {
    fn deserialize_as<D: Deserializer<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
        deserializer.deserialize_any(ObjectVisitor::<T, A>(PhantomData))
    }
}

impl<T, A: SerializeAs<T>> SerializeAs<Option<T>> for ObjectOrEmpty<A> {
    fn serialize_as<S: Serializer>(value: &Option<T>, serializer: S) -> Result<S::Ok, S::Error> {
        match value {
            Some(value) => serializer.serialize_some(&SerializeAsWrap::<T, A>::new(value)),
            None => serializer.serialize_none(),
        }
    }
}

struct ObjectVisitor<T, A>(PhantomData<(T, A)>);

impl<'de, T, A: DeserializeAs<'de, T>> Visitor<'de> for ObjectVisitor<T, A> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(OBJECT)
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_none<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_bool<E: serde::de::Error>(self, value: bool) -> Result<Self::Value, E> {
        if value {
            return Err(E::custom(Mismatch::new(OBJECT, "`true`")));
        }
        Ok(None)
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Self::Value, E> {
        if text.is_empty() {
            return Ok(None);
        }
        Err(E::custom(Mismatch::new(
            OBJECT,
            format_args!("a string: {text:?}"),
        )))
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut seq: S) -> Result<Self::Value, S::Error> {
        let mut count = 0_usize;
        while seq.next_element::<IgnoredAny>()?.is_some() {
            count += 1;
        }
        if count == 0 {
            return Ok(None);
        }
        Err(S::Error::custom(Mismatch::new(
            OBJECT,
            format_args!("a list of {count}"),
        )))
    }

    fn visit_map<M: MapAccess<'de>>(self, map: M) -> Result<Self::Value, M::Error> {
        DeserializeAsWrap::<T, A>::deserialize(MapAccessDeserializer::new(map))
            .map(|value| Some(value.into_inner()))
    }
}

#[cfg(test)]
mod tests {
    use serde::{Deserialize, Serialize};

    use super::ObjectOrEmpty;
    use crate::wire::As;

    #[derive(Debug, PartialEq, Deserialize, Serialize)]
    struct Inner {
        id: u32,
    }

    #[derive(Debug, PartialEq, Deserialize, Serialize)]
    struct Outer {
        #[serde(default, with = "As::<ObjectOrEmpty>")]
        inner: Option<Inner>,
    }

    fn read(text: &str) -> Result<Option<Inner>, serde_json::Error> {
        serde_json::from_str::<Outer>(text).map(|outer| outer.inner)
    }

    #[test]
    fn an_object_decodes_and_empty_values_are_none() -> Result<(), serde_json::Error> {
        assert_eq!(read(r#"{"inner": {"id": 7}}"#)?, Some(Inner { id: 7 }));
        for empty in [
            "{}",
            r#"{"inner": null}"#,
            r#"{"inner": []}"#,
            r#"{"inner": ""}"#,
        ] {
            assert_eq!(read(empty)?, None, "{empty}");
        }
        Ok(())
    }

    #[test]
    fn anything_else_is_an_error_that_names_the_value() {
        for (odd, found) in [
            (r#"{"inner": [1, 2]}"#, "a list of 2"),
            (r#"{"inner": "x"}"#, "a string: \"x\""),
            (r#"{"inner": 3}"#, "integer `3`"),
        ] {
            let error = read(odd).map_err(|error| error.to_string());
            assert!(
                matches!(&error, Err(text) if text.contains(found)),
                "{error:?}"
            );
        }
    }

    #[test]
    fn it_is_encoded_as_an_object_or_null() -> Result<(), serde_json::Error> {
        let text = |inner| serde_json::to_string(&Outer { inner });
        assert_eq!(text(Some(Inner { id: 7 }))?, r#"{"inner":{"id":7}}"#);
        assert_eq!(text(None)?, r#"{"inner":null}"#);
        Ok(())
    }
}
