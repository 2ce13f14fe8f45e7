// Written by `cargo xtask fields` from the fields of an account. Run it again when they change.

//! The custom fields of an account.
//!
//! Read [`CustomFields`] from a contact with `contact.custom.parse()`, and write them with
//! `.custom_all(Extra::from_serialize(&fields)?)`. Call [`check`] at start-up to find out
//! whether the fields of the account have changed.
//!
//! Warnings:
//!
//! - field 100 `CheckError` has the enum `CheckError2`: `CheckError` is taken
//! - field 101 `Client` has the enum `Client2`: `Client` is taken
//! - field 102 `CustomFields` has the enum `CustomFields2`: `CustomFields` is taken
//! - field 103 `Date` has the enum `Date2`: `Date` is taken
//! - field 104 `Decimal` has the enum `Decimal2`: `Decimal` is taken
//! - field 105 `Definition` has the enum `Definition2`: `Definition` is taken
//! - field 106 `Deserializer` has the enum `Deserializer2`: `Deserializer` is taken
//! - field 107 `Field` has the enum `Field2`: `Field` is taken
//! - field 108 `FieldId` has the enum `FieldId2`: `FieldId` is taken
//! - field 109 `FieldType` has the enum `FieldType2`: `FieldType` is taken
//! - field 110 `From` has the enum `From2`: `From` is taken
//! - field 111 `IndexMap` has the enum `IndexMap2`: `IndexMap` is taken
//! - field 112 `Option` has the enum `Option2`: `Option` is taken
//! - field 113 `Result` has the enum `Result2`: `Result` is taken
//! - field 114 `Serialize` has the enum `Serialize2`: `Serialize` is taken
//! - field 115 `String` has the enum `String2`: `String` is taken
//! - field 116 `Value` has the enum `Value2`: `Value` is taken
//! - field 117 `Vec` has the enum `Vec2`: `Vec` is taken
//! - field 124 `Unheard of` has the unknown type `Unheard of`: the column is untyped

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
    /// `CheckError` (`Dropdown`, field 100).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub checkerror: Option<CheckError2>,
    /// `Client` (`Dropdown`, field 101).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client: Option<Client2>,
    /// `CustomFields` (`Dropdown`, field 102).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customfields: Option<CustomFields2>,
    /// `Date` (`Dropdown`, field 103).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<Date2>,
    /// `Decimal` (`Dropdown`, field 104).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decimal: Option<Decimal2>,
    /// `Definition` (`Dropdown`, field 105).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub definition: Option<Definition2>,
    /// `Deserializer` (`Dropdown`, field 106).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deserializer: Option<Deserializer2>,
    /// `Field` (`Dropdown`, field 107).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<Field2>,
    /// `FieldId` (`Dropdown`, field 108).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fieldid: Option<FieldId2>,
    /// `FieldType` (`Dropdown`, field 109).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fieldtype: Option<FieldType2>,
    /// `From` (`Dropdown`, field 110).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<From2>,
    /// `IndexMap` (`Dropdown`, field 111).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub indexmap: Option<IndexMap2>,
    /// `Option` (`Dropdown`, field 112).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub option: Option<Option2>,
    /// `Result` (`Dropdown`, field 113).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub result: Option<Result2>,
    /// `Serialize` (`Dropdown`, field 114).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub serialize: Option<Serialize2>,
    /// `String` (`Dropdown`, field 115).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub string: Option<String2>,
    /// `Value` (`Dropdown`, field 116).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Value2>,
    /// `Vec` (`Dropdown`, field 117).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vec: Option<Vec2>,
    /// `Hash` (`Dropdown`, field 118).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hash: Option<Hash>,
    /// `Iterator` (`Dropdown`, field 119).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub iterator: Option<Iterator>,
    /// `D` (`Dropdown`, field 120).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub d: Option<D>,
    /// `T` (`Dropdown`, field 121).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub t: Option<T>,
    /// `Date` (`Date`, field 122).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_date: Option<Date>,
    /// `Decimal` (`Decimal`, field 123).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_decimal: Option<Decimal>,
    /// `Unheard of` (`Unheard of`, field 124).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_unheard_of: Option<Value>,
    /// `List` (`Multiselect`, field 125).
    ///
    /// **Inferred**: contacts have the options as a list or as a comma-separated string, and a list can be
    /// sent. The API's docs do not say.
    #[serde(
        default,
        deserialize_with = "choices",
        skip_serializing_if = "Option::is_none"
    )]
    pub choices: Option<Vec<List>>,
}

/// An option of `CheckError` (`Dropdown`, field 100).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CheckError2 {
    /// `Some`.
    Some,
    /// A value that was not an option when this module was written.
    Other(String),
}

impl CheckError2 {
    /// The value in JSON.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Some => "Some",
            Self::Other(value) => value,
        }
    }
}

impl From<&str> for CheckError2 {
    fn from(value: &str) -> Self {
        match value {
            "Some" => Self::Some,
            other => Self::Other(other.to_owned()),
        }
    }
}

impl fmt::Display for CheckError2 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for CheckError2 {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for CheckError2 {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        choice(&Value::deserialize(deserializer)?).map(|text| Self::from(text.as_str()))
    }
}

/// An option of `Client` (`Dropdown`, field 101).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Client2 {
    /// `Some`.
    Some,
    /// A value that was not an option when this module was written.
    Other(String),
}

impl Client2 {
    /// The value in JSON.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Some => "Some",
            Self::Other(value) => value,
        }
    }
}

impl From<&str> for Client2 {
    fn from(value: &str) -> Self {
        match value {
            "Some" => Self::Some,
            other => Self::Other(other.to_owned()),
        }
    }
}

impl fmt::Display for Client2 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Client2 {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Client2 {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        choice(&Value::deserialize(deserializer)?).map(|text| Self::from(text.as_str()))
    }
}

/// An option of `CustomFields` (`Dropdown`, field 102).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CustomFields2 {
    /// `Some`.
    Some,
    /// A value that was not an option when this module was written.
    Other(String),
}

impl CustomFields2 {
    /// The value in JSON.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Some => "Some",
            Self::Other(value) => value,
        }
    }
}

impl From<&str> for CustomFields2 {
    fn from(value: &str) -> Self {
        match value {
            "Some" => Self::Some,
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

/// An option of `Date` (`Dropdown`, field 103).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Date2 {
    /// `Some`.
    Some,
    /// A value that was not an option when this module was written.
    Other(String),
}

impl Date2 {
    /// The value in JSON.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Some => "Some",
            Self::Other(value) => value,
        }
    }
}

impl From<&str> for Date2 {
    fn from(value: &str) -> Self {
        match value {
            "Some" => Self::Some,
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

/// An option of `Decimal` (`Dropdown`, field 104).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Decimal2 {
    /// `Some`.
    Some,
    /// A value that was not an option when this module was written.
    Other(String),
}

impl Decimal2 {
    /// The value in JSON.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Some => "Some",
            Self::Other(value) => value,
        }
    }
}

impl From<&str> for Decimal2 {
    fn from(value: &str) -> Self {
        match value {
            "Some" => Self::Some,
            other => Self::Other(other.to_owned()),
        }
    }
}

impl fmt::Display for Decimal2 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Decimal2 {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Decimal2 {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        choice(&Value::deserialize(deserializer)?).map(|text| Self::from(text.as_str()))
    }
}

/// An option of `Definition` (`Dropdown`, field 105).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Definition2 {
    /// `Some`.
    Some,
    /// A value that was not an option when this module was written.
    Other(String),
}

impl Definition2 {
    /// The value in JSON.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Some => "Some",
            Self::Other(value) => value,
        }
    }
}

impl From<&str> for Definition2 {
    fn from(value: &str) -> Self {
        match value {
            "Some" => Self::Some,
            other => Self::Other(other.to_owned()),
        }
    }
}

impl fmt::Display for Definition2 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Definition2 {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Definition2 {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        choice(&Value::deserialize(deserializer)?).map(|text| Self::from(text.as_str()))
    }
}

/// An option of `Deserializer` (`Dropdown`, field 106).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Deserializer2 {
    /// `Some`.
    Some,
    /// A value that was not an option when this module was written.
    Other(String),
}

impl Deserializer2 {
    /// The value in JSON.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Some => "Some",
            Self::Other(value) => value,
        }
    }
}

impl From<&str> for Deserializer2 {
    fn from(value: &str) -> Self {
        match value {
            "Some" => Self::Some,
            other => Self::Other(other.to_owned()),
        }
    }
}

impl fmt::Display for Deserializer2 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Deserializer2 {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Deserializer2 {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        choice(&Value::deserialize(deserializer)?).map(|text| Self::from(text.as_str()))
    }
}

/// An option of `Field` (`Dropdown`, field 107).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Field2 {
    /// `Some`.
    Some,
    /// A value that was not an option when this module was written.
    Other(String),
}

impl Field2 {
    /// The value in JSON.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Some => "Some",
            Self::Other(value) => value,
        }
    }
}

impl From<&str> for Field2 {
    fn from(value: &str) -> Self {
        match value {
            "Some" => Self::Some,
            other => Self::Other(other.to_owned()),
        }
    }
}

impl fmt::Display for Field2 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Field2 {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Field2 {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        choice(&Value::deserialize(deserializer)?).map(|text| Self::from(text.as_str()))
    }
}

/// An option of `FieldId` (`Dropdown`, field 108).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FieldId2 {
    /// `Some`.
    Some,
    /// A value that was not an option when this module was written.
    Other(String),
}

impl FieldId2 {
    /// The value in JSON.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Some => "Some",
            Self::Other(value) => value,
        }
    }
}

impl From<&str> for FieldId2 {
    fn from(value: &str) -> Self {
        match value {
            "Some" => Self::Some,
            other => Self::Other(other.to_owned()),
        }
    }
}

impl fmt::Display for FieldId2 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for FieldId2 {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for FieldId2 {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        choice(&Value::deserialize(deserializer)?).map(|text| Self::from(text.as_str()))
    }
}

/// An option of `FieldType` (`Dropdown`, field 109).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FieldType2 {
    /// `Some`.
    Some,
    /// A value that was not an option when this module was written.
    Other(String),
}

impl FieldType2 {
    /// The value in JSON.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Some => "Some",
            Self::Other(value) => value,
        }
    }
}

impl From<&str> for FieldType2 {
    fn from(value: &str) -> Self {
        match value {
            "Some" => Self::Some,
            other => Self::Other(other.to_owned()),
        }
    }
}

impl fmt::Display for FieldType2 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for FieldType2 {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for FieldType2 {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        choice(&Value::deserialize(deserializer)?).map(|text| Self::from(text.as_str()))
    }
}

/// An option of `From` (`Dropdown`, field 110).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum From2 {
    /// `Some`.
    Some,
    /// A value that was not an option when this module was written.
    Other(String),
}

impl From2 {
    /// The value in JSON.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Some => "Some",
            Self::Other(value) => value,
        }
    }
}

impl From<&str> for From2 {
    fn from(value: &str) -> Self {
        match value {
            "Some" => Self::Some,
            other => Self::Other(other.to_owned()),
        }
    }
}

impl fmt::Display for From2 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for From2 {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for From2 {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        choice(&Value::deserialize(deserializer)?).map(|text| Self::from(text.as_str()))
    }
}

/// An option of `IndexMap` (`Dropdown`, field 111).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum IndexMap2 {
    /// `Some`.
    Some,
    /// A value that was not an option when this module was written.
    Other(String),
}

impl IndexMap2 {
    /// The value in JSON.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Some => "Some",
            Self::Other(value) => value,
        }
    }
}

impl From<&str> for IndexMap2 {
    fn from(value: &str) -> Self {
        match value {
            "Some" => Self::Some,
            other => Self::Other(other.to_owned()),
        }
    }
}

impl fmt::Display for IndexMap2 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for IndexMap2 {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for IndexMap2 {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        choice(&Value::deserialize(deserializer)?).map(|text| Self::from(text.as_str()))
    }
}

/// An option of `Option` (`Dropdown`, field 112).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Option2 {
    /// `Some`.
    Some,
    /// A value that was not an option when this module was written.
    Other(String),
}

impl Option2 {
    /// The value in JSON.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Some => "Some",
            Self::Other(value) => value,
        }
    }
}

impl From<&str> for Option2 {
    fn from(value: &str) -> Self {
        match value {
            "Some" => Self::Some,
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

/// An option of `Result` (`Dropdown`, field 113).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Result2 {
    /// `Some`.
    Some,
    /// A value that was not an option when this module was written.
    Other(String),
}

impl Result2 {
    /// The value in JSON.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Some => "Some",
            Self::Other(value) => value,
        }
    }
}

impl From<&str> for Result2 {
    fn from(value: &str) -> Self {
        match value {
            "Some" => Self::Some,
            other => Self::Other(other.to_owned()),
        }
    }
}

impl fmt::Display for Result2 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Result2 {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Result2 {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        choice(&Value::deserialize(deserializer)?).map(|text| Self::from(text.as_str()))
    }
}

/// An option of `Serialize` (`Dropdown`, field 114).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Serialize2 {
    /// `Some`.
    Some,
    /// A value that was not an option when this module was written.
    Other(String),
}

impl Serialize2 {
    /// The value in JSON.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Some => "Some",
            Self::Other(value) => value,
        }
    }
}

impl From<&str> for Serialize2 {
    fn from(value: &str) -> Self {
        match value {
            "Some" => Self::Some,
            other => Self::Other(other.to_owned()),
        }
    }
}

impl fmt::Display for Serialize2 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Serialize2 {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Serialize2 {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        choice(&Value::deserialize(deserializer)?).map(|text| Self::from(text.as_str()))
    }
}

/// An option of `String` (`Dropdown`, field 115).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum String2 {
    /// `Some`.
    Some,
    /// A value that was not an option when this module was written.
    Other(String),
}

impl String2 {
    /// The value in JSON.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Some => "Some",
            Self::Other(value) => value,
        }
    }
}

impl From<&str> for String2 {
    fn from(value: &str) -> Self {
        match value {
            "Some" => Self::Some,
            other => Self::Other(other.to_owned()),
        }
    }
}

impl fmt::Display for String2 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for String2 {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for String2 {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        choice(&Value::deserialize(deserializer)?).map(|text| Self::from(text.as_str()))
    }
}

/// An option of `Value` (`Dropdown`, field 116).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Value2 {
    /// `Some`.
    Some,
    /// A value that was not an option when this module was written.
    Other(String),
}

impl Value2 {
    /// The value in JSON.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Some => "Some",
            Self::Other(value) => value,
        }
    }
}

impl From<&str> for Value2 {
    fn from(value: &str) -> Self {
        match value {
            "Some" => Self::Some,
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

/// An option of `Vec` (`Dropdown`, field 117).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Vec2 {
    /// `Some`.
    Some,
    /// A value that was not an option when this module was written.
    Other(String),
}

impl Vec2 {
    /// The value in JSON.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Some => "Some",
            Self::Other(value) => value,
        }
    }
}

impl From<&str> for Vec2 {
    fn from(value: &str) -> Self {
        match value {
            "Some" => Self::Some,
            other => Self::Other(other.to_owned()),
        }
    }
}

impl fmt::Display for Vec2 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Vec2 {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Vec2 {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        choice(&Value::deserialize(deserializer)?).map(|text| Self::from(text.as_str()))
    }
}

/// An option of `Hash` (`Dropdown`, field 118).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Hash {
    /// `Some`.
    Some,
    /// A value that was not an option when this module was written.
    Other(String),
}

impl Hash {
    /// The value in JSON.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Some => "Some",
            Self::Other(value) => value,
        }
    }
}

impl From<&str> for Hash {
    fn from(value: &str) -> Self {
        match value {
            "Some" => Self::Some,
            other => Self::Other(other.to_owned()),
        }
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Hash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Hash {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        choice(&Value::deserialize(deserializer)?).map(|text| Self::from(text.as_str()))
    }
}

/// An option of `Iterator` (`Dropdown`, field 119).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Iterator {
    /// `Some`.
    Some,
    /// A value that was not an option when this module was written.
    Other(String),
}

impl Iterator {
    /// The value in JSON.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Some => "Some",
            Self::Other(value) => value,
        }
    }
}

impl From<&str> for Iterator {
    fn from(value: &str) -> Self {
        match value {
            "Some" => Self::Some,
            other => Self::Other(other.to_owned()),
        }
    }
}

impl fmt::Display for Iterator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Iterator {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Iterator {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        choice(&Value::deserialize(deserializer)?).map(|text| Self::from(text.as_str()))
    }
}

/// An option of `D` (`Dropdown`, field 120).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum D {
    /// `Some`.
    Some,
    /// A value that was not an option when this module was written.
    Other(String),
}

impl D {
    /// The value in JSON.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Some => "Some",
            Self::Other(value) => value,
        }
    }
}

impl From<&str> for D {
    fn from(value: &str) -> Self {
        match value {
            "Some" => Self::Some,
            other => Self::Other(other.to_owned()),
        }
    }
}

impl fmt::Display for D {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for D {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for D {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        choice(&Value::deserialize(deserializer)?).map(|text| Self::from(text.as_str()))
    }
}

/// An option of `T` (`Dropdown`, field 121).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum T {
    /// `Some`.
    Some,
    /// A value that was not an option when this module was written.
    Other(String),
}

impl T {
    /// The value in JSON.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Some => "Some",
            Self::Other(value) => value,
        }
    }
}

impl From<&str> for T {
    fn from(value: &str) -> Self {
        match value {
            "Some" => Self::Some,
            other => Self::Other(other.to_owned()),
        }
    }
}

impl fmt::Display for T {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for T {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for T {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        choice(&Value::deserialize(deserializer)?).map(|text| Self::from(text.as_str()))
    }
}

/// An option of `List` (`Multiselect`, field 125).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum List {
    /// `choice`.
    Choice,
    /// A value that was not an option when this module was written.
    Other(String),
}

impl List {
    /// The value in JSON.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Choice => "choice",
            Self::Other(value) => value,
        }
    }
}

impl From<&str> for List {
    fn from(value: &str) -> Self {
        match value {
            "choice" => Self::Choice,
            other => Self::Other(other.to_owned()),
        }
    }
}

impl fmt::Display for List {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for List {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for List {
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
        id: FieldId::new(100),
        name: "CheckError",
        kind: "Dropdown",
        columns: &["checkerror"],
        options: &["Some"],
    },
    Definition {
        id: FieldId::new(101),
        name: "Client",
        kind: "Dropdown",
        columns: &["client"],
        options: &["Some"],
    },
    Definition {
        id: FieldId::new(102),
        name: "CustomFields",
        kind: "Dropdown",
        columns: &["customfields"],
        options: &["Some"],
    },
    Definition {
        id: FieldId::new(103),
        name: "Date",
        kind: "Dropdown",
        columns: &["date"],
        options: &["Some"],
    },
    Definition {
        id: FieldId::new(104),
        name: "Decimal",
        kind: "Dropdown",
        columns: &["decimal"],
        options: &["Some"],
    },
    Definition {
        id: FieldId::new(105),
        name: "Definition",
        kind: "Dropdown",
        columns: &["definition"],
        options: &["Some"],
    },
    Definition {
        id: FieldId::new(106),
        name: "Deserializer",
        kind: "Dropdown",
        columns: &["deserializer"],
        options: &["Some"],
    },
    Definition {
        id: FieldId::new(107),
        name: "Field",
        kind: "Dropdown",
        columns: &["field"],
        options: &["Some"],
    },
    Definition {
        id: FieldId::new(108),
        name: "FieldId",
        kind: "Dropdown",
        columns: &["fieldid"],
        options: &["Some"],
    },
    Definition {
        id: FieldId::new(109),
        name: "FieldType",
        kind: "Dropdown",
        columns: &["fieldtype"],
        options: &["Some"],
    },
    Definition {
        id: FieldId::new(110),
        name: "From",
        kind: "Dropdown",
        columns: &["from"],
        options: &["Some"],
    },
    Definition {
        id: FieldId::new(111),
        name: "IndexMap",
        kind: "Dropdown",
        columns: &["indexmap"],
        options: &["Some"],
    },
    Definition {
        id: FieldId::new(112),
        name: "Option",
        kind: "Dropdown",
        columns: &["option"],
        options: &["Some"],
    },
    Definition {
        id: FieldId::new(113),
        name: "Result",
        kind: "Dropdown",
        columns: &["result"],
        options: &["Some"],
    },
    Definition {
        id: FieldId::new(114),
        name: "Serialize",
        kind: "Dropdown",
        columns: &["serialize"],
        options: &["Some"],
    },
    Definition {
        id: FieldId::new(115),
        name: "String",
        kind: "Dropdown",
        columns: &["string"],
        options: &["Some"],
    },
    Definition {
        id: FieldId::new(116),
        name: "Value",
        kind: "Dropdown",
        columns: &["value"],
        options: &["Some"],
    },
    Definition {
        id: FieldId::new(117),
        name: "Vec",
        kind: "Dropdown",
        columns: &["vec"],
        options: &["Some"],
    },
    Definition {
        id: FieldId::new(118),
        name: "Hash",
        kind: "Dropdown",
        columns: &["hash"],
        options: &["Some"],
    },
    Definition {
        id: FieldId::new(119),
        name: "Iterator",
        kind: "Dropdown",
        columns: &["iterator"],
        options: &["Some"],
    },
    Definition {
        id: FieldId::new(120),
        name: "D",
        kind: "Dropdown",
        columns: &["d"],
        options: &["Some"],
    },
    Definition {
        id: FieldId::new(121),
        name: "T",
        kind: "Dropdown",
        columns: &["t"],
        options: &["Some"],
    },
    Definition {
        id: FieldId::new(122),
        name: "Date",
        kind: "Date",
        columns: &["as_date"],
        options: &[],
    },
    Definition {
        id: FieldId::new(123),
        name: "Decimal",
        kind: "Decimal",
        columns: &["as_decimal"],
        options: &[],
    },
    Definition {
        id: FieldId::new(124),
        name: "Unheard of",
        kind: "Unheard of",
        columns: &["as_unheard_of"],
        options: &[],
    },
    Definition {
        id: FieldId::new(125),
        name: "List",
        kind: "Multiselect",
        columns: &["choices"],
        options: &["choice"],
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
