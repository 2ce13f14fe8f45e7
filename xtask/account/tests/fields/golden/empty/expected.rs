// Written by `cargo xtask fields` from the fields of an account. Run it again when they change.

//! The custom fields of an account.
//!
//! Read [`CustomFields`] from a contact with `contact.custom.parse()`, and write them with
//! `.custom_all(Extra::from_serialize(&fields)?)`. Call [`check`] at start-up to find out
//! whether the fields of the account have changed.
//!
//! Warnings:
//!
//! - the account has no fields at all, but every account has `email`: is this the response to GET /fields?

use std::fmt;

use hellodialog::types::{Field, FieldId, FieldType, Filter};
use hellodialog::{Client, IndexMap};
use serde::{Deserialize, Serialize};

/// The custom fields of a contact.
///
/// A member that is `None` is not sent, so the value in the account does not change. A value of
/// another type is an error that names the column; `contact.custom.get_as` decodes a single one.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CustomFields {}

/// A field of the account when this module was written.
struct Definition {
    id: FieldId,
    name: &'static str,
    kind: &'static str,
    columns: &'static [&'static str],
    options: &'static [&'static str],
}

/// All fields of the account, standard fields included.
const DEFINITIONS: &[Definition] = &[];

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
