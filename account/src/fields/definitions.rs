//! The account's definitions, as `GET /fields` answers them.

use hellodialog::IndexMap;
use hellodialog::types::{Contact, Field, FieldId};
use hellodialog_runtime::wire::{Answer, Keyed};
use serde_json::{Map, Value};

use super::docs::code;
use super::error::Error;
use super::note::Note;

/// What an account says of its fields.
#[derive(Debug)]
pub(super) struct Definitions {
    /// All that can be read, by id.
    pub(super) fields: Vec<(FieldId, Field)>,
    /// What cannot.
    pub(super) notes: Vec<Note>,
}

/// Reads the answer to `GET /fields`, with the leniency of the client: a field that cannot be read
/// does not lose the others.
pub(super) fn read(body: &[u8]) -> Result<Definitions, Error> {
    let answer: Value = serde_json::from_slice(body).map_err(Error::Json)?;
    if let Some(refusal) = refusal(&answer) {
        return Err(Error::Refused(refusal));
    }
    // Read anew: an id that comes twice is gone from the value.
    let answer: Answer<IndexMap<FieldId, Value>, Keyed> =
        serde_json::from_slice(body).map_err(Error::Shape)?;
    let mut entries = answer.into_inner();
    // The answer need not have the same order tomorrow.
    entries.sort_unstable_keys();
    let (mut fields, mut notes) = (Vec::new(), Vec::new());
    for (id, value) in entries {
        match serde_json::from_value::<Field>(value.clone()) {
            Ok(field) => fields.push((id, field)),
            Err(error) => notes.push(unreadable(id, &value, &error)),
        }
    }
    Ok(Definitions { fields, notes })
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

fn unreadable(id: FieldId, value: &Value, error: &serde_json::Error) -> Note {
    let name = value.get("name").and_then(Value::as_str).unwrap_or("");
    Note::new(
        id,
        name,
        format!(
            "is left out, because it cannot be read: {}",
            code(&error.to_string())
        ),
    )
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
