//! Transactional mail.

use serde_json::{Map, Value, json};

use super::contact_values::check_email;
use super::{Answer, Call, Code, Outcome, Refusal, optional_text, required_text};
use crate::account::Account;
use crate::state::mails::{Mail, TransactionalMail};
use crate::wire;

pub(super) fn send(account: &mut Account, call: &Call<'_>) -> Outcome {
    let mail = read(&call.object()?)?;
    let contacts = &account.state.contacts;
    let recipient = contacts
        .with_email(&mail.to)
        .and_then(|id| contacts.get(id));
    if recipient.is_some_and(|to| to.state() == "Unsubscriber") && !mail.force_sending {
        return Err(Refusal::new(
            Code::NotPossible,
            format!("{} has unsubscribed", mail.to),
        ));
    }
    account
        .state
        .outbox
        .push(Mail::Transactional(Box::new(mail)));
    Ok(Answer::written("Mail sent", &json!([])))
}

fn read(members: &Map<String, Value>) -> Result<TransactionalMail, Refusal> {
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

/// A required object with a required text or number in it.
fn object(members: &Map<String, Value>, name: &str, inside: &str) -> Result<Value, Refusal> {
    let value = members.get(name);
    let value = value.filter(|value| value.get(inside).and_then(wire::text).is_some());
    value
        .cloned()
        .ok_or_else(|| Refusal::invalid(format!("{name} must be an object with {inside}")))
}

/// One attachment or an array of them.
fn attachments(members: &Map<String, Value>) -> Result<Vec<Value>, Refusal> {
    match members.get("attachment") {
        None | Some(Value::Null) => Ok(Vec::new()),
        Some(one @ Value::Object(_)) => Ok(vec![one.clone()]),
        Some(Value::Array(several)) if several.iter().all(Value::is_object) => Ok(several.clone()),
        Some(_) => Err(Refusal::invalid(
            "attachment must be an object or an array of objects",
        )),
    }
}
