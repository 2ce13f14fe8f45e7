//! Decodes the body of a response. For generated code: each function is a way in which an
//! operation returns its value.

mod no_content;

use std::fmt;
use std::marker::PhantomData;

use bytes::Bytes;
use indexmap::IndexMap;
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, Visitor,
};
use serde_with::DeserializeAs;
use serde_with::de::DeserializeAsWrap;

use self::no_content::NoContent;
use crate::drift::{DriftReporter, PartiallyDecoded, decode_partial};
use crate::error::{Error, ErrorKind, Result};
use crate::operation::Operation;
use crate::options::SkipCount;
use crate::secret::Secrets;
use crate::wire::Collection;

/// Decodes a body.
pub type Decode<T> = fn(&ResponseBody<'_>) -> Result<T>;

/// The body of a successful response, and what is needed to decode it.
pub struct ResponseBody<'a> {
    bytes: &'a Bytes,
    operation: &'static Operation,
    key: &'a Secrets,
    drift_reporter: &'a DriftReporter,
    skipped: Option<&'a SkipCount>,
}

/// A body without content: nothing is decoded.
///
/// # Errors
///
/// None.
pub fn nothing(_: &ResponseBody<'_>) -> Result<()> {
    Ok(())
}

/// A value in its natural JSON form. A body without content is a `()`.
///
/// # Errors
///
/// [`ErrorKind::Decode`] if the body is not a `T`, with the path in it.
pub fn value<T: DeserializeOwned>(body: &ResponseBody<'_>) -> Result<T> {
    if body.bytes.trim_ascii().is_empty()
        && let Ok(nothing) = T::deserialize(NoContent)
    {
        return Ok(nothing);
    }
    body.parse::<T>().map_err(|error| body.locate::<T>(error))
}

/// A value, or `None` for a response without content.
///
/// # Errors
///
/// As [`value`].
pub fn optional<T: DeserializeOwned>(body: &ResponseBody<'_>) -> Result<Option<T>> {
    if body.bytes.trim_ascii().is_empty() {
        return Ok(None);
    }
    value::<Option<T>>(body)
}

/// As [`optional`], decoded by the adapter `A`.
///
/// # Errors
///
/// As [`value`].
pub fn adapted_optional<T, A>(body: &ResponseBody<'_>) -> Result<Option<T>>
where
    A: for<'de> DeserializeAs<'de, T>,
{
    optional::<DeserializeAsWrap<T, A>>(body).map(|value| value.map(DeserializeAsWrap::into_inner))
}

/// The body as a text.
///
/// # Errors
///
/// [`ErrorKind::Decode`] if it is not UTF-8.
pub fn text(body: &ResponseBody<'_>) -> Result<String> {
    String::from_utf8(body.bytes.to_vec()).map_err(|error| {
        Error::new(ErrorKind::Decode, "the response is not UTF-8").with_source(error)
    })
}

/// The body as it came.
///
/// # Errors
///
/// None.
pub fn bytes(body: &ResponseBody<'_>) -> Result<Bytes> {
    Ok(body.bytes.clone())
}

/// A value that the adapter `A` decodes.
///
/// # Errors
///
/// As [`value`].
pub fn adapted<T, A>(body: &ResponseBody<'_>) -> Result<T>
where
    A: for<'de> DeserializeAs<'de, T>,
{
    value::<DeserializeAsWrap<T, A>>(body).map(DeserializeAsWrap::into_inner)
}

/// A list or map. Items that fail to decode are skipped and reported, unless all fail or strict
/// mode is on.
///
/// # Errors
///
/// As [`value`].
pub fn items<T: Collection>(body: &ResponseBody<'_>) -> Result<T> {
    let error = match body.parse::<T>() {
        Ok(items) => return Ok(items),
        Err(error) => error,
    };
    let partial = body
        .drift_reporter
        .is_lenient()
        .then(|| decode_partial(body.bytes));
    match partial.flatten() {
        Some(partial) => Ok(body.report_skipped(partial)),
        None => Err(body.locate::<T>(error)),
    }
}

/// As [`items`], decoded by the adapter `A`.
///
/// # Errors
///
/// As [`value`].
pub fn adapted_items<T, A>(body: &ResponseBody<'_>) -> Result<T>
where
    A: for<'de> DeserializeAs<'de, T>,
    DeserializeAsWrap<T, A>: Collection,
{
    items::<DeserializeAsWrap<T, A>>(body).map(DeserializeAsWrap::into_inner)
}

/// The one item of a list that the adapter `A` decodes.
///
/// # Errors
///
/// As [`value`] and [`expect_one`].
pub fn one<T, A>(body: &ResponseBody<'_>) -> Result<T>
where
    A: for<'de> DeserializeAs<'de, Vec<T>>,
{
    expect_one(adapted::<Vec<T>, A>(body)?)
}

/// The value of the one entry of a map that the adapter `A` decodes.
///
/// # Errors
///
/// As [`value`] and [`expect_one_entry`].
pub fn one_entry<K, T, A>(body: &ResponseBody<'_>) -> Result<T>
where
    A: for<'de> DeserializeAs<'de, IndexMap<K, T>>,
{
    expect_one_entry(adapted::<IndexMap<K, T>, A>(body)?)
}

/// The one item of `items`.
///
/// # Errors
///
/// [`ErrorKind::NotFound`] if there is none, [`ErrorKind::Decode`] if there are several.
pub fn expect_one<T>(items: Vec<T>) -> Result<T> {
    single(items.into_iter())
}

/// The one value of `items`, whatever its key.
///
/// # Errors
///
/// As [`expect_one`].
pub fn expect_one_entry<K, T>(items: IndexMap<K, T>) -> Result<T> {
    single(items.into_values())
}

fn single<T>(mut items: impl ExactSizeIterator<Item = T>) -> Result<T> {
    let count = items.len();
    match items.next() {
        Some(item) if count == 1 => Ok(item),
        Some(_) => {
            let detail = format!("the response has {count} items, expected one");
            Err(Error::new(ErrorKind::Decode, detail))
        }
        None => Err(Error::new(ErrorKind::NotFound, "there is no such thing")),
    }
}

impl<'a> ResponseBody<'a> {
    pub(crate) fn new(
        bytes: &'a Bytes,
        operation: &'static Operation,
        key: &'a Secrets,
        drift_reporter: &'a DriftReporter,
        skipped: Option<&'a SkipCount>,
    ) -> Self {
        Self {
            bytes,
            operation,
            key,
            drift_reporter,
            skipped,
        }
    }

    /// Compares the body with its description, for the drift hook and strict mode.
    pub(crate) fn check(&self) -> Result<()> {
        self.drift_reporter
            .check(self.operation, self.bytes, self.key)
    }

    fn content<T>(&self) -> Content<T> {
        Content {
            member: self.operation.member,
            content: PhantomData,
        }
    }

    fn parse<T: DeserializeOwned>(&self) -> serde_json::Result<T> {
        let mut deserializer = serde_json::Deserializer::from_slice(self.bytes);
        let value = self.content::<T>().deserialize(&mut deserializer)?;
        deserializer.end()?;
        Ok(value)
    }

    /// Parses the body again to find the path of an error: tracking it costs time, and only a
    /// failure needs it. The key is removed before a part of the body is quoted.
    fn locate<T: DeserializeOwned>(&self, error: serde_json::Error) -> Error {
        let body = self.key.redact_body(self.bytes.clone());
        // A truncated body may not fit its type either; that it is truncated matters more.
        if let Err(truncated) = serde_json::from_slice::<IgnoredAny>(&body)
            && truncated.is_eof()
            && !error.is_eof()
        {
            return Error::decode(&body, None, truncated);
        }
        let mut deserializer = serde_json::Deserializer::from_slice(&body);
        let mut track = serde_path_to_error::Track::new();
        let tracked = serde_path_to_error::Deserializer::new(&mut deserializer, &mut track);
        let Err(error) = self.content::<T>().deserialize(tracked) else {
            // The value fits, and something follows it.
            return Error::decode(&body, None, error);
        };
        let path = track.path().to_string();
        // A segment that was cut off is shown as a question mark.
        let path = path.trim_end_matches(".?");
        // A lone dot is the whole body.
        let path = (!matches!(path, "." | "?")).then_some(path);
        Error::decode(&body, path, error)
    }

    fn report_skipped<T>(&self, partial: PartiallyDecoded<T>) -> T {
        let PartiallyDecoded { value, skipped } = partial;
        if let Some(count) = self.skipped {
            count.add(skipped.len());
        }
        for skipped in skipped {
            self.drift_reporter
                .report_skipped(self.operation, skipped, self.key);
        }
        value
    }
}

/// Deserializes the whole body, or the one member of it that holds the value.
struct Content<T> {
    member: Option<&'static str>,
    content: PhantomData<T>,
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
