//! The encodings of scalars.

use hellodialog_runtime::Decimal;
use hellodialog_runtime::jiff::Timestamp;
use hellodialog_runtime::jiff::civil::{Date, DateTime, date};
use hellodialog_runtime::wire::{Lenient, LenientScalar, OrEmpty, deserialize_open_enum};
use serde::{Deserialize, Deserializer};
use serde_with::DeserializeAs;

use crate::{decode_error, read, write};

#[track_caller]
fn assert_decodes<T: LenientScalar + PartialEq + std::fmt::Debug>(encodings: &[&str], value: &T) {
    for json in encodings {
        assert_eq!(read::<T, Lenient>(json).as_ref(), Ok(value), "{json}");
    }
}

#[track_caller]
fn assert_fails<T: LenientScalar + PartialEq + std::fmt::Debug>(encodings: &[&str]) {
    for json in encodings {
        let error = decode_error::<T, Lenient>(json);
        assert!(
            error.starts_with(&format!("expected {}, found ", T::EXPECTED)),
            "{json}: {error}"
        );
    }
}

#[test]
fn integers() {
    assert_decodes::<u32>(&["42", "\"42\"", "42.0", "4.2e1", "\"042\""], &42);
    assert_decodes::<i64>(&["-1", "\"-1\"", "-1.0"], &-1);
    assert_decodes::<i32>(&["-2147483648", "\"-2147483648\""], &i32::MIN);
    assert_decodes::<u64>(
        &["18446744073709551615", "\"18446744073709551615\""],
        &u64::MAX,
    );
    assert_fails::<u32>(&[
        "-1",
        "4294967296",
        "\"4294967296\"",
        "1.5",
        "\"1.5\"",
        "\"+1\"",
    ]);
    assert_fails::<u64>(&[
        "\"\"", "null", "true", "\" 1\"", "\"1 \"", "\"0x1\"", "[]", "{}", "[1]",
    ]);
    // Above this, a float does not denote one integer.
    assert_fails::<u64>(&["1e17", "18446744073709551616"]);
    assert_eq!(write::<u64, Lenient>(&u64::MAX), "18446744073709551615");
    assert_eq!(write::<i32, Lenient>(&-7), "-7");
}

#[test]
fn floats() {
    assert_decodes::<f64>(&["1.5", "\"1.5\"", "15e-1", "\"15e-1\""], &1.5);
    assert_decodes::<f64>(&["3", "\"3\"", "3.0"], &3.0);
    assert_fails::<f64>(&[
        "\"\"",
        "\"NaN\"",
        "\"inf\"",
        "\"1,5\"",
        "\".5\"",
        "\"1e999\"",
        "true",
        "null",
    ]);
    assert_eq!(write::<f64, Lenient>(&1.5), "1.5");
}

#[test]
fn decimals_are_never_rounded() {
    assert_decodes::<Decimal>(
        &["49.99", "\"49.99\"", "\"49.990\"", "\"4999e-2\""],
        &Decimal::new(4999, 2),
    );
    assert_decodes::<Decimal>(
        &["-1", "\"-1\"", "\"-1.00\"", "-1.0"],
        &Decimal::NEGATIVE_ONE,
    );
    assert_decodes::<Decimal>(
        &["1000", "\"1e3\"", "\"1E+3\"", "1e3"],
        &Decimal::ONE_THOUSAND,
    );
    assert_decodes::<Decimal>(&["0.1", "1e-1"], &Decimal::new(1, 1));
    assert_decodes::<Decimal>(&["123456789012.345"], &Decimal::new(123_456_789_012_345, 3));
    assert_decodes::<Decimal>(&["\"79228162514264337593543950335\""], &Decimal::MAX);
    assert_fails::<Decimal>(&[
        "\"79228162514264337593543950336\"",
        "\"0.00000000000000000000000000001\"",
        "\"1.00000000000000000000000000001e1\"",
        "\"1e29\"",
        "\"1e99999999999\"",
        "1e300",
        "\"\"",
        "\"1_000\"",
        "\"1,5\"",
        "\"+1\"",
        "\".5\"",
        "\"1e\"",
        "\"-\"",
        "true",
        "null",
    ]);
}

#[test]
fn a_decimal_encodes_as_a_number_with_all_digits() {
    let price: Decimal = "49.90".parse().expect("a decimal");
    assert_eq!(write::<Decimal, Lenient>(&price), "49.90");
    let long: Decimal = "0.1234567890123456789012345678".parse().expect("a decimal");
    assert_eq!(
        write::<Decimal, Lenient>(&long),
        "0.1234567890123456789012345678"
    );

    let wrapped = serde_with::ser::SerializeAsWrap::<Decimal, Lenient>::new(&price);
    let value = serde_json::to_value(&wrapped).expect("a value");
    assert!(value.is_number(), "{value}");
    assert_eq!(value.as_f64(), Some(49.9));
}

#[test]
fn booleans() {
    assert_decodes::<bool>(&["true", "1", "\"1\"", "\"true\""], &true);
    assert_decodes::<bool>(&["false", "0", "\"0\"", "\"false\""], &false);
    assert_fails::<bool>(&[
        "2", "-1", "\"\"", "\"yes\"", "\"TRUE\"", "null", "[]", "1.5",
    ]);
    assert_eq!(write::<bool, Lenient>(&true), "true");
}

#[test]
fn dates_have_one_encoding() {
    assert_decodes::<Date>(&["\"2019-07-25\""], &date(2019, 7, 25));
    assert_decodes::<Date>(&["\"2020-02-29\""], &date(2020, 2, 29));
    assert_fails::<Date>(&[
        "\"2019-7-25\"",
        "\"20190725\"",
        "\"25-07-2019\"",
        "\"2019-07-25 \"",
        "\"2019-07-25 10:39:49\"",
        "\"2019-02-29\"",
        "\"2019-13-01\"",
        "\"-019-07-25\"",
        "\"0000-00-00\"",
        "\"\"",
        "20190725",
        "null",
    ]);
    assert_eq!(write::<Date, Lenient>(&date(987, 6, 5)), "\"0987-06-05\"");
    let wrapped = serde_with::ser::SerializeAsWrap::<Date, Lenient>::new;
    assert!(serde_json::to_string(&wrapped(&date(-1, 1, 1))).is_err());
}

#[test]
fn date_times_decode_from_two_forms_and_encode_as_one() {
    let value = date(2019, 2, 25).at(10, 39, 49, 0);
    assert_decodes::<DateTime>(
        &["\"2019-02-25 10:39:49\"", "\"2019-02-25T10:39:49\""],
        &value,
    );
    assert_fails::<DateTime>(&[
        "\"2019-02-25\"",
        "\"2019-02-25 10:39\"",
        "\"2019-02-25 24:00:00\"",
        "\"2019-02-25 10:39:60\"",
        "\"2019-02-25T10:39:49Z\"",
        "\"2019-02-25 10:39:49.5\"",
        "\"2019-02-2é 10:39:49\"",
        "\"0000-00-00 00:00:00\"",
        "1551090000",
    ]);
    assert_eq!(
        write::<DateTime, Lenient>(&value),
        "\"2019-02-25 10:39:49\""
    );
    let finer = date(2019, 2, 25).at(10, 39, 49, 999_999_999);
    assert_eq!(
        write::<DateTime, Lenient>(&finer),
        "\"2019-02-25 10:39:49\""
    );
}

#[test]
fn timestamps_are_unix_seconds() {
    let value = Timestamp::from_second(1_551_090_000).expect("in range");
    assert_decodes::<Timestamp>(&["1551090000", "\"1551090000\"", "1551090000.0"], &value);
    assert_fails::<Timestamp>(&[
        "\"\"",
        "\"2019-02-25 10:39:49\"",
        "1.5",
        "9223372036854775807",
        "null",
    ]);
    assert_eq!(write::<Timestamp, Lenient>(&value), "1551090000");
}

#[test]
fn a_string_decodes_from_the_digits_of_a_number() {
    assert_decodes::<String>(&["\"a\""], &"a".to_owned());
    assert_decodes::<String>(&["12", "\"12\""], &"12".to_owned());
    assert_decodes::<String>(&["\"\""], &String::new());
    assert_fails::<String>(&["null", "true", "[]", "{}"]);
}

#[test]
fn an_optional_scalar_has_several_empty_values() {
    for json in ["null", "\"\"", "\"0000-00-00\"", "\"0000-00-00 00:00:00\""] {
        assert_eq!(read::<Option<Date>, OrEmpty>(json), Ok(None), "{json}");
        assert_eq!(read::<Option<DateTime>, OrEmpty>(json), Ok(None), "{json}");
    }
    for json in ["null", "\"\""] {
        assert_eq!(read::<Option<u32>, OrEmpty>(json), Ok(None), "{json}");
        assert_eq!(read::<Option<Decimal>, OrEmpty>(json), Ok(None), "{json}");
        assert_eq!(read::<Option<bool>, OrEmpty>(json), Ok(None), "{json}");
        assert_eq!(read::<Option<Timestamp>, OrEmpty>(json), Ok(None), "{json}");
    }
    assert_eq!(read::<Option<u32>, OrEmpty>("\"0\""), Ok(Some(0)));
    assert_eq!(
        read::<Option<Date>, OrEmpty>("\"2019-07-25\""),
        Ok(Some(date(2019, 7, 25)))
    );
    decode_error::<Option<u32>, OrEmpty>("\"0000-00-00\"");
    decode_error::<Option<Date>, OrEmpty>("\"0000-00-01\"");
    assert_eq!(write::<Option<u32>, OrEmpty>(&None), "null");
    assert_eq!(write::<Option<u32>, OrEmpty>(&Some(3)), "3");
}

#[test]
fn an_error_quotes_the_value_and_truncates_it() {
    let error = decode_error::<u32, Lenient>("\"five\"");
    assert_eq!(
        error,
        "expected an integer, found the string \"five\" at line 1 column 6"
    );
    let error = decode_error::<u32, Lenient>(&format!("\"{}\"", "é".repeat(5000)));
    assert!(error.chars().count() < 160, "{error}");
}

#[derive(Debug, PartialEq)]
enum State {
    Optin,
    Other(String),
}

impl From<&str> for State {
    fn from(text: &str) -> Self {
        match text {
            "Optin" => Self::Optin,
            other => Self::Other(other.to_owned()),
        }
    }
}

/// Decodes the open enum like the emitted `Deserialize`.
struct Open;

impl<'de> DeserializeAs<'de, State> for Open {
    fn deserialize_as<D: Deserializer<'de>>(deserializer: D) -> Result<State, D::Error> {
        deserialize_open_enum(deserializer)
    }
}

#[test]
fn an_open_enum_keeps_unknown_values() {
    let other = |text: &str| Ok(State::Other(text.to_owned()));
    assert_eq!(read::<State, Open>("\"Optin\""), Ok(State::Optin));
    assert_eq!(read::<State, Open>("\"New\""), other("New"));
    assert_eq!(read::<State, Open>("7"), other("7"));
    assert_eq!(read::<State, Open>("true"), other("true"));
    for json in ["null", "[]", "{}"] {
        decode_error::<State, Open>(json);
    }
}

#[test]
fn a_scalar_decodes_from_a_key() {
    #[derive(Deserialize, Debug, PartialEq, Eq, Hash)]
    struct Id(#[serde(with = "hellodialog_runtime::wire::As::<Lenient>")] u64);
    let map: std::collections::HashMap<Id, u8> =
        serde_json::from_str(r#"{"246236": 1}"#).expect("a map");
    assert_eq!(map.get(&Id(246_236)), Some(&1));
}
