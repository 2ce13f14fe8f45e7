//! Lists.

use serde_json::{Map, Value, json};

use super::contacts::keyed as keyed_contacts;
use super::request::{Request, optional_text, required_text};
use super::response::{ApiError, HandlerResult, Response};
use super::statistics::campaign_to_json;
use crate::account::Account;
use crate::state::State;
use crate::state::ids::{ContactId, ListId};
use crate::state::lists::List;
use crate::wire;

pub(super) fn create(account: &mut Account, request: &Request<'_>) -> HandlerResult {
    let members = request.object()?;
    let list = List {
        name: required_text(members, "name")?,
        description: optional_text(members, "description").unwrap_or_default(),
        contacts: contacts(&account.state, members)?,
    };
    Ok(Response::created(
        "List created",
        account.state.lists.add(list),
    ))
}

fn contacts(state: &State, members: &Map<String, Value>) -> Result<Vec<ContactId>, ApiError> {
    let invalid = || ApiError::invalid("contacts must be a list of contact ids");
    let mut contacts = Vec::new();
    for item in members
        .get("contacts")
        .and_then(wire::items)
        .ok_or_else(invalid)?
    {
        let id = ContactId(wire::number(item).ok_or_else(invalid)?);
        if state.contacts.get(id).is_none() {
            return Err(ApiError::invalid(format!("There is no contact {id}")));
        }
        contacts.push(id);
    }
    contacts.sort_unstable();
    contacts.dedup();
    Ok(contacts)
}

pub(super) fn list(account: &mut Account, _: &Request<'_>) -> HandlerResult {
    let lists = account.state.lists.iter();
    Ok(Response::keyed(lists.map(|(id, list)| {
        let value = json!({
            "id": id.to_string(),
            "name": list.name,
            "description": list.description,
        });
        (id, value)
    })))
}

pub(super) fn get(account: &mut Account, request: &Request<'_>) -> HandlerResult {
    let (id, list) = find(&account.state, request)?;
    let mut body = list_without_end(&account.state, id, list);
    body.push(b'}');
    Ok(Response::bytes(body))
}

pub(super) fn campaigns(account: &mut Account, request: &Request<'_>) -> HandlerResult {
    let (id, list) = find(&account.state, request)?;
    let mut body = list_without_end(&account.state, id, list);
    let sent = account
        .state
        .campaigns
        .iter()
        .filter(|(_, campaign)| campaign.list == Some(id));
    let campaigns: Vec<_> = sent
        .map(|(id, campaign)| campaign_to_json(id, campaign))
        .collect();
    body.extend_from_slice(b",\"campaigns\":");
    wire::write(&mut body, &campaigns);
    body.push(b'}');
    Ok(Response::bytes(body))
}

/// Writes a list with its contacts, without the closing brace.
fn list_without_end(state: &State, id: ListId, list: &List) -> Vec<u8> {
    let members = list
        .contacts
        .iter()
        .filter_map(|&contact| state.contacts.get(contact));
    let contacts = keyed_contacts(members, &state.contacts.columns);
    let mut body = b"{\"id\":".to_vec();
    wire::write_quoted(&mut body, id.0);
    for (name, text) in [("name", &list.name), ("description", &list.description)] {
        body.push(b',');
        wire::write_text(&mut body, name);
        body.push(b':');
        wire::write_text(&mut body, text);
    }
    body.extend_from_slice(b",\"list\":");
    body.extend_from_slice(&contacts);
    body
}

fn find<'a>(state: &'a State, request: &Request<'_>) -> Result<(ListId, &'a List), ApiError> {
    let id: ListId = request.id("list")?;
    let list = state
        .lists
        .get(id)
        .ok_or_else(|| ApiError::not_found("list", request.parameter))?;
    Ok((id, list))
}

pub(super) fn update(account: &mut Account, request: &Request<'_>) -> HandlerResult {
    let members = request.object()?;
    let (id, old) = find(&account.state, request)?;
    let list = List {
        name: required_text(members, "name")?,
        description: optional_text(members, "description").unwrap_or(old.description.clone()),
        contacts: contacts(&account.state, members)?,
    };
    if let Some(old) = account.state.lists.get_mut(id) {
        *old = list;
    }
    Ok(Response::success("List updated", &json!([])))
}

pub(super) fn delete(account: &mut Account, request: &Request<'_>) -> HandlerResult {
    let (id, _) = find(&account.state, request)?;
    account.state.lists.remove(id);
    Ok(Response::success("List deleted", &json!([])))
}
