//! The fields of every account.

use super::columns::{BUILT_IN, ColumnKind, column};
use super::fields::{Field, FieldType};
use super::ids::{FieldId, Table};

/// The built-in fields. The docs' sample of all fields has nine, the number of columns without an
/// underscore in the docs' sample of a contact.
pub(crate) fn built_in_fields() -> Table<FieldId, Field> {
    let mut fields = Table::starting_at(1);
    for (name, kind) in &BUILT_IN[..column::STATE] {
        fields.add(Field {
            name: display_name(name),
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

/// The name of a field starts with a capital where its column does not: `Email`.
fn display_name(column: &str) -> String {
    let mut letters = column.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}
