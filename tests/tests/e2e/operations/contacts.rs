//! Contacts, and those who unsubscribed.

use hellodialog::types::{
    ContactBatchItem, ContactId, ContactState, ContactUpdate, Filter, GroupId, Language,
    NewContact, NewExternalGroupContact, OptinRequest, UnsubscriberId,
};
use hellodialog_emulator::Operation;
use serde_json::json;

use crate::case::{Case, call};
use crate::fixture::{KEVIN, NEXT, NOBODY, OPTIN, UNSUBSCRIBED};

pub(super) fn cases() -> Vec<Case> {
    let mut cases = writes();
    cases.extend(changes());
    cases.extend(reads());
    cases
}

fn writes() -> Vec<Case> {
    let created = json!({"status": "OK", "code": 200, "data": {"id": NEXT}});
    vec![
        Case::new(
            Operation::PostContact,
            created.clone(),
            call!(client => client.contacts().create(
                &NewContact::new()
                    .email("new@example.com")
                    .voornaam("New")
                    .state(ContactState::Contact)
                    .groups([GroupId::new(1)])
                    .custom("customer_number", 7),
            )),
        )
        .refused(
            612,
            call!(client => client.contacts().create(&NewContact::new().email("Kevin@Example.com"))),
        ),
        Case::new(
            Operation::PostExternalGroupContact,
            created,
            call!(client => client.contacts().create_with_external_groups(
                &NewExternalGroupContact::new()
                    .email("new@example.com")
                    .external_group_ids(["EXT-1", "EXT-2"]),
            )),
        )
        .refused(
            604,
            call!(client => client.contacts().create_with_external_groups(
                &NewExternalGroupContact::new()
                    .email("new@example.com")
                    .external_group_ids(["none"]),
            )),
        ),
        Case::new(
            Operation::PostContactOptin,
            json!({"status": "OK"}),
            call!(client => client.contacts().send_optin(
                ContactId::new(OPTIN),
                &OptinRequest::new().optin_language(Language::De),
            )),
        )
        .refused(
            607,
            call!(client => client.contacts().send_optin(
                ContactId::new(KEVIN),
                &OptinRequest::new(),
            )),
        ),
    ]
}

fn changes() -> Vec<Case> {
    vec![
        Case::new(
            Operation::PutContacts,
            json!({"status": "OK"}),
            call!(client => client.contacts().update_many([
                ContactBatchItem::new(ContactId::new(OPTIN)).voornaam("Ola"),
                ContactBatchItem::new(ContactId::new(KEVIN)).achternaam("Binder"),
            ])),
        )
        .refused(
            606,
            call!(client => client.contacts().update_many([
                ContactBatchItem::new(ContactId::new(NOBODY)).voornaam("Nobody"),
            ])),
        ),
        Case::new(
            Operation::PutContact,
            json!({"status": "OK"}),
            call!(client => client.contacts().update(
                ContactId::new(KEVIN),
                &ContactUpdate::new().voornaam("Kees").groups([GroupId::new(2)]),
            )),
        )
        .refused(
            606,
            call!(client => client.contacts().update(
                ContactId::new(KEVIN),
                &ContactUpdate::new().groups([GroupId::new(NOBODY)]),
            )),
        ),
        Case::new(
            Operation::DeleteContact,
            json!({"status": "OK"}),
            call!(client => client.contacts().delete(ContactId::new(KEVIN))),
        )
        .refused(
            604,
            call!(client => client.contacts().delete(ContactId::new(NOBODY))),
        ),
    ]
}

fn reads() -> Vec<Case> {
    let kevin = json!({"id": KEVIN, "email": "kevin@example.com", "voornaam": "Kevin",
        "_state": "Contact", "groups": []});
    vec![
        Case::new(
            Operation::GetContacts,
            json!([kevin]),
            call!(client => client.contacts().list(
                Filter::new().equals("email", "kevin@example.com"),
            )),
        ),
        Case::new(
            Operation::GetContact,
            kevin,
            call!(client => client.contacts().get(ContactId::new(KEVIN))),
        )
        .refused(
            604,
            call!(client => client.contacts().get(ContactId::new(NOBODY))),
        ),
        Case::new(
            Operation::GetUnsubscribers,
            json!([{"email": "gone@example.com"}]),
            call!(client => client.unsubscribers().list(
                Filter::new().equals("voornaam", "Gone"),
            )),
        ),
        Case::new(
            Operation::GetUnsubscriber,
            json!({"email": "gone@example.com"}),
            call!(client => client.unsubscribers().get(UnsubscriberId::new(UNSUBSCRIBED))),
        )
        .refused(
            604,
            call!(client => client.unsubscribers().get(UnsubscriberId::new(KEVIN))),
        ),
    ]
}
