//! JSON as PHP writes it in responses, and accepts it in requests.

use std::io;

use serde::{Serialize, Serializer};
use serde_json::ser::Formatter;
use serde_json::{Value, json};

/// Escapes strings as `json_encode` does: slashes and all non-ASCII characters are escaped.
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
        .expect("writing a value with string keys to memory does not fail");
}

/// Appends a JSON string. Text without escapes is copied, which is faster.
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

/// Appends a number as a JSON string: PHP returns numbers from a database as strings.
pub(crate) fn write_quoted(out: &mut Vec<u8>, number: u32) {
    use io::Write as _;
    write!(out, "\"{number}\"").expect("writing to memory does not fail");
}

pub(crate) fn to_bytes(value: &impl Serialize) -> Vec<u8> {
    let mut out = Vec::new();
    write(&mut out, value);
    out
}

/// A JSON object whose entries keep their order, which those of a [`Value`] need not, or `[]` without entries, as PHP
/// prints an empty map.
pub(crate) struct Keyed(Vec<(String, Value)>);

pub(crate) fn keyed<K: ToString>(entries: impl IntoIterator<Item = (K, Value)>) -> Keyed {
    let entries = entries.into_iter();
    Keyed(
        entries
            .map(|(key, value)| (key.to_string(), value))
            .collect(),
    )
}

impl Serialize for Keyed {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0.is_empty() {
            return self.0.serialize(serializer);
        }
        serializer.collect_map(self.0.iter().map(|(key, value)| (key, value)))
    }
}

/// The envelope of the response to a write, and of an error.
pub(crate) fn envelope(status: &str, code: u16, message: &str, data: &Value) -> Value {
    json!({"result": {"status": status, "code": code, "message": message, "data": data}})
}

/// Converts to a boolean as PHP does: `false`, `0`, `"0"`, `""`, `null` and `[]` are false.
pub(crate) fn truthy(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(boolean) => *boolean,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !matches!(text.as_str(), "" | "0" | "false"),
        Value::Array(items) => !items.is_empty(),
        Value::Object(members) => !members.is_empty(),
    }
}

/// A boolean as the database stores it.
pub(crate) fn flag(boolean: bool) -> &'static str {
    if boolean { "1" } else { "0" }
}

/// A string or number as text; a boolean is `1` or `0`.
pub(crate) fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(boolean) => Some(flag(*boolean).to_owned()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// Reads a whole number from a number or a string.
pub(crate) fn number<T: TryFrom<u64>>(value: &Value) -> Option<T> {
    let number = match value {
        Value::Number(number) => number.as_u64()?,
        Value::String(text) => text.trim().parse().ok()?,
        _ => return None,
    };
    T::try_from(number).ok()
}

/// Reads a finite number from a number or a string.
pub(crate) fn decimal(value: &Value) -> Option<f64> {
    let number = match value {
        Value::Number(number) => number.as_f64()?,
        Value::String(text) => text.trim().parse().ok()?,
        _ => return None,
    };
    number.is_finite().then_some(number)
}

/// The items of an array, or of the object that PHP prints for a list with gaps: in the order of its indexes.
pub(crate) fn items(value: &Value) -> Option<Vec<&Value>> {
    match value {
        Value::Array(items) => Some(items.iter().collect()),
        Value::Object(members) => {
            let mut entries: Vec<_> = members.iter().collect();
            entries.sort_by_key(|(index, _)| index.parse::<u64>().ok());
            Some(entries.into_iter().map(|(_, item)| item).collect())
        }
        _ => None,
    }
}

/// Appends an empty date. PHP programs print three different forms; `variant` selects one of them.
pub(crate) fn write_empty_date(out: &mut Vec<u8>, variant: u32, zeros: &str) {
    match variant % 3 {
        0 => out.extend_from_slice(b"null"),
        1 => out.extend_from_slice(b"\"\""),
        _ => write_text(out, zeros),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_escaped_as_in_php() {
        let bytes = to_bytes(&json!({"a/b": "Zoë 🌍 \"x\"\n"}));
        let text = String::from_utf8(bytes).unwrap();
        assert_eq!(text, r#"{"a\/b":"Zo\u00eb \ud83c\udf0d \"x\"\n"}"#);
    }

    #[test]
    fn an_empty_map_is_an_empty_list() {
        assert_eq!(to_bytes(&keyed::<u32>([])), b"[]");
        assert_eq!(to_bytes(&keyed([(7, json!(1))])), br#"{"7":1}"#);
    }

    #[test]
    fn entries_keep_their_order() {
        let entries = [9, 10, 2].map(|key| (key, json!(null)));
        assert_eq!(
            to_bytes(&keyed(entries)),
            br#"{"9":null,"10":null,"2":null}"#
        );
        let list = json!({"10": "c", "2": "b", "1": "a"});
        assert_eq!(
            items(&list).unwrap(),
            [&json!("a"), &json!("b"), &json!("c")]
        );
    }
}
