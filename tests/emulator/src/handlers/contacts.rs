//! Reads contacts and unsubscribers.

use super::request::Request;
use super::response::{ApiError, HandlerResult, Response};
use crate::account::{Account, SingleContact};
use crate::state::columns::{ColumnKind, Columns, column};
use crate::state::contact::Contact;
use crate::state::ids::ContactId;
use crate::state::search::{Filter, Operator, Target};
use crate::wire;

/// The number of contacts or unsubscribers in a page.
const PAGE_SIZE: usize = 100;

pub(super) fn list(account: &mut Account, request: &Request<'_>) -> HandlerResult {
    let columns = &account.state.contacts.columns;
    let parsed = Filter::from_query(request.query, columns, &["values"]);
    Ok(page(account, &parsed.filter, request).with_ignored(parsed.ignored))
}

pub(super) fn list_unsubscribers(account: &mut Account, request: &Request<'_>) -> HandlerResult {
    let columns = &account.state.contacts.columns;
    let parsed = Filter::from_query(request.query, columns, &["value", "values"]);
    let filter = parsed.filter.and(
        Target::Text(column::STATE),
        Operator::Equals,
        "Unsubscriber",
    );
    Ok(page(account, &filter, request).with_ignored(parsed.ignored))
}

pub(super) fn get(account: &mut Account, request: &Request<'_>) -> HandlerResult {
    let contact = find(account, request, "contact")?;
    Ok(Response::bytes(single(
        account,
        contact,
        account.settings.single_contact,
    )))
}

pub(super) fn get_unsubscriber(account: &mut Account, request: &Request<'_>) -> HandlerResult {
    let contact = find(account, request, "unsubscriber")?;
    if contact.state() != "Unsubscriber" {
        return Err(ApiError::not_found("unsubscriber", request.parameter));
    }
    Ok(Response::bytes(single(
        account,
        contact,
        SingleContact::Keyed,
    )))
}

fn find<'a>(
    account: &'a Account,
    request: &Request<'_>,
    kind: &str,
) -> Result<&'a Contact, ApiError> {
    let id: ContactId = request.id(kind)?;
    account
        .state
        .contacts
        .get(id)
        .ok_or_else(|| ApiError::not_found(kind, request.parameter))
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

fn page(account: &mut Account, filter: &Filter, request: &Request<'_>) -> Response {
    let columns = account.state.contacts.columns.clone();
    Response::bytes(keyed(
        account
            .state
            .contacts
            .page(filter, request.query.page(), PAGE_SIZE),
        &columns,
    ))
}

/// Writes contacts as an object whose keys count from 0, or `[]` without contacts.
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

/// Appends a contact with all columns.
fn write(out: &mut Vec<u8>, contact: &Contact, columns: &Columns) {
    out.extend_from_slice(b"{\"id\":");
    wire::write_quoted(out, contact.id.0);
    for (position, column) in columns.iter().enumerate() {
        if position == column::CUSTOM {
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
    if columns.get(column::CUSTOM).is_none() {
        write_groups(out, contact);
    }
    out.push(b'}');
}

fn write_groups(out: &mut Vec<u8>, contact: &Contact) {
    use std::io::Write as _;
    out.extend_from_slice(b",\"groups\":[");
    for (index, group) in contact.groups.iter().enumerate() {
        let comma = if index == 0 { "" } else { "," };
        write!(out, "{comma}{group}").expect("writing to memory does not fail");
    }
    out.push(b']');
}
