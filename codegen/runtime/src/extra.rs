//! What an object has beyond the fields of its type.

mod forgiving;

use std::fmt;

use indexmap::IndexMap;
use serde::de::value::MapDeserializer;
use serde::de::{
    DeserializeOwned, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use serde::{Deserialize, Serialize};
use serde_json::map::{IntoIter, Iter};
use serde_json::{Error, Map, Value};

use self::forgiving::Forgiving;

/// How many keys room is made for when there is one: who flattens does not say how many come.
const USUAL: usize = 16;
/// How many keys room is made for on the word of the input.
const MOST_RESERVED: usize = 64;

/// The further keys of an object, as they came and in the order in which they came.
///
/// An account has fields of its own, and not all of the API is documented. A key can be read by
/// name, or all of them into a type of your own. Either way the dresses of the wire are known: a
/// number or truth value may be a string, a list an object with indexes for keys, and an `Option`
/// is `None` for an empty string or a date of zeros.
///
/// ```
/// use hellodialog_runtime::Extra;
///
/// #[derive(serde::Deserialize)]
/// struct Preferences {
///     shoe_size: u8,
///     colour: Option<String>,
/// }
///
/// let extra: Extra = serde_json::from_str(r#"{"shoe_size": "43", "colour": ""}"#)?;
/// assert_eq!(extra.get_as::<u8>("shoe_size")?, Some(43));
/// assert_eq!(extra.get_as::<String>("hat")?, None);
/// let preferences: Preferences = extra.parse()?;
/// assert_eq!((preferences.shoe_size, preferences.colour), (43, None));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Extra(Map<String, Value>);

impl Extra {
    /// No further keys.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The value of `key`.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.0.get(key)
    }

    /// The value of `key` as a `T`; `None` if the key is not there or its value is `null`. An empty
    /// string is none only to a `T` that is an `Option`.
    ///
    /// # Errors
    ///
    /// The value is not a `T`.
    pub fn get_as<T: DeserializeOwned>(&self, key: &str) -> Result<Option<T>, Error> {
        match self.get(key) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => T::deserialize(Forgiving(value)).map(Some),
        }
    }

    /// Sets `key`, and returns the value that it had.
    pub fn insert(&mut self, key: impl Into<String>, value: impl Into<Value>) -> Option<Value> {
        self.0.insert(key.into(), value.into())
    }

    /// Removes `key`, and returns the value that it had. The others keep their order.
    pub fn remove(&mut self, key: &str) -> Option<Value> {
        self.0.shift_remove(key)
    }

    /// The keys and their values.
    #[must_use]
    pub fn iter(&self) -> Iter<'_> {
        self.0.iter()
    }

    /// How many keys there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is no key.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether `key` is there, if only as `null`.
    #[must_use]
    pub fn contains_key(&self, key: &str) -> bool {
        self.0.contains_key(key)
    }

    /// Reads all keys into a type of your own.
    ///
    /// # Errors
    ///
    /// The keys do not fit `T`.
    pub fn parse<T: DeserializeOwned>(&self) -> Result<T, Error> {
        let entries = self
            .0
            .iter()
            .map(|(key, value)| (key.as_str(), Forgiving(value)));
        let read = serde_path_to_error::deserialize(MapDeserializer::new(entries));
        read.map_err(|error| match error.path().to_string().as_str() {
            "." | "?" => error.into_inner(),
            path => Error::custom(format_args!("`{path}`: {}", error.inner())),
        })
    }

    /// Writes the keys in lower case; of two that are the same then, the last. For generated code.
    #[doc(hidden)]
    pub fn serialize_in_lower_case<S: serde::Serializer>(
        &self,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let lower = self
            .0
            .iter()
            .map(|(key, value)| (key.to_lowercase(), value));
        lower
            .collect::<IndexMap<String, &Value>>()
            .serialize(serializer)
    }

    /// The keys of a type of your own.
    ///
    /// # Errors
    ///
    /// `value` cannot be written as JSON, or is not an object when it is.
    pub fn from_serialize<T: Serialize + ?Sized>(value: &T) -> Result<Self, Error> {
        match serde_json::to_value(value)? {
            Value::Object(entries) => Ok(entries.into_iter().collect()),
            other => Err(Error::custom(format_args!(
                "expected a type that is written as an object, found one written as {}",
                kind_of(&other)
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
        self.0.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Extra {
    /// Also takes `[]`: an object with no keys is one where the API comes from.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ExtraVisitor)
    }
}

struct ExtraVisitor;

impl<'de> Visitor<'de> for ExtraVisitor {
    type Value = Extra;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object, or `[]` or null for one with no keys")
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
        let room = map.size_hint().unwrap_or(0).clamp(USUAL, MOST_RESERVED);
        let Some((key, value)) = map.next_entry()? else {
            return Ok(Extra::new());
        };
        let mut entries = Map::with_capacity(room);
        entries.insert(key, value);
        while let Some((key, value)) = map.next_entry()? {
            entries.insert(key, value);
        }
        Ok(Extra(entries))
    }
}

impl FromIterator<(String, Value)> for Extra {
    fn from_iter<I: IntoIterator<Item = (String, Value)>>(entries: I) -> Self {
        Self(entries.into_iter().collect())
    }
}

impl Extend<(String, Value)> for Extra {
    fn extend<I: IntoIterator<Item = (String, Value)>>(&mut self, entries: I) {
        self.0.extend(entries);
    }
}

impl IntoIterator for Extra {
    type Item = (String, Value);
    type IntoIter = IntoIter;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a Extra {
    type Item = (&'a String, &'a Value);
    type IntoIter = Iter<'a>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
