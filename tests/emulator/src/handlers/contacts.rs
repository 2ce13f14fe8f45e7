//! Reading contacts, and those who unsubscribed.

use super::{Answer, Call, Outcome, Refusal};
use crate::account::{Account, SingleContact};
use crate::search::{Filter, Operator, Target};
use crate::state::columns::{ColumnKind, Columns, at};
use crate::state::contacts::Contact;
use crate::state::ids::ContactId;
use crate::wire;

/// How many contacts or unsubscribers a page has at most.
const PAGE: usize = 100;

pub(super) fn list(account: &mut Account, call: &Call<'_>) -> Outcome {
    let columns = &account.state.contacts.columns;
    let filter = Filter::from_query(call.query, columns, &["values"]);
    Ok(page(account, &filter, call))
}

pub(super) fn list_unsubscribers(account: &mut Account, call: &Call<'_>) -> Outcome {
    let columns = &account.state.contacts.columns;
    let filter = Filter::from_query(call.query, columns, &["value", "values"]);
    Ok(page(
        account,
        &filter.and(Target::Text(at::STATE), Operator::Equals, "Unsubscriber"),
        call,
    ))
}

pub(super) fn get(account: &mut Account, call: &Call<'_>) -> Outcome {
    let contact = find(account, call, "contact")?;
    Ok(Answer::bytes(single(
        account,
        contact,
        account.settings.single_contact,
    )))
}

pub(super) fn get_unsubscriber(account: &mut Account, call: &Call<'_>) -> Outcome {
    let contact = find(account, call, "unsubscriber")?;
    if contact.state() != "Unsubscriber" {
        return Err(Refusal::not_found("unsubscriber", call.parameter));
    }
    Ok(Answer::bytes(single(
        account,
        contact,
        SingleContact::Keyed,
    )))
}

fn find<'a>(account: &'a Account, call: &Call<'_>, what: &str) -> Result<&'a Contact, Refusal> {
    let id: ContactId = call.id(what)?;
    account
        .state
        .contacts
        .get(id)
        .ok_or_else(|| Refusal::not_found(what, call.parameter))
}

fn single(account: &Account, contact: &Contact, shape: SingleContact) -> Vec<u8> {
    let columns = &account.state.contacts.columns;
    match shape {
        SingleContact::Bare => {
            let mut out = Vec::with_capacity(512);
            write(&mut out, contact, columns);
            out
        }
        SingleContact::Keyed => keyed([contact], columns),
    }
}

fn page(account: &mut Account, filter: &Filter, call: &Call<'_>) -> Answer {
    let columns = account.state.contacts.columns.clone();
    Answer::bytes(keyed(
        account.state.contacts.page(filter, call.query.page(), PAGE),
        &columns,
    ))
}

/// Contacts in an object whose keys count from 0; `[]` if there are none.
pub(super) fn keyed<'a>(
    contacts: impl IntoIterator<Item = &'a Contact>,
    columns: &Columns,
) -> Vec<u8> {
    let mut out = Vec::with_capacity(32 * 1024);
    for (index, contact) in (0..).zip(contacts) {
        out.push(if index == 0 { b'{' } else { b',' });
        wire::write_quoted(&mut out, index);
        out.push(b':');
        write(&mut out, contact, columns);
    }
    if out.is_empty() {
        return b"[]".to_vec();
    }
    out.push(b'}');
    out
}

/// Appends a contact with all its columns.
fn write(out: &mut Vec<u8>, contact: &Contact, columns: &Columns) {
    out.extend_from_slice(b"{\"id\":");
    wire::write_quoted(out, contact.id.0);
    for (position, column) in columns.iter().enumerate() {
        if position == at::CUSTOM {
            write_groups(out, contact);
        }
        out.push(b',');
        wire::write_text(out, &column.name);
        out.push(b':');
        let value = contact.row.get(position);
        match (value, column.kind) {
            (Some(value), _) => wire::write_text(out, value),
            (None, ColumnKind::Date) => wire::write_empty_date(out, contact.id.0, "0000-00-00"),
            (None, ColumnKind::DateTime) => {
                wire::write_empty_date(out, contact.id.0, "0000-00-00 00:00:00");
            }
            (None, ColumnKind::Text | ColumnKind::List) => out.extend_from_slice(b"null"),
        }
    }
    if columns.get(at::CUSTOM).is_none() {
        write_groups(out, contact);
    }
    out.push(b'}');
}

fn write_groups(out: &mut Vec<u8>, contact: &Contact) {
    use std::io::Write as _;
    out.extend_from_slice(b",\"groups\":[");
    for (index, group) in contact.groups.iter().enumerate() {
        let comma = if index == 0 { "" } else { "," };
        write!(out, "{comma}{group}").expect("memory takes all that is written");
    }
    out.push(b']');
}
