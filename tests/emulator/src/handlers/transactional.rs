//! Transactional mail.

use serde_json::{Map, Value, json};

use super::contact_values::check_email;
use super::request::{Request, optional_text, required_text};
use super::response::{ApiError, ErrorCode, HandlerResult, Response};
use crate::account::Account;
use crate::state::mails::{Mail, TransactionalMail};
use crate::wire;

pub(super) fn send(account: &mut Account, request: &Request<'_>) -> HandlerResult {
    let mail = parse(&request.object()?)?;
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
    let to = required_text(members, "to")?;
    check_email(&to)?;
    let from = object(members, "from", "email")?;
    check_email(&wire::text(&from["email"]).unwrap_or_default())?;
    Ok(TransactionalMail {
        to,
        from,
        reply_to: members.get("reply_to").cloned().unwrap_or_default(),
        subject: optional_text(members, "subject").filter(|subject| !subject.is_empty()),
        template: object(members, "template", "id")?,
        attachments: attachments(members)?,
        tag: required_text(members, "tag")?,
        force_sending: members.get("force_sending").is_some_and(wire::truthy),
    })
}

/// A required object with a required text or number member.
fn object(members: &Map<String, Value>, name: &str, member: &str) -> Result<Value, ApiError> {
    let value = members.get(name);
    let value = value.filter(|value| value.get(member).and_then(wire::text).is_some());
    value
        .cloned()
        .ok_or_else(|| ApiError::invalid(format!("{name} must be an object with {member}")))
}

/// One attachment or an array of attachments.
fn attachments(members: &Map<String, Value>) -> Result<Vec<Value>, ApiError> {
    match members.get("attachment") {
        None | Some(Value::Null) => Ok(Vec::new()),
        Some(one @ Value::Object(_)) => Ok(vec![one.clone()]),
        Some(Value::Array(several)) if several.iter().all(Value::is_object) => Ok(several.clone()),
        Some(_) => Err(ApiError::invalid(
            "attachment must be an object or an array of objects",
        )),
    }
}
