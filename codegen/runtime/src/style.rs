//! How arrays and objects are written in parameters: the styles of OpenAPI.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

/// What is encoded in a parameter: all but the unreserved characters of RFC 3986.
const VALUE: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// How a parameter is written. For generated code.
#[doc(hidden)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParameterStyle {
    Matrix,
    Label,
    Form,
    Simple,
    SpaceDelimited,
    PipeDelimited,
    DeepObject,
}

/// Whether each entry of an array and each member of an object is written by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Explode {
    Joined,
    Exploded,
}

/// A style with whether it explodes. For generated code.
#[doc(hidden)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layout {
    style: ParameterStyle,
    explode: Explode,
}

impl ParameterStyle {
    /// Entries and members are parameters of their own.
    #[must_use]
    pub const fn exploded(self) -> Layout {
        Layout {
            style: self,
            explode: Explode::Exploded,
        }
    }

    /// Entries and members are in one parameter.
    #[must_use]
    pub const fn joined(self) -> Layout {
        Layout {
            style: self,
            explode: Explode::Joined,
        }
    }
}

impl Layout {
    /// The text of a path parameter.
    pub(crate) fn text(self, name: &str, value: &Value) -> String {
        let exploded = self.explode == Explode::Exploded;
        match self.style {
            ParameterStyle::Label if exploded => format!(".{}", joined(value, ".", "=")),
            ParameterStyle::Label => format!(".{}", joined(value, ",", ",")),
            ParameterStyle::Matrix => matrix(name, value, self.explode),
            _ if exploded => joined(value, ",", "="),
            _ => joined(value, ",", ","),
        }
    }

    /// The text of a header, which is not encoded; `None` for `null`.
    pub(crate) fn header(self, value: &Value) -> Option<String> {
        let assign = match self.explode {
            Explode::Exploded => "=",
            Explode::Joined => ",",
        };
        let parts: Vec<String> = match value {
            Value::Null => return None,
            Value::Array(entries) => entries.iter().map(plain).collect(),
            Value::Object(members) => members
                .iter()
                .filter(|(_, member)| !member.is_null())
                .map(|(name, member)| format!("{name}{assign}{}", plain(member)))
                .collect(),
            scalar => return Some(plain(scalar)),
        };
        Some(parts.join(","))
    }

    /// The parameters of a query, encoded; none for `null`.
    pub(crate) fn query(self, name: &str, value: &Value) -> Vec<String> {
        let name = encoded(name);
        match (self.style, value) {
            (_, Value::Null) => Vec::new(),
            (ParameterStyle::DeepObject, Value::Object(_) | Value::Array(_)) => {
                let mut parameters = Vec::new();
                deep(&name, value, &mut parameters);
                parameters
            }
            (_, Value::Array(entries)) if self.explode == Explode::Exploded => {
                let entries = entries.iter();
                entries
                    .map(|entry| format!("{name}={}", text(entry)))
                    .collect()
            }
            (_, Value::Object(members)) if self.explode == Explode::Exploded => {
                let members = members.iter().filter(|(_, member)| !member.is_null());
                members
                    .map(|(name, member)| format!("{}={}", encoded(name), text(member)))
                    .collect()
            }
            (style, Value::Array(_) | Value::Object(_)) => {
                let separator = match style {
                    ParameterStyle::SpaceDelimited => "%20",
                    ParameterStyle::PipeDelimited => "%7C",
                    _ => ",",
                };
                vec![format!("{name}={}", joined(value, separator, separator))]
            }
            (_, scalar) => vec![format!("{name}={}", text(scalar))],
        }
    }
}

/// `color[R]=100`, with as many brackets as the value is deep.
fn deep(name: &str, value: &Value, parameters: &mut Vec<String>) {
    match value {
        Value::Null => {}
        Value::Object(members) => {
            for (member, value) in members {
                deep(
                    &format!("{name}%5B{}%5D", encoded(member)),
                    value,
                    parameters,
                );
            }
        }
        Value::Array(entries) => {
            for entry in entries {
                deep(&format!("{name}%5B%5D"), entry, parameters);
            }
        }
        scalar => parameters.push(format!("{name}={}", text(scalar))),
    }
}

fn matrix(name: &str, value: &Value, explode: Explode) -> String {
    let name = encoded(name);
    match (value, explode) {
        (Value::Array(entries), Explode::Exploded) => {
            let entries = entries.iter();
            let entries = entries.map(|entry| format!(";{name}={}", text(entry)));
            entries.collect::<Vec<_>>().concat()
        }
        (Value::Object(members), Explode::Exploded) => {
            let members = members.iter();
            let members =
                members.map(|(name, member)| format!(";{}={}", encoded(name), text(member)));
            members.collect::<Vec<_>>().concat()
        }
        _ => match joined(value, ",", ",") {
            empty if empty.is_empty() => format!(";{name}"),
            value => format!(";{name}={value}"),
        },
    }
}

/// The entries or members with `separator` between them, and `assign` between the name and value of a member.
fn joined(value: &Value, separator: &str, assign: &str) -> String {
    let parts: Vec<String> = match value {
        Value::Array(entries) => entries.iter().map(text).collect(),
        Value::Object(members) => members
            .iter()
            .filter(|(_, member)| !member.is_null())
            .map(|(name, member)| format!("{}{assign}{}", encoded(name), text(member)))
            .collect(),
        scalar => return text(scalar),
    };
    parts.join(separator)
}

/// A scalar as it is written, encoded. Anything deeper has no standard form and is written as JSON.
fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => encoded(text),
        other => encoded(&other.to_string()),
    }
}

/// A scalar as it is. Anything deeper is written as JSON.
fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, VALUE).to_string()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Layout, ParameterStyle};

    // The table of style examples of OpenAPI 3.0.4 and RFC 6570, for `color`.

    #[test]
    fn values_in_paths_are_written_as_the_standard_shows() {
        let array = json!(["blue", "black", "brown"]);
        let object = json!({"R": 100, "G": 200, "B": 150});
        let in_path: [(Layout, Value, &str); 15] = [
            (ParameterStyle::Matrix.joined(), json!(""), ";color"),
            (
                ParameterStyle::Matrix.joined(),
                json!("blue"),
                ";color=blue",
            ),
            (
                ParameterStyle::Matrix.joined(),
                array.clone(),
                ";color=blue,black,brown",
            ),
            (
                ParameterStyle::Matrix.joined(),
                object.clone(),
                ";color=R,100,G,200,B,150",
            ),
            (
                ParameterStyle::Matrix.exploded(),
                array.clone(),
                ";color=blue;color=black;color=brown",
            ),
            (
                ParameterStyle::Matrix.exploded(),
                object.clone(),
                ";R=100;G=200;B=150",
            ),
            (ParameterStyle::Label.joined(), json!("blue"), ".blue"),
            (
                ParameterStyle::Label.joined(),
                array.clone(),
                ".blue,black,brown",
            ),
            (
                ParameterStyle::Label.joined(),
                object.clone(),
                ".R,100,G,200,B,150",
            ),
            (
                ParameterStyle::Label.exploded(),
                array.clone(),
                ".blue.black.brown",
            ),
            (
                ParameterStyle::Label.exploded(),
                object.clone(),
                ".R=100.G=200.B=150",
            ),
            (
                ParameterStyle::Simple.joined(),
                array.clone(),
                "blue,black,brown",
            ),
            (
                ParameterStyle::Simple.joined(),
                object.clone(),
                "R,100,G,200,B,150",
            ),
            (
                ParameterStyle::Simple.exploded(),
                array.clone(),
                "blue,black,brown",
            ),
            (
                ParameterStyle::Simple.exploded(),
                object.clone(),
                "R=100,G=200,B=150",
            ),
        ];
        for (layout, value, expected) in in_path {
            assert_eq!(layout.text("color", &value), expected, "{layout:?}");
        }
    }

    #[test]
    fn values_in_queries_are_written_as_the_standard_shows() {
        let array = json!(["blue", "black", "brown"]);
        let object = json!({"R": 100, "G": 200, "B": 150});
        let in_query: [(Layout, Value, &str); 11] = [
            (ParameterStyle::Form.exploded(), json!(""), "color="),
            (ParameterStyle::Form.exploded(), json!("blue"), "color=blue"),
            (
                ParameterStyle::Form.exploded(),
                array.clone(),
                "color=blue&color=black&color=brown",
            ),
            (
                ParameterStyle::Form.exploded(),
                object.clone(),
                "R=100&G=200&B=150",
            ),
            (
                ParameterStyle::Form.joined(),
                array.clone(),
                "color=blue,black,brown",
            ),
            (
                ParameterStyle::Form.joined(),
                object.clone(),
                "color=R,100,G,200,B,150",
            ),
            (
                ParameterStyle::SpaceDelimited.joined(),
                array.clone(),
                "color=blue%20black%20brown",
            ),
            (
                ParameterStyle::SpaceDelimited.joined(),
                object.clone(),
                "color=R%20100%20G%20200%20B%20150",
            ),
            (
                ParameterStyle::PipeDelimited.joined(),
                array,
                "color=blue%7Cblack%7Cbrown",
            ),
            (
                ParameterStyle::PipeDelimited.joined(),
                object.clone(),
                "color=R%7C100%7CG%7C200%7CB%7C150",
            ),
            (
                ParameterStyle::DeepObject.exploded(),
                object,
                "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150",
            ),
        ];
        for (layout, value, expected) in in_query {
            assert_eq!(
                layout.query("color", &value).join("&"),
                expected,
                "{layout:?}"
            );
        }
        assert!(
            ParameterStyle::Form
                .exploded()
                .query("color", &Value::Null)
                .is_empty()
        );
    }

    #[test]
    fn headers_are_in_the_simple_style() {
        let array = json!(["blue", "black"]);
        let object = json!({"R": 100, "G": 200});
        let (joined, exploded) = (
            ParameterStyle::Simple.joined(),
            ParameterStyle::Simple.exploded(),
        );
        let cases = [
            (joined, json!("a b"), Some("a b")),
            (joined, json!(true), Some("true")),
            (joined, array.clone(), Some("blue,black")),
            (exploded, array, Some("blue,black")),
            (joined, object.clone(), Some("R,100,G,200")),
            (exploded, object, Some("R=100,G=200")),
            (joined, Value::Null, None),
        ];
        for (layout, value, expected) in cases {
            assert_eq!(
                layout.header(&value).as_deref(),
                expected,
                "{layout:?} {value}"
            );
        }
    }

    #[test]
    fn separators_in_values_are_encoded() {
        let value = json!(["a,b", "c&d", "ü"]);
        let written = ParameterStyle::Form.joined().query("n", &value);
        assert_eq!(written, ["n=a%2Cb,c%26d,%C3%BC"]);
    }
}
