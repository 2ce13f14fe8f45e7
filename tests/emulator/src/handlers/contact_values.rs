//! Validates the values of a contact in a request against the account's fields.

use serde_json::{Map, Value};

use super::response::ApiError;
use crate::state::State;
use crate::state::columns::column;
use crate::state::contact::ContactChanges;
use crate::state::date::{is_empty_date, pad_date};
use crate::state::fields::{Field, FieldType};
use crate::state::ids::GroupId;
use crate::state::row::MAX_VALUE;
use crate::wire;

/// The states that a client can set.
const STATES: [&str; 5] = [
    "Optin",
    "Unsubscriber",
    "Bounced",
    "Contact",
    "Transactional",
];

/// The languages that a client can set.
const LANGUAGES: [&str; 4] = ["NL", "EN", "DE", "SE"];

/// Reads the changes to a contact. Members without a column, and the dates that the API sets itself,
/// are ignored. `null` empties a column that may be empty, and leaves the others as they are: clients send
/// it for members that they do not set.
pub(super) fn contact_changes(
    state: &State,
    members: &Map<String, Value>,
) -> Result<ContactChanges, ApiError> {
    let mut changes = ContactChanges::default();
    for (name, value) in members {
        match name.as_str() {
            "aangemaakt" | "aangepast" => {}
            "email" | "_state" | "groups" if value.is_null() => {}
            "email" => changes.set(column::EMAIL, email(value)?),
            "groups" => changes.groups = Some(groups(state, value)?),
            "_state" => changes
                .values
                .push((column::STATE, Some(one_of(name, value, &STATES)?))),
            "_language" => changes
                .values
                .push((column::LANGUAGE, language(name, value)?)),
            _ => {
                if let Some(change) = field_change(state, name, value)? {
                    changes.values.push(change);
                }
            }
        }
    }
    Ok(changes)
}

/// The new value of a column. `None` if no field has this column.
fn field_change(
    state: &State,
    name: &str,
    value: &Value,
) -> Result<Option<(usize, Option<String>)>, ApiError> {
    let Some(position) = state.contacts.columns.position(name) else {
        return Ok(None);
    };
    let field = state
        .fields
        .iter()
        .map(|(_, field)| field)
        .find(|field| field.column == name);
    let Some(field) = field else { return Ok(None) };
    Ok(Some((position, field_value(field, value)?)))
}

fn field_value(field: &Field, value: &Value) -> Result<Option<String>, ApiError> {
    let name = &field.column;
    let text = match value {
        Value::Null => return Ok(None),
        Value::Array(_) | Value::Object(_) if field.kind == FieldType::Multiselect => {
            let items = wire::items(value).unwrap_or_default();
            items
                .into_iter()
                .filter_map(wire::text)
                .collect::<Vec<_>>()
                .join(",")
        }
        _ => wire::text(value).ok_or_else(|| ApiError::invalid(format!("{name} must be text")))?,
    };
    if text.len() > MAX_VALUE {
        let message = format!("{name} is longer than {MAX_VALUE} bytes");
        return Err(ApiError::invalid(message));
    }
    let valid = match field.kind {
        FieldType::Text | FieldType::Textarea => return Ok(Some(text)),
        _ if text.is_empty() => return Ok(None),
        FieldType::Integer if text.trim().parse::<i64>().is_ok() => {
            return Ok(Some(text.trim().to_owned()));
        }
        FieldType::Decimal if text.trim().parse::<f64>().is_ok_and(f64::is_finite) => {
            return Ok(Some(text.trim().to_owned()));
        }
        FieldType::Integer | FieldType::Decimal => false,
        FieldType::Date if is_empty_date(&text) => return Ok(None),
        FieldType::Date => match pad_date(&text) {
            Some(date) => return Ok(Some(date)),
            None => false,
        },
        // The docs call M and F the default values, so an account can have other values.
        FieldType::Dropdown if name == "geslacht" => true,
        FieldType::Dropdown => field.options.contains(&text),
        FieldType::Multiselect => text
            .split(',')
            .all(|part| field.options.iter().any(|option| option == part.trim())),
    };
    if valid {
        return Ok(Some(text));
    }
    Err(ApiError::invalid(format!(
        "{text:?} is not a valid value for {name}, which is a {}",
        field.kind.name()
    )))
}

fn one_of(name: &str, value: &Value, choices: &[&str]) -> Result<String, ApiError> {
    let text = wire::text(value).filter(|text| choices.contains(&text.as_str()));
    text.ok_or_else(|| ApiError::invalid(format!("{name} must be one of {}", choices.join(", "))))
}

/// A language. `None` for null and for empty text.
pub(super) fn language(name: &str, value: &Value) -> Result<Option<String>, ApiError> {
    match value {
        Value::Null => Ok(None),
        Value::String(text) if text.is_empty() => Ok(None),
        _ => one_of(name, value, &LANGUAGES).map(Some),
    }
}

fn groups(state: &State, value: &Value) -> Result<Box<[GroupId]>, ApiError> {
    let items = wire::items(value)
        .ok_or_else(|| ApiError::invalid("groups must be a list of group ids"))?;
    let mut groups = Vec::new();
    for item in items {
        let group = wire::number(item).map(GroupId);
        let known = group.filter(|group| state.groups.get(*group).is_some());
        let known = known.ok_or_else(|| ApiError::invalid(format!("There is no group {item}")))?;
        if !groups.contains(&known) {
            groups.push(known);
        }
    }
    Ok(groups.into())
}

/// An e-mail address without the spaces around it. It has text on both sides of one `@`.
pub(super) fn email(value: &Value) -> Result<String, ApiError> {
    let text = wire::text(value).unwrap_or_default();
    let email = text.trim();
    let valid = email.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty()
            && !host.is_empty()
            && !host.contains('@')
            && !email.contains(char::is_whitespace)
            && email.len() <= MAX_EMAIL
    });
    if valid {
        Ok(email.to_owned())
    } else {
        Err(ApiError::invalid(format!(
            "{text:?} is not an e-mail address"
        )))
    }
}

/// The longest e-mail address, in bytes (RFC 5321, section 4.5.3.1.3).
const MAX_EMAIL: usize = 254;
