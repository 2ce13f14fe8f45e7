//! Every value decodes as it was encoded, and no input makes decoding panic.

use hellodialog_runtime::jiff::Timestamp;
use hellodialog_runtime::jiff::civil::{Date, DateTime};
use hellodialog_runtime::wire::{Keyed, Lenient, OneOrMany, OrEmpty, SeqOrIndexed, SeqOrSingle};
use hellodialog_runtime::{Decimal, Extra, IndexMap, Value};
use proptest::collection::vec;
use proptest::prelude::*;
use serde_with::Same;

use crate::{read, write};

fn json() -> impl Strategy<Value = Value> {
    let key = prop_oneof!["[0-9]{1,3}", "[a-z_]{0,4}", any::<String>()];
    let text = prop_oneof![
        any::<String>(),
        "-?[0-9]{0,30}\\.?[0-9]{0,30}(e-?[0-9]{0,12})?",
        "[0-9]{4}-[0-9]{2}-[0-9]{2}([ T][0-9]{2}:[0-9]{2}:[0-9]{2})?",
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        text.prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 24, 4, move |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::from),
            vec((key.clone(), inner), 0..4)
                .prop_map(|entries| Value::Object(entries.into_iter().collect())),
        ]
    })
}

fn dates() -> impl Strategy<Value = Date> {
    (0_i16..=9999, 1_i8..=12, 1_i8..=31).prop_filter_map("no such day", |(year, month, day)| {
        Date::new(year, month, day).ok()
    })
}

fn date_times() -> impl Strategy<Value = DateTime> {
    (dates(), 0_i8..24, 0_i8..60, 0_i8..60)
        .prop_map(|(date, hour, minute, second)| date.at(hour, minute, second, 0))
}

fn decimals(digits: u32) -> impl Strategy<Value = Decimal> {
    let limit = 10_i128.pow(digits);
    (-limit + 1..limit, 0..=digits)
        .prop_map(|(number, scale)| Decimal::from_i128_with_scale(number, scale))
}

proptest! {
    #[test]
    fn decoding_any_json_never_panics(value in json()) {
        let text = value.to_string();
        let _ = read::<u64, Lenient>(&text);
        let _ = read::<i32, Lenient>(&text);
        let _ = read::<f64, Lenient>(&text);
        let _ = read::<Decimal, Lenient>(&text);
        let _ = read::<bool, Lenient>(&text);
        let _ = read::<Option<Date>, OrEmpty>(&text);
        let _ = read::<Option<DateTime>, OrEmpty>(&text);
        let _ = read::<Timestamp, Lenient>(&text);
        let _ = read::<Vec<Value>, SeqOrIndexed>(&text);
        let _ = read::<Vec<Option<u32>>, SeqOrSingle<OrEmpty>>(&text);
        let _ = read::<Vec<Extra>, SeqOrSingle>(&text);
        let _ = read::<IndexMap<u64, Value>, Keyed<Lenient>>(&text);
        let _ = read::<OneOrMany<Extra>, Same>(&text);
    }

    #[test]
    fn decoding_any_text_never_panics(text in any::<String>()) {
        let _ = serde_json::from_str::<Extra>(&text);
        let quoted = Value::from(text).to_string();
        let _ = read::<Decimal, Lenient>(&quoted);
        let _ = read::<DateTime, Lenient>(&quoted);
        let _ = read::<i64, Lenient>(&quoted);
    }

    #[test]
    fn integers_round_trip(value in any::<i64>(), other in any::<u64>()) {
        prop_assert_eq!(read::<i64, Lenient>(&write::<i64, Lenient>(&value)), Ok(value));
        prop_assert_eq!(read::<u64, Lenient>(&format!("\"{other}\"")), Ok(other));
    }

    #[test]
    fn floats_round_trip(value in proptest::num::f64::NORMAL | proptest::num::f64::ZERO) {
        // `serde_json` reads a float of more than 15 digits, or of a large exponent, a few units off
        // in the last place, unless its `float_roundtrip` is on.
        let again = read::<f64, Lenient>(&write::<f64, Lenient>(&value)).expect("a float");
        prop_assert!((again - value).abs() <= value.abs() * f64::EPSILON * 4.0, "{again}");
    }

    #[test]
    fn decimals_of_15_digits_round_trip_as_numbers(value in decimals(15)) {
        prop_assert_eq!(read::<Decimal, Lenient>(&write::<Decimal, Lenient>(&value)), Ok(value));
    }

    #[test]
    fn decimals_of_any_length_round_trip_as_text(value in decimals(28)) {
        let written = write::<Decimal, Lenient>(&value);
        prop_assert_eq!(&written, &value.to_string());
        prop_assert_eq!(read::<Decimal, Lenient>(&format!("\"{written}\"")), Ok(value));
    }

    #[test]
    fn dates_round_trip(value in dates()) {
        prop_assert_eq!(read::<Date, Lenient>(&write::<Date, Lenient>(&value)), Ok(value));
    }

    #[test]
    fn date_times_round_trip(value in date_times()) {
        prop_assert_eq!(read::<DateTime, Lenient>(&write::<DateTime, Lenient>(&value)), Ok(value));
    }

    #[test]
    fn timestamps_round_trip(seconds in -377_705_023_201_i64..=253_402_207_200) {
        let value = Timestamp::from_second(seconds).expect("in range");
        prop_assert_eq!(read::<Timestamp, Lenient>(&write::<Timestamp, Lenient>(&value)), Ok(value));
    }

    #[test]
    fn lists_round_trip(items in vec(any::<u32>(), 0..9)) {
        type List = Vec<u32>;
        let written = write::<List, SeqOrIndexed<Lenient>>(&items);
        prop_assert_eq!(read::<List, SeqOrIndexed<Lenient>>(&written), Ok(items.clone()));
        prop_assert_eq!(read::<List, SeqOrSingle<Lenient>>(&written), Ok(items));
    }

    #[test]
    fn maps_round_trip_in_order(entries in vec((any::<u64>(), any::<bool>()), 0..9)) {
        type Map = IndexMap<u64, bool>;
        type Adapter = Keyed<Lenient, Lenient>;
        let map: Map = entries.into_iter().collect();
        let decoded = read::<Map, Adapter>(&write::<Map, Adapter>(&map)).expect("a map");
        prop_assert!(decoded.iter().eq(map.iter()));
    }
}
