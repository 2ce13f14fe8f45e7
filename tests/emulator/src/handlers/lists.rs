//! Lists.

use serde_json::{Map, Value, json};

use super::contacts::keyed as keyed_contacts;
use super::insight::campaign_form;
use super::{Answer, Call, Outcome, Refusal, optional_text, required_text};
use crate::account::Account;
use crate::state::State;
use crate::state::ids::{ContactId, ListId};
use crate::state::lists::List;
use crate::wire::{self, keyed};

pub(super) fn create(account: &mut Account, call: &Call<'_>) -> Outcome {
    let members = call.object()?;
    let list = List {
        name: required_text(&members, "name")?,
        description: optional_text(&members, "description").unwrap_or_default(),
        contacts: contacts(&account.state, &members)?,
    };
    Ok(Answer::created(
        "List created",
        account.state.lists.add(list),
    ))
}

fn contacts(state: &State, members: &Map<String, Value>) -> Result<Vec<ContactId>, Refusal> {
    let invalid = || Refusal::invalid("contacts must be a list of contact ids");
    let mut contacts = Vec::new();
    for item in members
        .get("contacts")
        .and_then(wire::items)
        .ok_or_else(invalid)?
    {
        let id = ContactId(wire::number(item).ok_or_else(invalid)?);
        if state.contacts.get(id).is_none() {
            return Err(Refusal::not_found("contact", &id.to_string()));
        }
        contacts.push(id);
    }
    contacts.sort_unstable();
    contacts.dedup();
    Ok(contacts)
}

pub(super) fn list(account: &mut Account, _: &Call<'_>) -> Outcome {
    let lists = account.state.lists.iter();
    Ok(Answer::read(&keyed(lists.map(|(id, list)| {
        let form = json!({
            "id": id.to_string(),
            "name": list.name,
            "description": list.description,
        });
        (id, form)
    }))))
}

pub(super) fn get(account: &mut Account, call: &Call<'_>) -> Outcome {
    let (id, list) = find(&account.state, call)?;
    let mut body = start(&account.state, id, list);
    body.push(b'}');
    Ok(Answer::bytes(body))
}

pub(super) fn campaigns(account: &mut Account, call: &Call<'_>) -> Outcome {
    let (id, list) = find(&account.state, call)?;
    let mut body = start(&account.state, id, list);
    let sent = account
        .state
        .campaigns
        .iter()
        .filter(|(_, campaign)| campaign.list == Some(id));
    let campaigns: Vec<_> = sent
        .map(|(id, campaign)| campaign_form(id, campaign))
        .collect();
    body.extend_from_slice(b",\"campaigns\":");
    wire::write(&mut body, &campaigns);
    body.push(b'}');
    Ok(Answer::bytes(body))
}

/// A list with its contacts, up to the brace that ends it.
fn start(state: &State, id: ListId, list: &List) -> Vec<u8> {
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

fn find<'a>(state: &'a State, call: &Call<'_>) -> Result<(ListId, &'a List), Refusal> {
    let id: ListId = call.id("list")?;
    let list = state
        .lists
        .get(id)
        .ok_or_else(|| Refusal::not_found("list", call.parameter))?;
    Ok((id, list))
}

pub(super) fn update(account: &mut Account, call: &Call<'_>) -> Outcome {
    let members = call.object()?;
    let (id, old) = find(&account.state, call)?;
    let list = List {
        name: required_text(&members, "name")?,
        description: optional_text(&members, "description").unwrap_or(old.description.clone()),
        contacts: contacts(&account.state, &members)?,
    };
    if let Some(old) = account.state.lists.get_mut(id) {
        *old = list;
    }
    Ok(Answer::written("List updated", &json!([])))
}

pub(super) fn delete(account: &mut Account, call: &Call<'_>) -> Outcome {
    let (id, _) = find(&account.state, call)?;
    account.state.lists.remove(id);
    Ok(Answer::written("List deleted", &json!([])))
}
