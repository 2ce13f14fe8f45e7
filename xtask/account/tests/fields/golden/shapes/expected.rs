// Written by `cargo xtask fields` from the fields of an account. Run it again when they change.

//! The custom fields of an account.
//!
//! Read [`CustomFields`] from a contact with `contact.custom.parse()`, and write them with
//! `.custom_all(Extra::from_serialize(&fields)?)`. Call [`check`] at start-up to find out
//! whether the fields of the account have changed.
//!
//! Warnings:
//!
//! - field 10 `Shoe` is left out by the client, which cannot decode it (``invalid type: integer `36`, expected a string``), and `check` ignores it; this module has it
//! - field 11 `Bare column` is left out by the client, which cannot decode it (`invalid type: string "bare", expected a list or an object keyed by index`), and `check` ignores it; this module has it
//! - field 12 `Bare options` is left out by the client, which cannot decode it (``expected an object, or `[]`, `""`, `false` or null for none, found a list of 2``), and `check` ignores it; this module has it
//! - field 13 `12` is left out by the client, which cannot decode it (``invalid type: integer `12`, expected a string``), and `check` ignores it; this module has it
//! - field 14 `Number` is left out by the client, which cannot decode it (``invalid type: integer `12`, expected a string``), and `check` ignores it; this module has it
//! - field 15 `Options lost` is left out by the client, which cannot decode it (`invalid type: map, expected a string`), and `check` ignores it; this module has it without `{"b":1}` among its options, and with untyped columns
//! - field 16 (no name) is left out by the client, which cannot decode it (`invalid type: sequence, expected a string`), and `check` ignores it; this module has it without its name, its type, and with untyped columns
//! - field 17 `By index` is left out by the client, which cannot decode it (`expected a list or an object keyed by index, found the key "first"`), and `check` ignores it; this module has it
//! - field 18 `Two ids` has the id 19 inside, which differs from its key; the key is used

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
    /// `Shoe` (`Dropdown`, field 10).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shoe_size: Option<Shoe>,
    /// `Bare column` (`Text`, field 11).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bare: Option<String>,
    /// `Bare options` (`Dropdown`, field 12).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shirt: Option<BareOptions>,
    /// `12` (`Integer`, field 13).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub twelve: Option<i64>,
    /// `Number` (`Text`, field 14).
    #[serde(rename = "12", skip_serializing_if = "Option::is_none")]
    pub n12: Option<String>,
    /// `Options lost` (`Dropdown`, field 15).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub options_lost: Option<Value>,
    /// (no name) (no type, field 16).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub all_lost: Option<Value>,
    /// `By index` (`Multiselect`, field 17).
    ///
    /// **Inferred**: contacts have the options as a list or as a comma-separated string, and a list can be
    /// sent. The API's docs do not say.
    #[serde(
        default,
        deserialize_with = "choices",
        skip_serializing_if = "Option::is_none"
    )]
    pub by_index: Option<Vec<ByIndex>>,
    /// `Two ids` (`Text`, field 18).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub two_ids: Option<String>,
}

/// An option of `Shoe` (`Dropdown`, field 10).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Shoe {
    /// `36`.
    N36,
    /// `37`.
    N37,
    /// A value that was not an option when this module was written.
    Other(String),
}

impl Shoe {
    /// The value in JSON.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::N36 => "36",
            Self::N37 => "37",
            Self::Other(value) => value,
        }
    }
}

impl From<&str> for Shoe {
    fn from(value: &str) -> Self {
        match value {
            "36" => Self::N36,
            "37" => Self::N37,
            other => Self::Other(other.to_owned()),
        }
    }
}

impl fmt::Display for Shoe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Shoe {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Shoe {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        choice(&Value::deserialize(deserializer)?).map(|text| Self::from(text.as_str()))
    }
}

/// An option of `Bare options` (`Dropdown`, field 12).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BareOptions {
    /// `S`.
    S,
    /// `M`.
    M,
    /// A value that was not an option when this module was written.
    Other(String),
}

impl BareOptions {
    /// The value in JSON.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::S => "S",
            Self::M => "M",
            Self::Other(value) => value,
        }
    }
}

impl From<&str> for BareOptions {
    fn from(value: &str) -> Self {
        match value {
            "S" => Self::S,
            "M" => Self::M,
            other => Self::Other(other.to_owned()),
        }
    }
}

impl fmt::Display for BareOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for BareOptions {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for BareOptions {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        choice(&Value::deserialize(deserializer)?).map(|text| Self::from(text.as_str()))
    }
}

/// An option of `By index` (`Multiselect`, field 17).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ByIndex {
    /// `a`.
    A,
    /// `2`.
    N2,
    /// A value that was not an option when this module was written.
    Other(String),
}

impl ByIndex {
    /// The value in JSON.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::A => "a",
            Self::N2 => "2",
            Self::Other(value) => value,
        }
    }
}

impl From<&str> for ByIndex {
    fn from(value: &str) -> Self {
        match value {
            "a" => Self::A,
            "2" => Self::N2,
            other => Self::Other(other.to_owned()),
        }
    }
}

impl fmt::Display for ByIndex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for ByIndex {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for ByIndex {
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
        id: FieldId::new(1),
        name: "email",
        kind: "Text",
        columns: &["email"],
        options: &[],
    },
    Definition {
        id: FieldId::new(10),
        name: "Shoe",
        kind: "Dropdown",
        columns: &["shoe_size"],
        options: &["36", "37"],
    },
    Definition {
        id: FieldId::new(11),
        name: "Bare column",
        kind: "Text",
        columns: &["bare"],
        options: &[],
    },
    Definition {
        id: FieldId::new(12),
        name: "Bare options",
        kind: "Dropdown",
        columns: &["shirt"],
        options: &["S", "M"],
    },
    Definition {
        id: FieldId::new(13),
        name: "12",
        kind: "Integer",
        columns: &["twelve"],
        options: &[],
    },
    Definition {
        id: FieldId::new(14),
        name: "Number",
        kind: "Text",
        columns: &["12"],
        options: &[],
    },
    Definition {
        id: FieldId::new(15),
        name: "Options lost",
        kind: "Dropdown",
        columns: &["options_lost"],
        options: &["a"],
    },
    Definition {
        id: FieldId::new(16),
        name: "",
        kind: "",
        columns: &["all_lost"],
        options: &[],
    },
    Definition {
        id: FieldId::new(17),
        name: "By index",
        kind: "Multiselect",
        columns: &["by_index"],
        options: &["a", "2"],
    },
    Definition {
        id: FieldId::new(18),
        name: "Two ids",
        kind: "Text",
        columns: &["two_ids"],
        options: &[],
    },
];

/// Fields with definitions that the client cannot decode and leaves out. It is no difference if they
/// are missing.
const UNREADABLE: &[FieldId] = &[
    FieldId::new(10),
    FieldId::new(11),
    FieldId::new(12),
    FieldId::new(13),
    FieldId::new(14),
    FieldId::new(15),
    FieldId::new(16),
    FieldId::new(17),
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
            None if UNREADABLE.contains(&was.id) => continue,
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
