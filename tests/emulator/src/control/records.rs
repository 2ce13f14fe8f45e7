//! What the account sent and received: the outbox, the journal and the calls of the webhook.

use serde_json::{Value, json};

use super::input::Input;
use super::reply::{Problem, Reply, ReplyResult};
use crate::handlers::response::Effect;
use crate::journal::JournalEntry;
use crate::operation::Operation;
use crate::service::Service;
use crate::state::mails::Mail;
use crate::sync::lock;
use crate::webhook::WebhookDelivery;

pub(super) fn outbox(service: &Service, input: &Input<'_>) -> ReplyResult {
    let kind = input.text("kind");
    if let Some(kind) = kind.filter(|kind| !["optin", "transactional"].contains(kind)) {
        let message = format!("kind takes optin or transactional; found {kind:?}");
        return Err(Problem::bad_request(message));
    }
    let to = input.text("to");
    let after: usize = input.get("after", "the number of a mail")?.unwrap_or(0);
    let account = lock(&service.account);
    let mails = numbered(&account.state.outbox)
        .skip(after)
        .filter(|(_, mail)| {
            kind.is_none_or(|kind| kind == mail.kind())
                && to.is_none_or(|to| mail.to().eq_ignore_ascii_case(to))
        });
    let mails = latest(mails, input)?.into_iter().map(mail_json);
    Ok(Reply::json(&json!({"mails": mails.collect::<Vec<_>>()})))
}

/// The mails of an account, with their numbers.
pub(super) fn numbered(
    outbox: &[Mail],
) -> impl DoubleEndedIterator<Item = (usize, &Mail)> + ExactSizeIterator {
    let mails = outbox.iter().enumerate();
    mails.map(|(index, mail)| (index + 1, mail))
}

/// The last items, as many as the parameter `latest` says. The order stays.
fn latest<T>(
    items: impl DoubleEndedIterator<Item = T>,
    input: &Input<'_>,
) -> Result<Vec<T>, Problem> {
    let count = input.get("latest", "a whole number")?.unwrap_or(usize::MAX);
    let mut latest: Vec<_> = items.rev().take(count).collect();
    latest.reverse();
    Ok(latest)
}

pub(super) fn mail_json((number, mail): (usize, &Mail)) -> Value {
    let mut json = match mail {
        Mail::Optin(mail) => json!(mail),
        Mail::Transactional(mail) => json!(mail),
    };
    if let Some(members) = json.as_object_mut() {
        members.insert("number".to_owned(), json!(number));
        members.insert("kind".to_owned(), json!(mail.kind()));
    }
    json
}

/// The parameters that select journal entries.
pub(super) const JOURNAL: &[&str] = &[
    "operation",
    "method",
    "path",
    "status",
    "effect",
    "has_fault",
    "has_ignored",
    "after",
    "latest",
];

pub(super) fn journal(service: &Service, input: &Input<'_>) -> ReplyResult {
    let operation = match input.text("operation") {
        Some(id) => Some(
            id.parse::<Operation>()
                .map_err(|error| Problem::bad_request(error.to_string()))?,
        ),
        None => None,
    };
    let status: Option<u16> = input.get("status", "an HTTP status, such as 200")?;
    let after = input.get("after", "the number of a request")?.unwrap_or(0);
    let fault: Option<bool> = input.get("has_fault", "true or false")?;
    let ignored: Option<bool> = input.get("has_ignored", "true or false")?;
    let effect = match input.text("effect") {
        None => None,
        Some("done") => Some(Effect::Done),
        Some("none") => Some(Effect::None),
        Some(other) => {
            let message = format!("effect takes done or none; found {other:?}");
            return Err(Problem::bad_request(message));
        }
    };
    let (method, path) = (input.text("method"), input.text("path"));
    let journal = lock(&service.journal);
    let entries = journal.iter().filter(|entry| {
        entry.number > after
            && operation.is_none_or(|operation| entry.operation == Some(operation))
            && method.is_none_or(|method| entry.method.eq_ignore_ascii_case(method))
            && path.is_none_or(|path| entry.path.starts_with(path))
            && status.is_none_or(|status| entry.status == Some(status))
            && effect.is_none_or(|effect| entry.effect == effect)
            && fault.is_none_or(|fault| entry.fault.is_some() == fault)
            && ignored.is_none_or(|ignored| entry.ignored.is_empty() != ignored)
    });
    let entries: Vec<_> = latest(entries, input)?
        .into_iter()
        .map(entry_json)
        .collect();
    Ok(Reply::json(
        &json!({"count": journal.count(), "entries": entries}),
    ))
}

fn entry_json(entry: &JournalEntry) -> Value {
    let query = entry
        .query
        .iter()
        .map(|(name, value)| json!({"name": name, "value": value}));
    json!({
        "number": entry.number,
        "method": entry.method,
        "path": entry.path,
        "query": query.collect::<Vec<_>>(),
        "body": entry.body,
        "operation": entry.operation.map(Operation::id),
        "effect": entry.effect.name(),
        "ignored": entry.ignored,
        "status": entry.status,
        "fault": entry.fault.as_ref().map(ToString::to_string),
    })
}

pub(super) fn clear_journal(service: &Service, _: &Input<'_>) -> ReplyResult {
    let mut journal = lock(&service.journal);
    journal.clear();
    Ok(Reply::json(
        &json!({"count": journal.count(), "entries": []}),
    ))
}

pub(super) fn deliveries(service: &Service, input: &Input<'_>) -> ReplyResult {
    let failed: Option<bool> = input.get("failed", "true or false")?;
    let deliveries = lock(&service.deliveries);
    let selected = deliveries
        .iter()
        .filter(|delivery| failed.is_none_or(|failed| has_failed(delivery) == failed));
    let selected: Vec<_> = latest(selected, input)?
        .into_iter()
        .map(delivery_json)
        .collect();
    Ok(Reply::json(&json!({
        "configured": service.webhook.is_some(),
        "deliveries": selected,
    })))
}

/// A receiver confirms a call with a status from 200 to 299.
pub(super) fn has_failed(delivery: &WebhookDelivery) -> bool {
    !matches!(delivery.outcome, Ok(200..=299))
}

fn delivery_json(delivery: &WebhookDelivery) -> Value {
    json!({
        "contact": delivery.contact,
        "status": delivery.outcome.as_ref().ok(),
        "error": delivery.outcome.as_ref().err(),
        "failed": has_failed(delivery),
    })
}
