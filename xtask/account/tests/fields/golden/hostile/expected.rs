// Written by `cargo xtask fields` from the fields of an account. Run it again when they change.

//! The custom fields of an account.
//!
//! Read [`CustomFields`] from a contact with `contact.custom.parse()`, and write them with
//! `.custom_all(Extra::from_serialize(&fields)?)`. Call [`check`] at start-up to find out
//! whether the fields of the account have changed.
//!
//! Warnings:
//!
//! - field 80 ```"] pub struct Evil; /* */ // \n } fn main() { `x` ``y`` \ \0 \u{202e} \u{2028} [Evil] <b> #[doc]``` has the option `"` with the variant `Quote`: its name has no characters for an identifier
//! - field 80 ```"] pub struct Evil; /* */ // \n } fn main() { `x` ``y`` \ \0 \u{202e} \u{2028} [Evil] <b> #[doc]``` has the option `\` with the variant `Backslash`: its name has no characters for an identifier
//! - field 80 ```"] pub struct Evil; /* */ // \n } fn main() { `x` ``y`` \ \0 \u{202e} \u{2028} [Evil] <b> #[doc]``` has the option `\u{202e}` with the variant `Choice3`: its name has no characters for an identifier
//! - field 80 ```"] pub struct Evil; /* */ // \n } fn main() { `x` ``y`` \ \0 \u{202e} \u{2028} [Evil] <b> #[doc]``` has the option `{}` with the variant `Choice2`: its name has no characters for an identifier
//! - field 80 ```"] pub struct Evil; /* */ // \n } fn main() { `x` ``y`` \ \0 \u{202e} \u{2028} [Evil] <b> #[doc]``` has the option `*/` with the variant `StarSlash`: its name has no characters for an identifier
//! - field 80 ```"] pub struct Evil; /* */ // \n } fn main() { `x` ``y`` \ \0 \u{202e} \u{2028} [Evil] <b> #[doc]``` has the option `` ` `` with the variant `Choice`: its name has no characters for an identifier
//! - field 82 `Typed` has the unknown type `")] struct Evil;\n`: the column is untyped

use std::fmt;

use hellodialog::types::{Field, FieldId, FieldType, Filter};
use hellodialog::{Client, IndexMap, Value};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The custom fields of a contact.
///
/// A member that is `None` is not sent, so the value in the account does not change. A value of
/// another type is an error that names the column; `contact.custom.get_as` decodes a single one.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CustomFields {
    /// ```"] pub struct Evil; /* */ // \n } fn main() { `x` ``y`` \ \0 \u{202e} \u{2028} [Evil] <b> #[doc]``` (`Dropdown`, field 80).
    #[serde(
        rename = "\"] evil \n \u{202e} ` {} */",
        skip_serializing_if = "Option::is_none"
    )]
    pub evil: Option<PubStructEvilFnMainXYEvilBDoc>,
    /// `{0} {:?}` (`Multiselect`, field 81).
    ///
    /// **Inferred**: contacts have the options as a list or as a comma-separated string, and a list can be
    /// sent. The API's docs do not say.
    #[serde(
        rename = "{y}",
        default,
        deserialize_with = "choices",
        skip_serializing_if = "Option::is_none"
    )]
    pub y: Option<Vec<N0>>,
    /// `Typed` (`")] struct Evil;\n`, field 82).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub typed: Option<Value>,
}

/// An option of ```"] pub struct Evil; /* */ // \n } fn main() { `x` ``y`` \ \0 \u{202e} \u{2028} [Evil] <b> #[doc]``` (`Dropdown`, field 80).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PubStructEvilFnMainXYEvilBDoc {
    /// `"`.
    Quote,
    /// `\`.
    Backslash,
    /// `a\nb`.
    AB,
    /// `\u{202e}`.
    Choice3,
    /// `{}`.
    Choice2,
    /// `r#"`.
    R,
    /// `*/`.
    StarSlash,
    /// `` ` ``.
    Choice,
    /// A value that was not an option when this module was written.
    Other(String),
}

impl PubStructEvilFnMainXYEvilBDoc {
    /// The value in JSON.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Quote => "\"",
            Self::Backslash => "\\",
            Self::AB => "a\nb",
            Self::Choice3 => "\u{202e}",
            Self::Choice2 => "{}",
            Self::R => "r#\"",
            Self::StarSlash => "*/",
            Self::Choice => "`",
            Self::Other(value) => value,
        }
    }
}

impl From<&str> for PubStructEvilFnMainXYEvilBDoc {
    fn from(value: &str) -> Self {
        match value {
            "\"" => Self::Quote,
            "\\" => Self::Backslash,
            "a\nb" => Self::AB,
            "\u{202e}" => Self::Choice3,
            "{}" => Self::Choice2,
            "r#\"" => Self::R,
            "*/" => Self::StarSlash,
            "`" => Self::Choice,
            other => Self::Other(other.to_owned()),
        }
    }
}

impl fmt::Display for PubStructEvilFnMainXYEvilBDoc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for PubStructEvilFnMainXYEvilBDoc {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for PubStructEvilFnMainXYEvilBDoc {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        choice(&Value::deserialize(deserializer)?).map(|text| Self::from(text.as_str()))
    }
}

/// An option of `{0} {:?}` (`Multiselect`, field 81).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum N0 {
    /// `{x}`.
    X,
    /// `%s`.
    S,
    /// A value that was not an option when this module was written.
    Other(String),
}

impl N0 {
    /// The value in JSON.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::X => "{x}",
            Self::S => "%s",
            Self::Other(value) => value,
        }
    }
}

impl From<&str> for N0 {
    fn from(value: &str) -> Self {
        match value {
            "{x}" => Self::X,
            "%s" => Self::S,
            other => Self::Other(other.to_owned()),
        }
    }
}

impl fmt::Display for N0 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for N0 {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for N0 {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        choice(&Value::deserialize(deserializer)?).map(|text| Self::from(text.as_str()))
    }
}

/// Decodes options: a list, an object with indexes as keys, or a comma-separated string.
fn choices<'de, D, T>(deserializer: D) -> Result<Option<Vec<T>>, D::Error>
where
    D: Deserializer<'de>,
    T: for<'a> From<&'a str>,
{
    let texts: Vec<String> = match Option::deserialize(deserializer)? {
        None | Some(Value::Null) => return Ok(None),
        Some(Value::Array(items)) => items.iter().map(choice).collect::<Result<_, _>>()?,
        Some(Value::Object(items)) => {
            items.values().map(choice).collect::<Result<_, _>>()?
        }
        Some(text) => {
            choice::<D::Error>(&text)?
                .split(',')
                .map(|part| part.trim().to_owned())
                .collect()
        }
    };
    let texts = texts.iter().filter(|text| !text.is_empty());
    Ok(Some(texts.map(|text| T::from(text)).collect()))
}

/// Decodes an option, which may be a number.
fn choice<E: serde::de::Error>(value: &Value) -> Result<String, E> {
    match value {
        Value::String(text) => Ok(text.clone()),
        Value::Number(number) => Ok(number.to_string()),
        _ => Err(E::custom("expected an option: a string or a number")),
    }
}

/// A field of the account when this module was written.
struct Definition {
    id: FieldId,
    name: &'static str,
    kind: &'static str,
    columns: &'static [&'static str],
    options: &'static [&'static str],
}

/// All fields of the account, standard fields included.
const DEFINITIONS: &[Definition] = &[
    Definition {
        id: FieldId::new(80),
        name: "\"] pub struct Evil; /* */ // \n } fn main() { `x` ``y`` \\ \0 \u{202e} \u{2028} [Evil] <b> #[doc]",
        kind: "Dropdown",
        columns: &["\"] evil \n \u{202e} ` {} */"],
        options: &["\"", "\\", "a\nb", "\u{202e}", "{}", "r#\"", "*/", "`"],
    },
    Definition {
        id: FieldId::new(81),
        name: "{0} {:?}",
        kind: "Multiselect",
        columns: &["{y}"],
        options: &["{x}", "%s"],
    },
    Definition {
        id: FieldId::new(82),
        name: "Typed",
        kind: "\")] struct Evil;\n",
        columns: &["typed"],
        options: &[],
    },
];

/// Checks that the account has the same fields as when this module was written.
///
/// # Errors
///
/// If fields have changed, or the request fails.
pub async fn check(client: &Client) -> Result<(), CheckError> {
    let fields = client.fields().list().await.map_err(CheckError::Call)?;
    let differences = differences(&fields);
    if differences.is_empty() { Ok(()) } else { Err(CheckError::Changed(differences)) }
}

/// The columns that a filter names and that contacts did not have when this module was written. The
/// API ignores a condition on such a column, so the filter selects too many contacts.
#[allow(dead_code, reason = "not every program filters contacts")]
#[must_use]
pub fn unknown_columns(filter: &Filter) -> Vec<&str> {
    let is_known = |column: &&str| {
        Filter::COLUMNS.contains(column)
            || DEFINITIONS.iter().any(|field| field.columns.contains(column))
    };
    let columns = filter.conditions().iter().map(|condition| condition.field.as_str());
    columns.filter(|column| !is_known(column)).collect()
}

/// The differences between these fields and those when this module was written, as sentences.
#[must_use]
pub fn differences(fields: &IndexMap<FieldId, Field>) -> Vec<String> {
    let mut found = Vec::new();
    for was in DEFINITIONS {
        let label = format!("field {} {:?}", was.id, was.name);
        let changes = match fields.get(&was.id) {
            None => vec!["is no longer there".to_owned()],
            Some(is) => changes(was, is),
        };
        found.extend(changes.iter().map(|change| format!("{label} {change}")));
    }
    for (id, field) in fields {
        if DEFINITIONS.iter().all(|was| was.id != *id) {
            let name = field.name.as_deref().unwrap_or_default();
            found.push(format!("field {id} {name:?} is new"));
        }
    }
    found
}

/// The changes of a field.
fn changes(was: &Definition, is: &Field) -> Vec<String> {
    let mut found = Vec::new();
    let name = is.name.as_deref().unwrap_or_default();
    if name != was.name {
        found.push(format!("has the new name {name:?}"));
    }
    let kind = is.r#type.as_ref().map_or("", FieldType::as_str);
    if kind != was.kind {
        found.push(format!("was a {:?} and is a {kind:?}", was.kind));
    }
    let columns = is.columns.as_deref().unwrap_or_default();
    if columns != was.columns {
        found.push(format!("filled {:?} and fills {columns:?}", was.columns));
    }
    let options = is
        .options
        .as_ref()
        .and_then(|options| options.values.as_deref())
        .unwrap_or_default();
    for option in options.iter().filter(|option| !was.options.contains(&option.as_str()))
    {
        found.push(format!("has the new option {option:?}"));
    }
    for option in was.options.iter().filter(|was| options.iter().all(|is| is != *was)) {
        found.push(format!("no longer has the option {option:?}"));
    }
    found
}

/// Why the check failed.
#[derive(Debug)]
#[non_exhaustive]
pub enum CheckError {
    /// The request failed.
    Call(hellodialog::Error),
    /// The fields have changed: a sentence for each difference.
    Changed(Vec<String>),
}

impl fmt::Display for CheckError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Call(_) => f.write_str("cannot fetch the fields of the account"),
            Self::Changed(differences) => {
                f.write_str(
                    "the fields of the account have changed, run `cargo xtask fields` again: ",
                )?;
                f.write_str(&differences.join("; "))
            }
        }
    }
}

impl std::error::Error for CheckError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Call(error) => Some(error),
            Self::Changed(_) => None,
        }
    }
}
