//! Transactional mail.

use serde_json::{Map, Value, json};

use super::contact_values::email;
use super::request::{Request, optional_text, required_text, set_member};
use super::response::{ApiError, ErrorCode, HandlerResult, Response};
use crate::account::Account;
use crate::state::mails::{Mail, TransactionalMail};
use crate::wire;

pub(super) fn send(account: &mut Account, request: &Request<'_>) -> HandlerResult {
    let mail = parse(request.object()?)?;
    let contacts = &account.state.contacts;
    let recipient = contacts
        .find_by_email(&mail.to)
        .and_then(|id| contacts.get(id));
    if recipient.is_some_and(|to| to.state() == "Unsubscriber") && !mail.force_sending {
        return Err(ApiError::new(
            ErrorCode::NotPossible,
            format!("{} has unsubscribed", mail.to),
        ));
    }
    account
        .state
        .outbox
        .push(Mail::Transactional(Box::new(mail)));
    let data = json!({"id": account.state.outbox.len()});
    Ok(Response::success("Mail sent", &data))
}

fn parse(members: &Map<String, Value>) -> Result<TransactionalMail, ApiError> {
    let from = members.get("from").and_then(address);
    let reply_to = match members.get("reply_to") {
        None | Some(Value::Null) => Some(Value::Null),
        // PHP writes an object without members as `[]`.
        Some(value) if wire::items(value).is_some_and(|items| items.is_empty()) => {
            Some(Value::Null)
        }
        Some(value) => address(value),
    };
    Ok(TransactionalMail {
        to: email(members.get("to").unwrap_or(&Value::Null))?,
        from: from.ok_or_else(|| not_an_address("from"))?,
        reply_to: reply_to.ok_or_else(|| not_an_address("reply_to"))?,
        subject: optional_text(members, "subject").filter(|subject| !subject.is_empty()),
        template: template(members.get("template").unwrap_or(&Value::Null))?,
        attachments: attachments(members)?,
        tag: required_text(members, "tag")?,
        force_sending: members.get("force_sending").is_some_and(wire::truthy),
    })
}

/// An object with `email`. One of the public clients sends the address itself.
fn address(value: &Value) -> Option<Value> {
    let address = match value {
        Value::String(_) => json!({"email": value}),
        _ => value.clone(),
    };
    email(address.get("email")?).ok().map(|_| address)
}

fn not_an_address(name: &str) -> ApiError {
    ApiError::invalid(format!(
        "{name} must be an object with an e-mail address in email"
    ))
}

/// An object with the id of a template and what to replace in it.
fn template(value: &Value) -> Result<Value, ApiError> {
    let id = value.get("id").and_then(wire::number::<u32>);
    if id.is_none_or(|id| id == 0) {
        let message = "template must be an object with the id of a template in id";
        return Err(ApiError::invalid(message));
    }
    let has_text = |replacement: &Value, name| replacement.get(name).and_then(wire::text).is_some();
    let is_replacement = |value: &&Value| has_text(value, "find") && has_text(value, "replace");
    let valid = match value.get("replaces") {
        None | Some(Value::Null) => true,
        Some(list) => wire::items(list).is_some_and(|items| items.iter().all(is_replacement)),
    };
    if valid {
        Ok(value.clone())
    } else {
        Err(ApiError::invalid(
            "replaces of template must be a list of objects with find and replace",
        ))
    }
}

/// One attachment, or several.
fn attachments(members: &Map<String, Value>) -> Result<Vec<Value>, ApiError> {
    let Some(value) = set_member(members, "attachment") else {
        return Ok(Vec::new());
    };
    let several = wire::items(value).filter(|items| items.iter().all(|item| item.is_object()));
    match (several, value) {
        (Some(several), _) => Ok(several.into_iter().cloned().collect()),
        (None, Value::Object(_)) => Ok(vec![value.clone()]),
        (None, _) => Err(ApiError::invalid(
            "attachment must be an object or a list of objects",
        )),
    }
}
