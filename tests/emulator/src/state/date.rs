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

/// Whether it is a date of zeros, the empty date of the database.
pub(crate) fn is_empty_date(text: &str) -> bool {
    matches!(text, "0000-00-00" | "0000-00-00 00:00:00")
}

/// A date with or without time as the database stores it: a month and a day of one digit get a zero.
pub(crate) fn pad_date(text: &str) -> Option<String> {
    let (date, time) = match text.split_once(' ') {
        Some((date, time)) => (date, Some(time)),
        None => (text, None),
    };
    let mut parts = date.splitn(3, '-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let date = format!("{year}-{month:0>2}-{day:0>2}");
    let padded = time.map_or_else(|| date.clone(), |time| format!("{date} {time}"));
    parse_date_time(&padded).map(|_| padded)
}

#[cfg(test)]
mod tests {
    use super::pad_date;

    #[test]
    fn months_and_days_of_one_digit_are_dates() {
        for (text, padded) in [
            ("1985-01-1", Some("1985-01-01")),
            ("1985-1-01", Some("1985-01-01")),
            ("1985-12-31", Some("1985-12-31")),
            ("1985-1-2 10:39:49", Some("1985-01-02 10:39:49")),
            ("1985-02-30", None),
            ("1985-1-", None),
            ("1985-001-1", None),
            ("85-1-1", None),
            ("1985-1", None),
        ] {
            assert_eq!(pad_date(text).as_deref(), padded, "{text}");
        }
    }
}
