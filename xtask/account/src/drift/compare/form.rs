//! The form of a JSON value: its type, and for strings what they look like.

use hellodialog::jiff::Timestamp;
use hellodialog::jiff::civil::{Date, DateTime};
use serde_json::{Map, Value};

/// The form of a value. It has no data of the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Form {
    Null,
    EmptyText,
    /// `0000-00-00`, with or without a time.
    Zeros,
    EmptyList,
    Flag,
    /// 0 or 1, which may be a number or a boolean.
    Bit,
    BitText,
    Integer,
    Number,
    IntegerText,
    NumberText,
    Date,
    DateTime,
    Instant,
    Text,
    List,
    /// An object whose keys are all numbers.
    Numbered,
    Object,
}

/// Strings with more digits are identifiers, not numbers.
const MAX_DIGITS: usize = 18;

impl Form {
    pub(crate) fn of(value: &Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(_) => Self::Flag,
            Value::Number(number) if number.is_f64() => Self::Number,
            Value::Number(number) if matches!(number.as_u64(), Some(0 | 1)) => Self::Bit,
            Value::Number(_) => Self::Integer,
            Value::String(text) => Self::of_text(text),
            Value::Array(items) if items.is_empty() => Self::EmptyList,
            Value::Array(_) => Self::List,
            Value::Object(members) if !members.is_empty() && is_numbered(members) => Self::Numbered,
            Value::Object(_) => Self::Object,
        }
    }

    fn of_text(text: &str) -> Self {
        match text {
            "" => Self::EmptyText,
            "0000-00-00" | "0000-00-00 00:00:00" => Self::Zeros,
            "0" | "1" => Self::BitText,
            _ if is_integer(text) => Self::IntegerText,
            _ if is_decimal(text) => Self::NumberText,
            _ if text.len() == 10 && text.parse::<Date>().is_ok() => Self::Date,
            _ if is_date_time(text) => Self::DateTime,
            _ if text.parse::<Timestamp>().is_ok() => Self::Instant,
            _ => Self::Text,
        }
    }

    /// Whether the value means "no value".
    pub(crate) fn is_empty(self) -> bool {
        matches!(
            self,
            Self::Null | Self::EmptyText | Self::Zeros | Self::EmptyList
        )
    }

    /// The form in words.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::EmptyText => "an empty string",
            Self::Zeros => "a date of zeros",
            Self::EmptyList => "an empty array",
            Self::Flag => "a boolean",
            Self::Bit => "0 or 1",
            Self::BitText => "0 or 1 in a string",
            Self::Integer => "an integer",
            Self::Number => "a number",
            Self::IntegerText => "an integer in a string",
            Self::NumberText => "a number in a string",
            Self::Date => "a date",
            Self::DateTime => "a date with time",
            Self::Instant => "a point in time",
            Self::Text => "a string",
            Self::List => "an array",
            Self::Numbered => "an object with numbers for keys",
            Self::Object => "an object",
        }
    }
}

/// Whether all keys are numbers.
pub(crate) fn is_numbered(members: &Map<String, Value>) -> bool {
    members
        .keys()
        .all(|key| !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_digit()))
}

/// A string with a leading zero is a code, such as a telephone number.
fn is_integer(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    is_digits(digits) && digits.len() <= MAX_DIGITS && (digits == "0" || !digits.starts_with('0'))
}

fn is_decimal(text: &str) -> bool {
    let Some((whole, fraction)) = text.split_once('.') else {
        return false;
    };
    is_integer(whole) && is_digits(fraction) && fraction.len() <= MAX_DIGITS
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_date_time(text: &str) -> bool {
    text.len() == 19 && text.as_bytes().get(10) == Some(&b' ') && text.parse::<DateTime>().is_ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn each_value_has_its_form() {
        for (value, form) in [
            (json!(null), Form::Null),
            (json!(""), Form::EmptyText),
            (json!("0000-00-00"), Form::Zeros),
            (json!("0000-00-00 00:00:00"), Form::Zeros),
            (json!([]), Form::EmptyList),
            (json!(true), Form::Flag),
            (json!(1), Form::Bit),
            (json!("0"), Form::BitText),
            (json!(3), Form::Integer),
            (json!(3.5), Form::Number),
            (json!("12"), Form::IntegerText),
            (json!("-12.50"), Form::NumberText),
            (json!("2019-02-25"), Form::Date),
            (json!("2019-02-25 10:39:49"), Form::DateTime),
            (json!("2019-02-25T10:39:49Z"), Form::Instant),
            (json!("2019-02-31"), Form::Text),
            (json!("0612345678"), Form::Text),
            (json!("1234567890123456789"), Form::Text),
            (json!([1]), Form::List),
            (json!({"0": 1, "7": 2}), Form::Numbered),
            (json!({}), Form::Object),
            (json!({"a": 1, "7": 2}), Form::Object),
        ] {
            assert_eq!(Form::of(&value), form, "{value}");
        }
    }
}
