//! Creates, changes and deletes contacts, and sends optin mails.

use serde_json::{Map, Value, json};

use super::contact_values::{contact_changes, language};
use super::request::{Body, Request, set_member};
use super::response::{ApiError, ErrorCode, HandlerResult, Response, batch};
use crate::account::Account;
use crate::state::State;
use crate::state::columns::column;
use crate::state::contact::ContactChanges;
use crate::state::ids::{ContactId, GroupId};
use crate::wire;

pub(super) fn create(account: &mut Account, request: &Request<'_>) -> HandlerResult {
    let members = request.object()?;
    let changes = contact_changes(&account.state, members)?;
    insert(&mut account.state, changes)
}

pub(super) fn create_with_external_groups(
    account: &mut Account,
    request: &Request<'_>,
) -> HandlerResult {
    let mut members = request.object()?.clone();
    members.remove("groups");
    let mut changes = contact_changes(&account.state, &members)?;
    if let Some(ids) = set_member(&members, "external_group_ids") {
        changes.groups = Some(external_groups(&account.state, ids)?);
    }
    insert(&mut account.state, changes)
}

fn external_groups(state: &State, ids: &Value) -> Result<Box<[GroupId]>, ApiError> {
    let invalid = || ApiError::invalid("external_group_ids must be a list of external ids");
    let mut groups = Vec::new();
    for id in wire::items(ids).ok_or_else(invalid)? {
        let id = wire::text(id).ok_or_else(invalid)?;
        let mut groups_of_account = state.groups.iter();
        let group = groups_of_account.find(|(_, group)| group.external_id.as_ref() == Some(&id));
        let (group, _) = group
            .ok_or_else(|| ApiError::invalid(format!("There is no group with external id {id}")))?;
        if !groups.contains(&group) {
            groups.push(group);
        }
    }
    Ok(groups.into())
}

fn insert(state: &mut State, mut changes: ContactChanges) -> HandlerResult {
    let email = changes
        .get(column::EMAIL)
        .ok_or_else(|| ApiError::invalid("email is required"))?;
    if let Some(existing) = state.contacts.find_by_email(email) {
        return Err(duplicate(existing));
    }
    if changes.get(column::STATE).is_none() {
        changes.set(column::STATE, "Optin");
    }
    let now = state.clock.date_time();
    changes.set(column::CREATED, now.clone());
    changes.set(column::CHANGED, now);
    let gets_optin = changes.get(column::STATE) == Some("Optin");
    let id = state.contacts.add(changes);
    if gets_optin {
        state.send_first_optin(id);
    }
    Ok(Response::created("Contact created", id).with_changed(id))
}

fn duplicate(existing: ContactId) -> ApiError {
    ApiError::new(
        ErrorCode::Duplicate,
        "A contact with this e-mail address already exists",
    )
    .with_data(json!({"id_of_duplicate": existing.0.to_string()}))
}

pub(super) fn update(account: &mut Account, request: &Request<'_>) -> HandlerResult {
    let id: ContactId = request.id("contact")?;
    apply(&mut account.state, id, request.object()?)?;
    let data = json!({"id": id.0});
    Ok(Response::success("Contact updated", &data).with_changed(id))
}

pub(super) fn update_many(account: &mut Account, request: &Request<'_>) -> HandlerResult {
    let body = request.json()?;
    let items = wire::items(body).ok_or_else(|| {
        ApiError::new(
            ErrorCode::InvalidBody,
            "The body must be an array of contacts",
        )
    })?;
    let results = items
        .into_iter()
        .map(|item| update_item(&mut account.state, item).map(Some));
    batch("Contacts updated", results.collect())
}

fn update_item(state: &mut State, item: &Value) -> Result<ContactId, ApiError> {
    let members = item
        .as_object()
        .ok_or_else(|| ApiError::invalid("A contact must be an object"))?;
    let id = members.get("id").and_then(wire::number).map(ContactId);
    let id = id.ok_or_else(|| ApiError::invalid("id is required"))?;
    apply(state, id, members)?;
    Ok(id)
}

fn apply(state: &mut State, id: ContactId, members: &Map<String, Value>) -> Result<(), ApiError> {
    if state.contacts.get(id).is_none() {
        return Err(ApiError::not_found("contact", &id.to_string()));
    }
    let mut changes = contact_changes(state, members)?;
    let owner = changes
        .get(column::EMAIL)
        .and_then(|email| state.contacts.find_by_email(email));
    if let Some(existing) = owner.filter(|&existing| existing != id) {
        return Err(duplicate(existing));
    }
    changes.set(column::CHANGED, state.clock.date_time());
    state.contacts.update(id, changes);
    Ok(())
}

pub(super) fn delete(account: &mut Account, request: &Request<'_>) -> HandlerResult {
    let id: ContactId = request.id("contact")?;
    let state = &mut account.state;
    state
        .contacts
        .remove(id)
        .ok_or_else(|| ApiError::not_found("contact", request.parameter))?;
    state.optins_due.remove(&id);
    Ok(Response::success("Contact deleted", &json!([])))
}

pub(super) fn send_optin(account: &mut Account, request: &Request<'_>) -> HandlerResult {
    let id: ContactId = request.id("contact")?;
    let state = &mut account.state;
    let contact = state
        .contacts
        .get(id)
        .ok_or_else(|| ApiError::not_found("contact", request.parameter))?;
    if !contact.can_get_optin() {
        let message = format!("A contact in state {} gets no optin mail", contact.state());
        return Err(ApiError::new(ErrorCode::NotPossible, message));
    }
    let requested = match request.body {
        Body::Empty => &Value::Null,
        _ => request
            .object()?
            .get("optin_language")
            .unwrap_or(&Value::Null),
    };
    let language = language("optin_language", requested)?;
    state.send_optin(id, language.as_deref());
    Ok(Response::success("Optin mail sent", &json!([])))
}
