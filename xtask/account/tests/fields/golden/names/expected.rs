// Written by `cargo xtask fields` from the fields of an account. Run it again when they change.

//! The custom fields of an account.
//!
//! Read [`CustomFields`] from a contact with `contact.custom.parse()`, and write them with
//! `.custom_all(Extra::from_serialize(&fields)?)`. Call [`check`] at start-up to find out
//! whether the fields of the account have changed.
//!
//! Warnings:
//!
//! - field 45 `???` has the column `___` with the member `field_45`: its name has no characters for an identifier
//! - field 45 `???` has the enum `Field45`: its name has no characters for an identifier
//! - field 46 `Shoe Size` has the column `Shoe_Size`, which is lower case in contacts
//! - field 404 `Self again` has the column `self_` with the member `self_2`: `self_` is taken
//! - field 406 `Age` has the option `50+` with the variant `N50Plus`: `N50` is taken
//! - field 406 `Age` has the option `50-` with the variant `N50Minus`: `N50` is taken
//! - field 406 `Age` has the option `< 50` with the variant `Below50`: `N50` is taken

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
    /// `Type` (`Text`, field 40).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub r#type: Option<String>,
    /// `Self` (`Text`, field 41).
    #[serde(rename = "self", skip_serializing_if = "Option::is_none")]
    pub self_: Option<String>,
    /// `2FA` (`Text`, field 42).
    #[serde(rename = "2fa", skip_serializing_if = "Option::is_none")]
    pub n2fa: Option<String>,
    /// `Reünie 'één'` (`Text`, field 43).
    #[serde(rename = "reünie__één_", skip_serializing_if = "Option::is_none")]
    pub reunie_een: Option<String>,
    /// `Город` (`Dropdown`, field 44).
    #[serde(rename = "город", skip_serializing_if = "Option::is_none")]
    pub gorod: Option<Gorod>,
    /// `???` (`Dropdown`, field 45).
    #[serde(rename = "___", skip_serializing_if = "Option::is_none")]
    pub field_45: Option<Field45>,
    /// `Shoe Size` (`Text`, field 46).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shoe_size: Option<String>,
    /// `state` (`Text`, field 47).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// (no name) (`Text`, field 48).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nameless: Option<String>,
    /// (no name) (`Dropdown`, field 49).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub a_column: Option<AColumn>,
    /// `Gen` (`Text`, field 401).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub r#gen: Option<String>,
    /// `Async` (`Text`, field 402).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub r#async: Option<String>,
    /// `Try` (`Text`, field 403).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub r#try: Option<String>,
    /// `Self again` (`Text`, field 404).
    #[serde(rename = "self_", skip_serializing_if = "Option::is_none")]
    pub self_2: Option<String>,
    /// `Generation` (`Dropdown`, field 405).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub generation: Option<Generation>,
    /// `Age` (`Dropdown`, field 406).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub age: Option<Age>,
}

/// An option of `Город` (`Dropdown`, field 44).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Gorod {
    /// `Москва`.
    Moskva,
    /// `東京`.
    DongJing,
    /// A value that was not an option when this module was written.
    Other(String),
}

impl Gorod {
    /// The value in JSON.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Moskva => "Москва",
            Self::DongJing => "東京",
            Self::Other(value) => value,
        }
    }
}

impl From<&str> for Gorod {
    fn from(value: &str) -> Self {
        match value {
            "Москва" => Self::Moskva,
            "東京" => Self::DongJing,
            other => Self::Other(other.to_owned()),
        }
    }
}

impl fmt::Display for Gorod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Gorod {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Gorod {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        choice(&Value::deserialize(deserializer)?).map(|text| Self::from(text.as_str()))
    }
}

/// An option of `???` (`Dropdown`, field 45).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Field45 {
    /// `yes`.
    Yes,
    /// A value that was not an option when this module was written.
    Other(String),
}

impl Field45 {
    /// The value in JSON.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Yes => "yes",
            Self::Other(value) => value,
        }
    }
}

impl From<&str> for Field45 {
    fn from(value: &str) -> Self {
        match value {
            "yes" => Self::Yes,
            other => Self::Other(other.to_owned()),
        }
    }
}

impl fmt::Display for Field45 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Field45 {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Field45 {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        choice(&Value::deserialize(deserializer)?).map(|text| Self::from(text.as_str()))
    }
}

/// An option of (no name) (`Dropdown`, field 49).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AColumn {
    /// `a`.
    A,
    /// A value that was not an option when this module was written.
    Other(String),
}

impl AColumn {
    /// The value in JSON.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::A => "a",
            Self::Other(value) => value,
        }
    }
}

impl From<&str> for AColumn {
    fn from(value: &str) -> Self {
        match value {
            "a" => Self::A,
            other => Self::Other(other.to_owned()),
        }
    }
}

impl fmt::Display for AColumn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for AColumn {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for AColumn {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        choice(&Value::deserialize(deserializer)?).map(|text| Self::from(text.as_str()))
    }
}

/// An option of `Generation` (`Dropdown`, field 405).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Generation {
    /// `gen`.
    Gen,
    /// `Gen Z`.
    GenZ,
    /// A value that was not an option when this module was written.
    Other(String),
}

impl Generation {
    /// The value in JSON.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Gen => "gen",
            Self::GenZ => "Gen Z",
            Self::Other(value) => value,
        }
    }
}

impl From<&str> for Generation {
    fn from(value: &str) -> Self {
        match value {
            "gen" => Self::Gen,
            "Gen Z" => Self::GenZ,
            other => Self::Other(other.to_owned()),
        }
    }
}

impl fmt::Display for Generation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Generation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Generation {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        choice(&Value::deserialize(deserializer)?).map(|text| Self::from(text.as_str()))
    }
}

/// An option of `Age` (`Dropdown`, field 406).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Age {
    /// `50+`.
    N50Plus,
    /// `50-`.
    N50Minus,
    /// `< 50`.
    Below50,
    /// `50`.
    N50,
    /// A value that was not an option when this module was written.
    Other(String),
}

impl Age {
    /// The value in JSON.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::N50Plus => "50+",
            Self::N50Minus => "50-",
            Self::Below50 => "< 50",
            Self::N50 => "50",
            Self::Other(value) => value,
        }
    }
}

impl From<&str> for Age {
    fn from(value: &str) -> Self {
        match value {
            "50+" => Self::N50Plus,
            "50-" => Self::N50Minus,
            "< 50" => Self::Below50,
            "50" => Self::N50,
            other => Self::Other(other.to_owned()),
        }
    }
}

impl fmt::Display for Age {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Age {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Age {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        choice(&Value::deserialize(deserializer)?).map(|text| Self::from(text.as_str()))
    }
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
        id: FieldId::new(40),
        name: "Type",
        kind: "Text",
        columns: &["type"],
        options: &[],
    },
    Definition {
        id: FieldId::new(41),
        name: "Self",
        kind: "Text",
        columns: &["self"],
        options: &[],
    },
    Definition {
        id: FieldId::new(42),
        name: "2FA",
        kind: "Text",
        columns: &["2fa"],
        options: &[],
    },
    Definition {
        id: FieldId::new(43),
        name: "Reünie 'één'",
        kind: "Text",
        columns: &["reünie__één_"],
        options: &[],
    },
    Definition {
        id: FieldId::new(44),
        name: "Город",
        kind: "Dropdown",
        columns: &["город"],
        options: &["Москва", "東京"],
    },
    Definition {
        id: FieldId::new(45),
        name: "???",
        kind: "Dropdown",
        columns: &["___"],
        options: &["yes"],
    },
    Definition {
        id: FieldId::new(46),
        name: "Shoe Size",
        kind: "Text",
        columns: &["Shoe_Size"],
        options: &[],
    },
    Definition {
        id: FieldId::new(47),
        name: "state",
        kind: "Text",
        columns: &["state"],
        options: &[],
    },
    Definition {
        id: FieldId::new(48),
        name: "",
        kind: "Text",
        columns: &["nameless"],
        options: &[],
    },
    Definition {
        id: FieldId::new(49),
        name: "",
        kind: "Dropdown",
        columns: &["a_column"],
        options: &["a"],
    },
    Definition {
        id: FieldId::new(401),
        name: "Gen",
        kind: "Text",
        columns: &["gen"],
        options: &[],
    },
    Definition {
        id: FieldId::new(402),
        name: "Async",
        kind: "Text",
        columns: &["async"],
        options: &[],
    },
    Definition {
        id: FieldId::new(403),
        name: "Try",
        kind: "Text",
        columns: &["try"],
        options: &[],
    },
    Definition {
        id: FieldId::new(404),
        name: "Self again",
        kind: "Text",
        columns: &["self_"],
        options: &[],
    },
    Definition {
        id: FieldId::new(405),
        name: "Generation",
        kind: "Dropdown",
        columns: &["generation"],
        options: &["gen", "Gen Z"],
    },
    Definition {
        id: FieldId::new(406),
        name: "Age",
        kind: "Dropdown",
        columns: &["age"],
        options: &["50+", "50-", "< 50", "50"],
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
