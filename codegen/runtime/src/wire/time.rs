//! Dates, date-times and UNIX seconds.
//!
//! The date-times of the API have no time zone, and the docs do not state one. So they are civil
//! date-times, not instants.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use serde::ser::{Error as _, Serializer};

use super::scalar::{LenientScalar, Mismatch, RawScalar};

/// How the database of the API stores an empty date.
const ZEROS: [&str; 2] = ["0000-00-00", "0000-00-00 00:00:00"];

impl LenientScalar for Date {
    const EXPECTED: &'static str = "a date like 2019-07-25";

    fn decode(raw: RawScalar<'_>) -> Result<Self, Mismatch> {
        text_of(raw)
            .and_then(|text| parse_date(text.as_bytes()))
            .ok_or_else(|| Mismatch::of::<Self>(raw))
    }

    fn is_empty(raw: RawScalar<'_>) -> bool {
        is_empty_date(raw)
    }

    fn encode<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        check_year(self.year()).map_err(S::Error::custom)?;
        serializer.serialize_str(&date_text(*self))
    }
}

/// Fractions of a second are not encoded.
impl LenientScalar for DateTime {
    const EXPECTED: &'static str = "a date and time like 2019-02-25 10:39:49";

    fn decode(raw: RawScalar<'_>) -> Result<Self, Mismatch> {
        text_of(raw)
            .and_then(|text| parse_datetime(text.as_bytes()))
            .ok_or_else(|| Mismatch::of::<Self>(raw))
    }

    fn is_empty(raw: RawScalar<'_>) -> bool {
        is_empty_date(raw)
    }

    fn encode<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        check_year(self.year()).map_err(S::Error::custom)?;
        serializer.serialize_str(&datetime_text(*self))
    }
}

/// UNIX seconds. Fractions of a second are not encoded.
impl LenientScalar for Timestamp {
    const EXPECTED: &'static str = "UNIX seconds";

    fn decode(raw: RawScalar<'_>) -> Result<Self, Mismatch> {
        i64::decode(raw)
            .ok()
            .and_then(|seconds| Timestamp::from_second(seconds).ok())
            .ok_or_else(|| Mismatch::of::<Self>(raw))
    }

    fn encode<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(self.as_second())
    }
}

/// `2019-07-25`.
pub(crate) fn date_text(date: Date) -> String {
    let (year, month, day) = (date.year(), date.month(), date.day());
    format!("{year:04}-{month:02}-{day:02}")
}

/// `2019-02-25 10:39:49`.
pub(crate) fn datetime_text(value: DateTime) -> String {
    let date = date_text(value.date());
    let (hour, minute, second) = (value.hour(), value.minute(), value.second());
    format!("{date} {hour:02}:{minute:02}:{second:02}")
}

fn text_of(raw: RawScalar<'_>) -> Option<&str> {
    match raw {
        RawScalar::Text(text) => Some(text),
        _ => None,
    }
}

fn is_empty_date(raw: RawScalar<'_>) -> bool {
    match raw {
        RawScalar::Null => true,
        RawScalar::Text(text) => text.is_empty() || ZEROS.contains(&text),
        _ => false,
    }
}

fn check_year(year: i16) -> Result<(), Mismatch> {
    if year < 0 {
        return Err(Mismatch::new("a year from 0 to 9999", year));
    }
    Ok(())
}

/// Accepts only the form that the API uses. The parser of jiff accepts all of ISO 8601.
fn parse_date(text: &[u8]) -> Option<Date> {
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = *text else {
        return None;
    };
    let year = digits(&[y1, y2, y3, y4])?;
    let month = digits(&[m1, m2])?.try_into().ok()?;
    let day = digits(&[d1, d2])?.try_into().ok()?;
    Date::new(year, month, day).ok()
}

fn parse_datetime(text: &[u8]) -> Option<DateTime> {
    let (date, rest) = text.split_at_checked(10)?;
    let [b' ' | b'T', h1, h2, b':', m1, m2, b':', s1, s2] = *rest else {
        return None;
    };
    let hour = digits(&[h1, h2])?.try_into().ok()?;
    let minute = digits(&[m1, m2])?.try_into().ok()?;
    let second = digits(&[s1, s2])?.try_into().ok()?;
    let time = Time::new(hour, minute, second, 0).ok()?;
    Some(parse_date(date)?.to_datetime(time))
}

/// Parses up to four digits.
fn digits(text: &[u8]) -> Option<i16> {
    text.iter().try_fold(0_i16, |number, byte| {
        let digit = byte.checked_sub(b'0').filter(|digit| *digit <= 9)?;
        number.checked_mul(10)?.checked_add(digit.into())
    })
}
