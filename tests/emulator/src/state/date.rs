//! Dates in text values.

use jiff::civil::{Date, DateTime, Time};

/// Parses `2019-02-25` or `2019-02-25 10:39:49`. A date without a time is its midnight.
pub(crate) fn parse_date_time(text: &str) -> Option<DateTime> {
    match text.len() {
        10 => Some(text.parse::<Date>().ok()?.to_datetime(Time::midnight())),
        19 => text.parse().ok(),
        _ => None,
    }
}
