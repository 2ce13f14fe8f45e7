//! The undeclared members of an object.

mod failure;
mod flattened;
mod lenient;

use std::fmt;

use indexmap::IndexMap;
use indexmap::map::{IntoIter, Iter};
use serde::de::value::MapDeserializer;
use serde::de::{
    DeserializeOwned, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use serde::ser::SerializeMap as _;
use serde::{Deserialize, Serialize};
use serde_json::value::to_raw_value;
use serde_json::{Error, Value};

use self::flattened::{Members, decode};
use self::lenient::LenientDeserializer;
use crate::error::without_keys;
use crate::wire::{NUMBER, Parts, UNREADABLE, check};

/// The initial capacity. `flatten` gives no size hint.
const INITIAL_CAPACITY: usize = 32;
/// The largest capacity that a size hint of the input may reserve.
const MAX_RESERVED: usize = 64;

/// The members of an object that its type does not declare, as received and in that order.
///
/// An account has custom fields, and some of the API is not documented. Read one member by its key,
/// or all members into a type of your own. Both decode leniently: a number or boolean may be a
/// string, a list may be an object keyed by index, and an `Option` is `None` for an empty string or
/// a date of zeros.
///
/// A declared member whose value could not be decoded is here as well: its field is `None`.
///
/// The members are in the order of the response; those of an object below them only if your build
/// enables `preserve_order` of `serde_json`, which this crate does not. Likewise a number that neither
/// 64 bits nor a float holds exactly is rounded unless `arbitrary_precision` is enabled. Floats are
/// the nearest ones: this crate enables `float_roundtrip`, which makes them exact and no more.
///
/// ```
/// # use hellodialog_runtime::{Extra, Result, Value};
/// #[derive(serde::Deserialize)]
/// struct Preferences {
///     shoe_size: u8,
///     colour: Option<String>,
/// }
///
/// let mut extra = Extra::new();
/// extra.insert("shoe_size", "43");
/// extra.insert("colour", "");
/// assert_eq!(extra.get_as::<u8>("shoe_size")?, Some(43));
/// assert_eq!(extra.get_as::<String>("hat")?, None);
/// let preferences: Preferences = extra.parse()?;
/// assert_eq!((preferences.shoe_size, preferences.colour), (43, None));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Extra {
    members: Members,
    /// Members that cannot be sent, with the reason. There are none, nearly always.
    refused: Vec<(String, String)>,
}

impl Extra {
    /// An empty set of members.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The value of `key`.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.members.get(key)
    }

    /// The value of `key` as a `T`; `None` if the key is missing or its value is `null`. An empty
    /// string is `None` only if `T` is an `Option`.
    ///
    /// # Errors
    ///
    /// The value is not a `T`. The error does not show the value.
    pub fn get_as<T: DeserializeOwned>(&self, key: &str) -> Result<Option<T>, Error> {
        match self.get(key) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => {
                let only = Members::from([(key.to_owned(), value.clone())]);
                let value = decode(&only, |members| {
                    let value = members.get(key).unwrap_or(&Value::Null);
                    T::deserialize(LenientDeserializer(value))
                });
                value.map(Some).map_err(Error::custom)
            }
        }
    }

    /// Sets `key` and returns its previous value. A value that JSON cannot carry, such as a float
    /// that is not finite, is refused when the object is sent.
    pub fn insert(&mut self, key: impl Into<String>, value: impl Serialize) -> Option<Value> {
        let key = key.into();
        self.refused.retain(|(refused, _)| *refused != key);
        let checked = check(&value).map_err(Error::custom);
        let value = checked.and_then(|()| serde_json::to_value(value));
        let value = value.unwrap_or_else(|error| {
            self.refused.push((key.clone(), error.to_string()));
            Value::Null
        });
        self.members.insert(key, value)
    }

    /// Removes `key` and returns its value. The other members keep their order.
    pub fn remove(&mut self, key: &str) -> Option<Value> {
        self.refused.retain(|(refused, _)| refused != key);
        self.members.shift_remove(key)
    }

    /// The keys and values, in order.
    #[must_use]
    pub fn iter(&self) -> Iter<'_, String, Value> {
        self.members.iter()
    }

    /// The number of members.
    #[must_use]
    pub fn len(&self) -> usize {
        self.members.len()
    }

    /// Whether there are no members.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// Whether `key` is present. Its value may be `null`.
    #[must_use]
    pub fn contains_key(&self, key: &str) -> bool {
        self.members.contains_key(key)
    }

    /// Decodes all members into a type of your own.
    ///
    /// The fields of a struct below `#[serde(flatten)]` are read as leniently as the others, except
    /// that an empty text or a date of zeros is no `None` there: give such a field the adapter of a
    /// typed field, `#[serde(with = "As::<OrEmpty>")]` of [`wire`](crate::wire).
    ///
    /// # Errors
    ///
    /// The members do not fit `T`. The error shows no value.
    pub fn parse<T: DeserializeOwned>(&self) -> Result<T, Error> {
        let decoded = decode(&self.members, |members| {
            let entries = members
                .iter()
                .map(|(key, value)| (key.as_str(), LenientDeserializer(value)));
            let decoded = serde_path_to_error::deserialize(MapDeserializer::new(entries));
            decoded.map_err(|error| {
                let path = without_keys(error.path());
                error.into_inner().at(&path)
            })
        });
        decoded.map_err(Error::custom)
    }

    /// Serializes with lowercase keys. For generated code.
    #[doc(hidden)]
    pub fn serialize_lowercase<S: serde::Serializer>(
        &self,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        self.write(serializer, str::to_lowercase)
    }

    fn write<'e, S, K>(
        &'e self,
        serializer: S,
        name: impl Fn(&'e str) -> K,
    ) -> Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
        K: Serialize,
    {
        if let Some((key, reason)) = self.refused.first() {
            return Err(serde::ser::Error::custom(format_args!("`{key}`: {reason}")));
        }
        let mut map = serializer.serialize_map(Some(self.members.len()))?;
        for (key, value) in &self.members {
            map.serialize_entry(&name(key), value)?;
        }
        map.end()
    }

    /// The members of a type of your own.
    ///
    /// # Errors
    ///
    /// `value` cannot be serialized, or does not serialize as an object.
    pub fn from_serialize<T: Serialize + ?Sized>(value: &T) -> Result<Self, Error> {
        check(value).map_err(Error::custom)?;
        let text = to_raw_value(value)?;
        match Parts::of(&text) {
            // Not through a `Value`, which may sort the members.
            Parts::Object(_) => serde_json::from_str(text.get()),
            _ => Err(Error::custom(format_args!(
                "expected a type that serializes as an object, found {}",
                kind_of(&serde_json::from_str(text.get())?)
            ))),
        }
    }
}

fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

impl Serialize for Extra {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.write(serializer, |key| key)
    }
}

impl<'de> Deserialize<'de> for Extra {
    /// Also accepts `[]`, as PHP prints an empty object.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ExtraVisitor)
    }
}

struct ExtraVisitor;

impl<'de> Visitor<'de> for ExtraVisitor {
    type Value = Extra;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object, `[]` or null")
    }

    fn visit_unit<E>(self) -> Result<Extra, E> {
        Ok(Extra::new())
    }

    fn visit_none<E>(self) -> Result<Extra, E> {
        Ok(Extra::new())
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Extra, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut seq: S) -> Result<Extra, S::Error> {
        match seq.next_element::<IgnoredAny>()? {
            None => Ok(Extra::new()),
            Some(_) => Err(S::Error::invalid_type(serde::de::Unexpected::Seq, &self)),
        }
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Extra, M::Error> {
        let room = map
            .size_hint()
            .unwrap_or(0)
            .clamp(INITIAL_CAPACITY, MAX_RESERVED);
        let Some((key, value)) = map.next_entry()? else {
            return Ok(Extra::new());
        };
        if key == NUMBER {
            return Err(M::Error::custom("expected an object, found a number"));
        }
        let mut members = IndexMap::with_capacity(room);
        set(&mut members, key, value);
        while let Some((key, value)) = map.next_entry()? {
            set(&mut members, key, value);
        }
        Ok(Extra {
            members,
            refused: Vec::new(),
        })
    }
}

/// A member that could not be decoded gets its own key back.
fn set(members: &mut IndexMap<String, Value>, key: String, value: Value) {
    match key.strip_prefix(UNREADABLE) {
        Some(key) => {
            let value = match value {
                Value::Object(mut quoted) => match quoted.remove(UNREADABLE) {
                    Some(text) => text,
                    None => Value::Object(quoted),
                },
                value => value,
            };
            members.entry(key.to_owned()).or_insert(value);
        }
        None => {
            members.insert(key, value);
        }
    }
}

impl FromIterator<(String, Value)> for Extra {
    fn from_iter<I: IntoIterator<Item = (String, Value)>>(entries: I) -> Self {
        Self {
            members: entries.into_iter().collect(),
            refused: Vec::new(),
        }
    }
}

impl Extend<(String, Value)> for Extra {
    fn extend<I: IntoIterator<Item = (String, Value)>>(&mut self, entries: I) {
        self.members.extend(entries);
    }
}

impl IntoIterator for Extra {
    type Item = (String, Value);
    type IntoIter = IntoIter<String, Value>;

    fn into_iter(self) -> Self::IntoIter {
        self.members.into_iter()
    }
}

impl<'a> IntoIterator for &'a Extra {
    type Item = (&'a String, &'a Value);
    type IntoIter = Iter<'a, String, Value>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
