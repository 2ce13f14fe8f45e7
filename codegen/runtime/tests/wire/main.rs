//! Decoding and encoding of values, from every source that serde can decode from.

mod check;
mod collections;
mod extra;
mod filter;
mod ids;
mod nested;
mod properties;
mod scalars;
mod unions;

use std::fmt::Debug;

use hellodialog_runtime::wire::As;
use hellodialog_runtime::{Builder, Service, Transport};
use serde::Deserialize;
use serde_json::Value;
use serde_with::de::DeserializeAsWrap;
use serde_with::ser::SerializeAsWrap;
use serde_with::{DeserializeAs, SerializeAs};

/// Decodes `json` as a `T` through the adapter `A`: from text, from a stream, from a [`Value`] and
/// inside a flattened struct, where serde buffers it. All results must agree.
fn read<T, A>(json: &str) -> Result<T, String>
where
    T: Debug + PartialEq,
    A: for<'de> DeserializeAs<'de, T>,
{
    let mut text = serde_json::Deserializer::from_str(json);
    let text = As::<A>::deserialize(&mut text).map_err(|error| error.to_string());
    let mut stream = serde_json::Deserializer::from_reader(json.as_bytes());
    let stream: Option<T> = As::<A>::deserialize(&mut stream).ok();
    assert_eq!(text.as_ref().ok(), stream.as_ref(), "from a stream: {json}");

    let value: Value = serde_json::from_str(json).map_err(|error| error.to_string())?;
    let from_value: Option<T> = As::<A>::deserialize(value).ok();
    assert_eq!(
        text.as_ref().ok(),
        from_value.as_ref(),
        "from a value: {json}"
    );

    let flat: Option<Flat<T, A>> = serde_json::from_str(&format!(r#"{{"value": {json}}}"#)).ok();
    let flat = flat.map(|flat| flat.inner.value.into_inner());
    assert_eq!(
        text.as_ref().ok(),
        flat.as_ref(),
        "inside a flattened struct: {json}"
    );
    text
}

#[derive(Deserialize)]
struct Flat<T, A: for<'a> DeserializeAs<'a, T>> {
    #[serde(flatten, bound(deserialize = "A: for<'a> DeserializeAs<'a, T>"))]
    inner: Inner<T, A>,
}

#[derive(Deserialize)]
struct Inner<T, A: for<'a> DeserializeAs<'a, T>> {
    #[serde(bound(deserialize = "A: for<'a> DeserializeAs<'a, T>"))]
    value: DeserializeAsWrap<T, A>,
}

/// Encodes `value` through the adapter `A`.
fn write<T, A: SerializeAs<T>>(value: &T) -> String {
    serde_json::to_string(&SerializeAsWrap::<T, A>::new(value))
        .expect("a value that can be encoded")
}

/// The error of a [`read`] that must fail.
fn decode_error<T, A>(json: &str) -> String
where
    T: Debug + PartialEq,
    A: for<'de> DeserializeAs<'de, T>,
{
    read::<T, A>(json).expect_err(json)
}

/// A client to build requests with.
fn client() -> Transport {
    static SERVICE: Service = Service::new("example", "1", "http://127.0.0.1", "example/1", &[]);
    let client: Result<Transport, _> = Builder::without_key(&SERVICE).build();
    client.expect("a client")
}
