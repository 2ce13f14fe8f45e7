// Written by `cargo xtask fields` from the account's definitions; run it again when they change.

//! The fields of the account's own.
//!
//! [`CustomFields`] is read from a contact with `contact.custom.parse()`, and written with
//! `.custom_all(Extra::from_serialize(&fields)?)`. [`check`] says at start-up whether the
//! account still has the fields that it had when this was written.

use std::fmt;

use hellodialog::types::{Field, FieldId, FieldType};
use hellodialog::{Client, IndexMap, Value};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// What a contact has in the fields of the account's own.
///
/// A member that is `None` is not sent, and so does not change. A value that is not of its
/// type is an error that names the column; `contact.custom.get_as` reads one by itself.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[allow(clippy::struct_field_names, reason = "the names are the account's")]
pub struct CustomFields {
    /// `Shop` (`Dropdown`, field 90).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shop_name: Option<Shop>,
    /// `Shop number` (`Integer`, field 91).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shop_number: Option<i64>,
    /// `Shop size` (`Dropdown`, field 92).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shop_size: Option<ShopSize>,
}

/// A choice of `Shop` (`Dropdown`, field 90).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[allow(clippy::enum_variant_names, reason = "the names are the account's")]
#[non_exhaustive]
pub enum Shop {
    /// `Shop in Delft`.
    ShopInDelft,
    /// `Online shop`.
    OnlineShop,
    /// `None`.
    None,
    /// A value that was no option when this was written, as it came.
    Other(String),
}

impl Shop {
    /// The value as it stands on the wire.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::ShopInDelft => "Shop in Delft",
            Self::OnlineShop => "Online shop",
            Self::None => "None",
            Self::Other(value) => value,
        }
    }
}

impl From<&str> for Shop {
    fn from(value: &str) -> Self {
        match value {
            "Shop in Delft" => Self::ShopInDelft,
            "Online shop" => Self::OnlineShop,
            "None" => Self::None,
            other => Self::Other(other.to_owned()),
        }
    }
}

impl fmt::Display for Shop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Shop {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Shop {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        choice(&Value::deserialize(deserializer)?).map(|text| Self::from(text.as_str()))
    }
}

/// A choice of `Shop size` (`Dropdown`, field 92).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[allow(clippy::enum_variant_names, reason = "the names are the account's")]
#[non_exhaustive]
pub enum ShopSize {
    /// `Other A`.
    OtherA,
    /// `Other B`.
    OtherB,
    /// `Other C`.
    OtherC,
    /// A value that was no option when this was written, as it came.
    Other(String),
}

impl ShopSize {
    /// The value as it stands on the wire.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::OtherA => "Other A",
            Self::OtherB => "Other B",
            Self::OtherC => "Other C",
            Self::Other(value) => value,
        }
    }
}

impl From<&str> for ShopSize {
    fn from(value: &str) -> Self {
        match value {
            "Other A" => Self::OtherA,
            "Other B" => Self::OtherB,
            "Other C" => Self::OtherC,
            other => Self::Other(other.to_owned()),
        }
    }
}

impl fmt::Display for ShopSize {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for ShopSize {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for ShopSize {
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
        id: FieldId::new(90),
        name: "Shop",
        kind: "Dropdown",
        columns: &["shop_name"],
        options: &["Shop in Delft", "Online shop", "None"],
    },
    Definition {
        id: FieldId::new(91),
        name: "Shop number",
        kind: "Integer",
        columns: &["shop_number"],
        options: &[],
    },
    Definition {
        id: FieldId::new(92),
        name: "Shop size",
        kind: "Dropdown",
        columns: &["shop_size"],
        options: &["Other A", "Other B", "Other C"],
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
