// Written by `cargo xtask fields` from the fields of an account. Run it again when they change.

//! The custom fields of an account.
//!
//! Read [`CustomFields`] from a contact with `contact.custom.parse()`, and write them with
//! `.custom_all(Extra::from_serialize(&fields)?)`. Call [`check`] at start-up to find out
//! whether the fields of the account have changed.
//!
//! Warnings:
//!
//! - field 30 `Language` has an empty option, which means no value
//! - field 30 `Language` has the option `C` more than once
//! - field 30 `Language` has the option `C++` with the variant `CPlusPlus`: `C` is taken
//! - field 30 `Language` has the option `c` with the variant `C2`: `C` is taken
//! - field 30 `Language` has the option `Other` with the variant `Other2`: `Other` is taken
//! - field 30 `Language` has the option `?` with the variant `Question`: its name has no characters for an identifier
//! - field 30 `Language` has the option `!` with the variant `Exclamation`: its name has no characters for an identifier
//! - field 31 `Toppings` has the option `Cheese, grated`, which is ambiguous in a comma-separated list: the column is untyped
//! - field 32 `Open end` has no options: the column is text
//! - field 33 `Tags` has no options: the column is untyped
//! - field 34 `Band` has the option `-1` with the variant `Minus1`: `N1` is taken
//! - field 34 `Band` has the option `<18` with the variant `Below18`: `N18` is taken
//! - field 34 `Band` has the option `>18` with the variant `Above18`: `N18` is taken
//! - field 35 `Sauces` has the option ` Mayo  `, which is ambiguous in a comma-separated list: the column is untyped

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
    /// `Language` (`Dropdown`, field 30).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// `Toppings` (`Multiselect`, field 31).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub toppings: Option<Value>,
    /// `Open end` (`Dropdown`, field 32).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub open_end: Option<String>,
    /// `Tags` (`Multiselect`, field 33).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tags: Option<Value>,
    /// `Band` (`Dropdown`, field 34).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub band: Option<Band>,
    /// `Sauces` (`Multiselect`, field 35).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sauces: Option<Value>,
}

/// An option of `Language` (`Dropdown`, field 30).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Language {
    /// `C`.
    C,
    /// `C++`.
    CPlusPlus,
    /// `c`.
    C2,
    /// `Other`.
    Other2,
    /// `Self`.
    Self_,
    /// `?`.
    Question,
    /// `!`.
    Exclamation,
    /// A value that was not an option when this module was written.
    Other(String),
}

impl Language {
    /// The value in JSON.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::C => "C",
            Self::CPlusPlus => "C++",
            Self::C2 => "c",
            Self::Other2 => "Other",
            Self::Self_ => "Self",
            Self::Question => "?",
            Self::Exclamation => "!",
            Self::Other(value) => value,
        }
    }
}

impl From<&str> for Language {
    fn from(value: &str) -> Self {
        match value {
            "C" => Self::C,
            "C++" => Self::CPlusPlus,
            "c" => Self::C2,
            "Other" => Self::Other2,
            "Self" => Self::Self_,
            "?" => Self::Question,
            "!" => Self::Exclamation,
            other => Self::Other(other.to_owned()),
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Language {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Language {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        choice(&Value::deserialize(deserializer)?).map(|text| Self::from(text.as_str()))
    }
}

/// An option of `Band` (`Dropdown`, field 34).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Band {
    /// `1`.
    N1,
    /// `-1`.
    Minus1,
    /// `1.5`.
    N1_5,
    /// `15`.
    N15,
    /// `<18`.
    Below18,
    /// `>18`.
    Above18,
    /// A value that was not an option when this module was written.
    Other(String),
}

impl Band {
    /// The value in JSON.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::N1 => "1",
            Self::Minus1 => "-1",
            Self::N1_5 => "1.5",
            Self::N15 => "15",
            Self::Below18 => "<18",
            Self::Above18 => ">18",
            Self::Other(value) => value,
        }
    }
}

impl From<&str> for Band {
    fn from(value: &str) -> Self {
        match value {
            "1" => Self::N1,
            "-1" => Self::Minus1,
            "1.5" => Self::N1_5,
            "15" => Self::N15,
            "<18" => Self::Below18,
            ">18" => Self::Above18,
            other => Self::Other(other.to_owned()),
        }
    }
}

impl fmt::Display for Band {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Band {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Band {
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
        id: FieldId::new(30),
        name: "Language",
        kind: "Dropdown",
        columns: &["language"],
        options: &["C", "C++", "c", "Other", "Self", "", "C", "?", "!"],
    },
    Definition {
        id: FieldId::new(31),
        name: "Toppings",
        kind: "Multiselect",
        columns: &["toppings"],
        options: &["Ui", "Cheese, grated"],
    },
    Definition {
        id: FieldId::new(32),
        name: "Open end",
        kind: "Dropdown",
        columns: &["open_end"],
        options: &[],
    },
    Definition {
        id: FieldId::new(33),
        name: "Tags",
        kind: "Multiselect",
        columns: &["tags"],
        options: &[],
    },
    Definition {
        id: FieldId::new(34),
        name: "Band",
        kind: "Dropdown",
        columns: &["band"],
        options: &["1", "-1", "1.5", "15", "<18", ">18"],
    },
    Definition {
        id: FieldId::new(35),
        name: "Sauces",
        kind: "Multiselect",
        columns: &["sauces"],
        options: &["Ketchup", "Mayo "],
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
