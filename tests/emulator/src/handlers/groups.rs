//! Groups.

use serde_json::{Map, Value, json};

use super::request::{Request, optional_text, set_member};
use super::response::{ApiError, HandlerResult, Response};
use crate::account::Account;
use crate::state::State;
use crate::state::groups::{Group, contact_counts};
use crate::state::ids::GroupId;
use crate::wire::{self, flag, truthy};

pub(super) fn create(account: &mut Account, request: &Request<'_>) -> HandlerResult {
    let members = request.object()?;
    let now = account.state.clock.date_time();
    let name = optional_text(members, "name").unwrap_or_default();
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
    apply(&mut group, members);
    validate(&account.state, &group, None)?;
    Ok(Response::created(
        "Group created",
        account.state.groups.add(group),
    ))
}

fn apply(group: &mut Group, members: &Map<String, Value>) {
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
    if let Some(value) = set_member(members, "is_private") {
        group.is_private = truthy(value);
    }
    if let Some(value) = members.get("external_id") {
        group.external_id = wire::text(value).filter(|id| !id.is_empty());
    }
}

/// Checks that a group has a name, and that its external id is unique.
fn validate(state: &State, group: &Group, own: Option<GroupId>) -> Result<(), ApiError> {
    if group.name.trim().is_empty() {
        return Err(ApiError::invalid("name is required"));
    }
    let mut others = state.groups.iter().filter(|(id, _)| Some(*id) != own);
    let duplicate = group.external_id.is_some()
        && others.any(|(_, other)| other.external_id == group.external_id);
    if duplicate {
        Err(ApiError::invalid("Another group has this external_id"))
    } else {
        Ok(())
    }
}

pub(super) fn list(account: &mut Account, _: &Request<'_>) -> HandlerResult {
    let counts = contact_counts(&account.state.groups, &account.state.contacts);
    let groups = account.state.groups.iter();
    let groups = groups.map(|(id, group)| with_count(id, group, counts.get(&id).copied()));
    Ok(Response::json(&groups.collect()))
}

pub(super) fn list_external(account: &mut Account, _: &Request<'_>) -> HandlerResult {
    let groups = account.state.groups.iter();
    Ok(Response::json(
        &groups
            .map(|(id, group)| with_external_id(id, group))
            .collect(),
    ))
}

pub(super) fn get_by_external_id(account: &mut Account, request: &Request<'_>) -> HandlerResult {
    let mut groups = account.state.groups.iter();
    let found = groups.find(|(_, group)| group.external_id.as_deref() == Some(request.parameter));
    Ok(Response::json(
        &found
            .map(|(id, group)| with_external_id(id, group))
            .into_iter()
            .collect(),
    ))
}

pub(super) fn get_external(account: &mut Account, request: &Request<'_>) -> HandlerResult {
    let (id, group) = find(&account.state, request)?;
    Ok(Response::json(&with_external_id(id, group)))
}

pub(super) fn get(account: &mut Account, request: &Request<'_>) -> HandlerResult {
    let (id, group) = find(&account.state, request)?;
    let count = contact_counts(&account.state.groups, &account.state.contacts)
        .get(&id)
        .copied();
    Ok(Response::json(&with_count(id, group, count)))
}

fn find<'a>(state: &'a State, request: &Request<'_>) -> Result<(GroupId, &'a Group), ApiError> {
    let id: GroupId = request.id("group")?;
    let group = state
        .groups
        .get(id)
        .ok_or_else(|| ApiError::not_found("group", request.parameter))?;
    Ok((id, group))
}

pub(super) fn update(account: &mut Account, request: &Request<'_>) -> HandlerResult {
    let members = request.object()?;
    let (id, group) = find(&account.state, request)?;
    let mut group = group.clone();
    apply(&mut group, members);
    validate(&account.state, &group, Some(id))?;
    group.updated_at = account.state.clock.date_time();
    if let Some(old) = account.state.groups.get_mut(id) {
        *old = group;
    }
    Ok(Response::success("Group updated", &json!([])))
}

pub(super) fn delete(account: &mut Account, request: &Request<'_>) -> HandlerResult {
    let (id, _) = find(&account.state, request)?;
    account.state.groups.remove(id);
    account.state.contacts.clear_group(id);
    Ok(Response::success("Group deleted", &json!([])))
}

/// The members that a group has in every response.
fn common_members(id: GroupId, group: &Group) -> Map<String, Value> {
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

fn with_count(id: GroupId, group: &Group, count: Option<u32>) -> Value {
    let mut members = common_members(id, group);
    members.insert("contacts_count".to_owned(), json!(count.unwrap_or(0)));
    Value::Object(members)
}

fn with_external_id(id: GroupId, group: &Group) -> Value {
    let mut members = common_members(id, group);
    members.insert("external_id".to_owned(), json!(group.external_id));
    Value::Object(members)
}
