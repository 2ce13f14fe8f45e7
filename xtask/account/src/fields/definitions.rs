//! The definitions of fields, from the response to `GET /fields`.

use hellodialog::IndexMap;
use hellodialog::types::{Contact, Field, FieldId};
use hellodialog_runtime::wire::{DecodedAs, Keyed};
use serde::Deserialize as _;
use serde_json::{Map, Value};

use super::entries::{self, Entries};
use super::error::Error;
use super::lenient::{self, Recovered};
use super::markdown::code;
use super::warning::Warning;

/// The definitions of all fields of an account.
#[derive(Debug)]
pub(super) struct Definitions {
    /// In the order of ids.
    pub(super) fields: Vec<Definition>,
    pub(super) warnings: Vec<Warning>,
}

/// The definition of a field.
#[derive(Debug)]
pub(super) struct Definition {
    pub(super) id: FieldId,
    pub(super) field: Field,
    pub(super) decoding: Decoding,
}

/// How a definition was decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Decoding {
    /// As the client decodes it.
    Client,
    /// By this command only. The client skips it.
    Lenient,
    /// By this command only, and in part. The type of its columns is unknown.
    Partial,
}

/// Decodes the response to `GET /fields`, more leniently than the client: a field is kept if anything of
/// it is known.
pub(super) fn read(body: &[u8]) -> Result<Definitions, Error> {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    let response: Value = serde_json::from_slice(body).map_err(Error::Json)?;
    if let Some(error) = api_error(&response) {
        return Err(Error::Api(error));
    }
    let Entries {
        fields,
        mut warnings,
    } = entries::of(response, body)?;
    if fields.is_empty() {
        let message = "the account has no fields at all, but every account has `email`: is this the response \
                    to GET /fields?";
        warnings.push(Warning::for_account(message));
    }
    let mut definitions = Vec::new();
    for (id, value) in fields {
        let (definition, warning) = definition(id, &value);
        definitions.push(definition);
        warnings.extend(warning);
    }
    warnings.extend(client_cannot_decode(body, &definitions));
    Ok(Definitions {
        fields: definitions,
        warnings,
    })
}

fn definition(id: FieldId, value: &Value) -> (Definition, Option<Warning>) {
    let error = match Field::deserialize(value) {
        Ok(field) => {
            let decoding = Decoding::Client;
            return (
                Definition {
                    id,
                    field,
                    decoding,
                },
                None,
            );
        }
        Err(error) => error,
    };
    let Recovered { field, dropped } = lenient::read(value);
    let (decoding, known) = if dropped.is_empty() {
        (Decoding::Lenient, "this module has it".to_owned())
    } else {
        let known = format!(
            "this module has it without {}, and with untyped columns",
            dropped.join(", ")
        );
        (Decoding::Partial, known)
    };
    let message = format!(
        "is left out by the client, which cannot decode it ({}), and `check` ignores it; {known}",
        code(&error.to_string())
    );
    let name = field.name.clone().unwrap_or_default();
    (
        Definition {
            id,
            field,
            decoding,
        },
        Some(Warning::new(id, &name, message)),
    )
}

/// A warning if the client cannot decode this response at all. The client skips single fields, but not
/// all of them.
fn client_cannot_decode(body: &[u8], definitions: &[Definition]) -> Option<Warning> {
    let reason = match serde_json::from_slice::<DecodedAs<IndexMap<FieldId, Value>, Keyed>>(body) {
        Err(error) => code(&error.to_string()),
        Ok(_) if definitions.is_empty() => return None,
        Ok(_)
            if definitions
                .iter()
                .any(|one| one.decoding == Decoding::Client) =>
        {
            return None;
        }
        Ok(_) => "it cannot decode any field".to_owned(),
    };
    Some(Warning::for_account(format!(
        "the client cannot decode this response: {reason}. `check` will fail with `CheckError::Call`"
    )))
}

/// The error that the API reports instead of data.
fn api_error(response: &Value) -> Option<String> {
    let result = response.get("result")?;
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

/// Whether a column of contacts is a custom field: the client has no member for it.
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
    fn standard_columns_are_not_custom() {
        // From the example of a contact in the docs.
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
