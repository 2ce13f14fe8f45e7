//! Fields: each defines a column of the contacts.

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum FieldType {
    Text,
    Dropdown,
    Multiselect,
    Date,
    Integer,
    Decimal,
    Textarea,
}

impl FieldType {
    pub(crate) const ALL: [Self; 7] = [
        Self::Text,
        Self::Dropdown,
        Self::Multiselect,
        Self::Date,
        Self::Integer,
        Self::Decimal,
        Self::Textarea,
    ];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Text => "Text",
            Self::Dropdown => "Dropdown",
            Self::Multiselect => "Multiselect",
            Self::Date => "Date",
            Self::Integer => "Integer",
            Self::Decimal => "Decimal",
            Self::Textarea => "Textarea",
        }
    }

    pub(crate) fn from_name(name: &str) -> Option<Self> {
        // One of the vendor's clients calls the type `Decimals`.
        let name = if name == "Decimals" { "Decimal" } else { name };
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

#[allow(
    clippy::struct_excessive_bools,
    reason = "the flags are those of the API"
)]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Field {
    pub(crate) name: String,
    #[serde(rename = "type")]
    pub(crate) kind: FieldType,
    /// The values of a dropdown or multiselect.
    pub(crate) options: Vec<String>,
    /// The name of the column.
    pub(crate) column: String,
    pub(crate) removable: bool,
    pub(crate) user_viewable: bool,
    pub(crate) user_editable: bool,
    pub(crate) mandatory: bool,
}

/// The column of a field: the name in lower case, with `_` for everything except letters and digits.
pub(crate) fn column_name(name: &str) -> String {
    let lower = name.trim().to_lowercase();
    lower
        .chars()
        .map(|letter| {
            if letter.is_alphanumeric() {
                letter
            } else {
                '_'
            }
        })
        .collect()
}
