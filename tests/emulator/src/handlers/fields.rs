//! Fields.

use serde_json::{Map, Value, json};

use super::request::{Request, optional_text, required_text, set_member};
use super::response::{ApiError, HandlerResult, Response};
use crate::account::Account;
use crate::state::columns::{MAX_COLUMNS, is_built_in};
use crate::state::fields::{Field, FieldType, column_name};
use crate::state::ids::FieldId;
use crate::wire::{self, flag, truthy};

/// The longest name of a column, in characters: that of `MySQL`.
const MAX_COLUMN_NAME: usize = 64;

pub(super) fn create(account: &mut Account, request: &Request<'_>) -> HandlerResult {
    let members = request.object()?;
    let name = required_text(members, "name")?;
    let column = column_name(&name);
    if column.chars().count() > MAX_COLUMN_NAME {
        return Err(ApiError::invalid(format!(
            "name is longer than {MAX_COLUMN_NAME} characters"
        )));
    }
    if account.state.contacts.columns.iter().count() >= MAX_COLUMNS {
        return Err(ApiError::invalid(format!(
            "Contacts have at most {MAX_COLUMNS} columns"
        )));
    }
    let exists = matches!(column.as_str(), "id" | "groups")
        || account.state.contacts.columns.position(&column).is_some();
    if exists {
        return Err(ApiError::invalid(format!(
            "A field {column} already exists"
        )));
    }
    let kind = kind(members)?;
    let field = Field {
        options: options(members, kind)?,
        kind,
        name,
        column,
        removable: set_member(members, "removable").is_none_or(truthy),
        user_viewable: set_member(members, "user_viewable").is_some_and(truthy),
        user_editable: set_member(members, "user_editable").is_some_and(truthy),
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
    let values = members.get("options").and_then(|options| {
        let values = wire::items(options.get("values")?)?;
        values
            .into_iter()
            .map(wire::text)
            .collect::<Option<Vec<_>>>()
    });
    // A Multiselect separates its values by commas.
    let is_choice = |value: &String| {
        let is_several = kind == FieldType::Multiselect && value.contains(',');
        !is_several && !value.trim().is_empty()
    };
    values
        .filter(|values| !values.is_empty() && values.iter().all(is_choice))
        .ok_or_else(|| {
            ApiError::invalid(format!(
                "A {} needs options with a list of values",
                kind.name()
            ))
        })
}

pub(super) fn list(account: &mut Account, _: &Request<'_>) -> HandlerResult {
    let fields = account.state.fields.iter();
    Ok(Response::keyed(
        fields.map(|(id, field)| (id, to_json(field))),
    ))
}

pub(super) fn get(account: &mut Account, request: &Request<'_>) -> HandlerResult {
    let id: FieldId = request.id("field")?;
    let field = account.state.fields.get(id);
    let field = field.ok_or_else(|| ApiError::not_found("field", request.parameter))?;
    Ok(Response::keyed([(id, to_json(field))]))
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
        if let Some(value) = set_member(members, name) {
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
