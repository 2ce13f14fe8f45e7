// Written by `cargo xtask fields` from the account's definitions; run it again when they change.

//! The fields of the account's own.
//!
//! [`CustomFields`] is read from a contact with `contact.custom.parse()`, and written with
//! `.custom_all(Extra::from_serialize(&fields)?)`. [`check`] says at start-up whether the
//! account still has the fields that it had when this was written.
//!
//! What is odd in the account:
//!
//! - field 30 `Language` has an empty option, which stands for no value
//! - field 30 `Language` has the option `C` more than once
//! - field 30 `Language` has the option `C++`, whose variant is `CPlusPlus`: `C` is taken
//! - field 30 `Language` has the option `c`, whose variant is `C2`: `C` is taken
//! - field 30 `Language` has the option `Other`, whose variant is `Other2`: `Other` is taken
//! - field 30 `Language` has the option `?`, whose variant is `Question`: nothing in its name makes an identifier
//! - field 30 `Language` has the option `!`, whose variant is `Exclamation`: nothing in its name makes an identifier
//! - field 31 `Toppings` has the option `Cheese, grated`, which is not told apart from others if commas are between them: its values are kept as they come
//! - field 32 `Open end` has no options: its values are kept as text
//! - field 33 `Tags` has no options: its values are kept as they come
//! - field 34 `Band` has the option `-1`, whose variant is `Minus1`: `N1` is taken
//! - field 34 `Band` has the option `<18`, whose variant is `Below18`: `N18` is taken
//! - field 34 `Band` has the option `>18`, whose variant is `Above18`: `N18` is taken
//! - field 35 `Sauces` has the option ` Mayo  `, which is not told apart from others if commas are between them: its values are kept as they come

use std::fmt;

use hellodialog::types::{Field, FieldId, FieldType};
use hellodialog::{Client, IndexMap, Value};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// What a contact has in the fields of the account's own.
///
/// A member that is `None` is not sent, and so does not change. A value that is not of its
/// type is an error that names the column; `contact.custom.get_as` reads one by itself.
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

/// A choice of `Language` (`Dropdown`, field 30).
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
    /// A value that was no option when this was written, as it came.
    Other(String),
}

impl Language {
    /// The value as it stands on the wire.
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

/// A choice of `Band` (`Dropdown`, field 34).
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
    /// A value that was no option when this was written, as it came.
    Other(String),
}

impl Band {
    /// The value as it stands on the wire.
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

/// The text of a choice, which may come as a number.
fn choice<E: serde::de::Error>(value: &Value) -> Result<String, E> {
    match value {
        Value::String(text) => Ok(text.clone()),
        Value::Number(number) => Ok(number.to_string()),
        _ => Err(E::custom("expected a choice: a text or a number")),
    }
}

/// A field of the account, as it was when this was written.
struct Definition {
    id: FieldId,
    name: &'static str,
    kind: &'static str,
    columns: &'static [&'static str],
    options: &'static [&'static str],
}

/// All fields of the account, those that every account has as well.
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

/// Checks that the account still has the fields that it had when this was written.
///
/// # Errors
///
/// [`CheckError`] says what has changed, or why the account could not be asked.
pub async fn check(client: &Client) -> Result<(), CheckError> {
    let fields = client.fields().list().await.map_err(CheckError::Call)?;
    let differences = differences(&fields);
    if differences.is_empty() { Ok(()) } else { Err(CheckError::Changed(differences)) }
}

/// How these fields differ from those that the account had when this was written: a sentence
/// for each difference.
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

/// What has changed in a field.
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

/// Why the account does not pass the check.
#[derive(Debug)]
#[non_exhaustive]
pub enum CheckError {
    /// The account could not be asked.
    Call(hellodialog::Error),
    /// The account has changed: how, in a sentence for each difference.
    Changed(Vec<String>),
}

impl fmt::Display for CheckError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Call(_) => f.write_str("the account's fields could not be fetched"),
            Self::Changed(differences) => {
                f.write_str(
                    "the account's fields have changed, run `cargo xtask fields` again: ",
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
