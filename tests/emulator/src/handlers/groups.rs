//! Groups.

use serde_json::{Map, Value, json};

use super::{Answer, Call, Outcome, Refusal, optional_text};
use crate::account::Account;
use crate::state::State;
use crate::state::groups::{Group, counts};
use crate::state::ids::GroupId;
use crate::wire::{self, flag, truthy};

pub(super) fn create(account: &mut Account, call: &Call<'_>) -> Outcome {
    let members = call.object()?;
    let now = account.state.clock.stamp();
    let name = optional_text(&members, "name").unwrap_or_default();
    let mut group = Group {
        visible_name: name.clone(),
        name,
        is_private: false,
        checked: false,
        description: String::new(),
        created_at: now.clone(),
        updated_at: now,
        external_id: None,
    };
    set(&mut group, &members);
    check(&account.state, &group, None)?;
    Ok(Answer::created(
        "Group created",
        account.state.groups.add(group),
    ))
}

fn set(group: &mut Group, members: &Map<String, Value>) {
    let texts = [
        ("name", &mut group.name),
        ("visible_name", &mut group.visible_name),
        ("description", &mut group.description),
    ];
    for (name, text) in texts {
        if let Some(value) = optional_text(members, name) {
            *text = value;
        }
    }
    if let Some(value) = members.get("is_private") {
        group.is_private = truthy(value);
    }
    if let Some(value) = members.get("external_id") {
        group.external_id = wire::text(value).filter(|id| !id.is_empty());
    }
}

/// Whether a group has a name, and an external id that no other has.
fn check(state: &State, group: &Group, own: Option<GroupId>) -> Result<(), Refusal> {
    if group.name.trim().is_empty() {
        return Err(Refusal::invalid("name is required"));
    }
    let mut others = state.groups.iter().filter(|(id, _)| Some(*id) != own);
    let taken = group.external_id.is_some()
        && others.any(|(_, other)| other.external_id == group.external_id);
    if taken {
        Err(Refusal::invalid("external_id is taken by another group"))
    } else {
        Ok(())
    }
}

pub(super) fn list(account: &mut Account, _: &Call<'_>) -> Outcome {
    let counts = counts(&account.state.groups, &account.state.contacts);
    let groups = account.state.groups.iter();
    let forms = groups.map(|(id, group)| counted(id, group, counts.get(&id).copied()));
    Ok(Answer::read(&forms.collect()))
}

pub(super) fn list_external(account: &mut Account, _: &Call<'_>) -> Outcome {
    let groups = account.state.groups.iter();
    Ok(Answer::read(
        &groups.map(|(id, group)| external(id, group)).collect(),
    ))
}

pub(super) fn get_by_external_id(account: &mut Account, call: &Call<'_>) -> Outcome {
    let mut groups = account.state.groups.iter();
    let found = groups.find(|(_, group)| group.external_id.as_deref() == Some(call.parameter));
    Ok(Answer::read(
        &found
            .map(|(id, group)| external(id, group))
            .into_iter()
            .collect(),
    ))
}

pub(super) fn get_external(account: &mut Account, call: &Call<'_>) -> Outcome {
    let (id, group) = find(&account.state, call)?;
    Ok(Answer::read(&external(id, group)))
}

pub(super) fn get(account: &mut Account, call: &Call<'_>) -> Outcome {
    let (id, group) = find(&account.state, call)?;
    let count = counts(&account.state.groups, &account.state.contacts)
        .get(&id)
        .copied();
    Ok(Answer::read(&counted(id, group, count)))
}

fn find<'a>(state: &'a State, call: &Call<'_>) -> Result<(GroupId, &'a Group), Refusal> {
    let id: GroupId = call.id("group")?;
    let group = state
        .groups
        .get(id)
        .ok_or_else(|| Refusal::not_found("group", call.parameter))?;
    Ok((id, group))
}

pub(super) fn update(account: &mut Account, call: &Call<'_>) -> Outcome {
    let members = call.object()?;
    let (id, group) = find(&account.state, call)?;
    let mut group = group.clone();
    set(&mut group, &members);
    check(&account.state, &group, Some(id))?;
    group.updated_at = account.state.clock.stamp();
    if let Some(old) = account.state.groups.get_mut(id) {
        *old = group;
    }
    Ok(Answer::written("Group updated", &json!([])))
}

pub(super) fn delete(account: &mut Account, call: &Call<'_>) -> Outcome {
    let (id, _) = find(&account.state, call)?;
    account.state.groups.remove(id);
    account.state.contacts.leave_group(id);
    Ok(Answer::written("Group deleted", &json!([])))
}

/// A group as it stands in every answer.
fn form(id: GroupId, group: &Group) -> Map<String, Value> {
    let members = [
        ("id", json!(id.0)),
        ("name", json!(group.name)),
        ("visible_name", json!(group.visible_name)),
        ("is_private", json!(group.is_private)),
        ("subscription_group_checked", json!(flag(group.checked))),
        ("description", json!(group.description)),
        ("created_at", json!(group.created_at)),
        ("updated_at", json!(group.updated_at)),
    ];
    members
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

fn counted(id: GroupId, group: &Group, count: Option<u32>) -> Value {
    let mut form = form(id, group);
    form.insert("contacts_count".to_owned(), json!(count.unwrap_or(0)));
    Value::Object(form)
}

fn external(id: GroupId, group: &Group) -> Value {
    let mut form = form(id, group);
    form.insert("external_id".to_owned(), json!(group.external_id));
    Value::Object(form)
}
