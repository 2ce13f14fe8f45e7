// Written by `cargo xtask fields` from the account's definitions; run it again when they change.

//! The fields of the account's own.
//!
//! [`CustomFields`] is read from a contact with `contact.custom.parse()`, and written with
//! `.custom_all(Extra::from_serialize(&fields)?)`. [`check`] says at start-up whether the
//! account still has the fields that it had when this was written.
//!
//! What is odd in the account:
//!
//! - the account has no fields at all, and every account has `email` at least: is this the answer to GET /fields?

use std::fmt;

use hellodialog::types::{Field, FieldId, FieldType};
use hellodialog::{Client, IndexMap};
use serde::{Deserialize, Serialize};

/// What a contact has in the fields of the account's own.
///
/// A member that is `None` is not sent, and so does not change. A value that is not of its
/// type is an error that names the column; `contact.custom.get_as` reads one by itself.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CustomFields {}

/// A field of the account, as it was when this was written.
struct Definition {
    id: FieldId,
    name: &'static str,
    kind: &'static str,
    columns: &'static [&'static str],
    options: &'static [&'static str],
}

/// All fields of the account, those that every account has as well.
const DEFINITIONS: &[Definition] = &[];

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
