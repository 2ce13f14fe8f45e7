// Written by `cargo xtask fields` from the fields of an account. Run it again when they change.

//! The custom fields of an account.
//!
//! Read [`CustomFields`] from a contact with `contact.custom.parse()`, and write them with
//! `.custom_all(Extra::from_serialize(&fields)?)`. Call [`check`] at start-up to find out
//! whether the fields of the account have changed.

use std::fmt;

use hellodialog::jiff::civil::Date;
use hellodialog::types::{Field, FieldId, FieldType, Filter};
use hellodialog::{Client, Decimal, IndexMap, Value};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The custom fields of a contact.
///
/// A member that is `None` is not sent, so the value in the account does not change. A value of
/// another type is an error that names the column; `contact.custom.get_as` decodes a single one.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CustomFields {
    /// `Nickname` (`Text`, field 10).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nickname: Option<String>,
    /// `Notes` (`Textarea`, field 11).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
    /// `Customer number` (`Integer`, field 12).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer_number: Option<i64>,
    /// `Balance` (`Decimal`, field 13).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub balance: Option<Decimal>,
    /// `Member since` (`Date`, field 14).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member_since: Option<Date>,
    /// `Favourite colour` (`Dropdown`, field 15).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub favourite_colour: Option<FavouriteColour>,
    /// `Contact channels` (`Multiselect`, field 16).
    ///
    /// **Inferred**: contacts have the options as a list or as a comma-separated string, and a list can be
    /// sent. The API's docs do not say.
    #[serde(
        default,
        deserialize_with = "choices",
        skip_serializing_if = "Option::is_none"
    )]
    pub contact_channels: Option<Vec<ContactChannels>>,
    /// `2nd "address"; } */` (`Text`, field 17).
    #[serde(rename = "2nd__address_______", skip_serializing_if = "Option::is_none")]
    pub n2nd_address: Option<String>,
}

/// An option of `Favourite colour` (`Dropdown`, field 15).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FavouriteColour {
    /// `Red`.
    Red,
    /// `Sky blue`.
    SkyBlue,
    /// `#fff`.
    Fff,
    /// A value that was not an option when this module was written.
    Other(String),
}

impl FavouriteColour {
    /// The value in JSON.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Red => "Red",
            Self::SkyBlue => "Sky blue",
            Self::Fff => "#fff",
            Self::Other(value) => value,
        }
    }
}

impl From<&str> for FavouriteColour {
    fn from(value: &str) -> Self {
        match value {
            "Red" => Self::Red,
            "Sky blue" => Self::SkyBlue,
            "#fff" => Self::Fff,
            other => Self::Other(other.to_owned()),
        }
    }
}

impl fmt::Display for FavouriteColour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for FavouriteColour {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for FavouriteColour {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        choice(&Value::deserialize(deserializer)?).map(|text| Self::from(text.as_str()))
    }
}

/// An option of `Contact channels` (`Multiselect`, field 16).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ContactChannels {
    /// `E-mail`.
    EMail,
    /// `Post`.
    Post,
    /// `Phone`.
    Phone,
    /// A value that was not an option when this module was written.
    Other(String),
}

impl ContactChannels {
    /// The value in JSON.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::EMail => "E-mail",
            Self::Post => "Post",
            Self::Phone => "Phone",
            Self::Other(value) => value,
        }
    }
}

impl From<&str> for ContactChannels {
    fn from(value: &str) -> Self {
        match value {
            "E-mail" => Self::EMail,
            "Post" => Self::Post,
            "Phone" => Self::Phone,
            other => Self::Other(other.to_owned()),
        }
    }
}

impl fmt::Display for ContactChannels {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for ContactChannels {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for ContactChannels {
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
        name: "Email",
        kind: "Text",
        columns: &["email"],
        options: &[],
    },
    Definition {
        id: FieldId::new(2),
        name: "Last_open",
        kind: "Date",
        columns: &["last_open"],
        options: &[],
    },
    Definition {
        id: FieldId::new(3),
        name: "Voornaam",
        kind: "Text",
        columns: &["voornaam"],
        options: &[],
    },
    Definition {
        id: FieldId::new(4),
        name: "Achternaam",
        kind: "Text",
        columns: &["achternaam"],
        options: &[],
    },
    Definition {
        id: FieldId::new(5),
        name: "Geboortedatum",
        kind: "Date",
        columns: &["geboortedatum"],
        options: &[],
    },
    Definition {
        id: FieldId::new(6),
        name: "Geslacht",
        kind: "Dropdown",
        columns: &["geslacht"],
        options: &["M", "F"],
    },
    Definition {
        id: FieldId::new(7),
        name: "Aangemaakt",
        kind: "Date",
        columns: &["aangemaakt"],
        options: &[],
    },
    Definition {
        id: FieldId::new(8),
        name: "Aangepast",
        kind: "Date",
        columns: &["aangepast"],
        options: &[],
    },
    Definition {
        id: FieldId::new(9),
        name: "Nps_score",
        kind: "Integer",
        columns: &["nps_score"],
        options: &[],
    },
    Definition {
        id: FieldId::new(10),
        name: "Nickname",
        kind: "Text",
        columns: &["nickname"],
        options: &[],
    },
    Definition {
        id: FieldId::new(11),
        name: "Notes",
        kind: "Textarea",
        columns: &["notes"],
        options: &[],
    },
    Definition {
        id: FieldId::new(12),
        name: "Customer number",
        kind: "Integer",
        columns: &["customer_number"],
        options: &[],
    },
    Definition {
        id: FieldId::new(13),
        name: "Balance",
        kind: "Decimal",
        columns: &["balance"],
        options: &[],
    },
    Definition {
        id: FieldId::new(14),
        name: "Member since",
        kind: "Date",
        columns: &["member_since"],
        options: &[],
    },
    Definition {
        id: FieldId::new(15),
        name: "Favourite colour",
        kind: "Dropdown",
        columns: &["favourite_colour"],
        options: &["Red", "Sky blue", "#fff"],
    },
    Definition {
        id: FieldId::new(16),
        name: "Contact channels",
        kind: "Multiselect",
        columns: &["contact_channels"],
        options: &["E-mail", "Post", "Phone"],
    },
    Definition {
        id: FieldId::new(17),
        name: "2nd \"address\"; } */",
        kind: "Text",
        columns: &["2nd__address_______"],
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
