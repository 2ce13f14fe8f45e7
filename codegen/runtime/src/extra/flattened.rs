//! Converts values that serde reads before it knows their types.

use indexmap::IndexMap;
use serde::de::Unexpected;
use serde_json::Value;

use super::failure::{Failure, Mismatch};
use super::lenient::lenient;
use crate::wire::is_index;

/// The most values that are converted, which bounds the time for a hostile object.
const MAX_CHANGES: usize = 64;

impl Mismatch {
    fn is_found(&self, value: &Value) -> bool {
        unexpected(value).is_some_and(|found| found.to_string() == self.found)
    }

    /// A value that does not fit either, and is none of those found.
    fn sentinel(&self) -> Value {
        if self.expected == "a string" {
            Value::Bool(self.found != "boolean `true`")
        } else {
            Value::from("\u{0}")
        }
    }

    /// The value in the type that was expected, by the rules of typed fields.
    fn convert(&self, value: &Value) -> Option<Value> {
        match self.expected.as_str() {
            "a string" if value.is_number() => Some(value.to_string().into()),
            "a boolean" => lenient::<bool>(value).map(Value::from),
            "f32" | "f64" => lenient::<f64>(value).map(Value::from),
            "i8" | "i16" | "i32" | "i64" | "i128" => lenient::<i64>(value).map(Value::from),
            "u8" | "u16" | "u32" | "u64" | "u128" => lenient::<u64>(value).map(Value::from),
            "a sequence" => {
                let members = value.as_object()?;
                let is_list = members.keys().all(|key| is_index(key));
                is_list.then(|| members.values().cloned().collect())
            }
            _ => None,
        }
    }
}

fn unexpected(value: &Value) -> Option<Unexpected<'_>> {
    Some(match value {
        Value::Null => Unexpected::Unit,
        Value::Bool(value) => Unexpected::Bool(*value),
        Value::Number(number) => match (number.as_u64(), number.as_i64()) {
            (Some(number), _) => Unexpected::Unsigned(number),
            (_, Some(number)) => Unexpected::Signed(number),
            _ => Unexpected::Float(number.as_f64()?),
        },
        Value::String(text) => Unexpected::Str(text),
        Value::Array(_) => Unexpected::Seq,
        Value::Object(_) => Unexpected::Map,
    })
}

/// Members by name.
pub(super) type Members = IndexMap<String, Value>;

/// Decodes the members with `decode`.
///
/// Below `#[serde(flatten)]` serde itself reads the values, before it knows their types. So there a
/// value of another type is found by the failure, converted, and all is decoded again.
///
/// # Errors
///
/// The first failure.
pub(super) fn decode<T>(
    members: &Members,
    decode: impl Fn(&Members) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let first = match decode(members) {
        Ok(value) => return Ok(value),
        Err(first) => first,
    };
    let mut members = members.clone();
    let mut latest = None;
    for _ in 0..MAX_CHANGES {
        let failure: &Failure = latest.as_ref().unwrap_or(&first);
        let Some(mismatch) = &failure.mismatch else {
            break;
        };
        let Some((culprit, value)) = find(&mut members, mismatch, &decode) else {
            break;
        };
        replace(&mut members, culprit, value);
        match decode(&members) {
            Ok(value) => return Ok(value),
            Err(failure) => latest = Some(failure),
        }
    }
    Err(first)
}

/// The place of the value that did not fit, and what it becomes. Of several such values it is the
/// one that fails as another value as well.
fn find<T>(
    members: &mut Members,
    mismatch: &Mismatch,
    decode: impl Fn(&Members) -> Result<T, Failure>,
) -> Option<(usize, Value)> {
    let mut values = Vec::new();
    collect(members.values(), &mut values);
    let values = values.into_iter().enumerate();
    let found = values.filter(|(_, value)| mismatch.is_found(value));
    let mut found: Vec<_> = found
        .filter_map(|(place, value)| Some((place, mismatch.convert(value)?)))
        .take(MAX_CHANGES)
        .collect();
    if found.len() < 2 {
        return found.pop();
    }
    let sentinel = mismatch.sentinel();
    let of_sentinel = Mismatch {
        found: unexpected(&sentinel)?.to_string(),
        expected: mismatch.expected.clone(),
    };
    found.into_iter().find(|(place, _)| {
        let Some(value) = replace(members, *place, sentinel.clone()) else {
            return false;
        };
        let failure = decode(members).err();
        replace(members, *place, value);
        failure.and_then(|failure| failure.mismatch).as_ref() == Some(&of_sentinel)
    })
}

/// All values, each before those in it.
fn collect<'v>(values: impl Iterator<Item = &'v Value>, all: &mut Vec<&'v Value>) {
    let values: Vec<&Value> = values.collect();
    for value in values {
        all.push(value);
        match value {
            Value::Array(items) => collect(items.iter(), all),
            Value::Object(members) => collect(members.values(), all),
            _ => {}
        }
    }
}

/// Replaces the value at a place of [`collect`].
fn replace(members: &mut Members, place: usize, with: Value) -> Option<Value> {
    fn nth<'v>(
        values: &mut dyn Iterator<Item = &'v mut Value>,
        place: &mut usize,
    ) -> Option<&'v mut Value> {
        for value in values {
            if *place == 0 {
                return Some(value);
            }
            *place -= 1;
            let found = match value {
                Value::Array(items) => nth(&mut items.iter_mut(), place),
                Value::Object(members) => nth(&mut members.values_mut(), place),
                _ => None,
            };
            if found.is_some() {
                return found;
            }
        }
        None
    }
    let mut place = place;
    let value = nth(&mut members.values_mut(), &mut place)?;
    Some(std::mem::replace(value, with))
}
