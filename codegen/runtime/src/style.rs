//! How arrays and objects are written in parameters: the styles of OpenAPI.

use indexmap::IndexMap;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::value::RawValue;

use crate::wire::Parts;

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
    characters: Characters,
}

/// The characters of values that are percent-encoded in a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Characters {
    /// All but the unreserved ones.
    Unreserved,
    /// Reserved ones that a query can have are as they are, and so is what is percent-encoded already.
    Reserved,
}

/// The reserved characters of RFC 3986 that can stand in a query, and do not separate its parameters.
const RESERVED_IN_QUERY: &str = ":/?@!$'()*,;=";

impl ParameterStyle {
    /// Entries and members are parameters of their own.
    #[must_use]
    pub const fn exploded(self) -> Layout {
        Layout {
            style: self,
            explode: Explode::Exploded,
            characters: Characters::Unreserved,
        }
    }

    /// Entries and members are in one parameter.
    #[must_use]
    pub const fn joined(self) -> Layout {
        Layout {
            style: self,
            explode: Explode::Joined,
            characters: Characters::Unreserved,
        }
    }
}

impl Layout {
    /// The same, with reserved characters as they are (`allowReserved`).
    #[must_use]
    pub const fn reserved(mut self) -> Self {
        self.characters = Characters::Reserved;
        self
    }

    /// The text of a path parameter.
    pub(crate) fn text(self, name: &str, value: &RawValue) -> String {
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
    pub(crate) fn header(self, value: &RawValue) -> Option<String> {
        let assign = match self.explode {
            Explode::Exploded => "=",
            Explode::Joined => ",",
        };
        let parts: Vec<String> = match Parts::of(value) {
            Parts::Null => return None,
            Parts::Scalar(text) => return Some(text),
            Parts::List(entries) => entries.into_iter().map(plain).collect(),
            Parts::Object(members) => present(members)
                .map(|(name, member)| format!("{name}{assign}{}", plain(member)))
                .collect(),
        };
        Some(parts.join(","))
    }

    /// The parameters of a query, encoded; none for `null`.
    pub(crate) fn query(self, name: &str, value: &RawValue) -> Vec<String> {
        let parameters = self.encoded_query(name, value);
        match self.characters {
            Characters::Unreserved => parameters,
            Characters::Reserved => parameters.iter().map(|one| reserved(one)).collect(),
        }
    }

    fn encoded_query(self, name: &str, value: &RawValue) -> Vec<String> {
        let name = encoded(name);
        let exploded = self.explode == Explode::Exploded;
        match Parts::of(value) {
            Parts::Null => Vec::new(),
            Parts::Scalar(scalar) => vec![format!("{name}={}", encoded(&scalar))],
            Parts::List(_) | Parts::Object(_) if self.style == ParameterStyle::DeepObject => {
                let mut parameters = Vec::new();
                deep(&name, value, &mut parameters);
                parameters
            }
            Parts::List(entries) if exploded => entries
                .into_iter()
                .map(|entry| format!("{name}={}", text(entry)))
                .collect(),
            Parts::Object(members) if exploded => present(members)
                .map(|(name, member)| format!("{}={}", encoded(&name), text(member)))
                .collect(),
            Parts::List(_) | Parts::Object(_) => {
                let separator = match self.style {
                    ParameterStyle::SpaceDelimited => "%20",
                    ParameterStyle::PipeDelimited => "%7C",
                    _ => ",",
                };
                vec![format!("{name}={}", joined(value, separator, separator))]
            }
        }
    }
}

/// The members that are not `null`.
fn present(members: IndexMap<String, &RawValue>) -> impl Iterator<Item = (String, &RawValue)> {
    members
        .into_iter()
        .filter(|(_, member)| member.get() != "null")
}

/// `color[R]=100`, with as many brackets as the value is deep.
fn deep(name: &str, value: &RawValue, parameters: &mut Vec<String>) {
    match Parts::of(value) {
        Parts::Null => {}
        Parts::Scalar(scalar) => parameters.push(format!("{name}={}", encoded(&scalar))),
        Parts::Object(members) => {
            for (member, value) in members {
                let name = format!("{name}%5B{}%5D", encoded(&member));
                deep(&name, value, parameters);
            }
        }
        Parts::List(entries) => {
            for entry in entries {
                deep(&format!("{name}%5B%5D"), entry, parameters);
            }
        }
    }
}

fn matrix(name: &str, value: &RawValue, explode: Explode) -> String {
    let name = encoded(name);
    match (Parts::of(value), explode) {
        (Parts::List(entries), Explode::Exploded) => entries
            .into_iter()
            .map(|entry| format!(";{name}={}", text(entry)))
            .collect::<Vec<_>>()
            .concat(),
        (Parts::Object(members), Explode::Exploded) => members
            .into_iter()
            .map(|(name, member)| format!(";{}={}", encoded(&name), text(member)))
            .collect::<Vec<_>>()
            .concat(),
        _ => match joined(value, ",", ",") {
            empty if empty.is_empty() => format!(";{name}"),
            value => format!(";{name}={value}"),
        },
    }
}

/// The entries or members with `separator` between them, and `assign` between the name and value of a member.
fn joined(value: &RawValue, separator: &str, assign: &str) -> String {
    let parts: Vec<String> = match Parts::of(value) {
        Parts::List(entries) => entries.into_iter().map(text).collect(),
        Parts::Object(members) => present(members)
            .map(|(name, member)| format!("{}{assign}{}", encoded(&name), text(member)))
            .collect(),
        Parts::Null | Parts::Scalar(_) => return text(value),
    };
    parts.join(separator)
}

/// A scalar as it is written, encoded. Anything deeper has no standard form and is written as JSON.
fn text(value: &RawValue) -> String {
    encoded(&plain(value))
}

/// A scalar as it is. Anything deeper is written as JSON.
fn plain(value: &RawValue) -> String {
    match Parts::of(value) {
        Parts::Null => String::new(),
        Parts::Scalar(text) => text,
        Parts::List(_) | Parts::Object(_) => value.get().to_owned(),
    }
}

/// An encoded parameter whose value has reserved characters, and percent-encoded ones, as they were.
fn reserved(parameter: &str) -> String {
    let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
    let mut parts = value.split('%');
    let mut text = format!("{name}={}", parts.next().unwrap_or_default());
    for part in parts {
        let (code, rest) = part.split_at_checked(2).unwrap_or((part, ""));
        let decoded = u8::from_str_radix(code, 16).ok().map(char::from);
        let is_triplet = rest
            .as_bytes()
            .get(..2)
            .is_some_and(|two| two.iter().all(u8::is_ascii_hexdigit));
        match decoded {
            Some('%') if is_triplet => text.push('%'),
            Some(one) if RESERVED_IN_QUERY.contains(one) => text.push(one),
            _ => text.extend(["%", code]),
        }
        text.push_str(rest);
    }
    text
}

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, VALUE).to_string()
}

#[cfg(test)]
mod tests {
    use serde_json::value::RawValue;

    use super::{Layout, ParameterStyle};

    /// The JSON text as it is, for `json!` may sort the members.
    fn json(text: &str) -> Box<RawValue> {
        RawValue::from_string(text.to_owned()).expect("JSON")
    }

    // The table of style examples of OpenAPI 3.0.4 and RFC 6570, for `color`.

    #[test]
    fn values_in_paths_are_written_as_the_standard_shows() {
        let array = json(r#"["blue", "black", "brown"]"#);
        let object = json(r#"{"R":100,"G":200,"B":150}"#);
        let in_path: [(Layout, Box<RawValue>, &str); 15] = [
            (ParameterStyle::Matrix.joined(), json(r#""""#), ";color"),
            (
                ParameterStyle::Matrix.joined(),
                json(r#""blue""#),
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
            (ParameterStyle::Label.joined(), json(r#""blue""#), ".blue"),
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
        let array = json(r#"["blue", "black", "brown"]"#);
        let object = json(r#"{"R":100,"G":200,"B":150}"#);
        let in_query: [(Layout, Box<RawValue>, &str); 11] = [
            (ParameterStyle::Form.exploded(), json(r#""""#), "color="),
            (
                ParameterStyle::Form.exploded(),
                json(r#""blue""#),
                "color=blue",
            ),
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
                .query("color", &json("null"))
                .is_empty()
        );
    }

    #[test]
    fn headers_are_in_the_simple_style() {
        let array = json(r#"["blue", "black"]"#);
        let object = json(r#"{"R":100,"G":200}"#);
        let (joined, exploded) = (
            ParameterStyle::Simple.joined(),
            ParameterStyle::Simple.exploded(),
        );
        let cases = [
            (joined, json(r#""a b""#), Some("a b")),
            (joined, json("true"), Some("true")),
            (joined, array.clone(), Some("blue,black")),
            (exploded, array, Some("blue,black")),
            (joined, object.clone(), Some("R,100,G,200")),
            (exploded, object, Some("R=100,G=200")),
            (joined, json("null"), None),
        ];
        for (layout, value, expected) in cases {
            assert_eq!(
                layout.header(&value).as_deref(),
                expected,
                "{layout:?} {value}"
            );
        }
    }

    /// RFC 6570, section 3.2.3, except for what a query cannot have or would read as a separator.
    #[test]
    fn reserved_characters_can_be_left_as_they_are() {
        let layout = ParameterStyle::Form.exploded().reserved();
        let cases = [
            (r#""/foo/bar""#, "path=/foo/bar"),
            (
                r#""http://example.com/home/""#,
                "path=http://example.com/home/",
            ),
            (r#""Hello World!""#, "path=Hello%20World!"),
            (r#""50%""#, "path=50%25"),
            (r#""a%2Fb""#, "path=a%2Fb"),
            (r#""a#b&c=d+e[f]""#, "path=a%23b%26c=d%2Be%5Bf%5D"),
            (r#""ü/%zz""#, "path=%C3%BC/%25zz"),
        ];
        for (value, expected) in cases {
            assert_eq!(layout.query("path", &json(value)), [expected]);
        }
    }

    #[test]
    fn separators_in_values_are_encoded() {
        let value = json(r#"["a,b", "c&d", "ü"]"#);
        let written = ParameterStyle::Form.joined().query("n", &value);
        assert_eq!(written, ["n=a%2Cb,c%26d,%C3%BC"]);
    }
}
