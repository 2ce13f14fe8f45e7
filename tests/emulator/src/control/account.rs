//! The account: its state, its clock and the rights of its key.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::input::Input;
use super::records::{mail_json, numbered};
use super::reply::{Problem, Reply, ReplyResult};
use crate::account::Access;
use crate::demo::demo_account;
use crate::error::Error;
use crate::fault::ActiveFaults;
use crate::service::{Service, Start};
use crate::snapshot::Snapshot;
use crate::state::columns::Columns;
use crate::state::contact::Contact;
use crate::state::ids::ContactId;
use crate::state::{State, clock::Clock};
use crate::sync::lock;

/// The number of contacts in a page.
const PAGE_SIZE: usize = 100;

pub(super) fn health(service: &Service, _: &Input<'_>) -> ReplyResult {
    let contacts = lock(&service.account).state.contacts.len();
    let requests = lock(&service.journal).count();
    Ok(Reply::json(&json!({
        "healthy": true,
        "version": env!("CARGO_PKG_VERSION"),
        "contacts": contacts,
        "requests": requests,
    })))
}

/// The content of the account after a reset. Members that are left out are as at the start.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Reset {
    contacts: Option<u32>,
    seed: Option<u64>,
}

pub(super) fn reset(service: &Service, input: &Input<'_>) -> ReplyResult {
    let body: Reset = input.json()?;
    let Start {
        contacts,
        seed,
        access,
        faults,
    } = &service.start;
    let contacts = body.contacts.or(*contacts).ok_or_else(|| {
        Problem::new(
            409,
            "the account was loaded, and the loaded state is not kept: restore it with PUT \
             /_emulator/snapshot, or reset to a demo account with {\"contacts\": 250}, or to an empty \
             one with {\"contacts\": 0}",
        )
    })?;
    let state = match contacts {
        0 => State::empty(),
        _ => demo_account(contacts, body.seed.unwrap_or(*seed))
            .ok_or_else(|| Problem::bad_request(Error::TooManyContacts(contacts).to_string()))?,
    };
    {
        let mut account = lock(&service.account);
        account.state = state;
        service.count_change();
        account.settings.access = access.clone();
    }
    let mut active = ActiveFaults::default();
    for fault in faults {
        active.add(fault.clone());
    }
    *lock(&service.faults) = active;
    lock(&service.journal).clear();
    lock(&service.deliveries).clear();
    health(service, input)
}

pub(super) fn snapshot(service: &Service, _: &Input<'_>) -> ReplyResult {
    let state = lock(&service.account).state.clone();
    Ok(Reply::json_bytes(Snapshot(state).to_json()))
}

pub(super) fn restore(service: &Service, input: &Input<'_>) -> ReplyResult {
    let snapshot =
        Snapshot::read(input.body()).map_err(|error| Problem::bad_request(error.to_string()))?;
    let mut account = lock(&service.account);
    let old = std::mem::replace(&mut account.state, snapshot.0);
    service.count_change();
    // A large state takes long to drop.
    drop(account);
    drop(old);
    health(service, input)
}

pub(super) fn contacts(service: &Service, input: &Input<'_>) -> ReplyResult {
    let email = input.text("email").map(str::to_lowercase);
    let page: usize = input.get("page", "a number of at least 1")?.unwrap_or(1);
    let account = lock(&service.account);
    let page = ContactPage::of(&account.state, email.as_deref().unwrap_or_default(), page);
    let columns = &account.state.contacts.columns;
    let contacts = page
        .contacts
        .iter()
        .map(|contact| contact_json(contact, columns));
    Ok(Reply::json(&contacts.collect()))
}

/// The contacts whose address contains a text.
pub(super) struct ContactPage<'a> {
    pub(super) total: usize,
    pub(super) contacts: Vec<&'a Contact>,
}

impl<'a> ContactPage<'a> {
    /// `email` is in lower case; pages count from 1.
    pub(super) fn of(state: &'a State, email: &str, page: usize) -> Self {
        let start = page.saturating_sub(1).saturating_mul(PAGE_SIZE);
        if email.is_empty() {
            return Self {
                total: state.contacts.len(),
                contacts: state.contacts.iter().skip(start).take(PAGE_SIZE).collect(),
            };
        }
        let matching = || {
            state
                .contacts
                .iter()
                .filter(|contact| contact.email().to_lowercase().contains(email))
        };
        Self {
            total: matching().count(),
            contacts: matching().skip(start).take(PAGE_SIZE).collect(),
        }
    }
}

fn contact_json(contact: &Contact, columns: &Columns) -> Value {
    let values: Map<_, _> = columns
        .iter()
        .enumerate()
        .map(|(position, column)| (column.name.clone(), json!(contact.row.get(position))))
        .collect();
    json!({"id": contact.id, "groups": contact.groups, "values": values})
}

pub(super) fn click(service: &Service, input: &Input<'_>) -> ReplyResult {
    let missing = || Problem::new(404, format!("there is no contact {}", input.parameter));
    let id: ContactId = input.parameter.parse().map_err(|_| missing())?;
    if service.click_optin(id) {
        return Ok(Reply::json(&json!({"contact": id, "state": "Contact"})));
    }
    let account = lock(&service.account);
    let contact = account.state.contacts.get(id).ok_or_else(missing)?;
    let message = format!("a contact in state {} gets no optin mail", contact.state());
    Err(Problem::new(409, message))
}

pub(super) fn clock(service: &Service, _: &Input<'_>) -> ReplyResult {
    Ok(Reply::json(&clock_json(
        &lock(&service.account).state.clock,
    )))
}

fn clock_json(clock: &Clock) -> Value {
    json!({"now": clock.date_time(), "days_ahead": clock.days_ahead()})
}

/// The days by which the clock moves forward.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Days {
    days: Option<u32>,
}

pub(super) fn advance(service: &Service, input: &Input<'_>) -> ReplyResult {
    let days = input.json::<Days>()?.days;
    let days =
        days.ok_or_else(|| Problem::bad_request("the body needs days, such as {\"days\": 3}"))?;
    let state = &mut lock(&service.account).state;
    let sent_before = state.outbox.len();
    state.advance(days);
    service.count_change();
    let mut reply = clock_json(&state.clock);
    reply["sent"] = numbered(&state.outbox)
        .skip(sent_before)
        .map(mail_json)
        .collect();
    Ok(Reply::json(&reply))
}

pub(super) fn access(service: &Service, _: &Input<'_>) -> ReplyResult {
    Ok(access_reply(&lock(&service.account).settings.access))
}

fn access_reply(access: &Access) -> Reply {
    let endpoints = access
        .method_names()
        .map(|(name, methods)| (name.to_owned(), json!(methods)));
    Reply::json(&Value::Object(endpoints.collect()))
}

pub(super) fn set_access(service: &Service, input: &Input<'_>) -> ReplyResult {
    let names: BTreeMap<String, Vec<String>> = input.json()?;
    let access = Access::from_names(&names).map_err(Problem::bad_request)?;
    let reply = access_reply(&access);
    lock(&service.account).settings.access = access;
    Ok(reply)
}
