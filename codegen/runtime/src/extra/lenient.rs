//! Lenient decoding into types without serde attributes.

use serde::Deserializer;
use serde::de::value::{MapDeserializer, SeqDeserializer};
use serde::de::{Error as _, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::Value;

use super::failure::Failure;
use crate::wire::{As, Lenient, LenientScalar, is_index};

/// A deserializer that converts to the requested type: a number from a string, a boolean from a
/// digit, a list from an object keyed by index, `None` from an empty string or date.
#[derive(Clone, Copy)]
pub(super) struct LenientDeserializer<'a>(pub(super) &'a Value);

/// Methods for integer types, which read what [`Lenient`](crate::wire::Lenient) reads.
macro_rules! integers {
    ($($method:ident($type:ty) $visit:ident;)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
            match lenient::<$type>(self.0) {
                Some(number) => visitor.$visit(number),
                None => self.deserialize_any(visitor),
            }
        }
    )*};
}

/// The value as a `T`, by the rules of typed fields.
pub(super) fn lenient<T: LenientScalar>(value: &Value) -> Option<T> {
    As::<Lenient>::deserialize(value).ok()
}

impl<'de> Deserializer<'de> for LenientDeserializer<'de> {
    type Error = Failure;

    integers! {
        deserialize_i8(i64) visit_i64;
        deserialize_i16(i64) visit_i64;
        deserialize_i32(i64) visit_i64;
        deserialize_i64(i64) visit_i64;
        deserialize_i128(i64) visit_i64;
        deserialize_u8(u64) visit_u64;
        deserialize_u16(u64) visit_u64;
        deserialize_u32(u64) visit_u64;
        deserialize_u64(u64) visit_u64;
        deserialize_u128(u64) visit_u64;
        deserialize_f32(f64) visit_f64;
        deserialize_f64(f64) visit_f64;
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        match self.0 {
            Value::Array(items) => {
                visitor.visit_seq(SeqDeserializer::new(items.iter().map(LenientDeserializer)))
            }
            Value::Object(entries) => visitor.visit_map(MapDeserializer::new(
                entries
                    .iter()
                    .map(|(key, value)| (key.as_str(), LenientDeserializer(value))),
            )),
            // Not in the form of `arbitrary_precision`, which few types read.
            Value::Number(number) => match (number.as_u64(), number.as_i64(), exact(number)) {
                (Some(number), ..) => visitor.visit_u64(number),
                (_, Some(number), _) => visitor.visit_i64(number),
                (.., Some(number)) => visitor.visit_f64(number),
                _ => self.0.deserialize_any(visitor).map_err(Failure::custom),
            },
            Value::String(text) => visitor.visit_borrowed_str(text),
            Value::Bool(value) => visitor.visit_bool(*value),
            Value::Null => visitor.visit_unit(),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        match lenient(self.0) {
            Some(value) => visitor.visit_bool(value),
            None => self.deserialize_any(visitor),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        match self.0 {
            Value::Number(number) => visitor.visit_string(number.to_string()),
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        match self.0 {
            Value::Null => visitor.visit_none(),
            Value::String(text)
                if matches!(text.as_str(), "" | "0000-00-00" | "0000-00-00 00:00:00") =>
            {
                visitor.visit_none()
            }
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Failure> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        match self.0 {
            Value::Object(entries) if entries.keys().all(|key| is_index(key)) => visitor.visit_seq(
                SeqDeserializer::new(entries.values().map(LenientDeserializer)),
            ),
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        match self.0 {
            Value::Array(items) if items.is_empty() => {
                let none: [(&str, LenientDeserializer<'_>); 0] = [];
                visitor.visit_map(MapDeserializer::new(none.into_iter()))
            }
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Failure> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Failure> {
        let decoded = self.0.deserialize_enum(name, variants, visitor);
        decoded.map_err(Failure::custom)
    }

    forward_to_deserialize_any! {
        char bytes byte_buf unit unit_struct tuple tuple_struct identifier ignored_any
    }
}

impl<'de> IntoDeserializer<'de, Failure> for LenientDeserializer<'de> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

/// The float that a number with a fraction or an exponent denotes. An integer of more digits than a
/// float holds is none.
fn exact(number: &serde_json::Number) -> Option<f64> {
    let is_integer = number
        .to_string()
        .bytes()
        .all(|byte| matches!(byte, b'0'..=b'9' | b'-'));
    number.as_f64().filter(|_| !is_integer)
}
