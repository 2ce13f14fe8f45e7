// Written by `cargo xtask fields` from the fields of an account. Run it again when they change.

//! The custom fields of an account.
//!
//! Read [`CustomFields`] from a contact with `contact.custom.parse()`, and write them with
//! `.custom_all(Extra::from_serialize(&fields)?)`. Call [`check`] at start-up to find out
//! whether the fields of the account have changed.
//!
//! Warnings:
//!
//! - field 51 `size!` has the column `size_` with the member `size_2`: `size` is taken
//! - field 51 `size!` has the enum `Size2`: `Size` is taken
//! - field 52 `Size 2` has the column `size_2` with the member `size_2_2`: `size_2` is taken
//! - field 53 `Twice` has the column `twice` twice
//! - field 55 `Color` has the same column `colour` as field 54, so the column is untyped
//! - field 56 `Address` has several columns, `street`, `number`: their types are not documented, so they are untyped
//! - field 58 `Name and title` has several columns, `voornaam`, `title`: their types are not documented, so they are untyped
//! - field 59 `Option` has the enum `Option2`: `Option` is taken
//! - field 60 `Custom fields` has the enum `CustomFields2`: `CustomFields` is taken
//! - field 61 `Value` has the enum `Value2`: `Value` is taken
//! - field 62 `Date` has the enum `Date2`: `Date` is taken

use std::fmt;

use hellodialog::jiff::civil::Date;
use hellodialog::types::{Field, FieldId, FieldType, Filter};
use hellodialog::{Client, IndexMap, Value};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The custom fields of a contact.
///
/// A member that is `None` is not sent, so the value in the account does not change. A value of
/// another type is an error that names the column; `contact.custom.get_as` decodes a single one.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[allow(clippy::struct_field_names, reason = "the names are the account's")]
pub struct CustomFields {
    /// `Size` (`Dropdown`, field 50).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<Size>,
    /// `size!` (`Dropdown`, field 51).
    #[serde(rename = "size_", skip_serializing_if = "Option::is_none")]
    pub size_2: Option<Size2>,
    /// `Size 2` (`Text`, field 52).
    #[serde(rename = "size_2", skip_serializing_if = "Option::is_none")]
    pub size_2_2: Option<String>,
    /// `Twice` (`Integer`, field 53).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub twice: Option<i64>,
    /// Several fields have this column, so it is untyped: `Colour` (`Text`, field 54), `Color` (`Integer`, field 55).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub colour: Option<Value>,
    /// `Address` (`Text`, field 56).
    ///
    /// One of several columns of this field. Its type is not documented, so it is untyped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub street: Option<Value>,
    /// `Address` (`Text`, field 56).
    ///
    /// One of several columns of this field. Its type is not documented, so it is untyped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<Value>,
    /// `Name and title` (`Text`, field 58).
    ///
    /// One of several columns of this field. Its type is not documented, so it is untyped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<Value>,
    /// `Option` (`Dropdown`, field 59).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub option: Option<Option2>,
    /// `Custom fields` (`Dropdown`, field 60).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_fields: Option<CustomFields2>,
    /// `Value` (`Multiselect`, field 61).
    ///
    /// **Inferred**: contacts have the options as a list or as a comma-separated string, and a list can be
    /// sent. The API's docs do not say.
    #[serde(
        default,
        deserialize_with = "choices",
        skip_serializing_if = "Option::is_none"
    )]
    pub value: Option<Vec<Value2>>,
    /// `Date` (`Dropdown`, field 62).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<Date2>,
    /// `When` (`Date`, field 63).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when: Option<Date>,
}

/// An option of `Size` (`Dropdown`, field 50).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Size {
    /// `S`.
    S,
    /// A value that was not an option when this module was written.
    Other(String),
}

impl Size {
    /// The value in JSON.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::S => "S",
            Self::Other(value) => value,
        }
    }
}

impl From<&str> for Size {
    fn from(value: &str) -> Self {
        match value {
            "S" => Self::S,
            other => Self::Other(other.to_owned()),
        }
    }
}

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Size {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Size {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        choice(&Value::deserialize(deserializer)?).map(|text| Self::from(text.as_str()))
    }
}

/// An option of `size!` (`Dropdown`, field 51).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Size2 {
    /// `S`.
    S,
    /// A value that was not an option when this module was written.
    Other(String),
}

impl Size2 {
    /// The value in JSON.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::S => "S",
            Self::Other(value) => value,
        }
    }
}

impl From<&str> for Size2 {
    fn from(value: &str) -> Self {
        match value {
            "S" => Self::S,
            other => Self::Other(other.to_owned()),
        }
    }
}

impl fmt::Display for Size2 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Size2 {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Size2 {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        choice(&Value::deserialize(deserializer)?).map(|text| Self::from(text.as_str()))
    }
}

/// An option of `Option` (`Dropdown`, field 59).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Option2 {
    /// `a`.
    A,
    /// A value that was not an option when this module was written.
    Other(String),
}

impl Option2 {
    /// The value in JSON.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::A => "a",
            Self::Other(value) => value,
        }
    }
}

impl From<&str> for Option2 {
    fn from(value: &str) -> Self {
        match value {
            "a" => Self::A,
            other => Self::Other(other.to_owned()),
        }
    }
}

impl fmt::Display for Option2 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Option2 {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Option2 {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        choice(&Value::deserialize(deserializer)?).map(|text| Self::from(text.as_str()))
    }
}

/// An option of `Custom fields` (`Dropdown`, field 60).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CustomFields2 {
    /// `a`.
    A,
    /// A value that was not an option when this module was written.
    Other(String),
}

impl CustomFields2 {
    /// The value in JSON.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::A => "a",
            Self::Other(value) => value,
        }
    }
}

impl From<&str> for CustomFields2 {
    fn from(value: &str) -> Self {
        match value {
            "a" => Self::A,
            other => Self::Other(other.to_owned()),
        }
    }
}

impl fmt::Display for CustomFields2 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for CustomFields2 {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for CustomFields2 {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        choice(&Value::deserialize(deserializer)?).map(|text| Self::from(text.as_str()))
    }
}

/// An option of `Value` (`Multiselect`, field 61).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Value2 {
    /// `a`.
    A,
    /// A value that was not an option when this module was written.
    Other(String),
}

impl Value2 {
    /// The value in JSON.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::A => "a",
            Self::Other(value) => value,
        }
    }
}

impl From<&str> for Value2 {
    fn from(value: &str) -> Self {
        match value {
            "a" => Self::A,
            other => Self::Other(other.to_owned()),
        }
    }
}

impl fmt::Display for Value2 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Value2 {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Value2 {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        choice(&Value::deserialize(deserializer)?).map(|text| Self::from(text.as_str()))
    }
}

/// An option of `Date` (`Dropdown`, field 62).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Date2 {
    /// `a`.
    A,
    /// A value that was not an option when this module was written.
    Other(String),
}

impl Date2 {
    /// The value in JSON.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::A => "a",
            Self::Other(value) => value,
        }
    }
}

impl From<&str> for Date2 {
    fn from(value: &str) -> Self {
        match value {
            "a" => Self::A,
            other => Self::Other(other.to_owned()),
        }
    }
}

impl fmt::Display for Date2 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Date2 {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Date2 {
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
        id: FieldId::new(50),
        name: "Size",
        kind: "Dropdown",
        columns: &["size"],
        options: &["S"],
    },
    Definition {
        id: FieldId::new(51),
        name: "size!",
        kind: "Dropdown",
        columns: &["size_"],
        options: &["S"],
    },
    Definition {
        id: FieldId::new(52),
        name: "Size 2",
        kind: "Text",
        columns: &["size_2"],
        options: &[],
    },
    Definition {
        id: FieldId::new(53),
        name: "Twice",
        kind: "Integer",
        columns: &["twice", "twice"],
        options: &[],
    },
    Definition {
        id: FieldId::new(54),
        name: "Colour",
        kind: "Text",
        columns: &["colour"],
        options: &[],
    },
    Definition {
        id: FieldId::new(55),
        name: "Color",
        kind: "Integer",
        columns: &["colour"],
        options: &[],
    },
    Definition {
        id: FieldId::new(56),
        name: "Address",
        kind: "Text",
        columns: &["street", "number"],
        options: &[],
    },
    Definition {
        id: FieldId::new(57),
        name: "Full name",
        kind: "Text",
        columns: &["voornaam", "achternaam"],
        options: &[],
    },
    Definition {
        id: FieldId::new(58),
        name: "Name and title",
        kind: "Text",
        columns: &["voornaam", "title"],
        options: &[],
    },
    Definition {
        id: FieldId::new(59),
        name: "Option",
        kind: "Dropdown",
        columns: &["option"],
        options: &["a"],
    },
    Definition {
        id: FieldId::new(60),
        name: "Custom fields",
        kind: "Dropdown",
        columns: &["custom_fields"],
        options: &["a"],
    },
    Definition {
        id: FieldId::new(61),
        name: "Value",
        kind: "Multiselect",
        columns: &["value"],
        options: &["a"],
    },
    Definition {
        id: FieldId::new(62),
        name: "Date",
        kind: "Dropdown",
        columns: &["date"],
        options: &["a"],
    },
    Definition {
        id: FieldId::new(63),
        name: "When",
        kind: "Date",
        columns: &["when"],
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
