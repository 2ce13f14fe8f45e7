//! Checks a value before it is sent: what JSON cannot carry, and keys that come twice.
//!
//! `serde_json` writes a float that is not finite as `null`, and an object with each key that it is
//! given. The first loses a value, and of the second the receiver picks one. This serializer writes
//! nothing and refuses both.

use std::collections::HashSet;
use std::fmt::{self, Display};

use serde::ser::{self, Serialize};
use serde_json::Value;

/// Why a value cannot be sent, with the path of the member.
#[derive(Debug)]
pub(crate) struct Unsendable {
    /// From the inside out.
    path: Vec<String>,
    reason: String,
}

/// Checks that `value` can be sent as JSON.
///
/// # Errors
///
/// A float that is not finite, an object with a key twice, and the errors of `value` itself.
pub(crate) fn check(value: &(impl Serialize + ?Sized)) -> Result<(), Unsendable> {
    value.serialize(Check)
}

impl Unsendable {
    fn new(reason: impl Into<String>) -> Self {
        Self {
            path: Vec::new(),
            reason: reason.into(),
        }
    }

    fn within(mut self, segment: impl Into<String>) -> Self {
        self.path.push(segment.into());
        self
    }
}

impl Display for Unsendable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            let path: Vec<&str> = self.path.iter().rev().map(String::as_str).collect();
            write!(f, "`{}`: ", path.join("."))?;
        }
        f.write_str(&self.reason)
    }
}

impl std::error::Error for Unsendable {}

impl ser::Error for Unsendable {
    fn custom<T: Display>(message: T) -> Self {
        Self::new(message.to_string())
    }
}

struct Check;

/// The items of a list.
struct Items(usize);

/// The members of an object, or of the content of a variant.
#[derive(Default)]
struct Members {
    keys: HashSet<String>,
    key: String,
}

macro_rules! scalars {
    ($($method:ident($type:ty);)*) => {$(
        fn $method(self, _: $type) -> Result<(), Unsendable> {
            Ok(())
        }
    )*};
}

impl ser::Serializer for Check {
    type Ok = ();
    type Error = Unsendable;
    type SerializeSeq = Items;
    type SerializeTuple = Items;
    type SerializeTupleStruct = Items;
    type SerializeTupleVariant = Items;
    type SerializeMap = Members;
    type SerializeStruct = Members;
    type SerializeStructVariant = Members;

    scalars! {
        serialize_bool(bool);
        serialize_i8(i8);
        serialize_i16(i16);
        serialize_i32(i32);
        serialize_i64(i64);
        serialize_i128(i128);
        serialize_u8(u8);
        serialize_u16(u16);
        serialize_u32(u32);
        serialize_u64(u64);
        serialize_u128(u128);
        serialize_char(char);
        serialize_str(&str);
        serialize_bytes(&[u8]);
        serialize_unit_struct(&'static str);
    }

    fn serialize_f32(self, value: f32) -> Result<(), Unsendable> {
        self.serialize_f64(value.into())
    }

    fn serialize_f64(self, value: f64) -> Result<(), Unsendable> {
        if value.is_finite() {
            return Ok(());
        }
        Err(Unsendable::new(format!("{value} is not a number of JSON")))
    }

    fn serialize_none(self) -> Result<(), Unsendable> {
        Ok(())
    }

    fn serialize_unit(self) -> Result<(), Unsendable> {
        Ok(())
    }

    fn serialize_unit_variant(self, _: &str, _: u32, _: &str) -> Result<(), Unsendable> {
        Ok(())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Unsendable> {
        value.serialize(self)
    }

    fn serialize_newtype_struct<T>(self, _: &str, value: &T) -> Result<(), Unsendable>
    where
        T: Serialize + ?Sized,
    {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T>(
        self,
        _: &str,
        _: u32,
        variant: &str,
        value: &T,
    ) -> Result<(), Unsendable>
    where
        T: Serialize + ?Sized,
    {
        value.serialize(self).map_err(|error| error.within(variant))
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Items, Unsendable> {
        Ok(Items(0))
    }

    fn serialize_tuple(self, _: usize) -> Result<Items, Unsendable> {
        Ok(Items(0))
    }

    fn serialize_tuple_struct(self, _: &str, _: usize) -> Result<Items, Unsendable> {
        Ok(Items(0))
    }

    fn serialize_tuple_variant(
        self,
        _: &str,
        _: u32,
        _: &str,
        _: usize,
    ) -> Result<Items, Unsendable> {
        Ok(Items(0))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Members, Unsendable> {
        Ok(Members::default())
    }

    fn serialize_struct(self, _: &str, _: usize) -> Result<Members, Unsendable> {
        Ok(Members::default())
    }

    fn serialize_struct_variant(
        self,
        _: &str,
        _: u32,
        _: &str,
        _: usize,
    ) -> Result<Members, Unsendable> {
        Ok(Members::default())
    }
}

impl Items {
    fn item<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unsendable> {
        let index = self.0;
        self.0 += 1;
        check(value).map_err(|error| error.within(index.to_string()))
    }
}

impl Members {
    fn set_key(&mut self, key: String) -> Result<(), Unsendable> {
        if !self.keys.insert(key.clone()) {
            let reason = "it is set twice: as a field of its own, and as a further member";
            return Err(Unsendable::new(reason).within(key));
        }
        self.key = key;
        Ok(())
    }

    fn value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unsendable> {
        check(value).map_err(|error| error.within(&self.key))
    }
}

macro_rules! items {
    ($($trait:ident $method:ident;)*) => {$(
        impl ser::$trait for Items {
            type Ok = ();
            type Error = Unsendable;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unsendable> {
                self.item(value)
            }

            fn end(self) -> Result<(), Unsendable> {
                Ok(())
            }
        }
    )*};
}

items! {
    SerializeSeq serialize_element;
    SerializeTuple serialize_element;
    SerializeTupleStruct serialize_field;
    SerializeTupleVariant serialize_field;
}

macro_rules! members {
    ($($trait:ident)*) => {$(
        impl ser::$trait for Members {
            type Ok = ();
            type Error = Unsendable;

            fn serialize_field<T: Serialize + ?Sized>(
                &mut self,
                key: &'static str,
                value: &T,
            ) -> Result<(), Unsendable> {
                self.set_key(key.to_owned())?;
                self.value(value)
            }

            fn end(self) -> Result<(), Unsendable> {
                Ok(())
            }
        }
    )*};
}

members! { SerializeStruct SerializeStructVariant }

impl ser::SerializeMap for Members {
    type Ok = ();
    type Error = Unsendable;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Unsendable> {
        // As text: the key `1` and the key `"1"` are the same in JSON.
        let key = match serde_json::to_value(key).map_err(ser::Error::custom)? {
            Value::String(key) => key,
            other => other.to_string(),
        };
        self.set_key(key)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unsendable> {
        self.value(value)
    }

    fn end(self) -> Result<(), Unsendable> {
        Ok(())
    }
}
