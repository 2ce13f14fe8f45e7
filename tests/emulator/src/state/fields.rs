//! The fields of an account: nine that every account has, and custom ones.

use serde::{Deserialize, Serialize};

use super::columns::{BUILT_IN, at};
use super::ids::{FieldId, Table};

/// The type of a field.
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
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// A field.
#[allow(
    clippy::struct_excessive_bools,
    reason = "the flags are those of the API"
)]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Field {
    pub(crate) name: String,
    #[serde(rename = "type")]
    pub(crate) kind: FieldType,
    /// The choices of a dropdown or multiselect.
    pub(crate) options: Vec<String>,
    /// The column of a contact that the field fills.
    pub(crate) column: String,
    pub(crate) removable: bool,
    pub(crate) user_viewable: bool,
    pub(crate) user_editable: bool,
    pub(crate) mandatory: bool,
}

/// The fields that every account has. The docs' sample of all fields has nine, as many as the
/// sample of a contact has columns without an underscore.
pub(crate) fn built_in() -> Table<FieldId, Field> {
    let mut fields = Table::starting_at(1);
    for (name, kind) in &BUILT_IN[..at::STATE] {
        use super::columns::ColumnKind;
        fields.add(Field {
            name: (*name).to_owned(),
            kind: match kind {
                ColumnKind::Date | ColumnKind::DateTime => FieldType::Date,
                ColumnKind::Text | ColumnKind::List if *name == "nps_score" => FieldType::Integer,
                ColumnKind::Text | ColumnKind::List if *name == "geslacht" => FieldType::Dropdown,
                ColumnKind::Text | ColumnKind::List => FieldType::Text,
            },
            options: match *name {
                "geslacht" => vec!["M".to_owned(), "F".to_owned()],
                _ => Vec::new(),
            },
            column: (*name).to_owned(),
            removable: false,
            user_viewable: matches!(*name, "email" | "voornaam" | "achternaam" | "geslacht"),
            user_editable: matches!(*name, "voornaam" | "achternaam" | "geslacht"),
            mandatory: *name == "email",
        });
    }
    fields
}

/// The column of a field: its name in lower case, with underscores for what is neither letter nor
/// digit.
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
