//! Contacts who left.

use std::num::NonZeroU64;

use hellodialog::types::{Filter, ListUnsubscribers, UnsubscriberId};
use serde_json::json;

use crate::account::{KEVIN, UNSUBSCRIBED};
use crate::call;
use crate::contacts::contact;
use crate::row::Row;
use crate::samples::sample;

pub(crate) fn rows() -> Vec<Row> {
    let mut gone = contact(UNSUBSCRIBED, "gone@example.com", "Gone", "Unsubscriber");
    gone["last_open"] = json!("");
    gone["geboortedatum"] = json!("");
    // An unsubscriber is a map: the docs do not describe its members.
    let decoded = gone.clone();
    vec![
        // The docs call the operand `value` here and `values` for contacts: both are sent.
        Row::read(
            "getUnsubscribers",
            "GET /unsubscribers",
            json!({"0": gone}),
            json!([decoded]),
            call!(client => client.unsubscribers().list(
                ListUnsubscribers::new().filter(Filter::new().equals("voornaam", "Gone")).page(NonZeroU64::MIN),
            )),
        )
        .pages_of(100)
        .query(&[
            ("condition[voornaam]", "equals"),
            ("page", "1"),
            ("value[voornaam]", "Gone"),
            ("values[voornaam]", "Gone"),
        ]),
        Row::read(
            "getUnsubscriber",
            "GET /unsubscribers/22",
            json!({"0": gone}),
            decoded,
            call!(client => client.unsubscribers().get(UnsubscriberId::new(UNSUBSCRIBED))),
        )
        .in_collection()
        .refused(
            604,
            call!(client => client.unsubscribers().get(UnsubscriberId::new(KEVIN))),
        ),
    ]
}

pub(crate) fn variants() -> Vec<Row> {
    let one = json!({"id": "12", "email": "a@b.nl", "when": "2020-01-01 00:00:00"});
    let list = crate::row("getUnsubscribers");
    let get = crate::row("getUnsubscriber");
    let mut rows = list.empty(&json!([]));
    // They are keyed by index, and keep all members.
    for response in [
        json!({"0": one, "1": {}}),
        json!({"4": one, "9": {}}),
        json!([one, {}]),
    ] {
        rows.push(list.with(response, json!([one, {}])));
    }
    for response in [json!({"0": one}), json!([one])] {
        rows.push(get.with(response, one.clone()));
    }
    rows.push(
        Row::read(
            "getUnsubscribers",
            "GET /unsubscribers",
            sample("getUnsubscribers"),
            json!([{}]),
            call!(client => client.unsubscribers().list(
                ListUnsubscribers::new().filter(Filter::new().greater_than("id", 12)),
            )),
        )
        .query(&[
            ("condition[id]", "greater-than"),
            ("value[id]", "12"),
            ("values[id]", "12"),
        ]),
    );
    // The operand has both names.
    rows.push(
        Row::read(
            "getUnsubscribers",
            "GET /unsubscribers",
            json!([]),
            json!([]),
            call!(client => client.unsubscribers().list(
                ListUnsubscribers::new()
                    .filter(Filter::new().contains("email", "a&b").equals("id", 1)),
            )),
        )
        .query(&[
            ("condition[email]", "contains"),
            ("condition[id]", "equals"),
            ("value[email]", "a&b"),
            ("value[id]", "1"),
            ("values[email]", "a&b"),
            ("values[id]", "1"),
        ]),
    );
    rows
}
