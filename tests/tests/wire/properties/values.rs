//! Random scalars.

use hellodialog::jiff::civil::{Date, DateTime, date};
use hellodialog::{Decimal, Extra};
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::Value;

/// Any string, including empty and non-ASCII ones.
pub(super) fn text() -> impl Strategy<Value = String> {
    prop_oneof!["[a-zA-Z0-9 ]{0,8}", "\\PC{0,8}", any::<String>()]
}

/// Up to 15 digits: exact as a JSON number, which is decoded through a float.
pub(super) fn money() -> impl Strategy<Value = Decimal> {
    const LIMIT: i64 = 1_000_000_000_000_000;
    (1 - LIMIT..LIMIT, 0_u32..=15).prop_map(|(digits, scale)| Decimal::new(digits, scale))
}

/// Any day, except in the year 0, which the API uses for empty dates.
pub(super) fn day() -> impl Strategy<Value = Date> {
    (1_i16..=9999, 1_i8..=12, 1_i8..=28).prop_map(|(year, month, day)| date(year, month, day))
}

pub(super) fn date_time() -> impl Strategy<Value = DateTime> {
    (day(), 0_i8..24, 0_i8..60, 0_i8..60).prop_map(|(day, h, m, s)| day.at(h, m, s, 0))
}

/// Additional members: strings or null, which have only one encoding, with names that no type has.
pub(super) fn extra() -> impl Strategy<Value = Extra> {
    let value = prop_oneof![text().prop_map(Value::String), Just(Value::Null)];
    vec(("x_[a-z0-9_]{0,5}", value), 0..4).prop_map(|members| members.into_iter().collect())
}
