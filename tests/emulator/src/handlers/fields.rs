//! Fields.

use serde_json::{Map, Value, json};

use super::request::{Request, optional_text, required_text};
use super::response::{ApiError, HandlerResult, Response};
use crate::account::Account;
use crate::state::columns::is_built_in;
use crate::state::fields::{Field, FieldType, column_name};
use crate::state::ids::FieldId;
use crate::wire::{self, flag, keyed, truthy};

pub(super) fn create(account: &mut Account, request: &Request<'_>) -> HandlerResult {
    let members = request.object()?;
    let name = required_text(&members, "name")?;
    let column = column_name(&name);
    let exists = matches!(column.as_str(), "id" | "groups")
        || account.state.contacts.columns.position(&column).is_some();
    if exists {
        return Err(ApiError::invalid(format!(
            "A field {column} already exists"
        )));
    }
    let kind = kind(&members)?;
    let field = Field {
        options: options(&members, kind)?,
        kind,
        name,
        column,
        removable: members.get("removable").is_none_or(truthy),
        user_viewable: members.get("user_viewable").is_some_and(truthy),
        user_editable: members.get("user_editable").is_some_and(truthy),
        mandatory: false,
    };
    let id = account.state.fields.add(field);
    account.state.update_columns();
    Ok(Response::created("Field created", id))
}

fn kind(members: &Map<String, Value>) -> Result<FieldType, ApiError> {
    let Some(name) = optional_text(members, "type") else {
        return Ok(FieldType::Text);
    };
    FieldType::from_name(&name)
        .ok_or_else(|| ApiError::invalid(format!("{name:?} is not a field type")))
}

fn options(members: &Map<String, Value>, kind: FieldType) -> Result<Vec<String>, ApiError> {
    if !matches!(kind, FieldType::Dropdown | FieldType::Multiselect) {
        return Ok(Vec::new());
    }
    let values = members
        .get("options")
        .and_then(|options| options.get("values"));
    let values = values
        .and_then(wire::items)
        .filter(|values| !values.is_empty());
    let values = values.ok_or_else(|| {
        ApiError::invalid(format!(
            "A {} needs options with a list of values",
            kind.name()
        ))
    })?;
    Ok(values.into_iter().filter_map(wire::text).collect())
}

pub(super) fn list(account: &mut Account, _: &Request<'_>) -> HandlerResult {
    let fields = account.state.fields.iter();
    Ok(Response::json(&keyed(
        fields.map(|(id, field)| (id, to_json(field))),
    )))
}

pub(super) fn get(account: &mut Account, request: &Request<'_>) -> HandlerResult {
    let id: FieldId = request.id("field")?;
    let field = account.state.fields.get(id);
    let field = field.ok_or_else(|| ApiError::not_found("field", request.parameter))?;
    Ok(Response::json(&keyed([(id, to_json(field))])))
}

fn to_json(field: &Field) -> Value {
    let options = match field.options.as_slice() {
        [] => json!([]),
        values => json!({"values": values}),
    };
    json!({
        "name": field.name,
        "type": field.kind.name(),
        "options": options,
        "columns": [field.column],
        "removable": flag(field.removable),
        "user_viewable": flag(field.user_viewable),
        "user_editable": flag(field.user_editable),
        "subscription_field_mandatory": flag(field.mandatory),
    })
}

pub(super) fn update(account: &mut Account, request: &Request<'_>) -> HandlerResult {
    let id: FieldId = request.id("field")?;
    let members = request.object()?;
    let field = account.state.fields.get_mut(id);
    let field = field.ok_or_else(|| ApiError::not_found("field", request.parameter))?;
    if is_built_in(&field.column) && members.get("removable").is_some_and(truthy) {
        return Err(ApiError::invalid(format!(
            "The field {} is built in and cannot be made removable",
            field.name
        )));
    }
    let flags = [
        ("removable", &mut field.removable),
        ("user_viewable", &mut field.user_viewable),
        ("user_editable", &mut field.user_editable),
    ];
    for (name, flag) in flags {
        if let Some(value) = members.get(name) {
            *flag = truthy(value);
        }
    }
    Ok(Response::success("Field updated", &json!([])))
}

pub(super) fn delete(account: &mut Account, request: &Request<'_>) -> HandlerResult {
    let id: FieldId = request.id("field")?;
    let field = account.state.fields.get(id);
    let field = field.ok_or_else(|| ApiError::not_found("field", request.parameter))?;
    if !field.removable || is_built_in(&field.column) {
        return Err(ApiError::invalid(format!(
            "The field {} cannot be removed",
            field.name
        )));
    }
    account.state.fields.remove(id);
    account.state.update_columns();
    Ok(Response::success("Field deleted", &json!([])))
}
