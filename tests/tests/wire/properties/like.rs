//! Random JSON like a given value: of the same types, with other content. No member is named, so that a field that is
//! renamed in the document does not touch the tests.

use hellodialog::jiff::civil::{Date, DateTime};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value};

use super::values::{date_time, day, money, text};

/// Values like `value`. Members of objects can be missing, except `id`; null stays.
pub(super) fn like(value: &Value) -> BoxedStrategy<Value> {
    match value {
        Value::Null => Just(Value::Null).boxed(),
        Value::Bool(_) => any::<bool>().prop_map(Value::from).boxed(),
        // Ids, counts and UNIX times.
        Value::Number(number) if !number.is_f64() => {
            (0_u64..10_000_000_000).prop_map(Value::from).boxed()
        }
        Value::Number(_) => money()
            .prop_map(|amount| number(&amount.to_string()))
            .boxed(),
        Value::String(old) if old.parse::<DateTime>().is_ok() && old.len() > 10 => date_time()
            .prop_map(|time| Value::from(time.strftime("%F %T").to_string()))
            .boxed(),
        Value::String(old) if old.parse::<Date>().is_ok() => {
            day().prop_map(|day| Value::from(day.to_string())).boxed()
        }
        Value::String(old) => {
            let old = old.clone();
            prop_oneof![text(), Just(old)].prop_map(Value::from).boxed()
        }
        Value::Array(items) if items.is_empty() => Just(Value::Array(Vec::new())).boxed(),
        Value::Array(items) => {
            let item = select(items.clone()).prop_flat_map(|item| like(&item));
            vec(item, 0..4).prop_map(Value::Array).boxed()
        }
        Value::Object(members) => object(members),
    }
}

fn number(digits: &str) -> Value {
    serde_json::from_str(digits).expect("a number")
}

fn object(members: &Map<String, Value>) -> BoxedStrategy<Value> {
    let members: Vec<_> = members
        .iter()
        .map(|(name, value)| {
            let is_kept = if name == "id" { 1.0 } else { 0.8 };
            (
                Just(name.clone()),
                like(value),
                prop::bool::weighted(is_kept),
            )
        })
        .collect();
    members
        .prop_map(|members| {
            let kept = members.into_iter().filter(|(_, _, is_kept)| *is_kept);
            Value::Object(kept.map(|(name, value, _)| (name, value)).collect())
        })
        .boxed()
}
