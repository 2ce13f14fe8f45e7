//! Decodes the body of a response. For generated code: each function is a way in which an
//! operation returns its value.

mod content;
mod lenient;
mod no_content;
mod partial;
mod repair;
mod spans;

use bytes::Bytes;
use indexmap::IndexMap;
use serde::de::{DeserializeOwned, DeserializeSeed as _, IgnoredAny};
use serde_json::Value;
use serde_with::DeserializeAs;
use serde_with::de::DeserializeAsWrap;

use self::content::{Content, parse_tracked};
use self::lenient::Lenient;
use self::no_content::NoContent;
use self::partial::Partial;
use self::repair::{Failure, kind_at, repair};
use self::spans::{Children, Span, children, is_key, value_at};
use crate::drift::{DriftReporter, Part, SetAside};
use crate::error::{Error, ErrorKind, Result, without_keys};
use crate::operation::{Method, Operation};
use crate::options::SkipCount;
use crate::secret::Secrets;
use crate::wire::Collection;

/// What serde says of a value that fits no variant of an untagged union.
const NO_VARIANT: &str = "did not match any variant";

/// Decodes a body.
pub type Decode<T> = fn(&ResponseBody<'_>) -> Result<T>;

/// The body of a successful response, and what is needed to decode it.
pub struct ResponseBody<'a> {
    bytes: &'a Bytes,
    operation: &'static Operation,
    key: &'a Secrets,
    drift_reporter: &'a DriftReporter,
    skipped: Option<&'a SkipCount>,
    /// The member that holds the report of a failure.
    envelope: Option<&'static str>,
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
    if let Some(nothing) = body.no_content() {
        return Ok(nothing);
    }
    if body.holds_nothing() {
        return Err(not_found());
    }
    let error = match body.parse::<T>(body.bytes) {
        Ok(value) => return Ok(value),
        Err(error) => error,
    };
    if body.drift_reporter.is_lenient()
        && let Ok(repaired) = repair(body.bytes, 0, |text| body.parse_tracked::<T>(text))
        && !repaired.set_aside.iter().any(|part| body.is_report(part))
    {
        body.report(repaired.set_aside);
        return Ok(repaired.value);
    }
    Err(body.locate::<T>(&error))
}

/// A value of a type of the caller's own: nothing is set aside.
///
/// # Errors
///
/// As [`value`].
pub(crate) fn exact<T: DeserializeOwned>(body: &ResponseBody<'_>) -> Result<T> {
    if let Some(nothing) = body.no_content() {
        return Ok(nothing);
    }
    let value = body.parse::<T>(body.bytes);
    value.map_err(|error| body.locate::<T>(&error))
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

/// A value of a type, as leniently as in a response.
///
/// # Errors
///
/// If the value is none of the type.
pub fn from_value<T: DeserializeOwned>(value: &Value) -> serde_json::Result<T> {
    T::deserialize(Lenient(value))
}

/// The body as a text.
///
/// # Errors
///
/// [`ErrorKind::Decode`] if it is not UTF-8.
pub fn text(body: &ResponseBody<'_>) -> Result<String> {
    String::from_utf8(body.bytes.to_vec()).map_err(|error| {
        let error = error.utf8_error();
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
    let error = match body.parse::<T>(body.bytes) {
        Ok(items) => return Ok(items),
        Err(error) => error,
    };
    if body.drift_reporter.is_lenient()
        && let Some((value, set_aside)) = body.decode_partial::<T>()
    {
        body.report(set_aside);
        return Ok(value);
    }
    Err(body.locate::<T>(&error))
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
        None => Err(not_found()),
    }
}

fn not_found() -> Error {
    Error::new(ErrorKind::NotFound, "there is no such thing")
}

impl<'a> ResponseBody<'a> {
    pub(crate) fn new(
        bytes: &'a Bytes,
        operation: &'static Operation,
        key: &'a Secrets,
        drift_reporter: &'a DriftReporter,
        skipped: Option<&'a SkipCount>,
        envelope: Option<&'static str>,
    ) -> Self {
        Self {
            bytes,
            operation,
            key,
            drift_reporter,
            skipped,
            envelope,
        }
    }

    /// Whether this part is the report of success or failure, or of a write is in it: without it, a failure could be read
    /// as a success.
    fn is_report(&self, part: &SetAside) -> bool {
        let Some(envelope) = self.envelope else {
            return false;
        };
        let is_read = matches!(self.operation.method, Method::Get | Method::Head);
        let is_within = part.path.first().is_some_and(|name| name == envelope);
        is_within && (part.path.len() == 1 || !is_read)
    }

    /// A body without content as a value that has none, such as `()`.
    fn no_content<T: DeserializeOwned>(&self) -> Option<T> {
        let is_empty = self.bytes.trim_ascii().is_empty();
        is_empty.then(|| T::deserialize(NoContent).ok()).flatten()
    }

    /// Compares the body with its description, for the drift hook and strict mode.
    pub(crate) fn check(&self) -> Result<()> {
        self.drift_reporter
            .check(self.operation, self.bytes, self.key)
    }

    fn content<T>(&self) -> Content<T> {
        Content::of(self.operation.member)
    }

    fn parse<T: DeserializeOwned>(&self, text: &[u8]) -> serde_json::Result<T> {
        let mut deserializer = serde_json::Deserializer::from_slice(text);
        let value = self
            .content::<T>()
            .deserialize(Lenient(&mut deserializer))?;
        deserializer.end()?;
        Ok(value)
    }

    fn parse_tracked<T: DeserializeOwned>(&self, text: &[u8]) -> std::result::Result<T, Failure> {
        parse_tracked(self.content::<T>(), text)
    }

    /// Whether the body of a call for one thing says that there is none: `[]`, `{}`, `null`, or one
    /// of these in the envelope.
    fn holds_nothing(&self) -> bool {
        let is_single = self.operation.method == Method::Get && self.operation.path.contains('{');
        // A body of this length holds nothing but brackets, white space and the envelope's member.
        if !is_single || self.bytes.len() > 128 {
            return false;
        }
        let is_empty = |value: &Value| match value {
            Value::Array(items) => items.is_empty(),
            Value::Object(members) => members.is_empty(),
            Value::Null => true,
            _ => false,
        };
        match serde_json::from_slice(self.bytes) {
            Ok(Value::Object(members)) if members.len() == 1 => {
                let content = self.envelope.and_then(|name| members.get(name));
                content.is_some_and(is_empty)
            }
            Ok(value) => is_empty(&value),
            Err(_) => false,
        }
    }

    /// Decodes the items one by one, in their own part of the text. `None` if the body is no
    /// collection, or no item can be decoded.
    fn decode_partial<T: Collection>(&self) -> Option<(T, Vec<SetAside>)> {
        let mut content = value_at(self.bytes, 0)?;
        if let Some(member) = self.operation.member {
            content = member_of(self.bytes, &content, member)?;
        }
        let text = self.bytes.get(content)?;
        let mut partial = Partial::default();
        let (open, close) = match children(text, &value_at(text, 0)?)? {
            Children::List(items) => {
                for (index, item) in items.into_iter().enumerate() {
                    partial.item::<T>(text, &item, &index.to_string(), b"[", b"]");
                }
                (b"[", b"]")
            }
            Children::Object(members) => {
                let name = |key: &Span| {
                    let key = text.get(key.clone()).unwrap_or_default();
                    let name = serde_json::from_slice::<String>(key);
                    name.unwrap_or_else(|_| String::from_utf8_lossy(key).into_owned())
                };
                if !members.iter().all(|(key, _)| T::is_key(&name(key))) {
                    let whole =
                        repair(text, 0, |text| parse_tracked(Content::whole(), text)).ok()?;
                    return Some((whole.value, whole.set_aside));
                }
                for (key, value) in members {
                    partial.item::<T>(text, &(key.start..value.end), &name(&key), b"{", b"}");
                }
                (b"{", b"}")
            }
        };
        if partial.count == 0 {
            return None;
        }
        let items = [open.as_slice(), &partial.items, close].concat();
        let value = parse_tracked(Content::whole(), &items).ok()?;
        Some((value, partial.set_aside))
    }

    /// Parses the body again to find the path of an error: tracking it costs time, and only a
    /// failure needs it. The key is removed before a part of the body is quoted.
    fn locate<T: DeserializeOwned>(&self, error: &serde_json::Error) -> Error {
        let body = self.key.redact_body(self.bytes.clone());
        // A truncated body may not fit its type either; that it is truncated matters more.
        if let Err(truncated) = serde_json::from_slice::<IgnoredAny>(&body)
            && truncated.is_eof()
            && !error.is_eof()
        {
            return Error::decode(&body, None, &truncated);
        }
        let mut deserializer = serde_json::Deserializer::from_slice(&body);
        let mut track = serde_path_to_error::Track::new();
        let tracked = serde_path_to_error::Deserializer::new(&mut deserializer, &mut track);
        let Err(error) = self.content::<T>().deserialize(Lenient(tracked)) else {
            // The value fits, and something follows it.
            return Error::decode(&body, None, error);
        };
        let place = track.path();
        let path = without_keys(&place);
        // A segment that was cut off is shown as a question mark.
        let path = path.trim_end_matches(".?");
        // A lone dot is the whole body.
        let path = (!matches!(path, "." | "?")).then_some(path);
        let decoded = Error::decode(&body, path, &error);
        // Of an untagged union serde says no more than that nothing fits.
        match kind_at(&body, &place) {
            Some(kind) if error.to_string().contains(NO_VARIANT) => decoded.found(kind),
            _ => decoded,
        }
    }

    fn report(&self, set_aside: Vec<SetAside>) {
        for part in set_aside {
            if let (Some(count), Part::Item) = (self.skipped, part.part) {
                count.add(1);
            }
            self.drift_reporter
                .report_set_aside(self.operation, part, self.key);
        }
    }
}

/// The value of the member `name` of the object at `span`.
fn member_of(text: &[u8], span: &Span, name: &str) -> Option<Span> {
    let Children::Object(members) = children(text, span)? else {
        return None;
    };
    let mut members = members.into_iter();
    let member = members.find(|(key, _)| is_key(text, key, name));
    member.map(|(_, value)| value)
}
