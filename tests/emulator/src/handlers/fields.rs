//! Fields.

use serde_json::{Map, Value, json};

use super::{Answer, Call, Outcome, Refusal, optional_text, required_text};
use crate::account::Account;
use crate::state::fields::{Field, FieldType, column_name};
use crate::state::ids::FieldId;
use crate::wire::{self, flag, keyed, truthy};

pub(super) fn create(account: &mut Account, call: &Call<'_>) -> Outcome {
    let members = call.object()?;
    let name = required_text(&members, "name")?;
    let column = column_name(&name);
    let taken = matches!(column.as_str(), "id" | "groups")
        || account.state.contacts.columns.position(&column).is_some();
    if taken {
        return Err(Refusal::invalid(format!(
            "There is a field {column} already"
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
    account.state.fields_changed(None);
    Ok(Answer::created("Field created", id))
}

fn kind(members: &Map<String, Value>) -> Result<FieldType, Refusal> {
    let Some(name) = optional_text(members, "type") else {
        return Ok(FieldType::Text);
    };
    FieldType::from_name(&name)
        .ok_or_else(|| Refusal::invalid(format!("{name:?} is no type of field")))
}

fn options(members: &Map<String, Value>, kind: FieldType) -> Result<Vec<String>, Refusal> {
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
        Refusal::invalid(format!(
            "A {} needs options with a list of values",
            kind.name()
        ))
    })?;
    Ok(values.into_iter().filter_map(wire::text).collect())
}

pub(super) fn list(account: &mut Account, _: &Call<'_>) -> Outcome {
    let fields = account.state.fields.iter();
    Ok(Answer::read(&keyed(
        fields.map(|(id, field)| (id, form(field))),
    )))
}

pub(super) fn get(account: &mut Account, call: &Call<'_>) -> Outcome {
    let id: FieldId = call.id("field")?;
    let field = account.state.fields.get(id);
    let field = field.ok_or_else(|| Refusal::not_found("field", call.parameter))?;
    Ok(Answer::read(&keyed([(id, form(field))])))
}

fn form(field: &Field) -> Value {
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

pub(super) fn update(account: &mut Account, call: &Call<'_>) -> Outcome {
    let id: FieldId = call.id("field")?;
    let members = call.object()?;
    let field = account.state.fields.get_mut(id);
    let field = field.ok_or_else(|| Refusal::not_found("field", call.parameter))?;
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
    Ok(Answer::written("Field updated", &json!([])))
}

pub(super) fn delete(account: &mut Account, call: &Call<'_>) -> Outcome {
    let id: FieldId = call.id("field")?;
    let field = account.state.fields.get(id);
    let field = field.ok_or_else(|| Refusal::not_found("field", call.parameter))?;
    if !field.removable {
        return Err(Refusal::invalid(format!(
            "The field {} cannot be removed",
            field.name
        )));
    }
    let column = field.column.clone();
    account.state.fields.remove(id);
    account.state.fields_changed(Some(&column));
    Ok(Answer::written("Field deleted", &json!([])))
}
