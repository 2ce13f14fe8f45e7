//! Scalars in examples.

use serde_json::Value;

use crate::model::ScalarKind;

/// The most characters of a text in an example. A longer one explains nothing.
const MAX_TEXT: usize = 60;

/// The expression for a value of the document; `None` if it is no value of this kind.
pub fn literal(kind: ScalarKind, value: &Value, krate: &str) -> Option<String> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    };
    match kind {
        ScalarKind::Text => {
            let text = value.as_str().filter(|text| text.len() <= MAX_TEXT)?;
            Some(format!("{text:?}"))
        }
        ScalarKind::Int32 => Some(text.parse::<i32>().ok()?.to_string()),
        ScalarKind::Int64 => Some(text.parse::<i64>().ok()?.to_string()),
        ScalarKind::Unsigned => Some(text.parse::<u64>().ok()?.to_string()),
        ScalarKind::Float => {
            let number = text.parse::<f64>().ok().filter(|one| one.is_finite())?;
            Some(format!("{number:?}"))
        }
        ScalarKind::Decimal => decimal(&text, krate),
        ScalarKind::Boolean => value.as_bool().map(|flag| flag.to_string()),
        ScalarKind::Date => date(&text, krate),
        ScalarKind::CivilDateTime => {
            let (day, time) = text.split_once([' ', 'T'])?;
            let [hour, minute, second] = numbers(time, ':')?;
            let is_time = hour < 24 && minute < 60 && second < 60;
            let day = date(day, krate)?;
            is_time.then(|| format!("{day}.at({hour}, {minute}, {second}, 0)"))
        }
        ScalarKind::UnixTime => {
            let seconds: i64 = text.parse().ok()?;
            let is_time = (-MAX_SECONDS..=MAX_SECONDS).contains(&seconds);
            is_time.then(|| format!("{krate}::jiff::Timestamp::constant({seconds}, 0)"))
        }
        ScalarKind::Instant | ScalarKind::PageNumber => None,
    }
}

/// The end of the year 9998, which any time zone has.
const MAX_SECONDS: i64 = 253_370_764_799;

fn decimal(text: &str, krate: &str) -> Option<String> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits: i64 = format!("{whole}{fraction}").parse().ok()?;
    Some(format!(
        "{krate}::Decimal::new({digits}, {})",
        fraction.len()
    ))
}

fn date(text: &str, krate: &str) -> Option<String> {
    let [year, month, day] = numbers(text, '-')?;
    // Every month has so many days.
    let is_date =
        (1..=9999).contains(&year) && (1..=12).contains(&month) && (1..=28).contains(&day);
    is_date.then(|| format!("{krate}::jiff::civil::date({year}, {month}, {day})"))
}

fn numbers(text: &str, separator: char) -> Option<[u32; 3]> {
    let numbers: Vec<u32> = text
        .split(separator)
        .map(|part| part.parse().ok())
        .collect::<Option<_>>()?;
    numbers.try_into().ok()
}

/// The expression for any value of this kind.
pub fn placeholder(kind: ScalarKind, name: &str, krate: &str) -> String {
    match kind {
        ScalarKind::Text => format!("{name:?}"),
        ScalarKind::Int32 | ScalarKind::Int64 | ScalarKind::Unsigned => "1".to_owned(),
        ScalarKind::PageNumber => "std::num::NonZeroU64::MIN".to_owned(),
        ScalarKind::Float => "1.5".to_owned(),
        ScalarKind::Decimal => format!("{krate}::Decimal::new(4999, 2)"),
        ScalarKind::Boolean => "true".to_owned(),
        ScalarKind::Date => format!("{krate}::jiff::civil::date(2026, 1, 31)"),
        ScalarKind::CivilDateTime => {
            format!("{krate}::jiff::civil::date(2026, 1, 31).at(12, 30, 0, 0)")
        }
        ScalarKind::Instant | ScalarKind::UnixTime => {
            format!("{krate}::jiff::Timestamp::UNIX_EPOCH")
        }
    }
}
