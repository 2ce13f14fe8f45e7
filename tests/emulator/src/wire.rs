//! JSON in PHP's dress: how answers are written, and how loosely requests are read.

use std::io;

use serde::Serialize;
use serde_json::ser::Formatter;
use serde_json::{Map, Value, json};

/// Writes strings as `json_encode` does: slashes and everything outside ASCII are escaped.
struct PhpFormatter;

impl Formatter for PhpFormatter {
    fn write_string_fragment<W>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()>
    where
        W: ?Sized + io::Write,
    {
        for character in fragment.chars() {
            match character {
                '/' => writer.write_all(b"\\/")?,
                ' '..='~' => writer.write_all(&[character as u8])?,
                _ => {
                    for unit in character.encode_utf16(&mut [0; 2]) {
                        write!(writer, "\\u{unit:04x}")?;
                    }
                }
            }
        }
        Ok(())
    }
}

/// Appends `value` as JSON.
pub(crate) fn write(out: &mut Vec<u8>, value: &impl Serialize) {
    let mut serializer = serde_json::Serializer::with_formatter(out, PhpFormatter);
    value
        .serialize(&mut serializer)
        .expect("a value with text keys is written to memory");
}

/// Appends `text` as a JSON string; the short way for text that needs no escape.
pub(crate) fn write_text(out: &mut Vec<u8>, text: &str) {
    if text
        .bytes()
        .all(|byte| matches!(byte, b' '..=b'~') && !matches!(byte, b'"' | b'\\' | b'/'))
    {
        out.push(b'"');
        out.extend_from_slice(text.as_bytes());
        out.push(b'"');
    } else {
        write(out, &text);
    }
}

/// Appends a number as a JSON string, as PHP has numbers that come from a database.
pub(crate) fn write_quoted(out: &mut Vec<u8>, number: u32) {
    use io::Write as _;
    write!(out, "\"{number}\"").expect("memory takes all that is written");
}

/// `value` as the bytes of a body.
pub(crate) fn to_bytes(value: &impl Serialize) -> Vec<u8> {
    let mut out = Vec::new();
    write(&mut out, value);
    out
}

/// An object, or the `[]` that PHP prints for a map without entries.
pub(crate) fn keyed<K: ToString>(entries: impl IntoIterator<Item = (K, Value)>) -> Value {
    let entries: Map<_, _> = entries
        .into_iter()
        .map(|(key, value)| (key.to_string(), value))
        .collect();
    if entries.is_empty() {
        json!([])
    } else {
        Value::Object(entries)
    }
}

/// The envelope around the outcome of a write or of a failure.
pub(crate) fn envelope(status: &str, code: u16, message: &str, data: &Value) -> Value {
    json!({"result": {"status": status, "code": code, "message": message, "data": data}})
}

/// A boolean as PHP takes it: `false`, `0`, `"0"`, `""`, `null` and `[]` are false.
pub(crate) fn truthy(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(truth) => *truth,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !matches!(text.as_str(), "" | "0" | "false"),
        Value::Array(items) => !items.is_empty(),
        Value::Object(members) => !members.is_empty(),
    }
}

/// A flag as it comes from a database.
pub(crate) fn flag(truth: bool) -> &'static str {
    if truth { "1" } else { "0" }
}

/// The text of a string or number; a boolean is `1` or `0`.
pub(crate) fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(flag(*truth).to_owned()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// A whole number from a number or a string of digits.
pub(crate) fn number<T: TryFrom<u64>>(value: &Value) -> Option<T> {
    let number = match value {
        Value::Number(number) => number.as_u64()?,
        Value::String(text) => text.trim().parse().ok()?,
        _ => return None,
    };
    T::try_from(number).ok()
}

/// A number with a fraction, from a number or a string.
pub(crate) fn decimal(value: &Value) -> Option<f64> {
    let number = match value {
        Value::Number(number) => number.as_f64()?,
        Value::String(text) => text.trim().parse().ok()?,
        _ => return None,
    };
    number.is_finite().then_some(number)
}

/// The items of a list: of an array, or of the object that PHP makes of a list with gaps.
pub(crate) fn items(value: &Value) -> Option<Vec<&Value>> {
    match value {
        Value::Array(items) => Some(items.iter().collect()),
        Value::Object(members) => Some(members.values().collect()),
        _ => None,
    }
}

/// What stands where a date is missing. All the forms that PHP programs answer occur, by turns.
pub(crate) fn write_empty_date(out: &mut Vec<u8>, turn: u32, zeros: &str) {
    match turn % 3 {
        0 => out.extend_from_slice(b"null"),
        1 => out.extend_from_slice(b"\"\""),
        _ => write_text(out, zeros),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_escaped_as_php_does() {
        let bytes = to_bytes(&json!({"a/b": "Zoë 🌍 \"x\"\n"}));
        let written = String::from_utf8(bytes).unwrap();
        assert_eq!(written, r#"{"a\/b":"Zo\u00eb \ud83c\udf0d \"x\"\n"}"#);
    }

    #[test]
    fn a_map_without_entries_is_a_list() {
        assert_eq!(keyed::<u32>([]), json!([]));
        assert_eq!(keyed([(7, json!(1))]), json!({"7": 1}));
    }
}
