//! Creating, changing and deleting contacts, and their optin mails.

use serde_json::{Map, Value, json};

use super::contact_values::{changes, check_email, language};
use super::{Answer, Call, Code, Outcome, Refusal, batch};
use crate::account::Account;
use crate::state::State;
use crate::state::columns::at;
use crate::state::contacts::Changes;
use crate::state::ids::{ContactId, GroupId};
use crate::wire;

pub(super) fn create(account: &mut Account, call: &Call<'_>) -> Outcome {
    let members = call.object()?;
    let changes = changes(&account.state, &members)?;
    insert(&mut account.state, changes)
}

pub(super) fn create_with_external_groups(account: &mut Account, call: &Call<'_>) -> Outcome {
    let mut members = call.object()?;
    members.remove("groups");
    let mut changes = changes(&account.state, &members)?;
    if let Some(ids) = members.get("external_group_ids") {
        changes.groups = Some(external_groups(&account.state, ids)?);
    }
    insert(&mut account.state, changes)
}

fn external_groups(state: &State, ids: &Value) -> Result<Box<[GroupId]>, Refusal> {
    let invalid = || Refusal::invalid("external_group_ids must be a list of external ids");
    let mut groups = Vec::new();
    for id in wire::items(ids).ok_or_else(invalid)? {
        let id = wire::text(id).ok_or_else(invalid)?;
        let mut known = state.groups.iter();
        let group = known.find(|(_, group)| group.external_id.as_ref() == Some(&id));
        groups.push(
            group
                .ok_or_else(|| Refusal::not_found("group with external id", &id))?
                .0,
        );
    }
    Ok(groups.into())
}

fn insert(state: &mut State, mut changes: Changes) -> Outcome {
    let email = changes.get(at::EMAIL).unwrap_or_default().to_owned();
    check_email(&email)?;
    if let Some(existing) = state.contacts.with_email(&email) {
        return Err(duplicate(existing));
    }
    if changes.get(at::STATE).is_none() {
        changes.set(at::STATE, "Optin");
    }
    let now = state.clock.stamp();
    changes.set(at::CREATED, now.clone());
    changes.set(at::CHANGED, now);
    let gets_optin = changes.get(at::STATE) == Some("Optin");
    let id = state.contacts.add(changes);
    if gets_optin {
        state.send_first_optin(id);
    }
    Ok(Answer::created("Contact created", id).with_changed(id))
}

fn duplicate(existing: ContactId) -> Refusal {
    Refusal::new(
        Code::Duplicate,
        "A contact with this e-mail address exists already",
    )
    .with_data(json!({"id_of_duplicate": existing.0.to_string()}))
}

pub(super) fn update(account: &mut Account, call: &Call<'_>) -> Outcome {
    let id: ContactId = call.id("contact")?;
    set(&mut account.state, id, &call.object()?)?;
    Ok(Answer::written("Contact updated", &json!([])).with_changed(id))
}

pub(super) fn update_many(account: &mut Account, call: &Call<'_>) -> Outcome {
    let body = call.json()?;
    let items = wire::items(&body)
        .ok_or_else(|| Refusal::new(Code::InvalidBody, "The body must be an array of contacts"))?;
    let outcomes = items
        .into_iter()
        .map(|item| set_item(&mut account.state, item).map(Some));
    batch("Contacts updated", outcomes.collect())
}

fn set_item(state: &mut State, item: &Value) -> Result<ContactId, Refusal> {
    let members = item
        .as_object()
        .ok_or_else(|| Refusal::invalid("A contact must be an object"))?;
    let id = members.get("id").and_then(wire::number).map(ContactId);
    let id = id.ok_or_else(|| Refusal::invalid("id is required"))?;
    set(state, id, members)?;
    Ok(id)
}

fn set(state: &mut State, id: ContactId, members: &Map<String, Value>) -> Result<(), Refusal> {
    if state.contacts.get(id).is_none() {
        return Err(Refusal::not_found("contact", &id.to_string()));
    }
    let mut changes = changes(state, members)?;
    if changes
        .values
        .iter()
        .any(|(position, _)| *position == at::EMAIL)
    {
        let email = changes.get(at::EMAIL).unwrap_or_default();
        check_email(email)?;
        if let Some(existing) = state
            .contacts
            .with_email(email)
            .filter(|&existing| existing != id)
        {
            return Err(duplicate(existing));
        }
    }
    changes.set(at::CHANGED, state.clock.stamp());
    state.contacts.update(id, changes);
    Ok(())
}

pub(super) fn delete(account: &mut Account, call: &Call<'_>) -> Outcome {
    let id: ContactId = call.id("contact")?;
    let state = &mut account.state;
    state
        .contacts
        .remove(id)
        .ok_or_else(|| Refusal::not_found("contact", call.parameter))?;
    state.optins_due.remove(&id);
    Ok(Answer::written("Contact deleted", &json!([])))
}

pub(super) fn send_optin(account: &mut Account, call: &Call<'_>) -> Outcome {
    let id: ContactId = call.id("contact")?;
    let state = &mut account.state;
    let contact = state
        .contacts
        .get(id)
        .ok_or_else(|| Refusal::not_found("contact", call.parameter))?;
    if !matches!(contact.state(), "Optin" | "Unsubscriber" | "Transactional") {
        let message = format!("A contact in state {} gets no optin mail", contact.state());
        return Err(Refusal::new(Code::NotPossible, message));
    }
    let members = if call.body.is_empty() {
        Map::new()
    } else {
        call.object()?
    };
    let wanted = members.get("optin_language").unwrap_or(&Value::Null);
    let language = language("optin_language", wanted)?;
    state.send_optin(id, language.as_deref());
    Ok(Answer::written("Optin mail sent", &json!([])))
}

/// The contact clicks the link in the optin mail; false if there is none who could.
pub(crate) fn click_optin(state: &mut State, id: ContactId) -> bool {
    let Some(contact) = state.contacts.get(id) else {
        return false;
    };
    if !matches!(contact.state(), "Optin" | "Unsubscriber" | "Transactional") {
        return false;
    }
    let mut changes = Changes::default();
    changes.set(at::STATE, "Contact");
    changes.set(at::CHANGED, state.clock.stamp());
    state.contacts.update(id, changes);
    state.optins_due.remove(&id);
    true
}
