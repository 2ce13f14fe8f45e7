//! The values of a contact in a request, checked against the account's fields.

use serde_json::{Map, Value};

use super::Refusal;
use crate::search::is_moment;
use crate::state::State;
use crate::state::columns::at;
use crate::state::contacts::Changes;
use crate::state::fields::{Field, FieldType};
use crate::state::ids::GroupId;
use crate::wire;

/// The states that a contact can be given.
const STATES: [&str; 5] = [
    "Optin",
    "Unsubscriber",
    "Bounced",
    "Contact",
    "Transactional",
];

/// The languages that a contact can be given.
pub(super) const LANGUAGES: [&str; 4] = ["NL", "EN", "DE", "SE"];

/// Reads the values of a contact. Members that are no column are ignored, as are those that the
/// service sets itself.
pub(super) fn changes(state: &State, members: &Map<String, Value>) -> Result<Changes, Refusal> {
    let mut changes = Changes::default();
    for (name, value) in members {
        match name.as_str() {
            "aangemaakt" | "aangepast" => {}
            "groups" => changes.groups = Some(groups(state, value)?),
            "_state" => changes
                .values
                .push((at::STATE, Some(choice(name, value, &STATES)?))),
            "_language" => changes.values.push((at::LANGUAGE, language(name, value)?)),
            _ => {
                if let Some(change) = custom(state, name, value)? {
                    changes.values.push(change);
                }
            }
        }
    }
    Ok(changes)
}

/// A value of a field; nothing if there is no such column.
fn custom(
    state: &State,
    name: &str,
    value: &Value,
) -> Result<Option<(usize, Option<String>)>, Refusal> {
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

fn field_value(field: &Field, value: &Value) -> Result<Option<String>, Refusal> {
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
        _ => wire::text(value).ok_or_else(|| Refusal::invalid(format!("{name} must be a text")))?,
    };
    let fits = match field.kind {
        FieldType::Text | FieldType::Textarea => return Ok(Some(text)),
        _ if text.is_empty() => return Ok(None),
        FieldType::Integer => text.trim().parse::<i64>().is_ok(),
        FieldType::Decimal => text.trim().parse::<f64>().is_ok_and(f64::is_finite),
        FieldType::Date => is_moment(&text),
        // The docs call M and F the default values, so that an account may have others.
        FieldType::Dropdown if name == "geslacht" => true,
        FieldType::Dropdown => field.options.contains(&text),
        FieldType::Multiselect => text
            .split(',')
            .all(|part| field.options.iter().any(|option| option == part.trim())),
    };
    if fits {
        return Ok(Some(text));
    }
    Err(Refusal::invalid(format!(
        "{text:?} is no value for {name}, which is a {}",
        field.kind.name()
    )))
}

fn choice(name: &str, value: &Value, choices: &[&str]) -> Result<String, Refusal> {
    let text = wire::text(value).filter(|text| choices.contains(&text.as_str()));
    text.ok_or_else(|| Refusal::invalid(format!("{name} must be one of {}", choices.join(", "))))
}

/// A language; none for null and an empty text.
pub(super) fn language(name: &str, value: &Value) -> Result<Option<String>, Refusal> {
    match value {
        Value::Null => Ok(None),
        Value::String(text) if text.is_empty() => Ok(None),
        _ => choice(name, value, &LANGUAGES).map(Some),
    }
}

fn groups(state: &State, value: &Value) -> Result<Box<[GroupId]>, Refusal> {
    let items = match value {
        Value::Null => Some(Vec::new()),
        _ => wire::items(value),
    };
    let items = items.ok_or_else(|| Refusal::invalid("groups must be a list of group ids"))?;
    let mut groups = Vec::new();
    for item in items {
        let group = wire::number(item).map(GroupId);
        let known = group.filter(|group| state.groups.get(*group).is_some());
        let known = known.ok_or_else(|| Refusal::invalid(format!("There is no group {item}")))?;
        if !groups.contains(&known) {
            groups.push(known);
        }
    }
    Ok(groups.into())
}

/// An e-mail address: something on both sides of one `@`.
pub(super) fn check_email(email: &str) -> Result<(), Refusal> {
    let parts = email.trim().split_once('@');
    let sound = parts.is_some_and(|(name, host)| {
        !name.is_empty() && !host.is_empty() && !host.contains('@') && !email.trim().contains(' ')
    });
    if sound {
        Ok(())
    } else {
        Err(Refusal::invalid(format!("{email:?} is no e-mail address")))
    }
}
