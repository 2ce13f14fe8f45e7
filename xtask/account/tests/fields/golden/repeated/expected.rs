// Written by `cargo xtask fields` from the fields of an account. Run it again when they change.

//! The custom fields of an account.
//!
//! Read [`CustomFields`] from a contact with `contact.custom.parse()`, and write them with
//! `.custom_all(Extra::from_serialize(&fields)?)`. Call [`check`] at start-up to find out
//! whether the fields of the account have changed.

use std::fmt;

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

/// An option of `Shop` (`Dropdown`, field 90).
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
    /// A value that was not an option when this module was written.
    Other(String),
}

impl Shop {
    /// The value in JSON.
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

/// An option of `Shop size` (`Dropdown`, field 92).
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
    /// A value that was not an option when this module was written.
    Other(String),
}

impl ShopSize {
    /// The value in JSON.
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
