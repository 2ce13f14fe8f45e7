//! The account's definitions, as `GET /fields` answers them.

use hellodialog::IndexMap;
use hellodialog::types::{Contact, Field, FieldId};
use hellodialog_runtime::wire::{DecodedAs, Keyed};
use serde::Deserialize as _;
use serde_json::{Map, Value};

use super::docs::code;
use super::entries::{self, Entries};
use super::error::Error;
use super::lenient::{self, Mended};
use super::note::Note;

/// What an account says of its fields.
#[derive(Debug)]
pub(super) struct Definitions {
    /// In the order of their ids.
    pub(super) fields: Vec<Definition>,
    /// What is odd.
    pub(super) notes: Vec<Note>,
}

/// What an account says of a field.
#[derive(Debug)]
pub(super) struct Definition {
    pub(super) id: FieldId,
    pub(super) field: Field,
    pub(super) reading: Reading,
}

/// How a definition could be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// As the client reads it.
    Client,
    /// Here, while the client leaves it out.
    Lenient,
    /// Here and in part, so that it is not known what its columns hold.
    Part,
}

/// Reads the answer to `GET /fields`, more leniently than the client does: a field of which
/// anything is known is not lost.
pub(super) fn read(body: &[u8]) -> Result<Definitions, Error> {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    let answer: Value = serde_json::from_slice(body).map_err(Error::Json)?;
    if let Some(refusal) = refusal(&answer) {
        return Err(Error::Refused(refusal));
    }
    let Entries { fields, mut notes } = entries::of(answer, body)?;
    if fields.is_empty() {
        let says = "the account has no fields at all, and every account has `email` at least: is \
                    this the answer to GET /fields?";
        notes.push(Note::of_account(says));
    }
    let mut definitions = Vec::new();
    for (id, value) in fields {
        let (definition, note) = definition(id, &value);
        definitions.push(definition);
        notes.extend(note);
    }
    notes.extend(check_that_fails(body, &definitions));
    Ok(Definitions {
        fields: definitions,
        notes,
    })
}

fn definition(id: FieldId, value: &Value) -> (Definition, Option<Note>) {
    let error = match Field::deserialize(value) {
        Ok(field) => {
            let reading = Reading::Client;
            return (Definition { id, field, reading }, None);
        }
        Err(error) => error,
    };
    let Mended { field, lost } = lenient::read(value);
    let (reading, known) = if lost.is_empty() {
        (Reading::Lenient, "it is read here".to_owned())
    } else {
        let known = format!(
            "here it is read without {}, and the values of any columns are kept as they come",
            lost.join(", ")
        );
        (Reading::Part, known)
    };
    let says = format!(
        "is left out by the client, which cannot read it ({}), and so `check` passes over it: {known}",
        code(&error.to_string())
    );
    let name = field.name.clone().unwrap_or_default();
    (
        Definition { id, field, reading },
        Some(Note::new(id, &name, says)),
    )
}

/// A note, if the client can read nothing of this answer: it leaves out single fields alone, and not
/// all of them.
fn check_that_fails(body: &[u8], definitions: &[Definition]) -> Option<Note> {
    let why = match serde_json::from_slice::<DecodedAs<IndexMap<FieldId, Value>, Keyed>>(body) {
        Err(error) => code(&error.to_string()),
        Ok(_) if definitions.is_empty() => return None,
        Ok(_) if definitions.iter().any(|one| one.reading == Reading::Client) => return None,
        Ok(_) => "it reads none of the fields".to_owned(),
    };
    Some(Note::of_account(format!(
        "the client cannot read this answer: {why}. `check` fails with `CheckError::Call` then"
    )))
}

/// What the API says of a call that it refused, where the data would have been.
fn refusal(answer: &Value) -> Option<String> {
    let result = answer.get("result")?;
    let status = result.get("status")?.as_str()?;
    if !status.eq_ignore_ascii_case("error") {
        return None;
    }
    let text = |name: &str| match result.get(name) {
        None | Some(Value::Null) => format!("no {name}"),
        Some(Value::String(text)) => code(text),
        Some(other) => code(&other.to_string()),
    };
    Some(format!(
        "code {}, message {}",
        text("code"),
        text("message")
    ))
}

/// Whether a column of contacts is the account's own: whether the client's contact keeps it among
/// those for which it has no member.
pub(super) fn is_custom(column: &str) -> bool {
    let mut contact = Map::from_iter([("id".to_owned(), Value::from(1))]);
    contact.entry(column).or_insert(Value::Null);
    let contact: Result<Contact, _> = serde_json::from_value(contact.into());
    contact.is_ok_and(|contact| contact.custom.contains_key(column))
}

#[cfg(test)]
mod tests {
    use super::is_custom;

    #[test]
    fn the_columns_of_every_account_are_not_its_own() {
        // Those of the docs' sample of a contact.
        let standard = [
            "id",
            "email",
            "last_open",
            "voornaam",
            "achternaam",
            "geboortedatum",
            "geslacht",
            "aangemaakt",
            "aangepast",
            "nps_score",
            "_state",
            "_language",
            "groups",
        ];
        for column in standard {
            assert!(!is_custom(column), "{column}");
        }
        for column in ["shoe_size", "state", "Email", "custom", "", "naïef"] {
            assert!(is_custom(column), "{column}");
        }
    }
}
