//! The table: a CSV file with a header, and a row for each e-mail address.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

use hellodialog::Value;
use hellodialog::types::{
    Contact, ContactBatchItem, ContactId, ContactState, ContactUpdate, NewContact,
};
use tempfile::NamedTempFile;

use super::Error;

/// The column that identifies rows.
const EMAIL: &str = "email";

/// Columns that only the account sets, or that cannot be updated in a batch.
const NOT_SYNCED: [&str; 10] = [
    "id",
    "groups",
    "last_open",
    "aangemaakt",
    "aangepast",
    "nps_score",
    "_state",
    "_language",
    "geslacht",
    "geboortedatum",
];

/// The values of a row or contact by column, without the address. An empty text means no value.
pub(super) type Values = BTreeMap<String, String>;

/// A row of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    /// The address as written in the file.
    pub(super) email: String,
    pub(super) values: Values,
}

/// The whole table, in the order of the file.
#[derive(Debug, Clone)]
pub(super) struct Table {
    path: PathBuf,
    columns: Vec<String>,
    /// The character between cells.
    delimiter: u8,
    pub(super) rows: Vec<Row>,
}

/// The key of an address: the account compares addresses without case.
pub(super) fn key(email: &str) -> String {
    email.trim().to_lowercase()
}

impl Table {
    pub(super) fn read(path: &Path) -> Result<Self, Error> {
        let table_error = |source| Error::Csv {
            path: path.to_owned(),
            source,
        };
        let (delimiter, mut reader) = open(path).map_err(table_error)?;
        let header = reader.headers().map_err(table_error)?;
        let columns: Vec<String> = header.iter().map(str::to_lowercase).collect();
        check_columns(path, &columns)?;
        let mut lines = BTreeMap::new();
        let mut rows = Vec::new();
        for record in reader.records() {
            let record = record.map_err(table_error)?;
            let line = record.position().map(csv::Position::line);
            let row = row(&columns, &record);
            let invalid = |what| Error::Table {
                path: path.to_owned(),
                line,
                what,
            };
            if row.email.is_empty() {
                return Err(invalid("the row has no e-mail address; add it".to_owned()));
            }
            if let Some(first) = lines.insert(key(&row.email), line) {
                let first = first.unwrap_or_default();
                let what = format!("{} is a duplicate of line {first}; remove one", row.email);
                return Err(invalid(what));
            }
            rows.push(row);
        }
        Ok(Self {
            path: path.to_owned(),
            columns,
            delimiter,
            rows,
        })
    }

    /// The columns except the address.
    pub(super) fn columns(&self) -> impl Iterator<Item = &String> {
        self.columns.iter().filter(|column| *column != EMAIL)
    }

    /// Replaces the file with the table, atomically.
    pub(super) fn write(&self) -> Result<(), Error> {
        let mut writer = csv::WriterBuilder::new()
            .delimiter(self.delimiter)
            .from_writer(Vec::new());
        let table_error = |source| Error::Csv {
            path: self.path.clone(),
            source,
        };
        writer.write_record(&self.columns).map_err(table_error)?;
        for row in &self.rows {
            let cells = self.columns.iter().map(|column| match column.as_str() {
                EMAIL => &row.email,
                column => &row.values[column],
            });
            writer.write_record(cells).map_err(table_error)?;
        }
        let table_error = |source| Error::File {
            path: self.path.clone(),
            source,
        };
        let text = writer
            .into_inner()
            .map_err(|error| table_error(error.into_error()))?;
        replace(&self.path, &text).map_err(table_error)
    }

    /// The values of a contact in the columns of this table.
    pub(super) fn values(&self, contact: &Contact) -> Values {
        let value = |column: &str| match column {
            "voornaam" => contact.voornaam.clone().unwrap_or_default(),
            "achternaam" => contact.achternaam.clone().unwrap_or_default(),
            custom => contact.custom.get(custom).map(text).unwrap_or_default(),
        };
        self.columns()
            .map(|column| (column.clone(), value(column)))
            .collect()
    }
}

/// Opens a table. Spreadsheets separate cells by commas, by semicolons (where the comma is the decimal
/// sign) or by tabs: the separator is the one with which the header has the column of addresses.
fn open(path: &Path) -> csv::Result<(u8, csv::Reader<File>)> {
    let reader = |delimiter| {
        csv::ReaderBuilder::new()
            .trim(csv::Trim::All)
            .delimiter(delimiter)
            .from_path(path)
    };
    for delimiter in [b',', b';', b'\t'] {
        let mut reader = reader(delimiter)?;
        let header = reader.headers()?;
        if header.iter().any(|column| column.to_lowercase() == EMAIL) {
            return Ok((delimiter, reader));
        }
    }
    Ok((b',', reader(b',')?))
}

fn check_columns(path: &Path, columns: &[String]) -> Result<(), Error> {
    let invalid = |what| {
        Err(Error::Table {
            path: path.to_owned(),
            line: Some(1),
            what,
        })
    };
    if !columns.iter().any(|column| column == EMAIL) {
        return invalid(format!(
            "there is no column `{EMAIL}` in the header `{}`; add it, and separate columns by commas, \
             semicolons or tabs",
            columns.join(",")
        ));
    }
    for (position, column) in columns.iter().enumerate() {
        if NOT_SYNCED.contains(&column.as_str()) || column.is_empty() {
            return invalid(format!("the column `{column}` cannot be synced; remove it"));
        }
        if columns[..position].contains(column) {
            return invalid(format!("duplicate column `{column}`; remove one"));
        }
    }
    Ok(())
}

fn row(columns: &[String], record: &csv::StringRecord) -> Row {
    let cells = columns.iter().zip(record);
    let mut values: Values = cells
        .map(|(column, cell)| (column.clone(), cell.to_owned()))
        .collect();
    Row {
        email: values.remove(EMAIL).unwrap_or_default(),
        values,
    }
}

impl Row {
    /// The contact to create.
    pub(super) fn as_new(&self) -> NewContact {
        let contact = NewContact::new()
            .email(&self.email)
            .state(ContactState::Contact);
        let filled = self.values.iter().filter(|(_, value)| !value.is_empty());
        filled.fold(contact, |contact, (column, value)| match column.as_str() {
            "voornaam" => contact.voornaam(value),
            "achternaam" => contact.achternaam(value),
            _ => contact.custom(column, value.as_str()),
        })
    }

    /// The update of a contact in a batch.
    pub(super) fn as_item(&self, id: ContactId) -> ContactBatchItem {
        let item = ContactBatchItem::new(id);
        self.values
            .iter()
            .fold(item, |item, (column, value)| match column.as_str() {
                "voornaam" => item.voornaam(value),
                "achternaam" => item.achternaam(value),
                _ => item.custom(column, value.as_str()),
            })
    }

    /// The update of a single contact.
    pub(super) fn as_update(&self) -> ContactUpdate {
        let update = ContactUpdate::new();
        self.values
            .iter()
            .fold(update, |update, (column, value)| match column.as_str() {
                "voornaam" => update.voornaam(value),
                "achternaam" => update.achternaam(value),
                _ => update.custom(column, value.as_str()),
            })
    }
}

/// The text of a custom field's value in a cell.
fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// Replaces a file atomically: a reader sees either the old or the new content.
pub(super) fn replace(path: &Path, text: &[u8]) -> std::io::Result<()> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let mut file = NamedTempFile::new_in(folder.unwrap_or(Path::new(".")))?;
    file.write_all(text)?;
    file.as_file().sync_all()?;
    if let Ok(old) = path.metadata() {
        file.as_file().set_permissions(old.permissions())?;
    }
    file.persist(path)?;
    Ok(())
}
