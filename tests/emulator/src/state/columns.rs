//! The columns of a contact: the built-in columns, and the columns of custom fields.

use super::fields::{Field, FieldType};

/// The type of a column. It decides how values are compared and how an empty value is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ColumnKind {
    Text,
    Date,
    DateTime,
    /// Several values, separated by commas.
    List,
}

/// The positions of built-in columns.
pub(crate) mod column {
    pub(crate) const EMAIL: usize = 0;
    pub(crate) const CREATED: usize = 6;
    pub(crate) const CHANGED: usize = 7;
    pub(crate) const NPS_SCORE: usize = 8;
    pub(crate) const STATE: usize = 9;
    pub(crate) const LANGUAGE: usize = 10;
    /// The first column of a custom field.
    pub(crate) const CUSTOM: usize = 11;
}

/// The built-in columns, in the order of the docs' sample of a contact.
pub(crate) const BUILT_IN: [(&str, ColumnKind); column::CUSTOM] = [
    ("email", ColumnKind::Text),
    ("last_open", ColumnKind::Date),
    ("voornaam", ColumnKind::Text),
    ("achternaam", ColumnKind::Text),
    ("geboortedatum", ColumnKind::Date),
    ("geslacht", ColumnKind::Text),
    ("aangemaakt", ColumnKind::DateTime),
    ("aangepast", ColumnKind::DateTime),
    ("nps_score", ColumnKind::Text),
    ("_state", ColumnKind::Text),
    ("_language", ColumnKind::Text),
];

/// The most columns: those of a table in `MySQL`.
pub(crate) const MAX_COLUMNS: usize = 4_096;

/// Whether every account has this column. Its field cannot be removed.
pub(crate) fn is_built_in(column: &str) -> bool {
    BUILT_IN.iter().any(|(name, _)| *name == column)
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Column {
    pub(crate) name: String,
    pub(crate) kind: ColumnKind,
}

/// All columns, by position.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Columns(Vec<Column>);

impl Columns {
    /// The built-in columns, and a column for each custom field.
    pub(crate) fn for_fields<'a>(fields: impl IntoIterator<Item = &'a Field>) -> Self {
        let built_in = BUILT_IN.iter().map(|&(name, kind)| Column {
            name: name.to_owned(),
            kind,
        });
        let mut columns = Self(built_in.collect());
        for field in fields {
            if columns.position(&field.column).is_none() {
                columns.0.push(Column {
                    name: field.column.clone(),
                    kind: column_kind(field.kind),
                });
            }
        }
        columns
    }

    pub(crate) fn position(&self, name: &str) -> Option<usize> {
        self.0.iter().position(|column| column.name == name)
    }

    pub(crate) fn get(&self, position: usize) -> Option<&Column> {
        self.0.get(position)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Column> {
        self.0.iter()
    }

    pub(crate) fn names(&self) -> Vec<String> {
        self.iter().map(|column| column.name.clone()).collect()
    }
}

fn column_kind(field: FieldType) -> ColumnKind {
    match field {
        FieldType::Date => ColumnKind::Date,
        FieldType::Multiselect => ColumnKind::List,
        _ => ColumnKind::Text,
    }
}
