//! Contacts.

use hellodialog::types::{
    ContactBatchItem, ContactId, ContactState, ContactUpdate, Filter, Gender, GroupId, Language,
    ListContacts, NewContact, NewExternalGroupContact, OptinRequest,
};
use serde_json::{Value, json};

use crate::case::{Case, call, sample};

pub(super) fn cases() -> Vec<Case> {
    let mut cases = writes();
    cases.extend(changes());
    cases.extend(reads());
    cases
}

fn writes() -> Vec<Case> {
    vec![
        Case::write(
            "postContact",
            "POST /contacts",
            Some(json!({
                "email": "kevin@hellodialog.com",
                "voornaam": "Kevin",
                "achternaam": "Binder",
                "geslacht": "M",
                "groups": [1, 7],
                "_state": "Contact",
                "_language": "NL",
                "shoe_size": 43,
            })),
            call!(client => client.contacts().create(&everything())),
        ),
        Case::write(
            "postContact",
            "POST /contacts",
            Some(json!({})),
            call!(client => client.contacts().create(&NewContact::new())),
        ),
        Case {
            answer: json!({"result": {"status": "OK", "code": "200", "message": "Created",
                "data": {"id": "58328"}}}),
            becomes: json!({"status": "OK", "code": 200, "message": "Created",
                "data": {"id": 58328}}),
            ..Case::write(
                "postContact",
                "POST /contacts",
                Some(json!({"email": "a@b.nl"})),
                call!(client => client.contacts().create(&NewContact::new().email("a@b.nl"))),
            )
        },
        // The docs do not mention this one, so there is no sample.
        Case {
            operation: "postExternalGroupContact",
            request: "POST /contacts/external_groups",
            query: &[],
            body: Some(json!({
                "email": "kevin@hellodialog.com",
                "_state": "Contact",
                "external_group_ids": ["201911121234", "shop-7"],
                "shoe_size": 43,
            })),
            answer: json!({"result": {"status": "OK", "code": 200, "data": {"id": 58328}}}),
            becomes: json!({"status": "OK", "code": 200, "data": {"id": 58328}}),
            call: call!(client => client.contacts().create_with_external_groups(
                &NewExternalGroupContact::new()
                    .email("kevin@hellodialog.com")
                    .state(ContactState::Contact)
                    .external_group_ids(["201911121234", "shop-7"])
                    .custom("Shoe_Size", 43),
            )),
        },
    ]
}

fn changes() -> Vec<Case> {
    vec![
        Case::write(
            "putContacts",
            "PUT /contacts",
            Some(json!([
                {"id": 1, "voornaam": "Kevin"},
                {"id": 2, "achternaam": "Binder", "shoe_size": null},
            ])),
            call!(client => client.contacts().update_many([
                ContactBatchItem::new(ContactId::new(1)).voornaam("Kevin"),
                ContactBatchItem::new(ContactId::new(2))
                    .achternaam("Binder")
                    .custom("shoe_size", hellodialog::Value::Null),
            ])),
        ),
        Case::write(
            "putContact",
            "PUT /contacts/58328",
            Some(json!({"voornaam": "Kevin", "achternaam": "Binder", "groups": [7]})),
            call!(client => client.contacts().update(
                ContactId::new(58328),
                &ContactUpdate::new()
                    .voornaam("Kevin")
                    .achternaam("Binder")
                    .groups([GroupId::new(7)]),
            )),
        ),
        // An empty array takes the contact out of every group; to leave it out changes nothing.
        Case::write(
            "putContact",
            "PUT /contacts/58328",
            Some(json!({"groups": []})),
            call!(client => client.contacts().update(
                ContactId::new(58328),
                &ContactUpdate::new().groups([]),
            )),
        ),
        Case::write(
            "deleteContact",
            "DELETE /contacts/58328",
            None,
            call!(client => client.contacts().delete(ContactId::new(58328))),
        ),
        Case::write(
            "postContactOptin",
            "POST /contacts/58328/optin",
            Some(json!({"optin_language": "DE"})),
            call!(client => client.contacts().send_optin(
                ContactId::new(58328),
                &OptinRequest::new().optin_language(Language::De),
            )),
        ),
    ]
}

fn reads() -> Vec<Case> {
    let listed = json!({"0": sample("getContact"), "2": {"id": 7, "_state": "Gone"}});
    vec![
        Case::read(
            "getContact",
            "GET /contacts/1",
            sample("getContact"),
            kevin(),
            call!(client => client.contacts().get(ContactId::new(1))),
        ),
        Case::read(
            "getContacts",
            "GET /contacts",
            listed,
            json!([kevin(), {"id": 7, "_state": "Gone"}]),
            call!(client => client.contacts().list(
                ListContacts::new()
                    .filter(Filter::new().contains("email", "hellodialog.com"))
                    .page(2),
            )),
        )
        .with_query(&[
            ("condition[email]", "contains"),
            ("page", "2"),
            ("values[email]", "hellodialog.com"),
        ]),
    ]
}

fn everything() -> NewContact {
    NewContact::new()
        .email("kevin@hellodialog.com")
        .voornaam("Kevin")
        .achternaam("Binder")
        .geslacht(Gender::M)
        .groups([GroupId::new(1), GroupId::new(7)])
        .state(ContactState::Contact)
        .language(Language::Nl)
        .custom("Shoe_Size", 43)
}

/// The sample of a contact, in the natural type of each value.
fn kevin() -> Value {
    json!({
        "id": 1,
        "email": "kevin@hellodialog.com",
        "last_open": "2020-09-30",
        "voornaam": "Kevin",
        "achternaam": "Binder",
        "geboortedatum": "2011-04-20",
        "geslacht": "M",
        "aangemaakt": "2019-02-25 10:39:49",
        "aangepast": "2019-02-26 09:12:00",
        "_state": "Contact",
        "groups": [],
    })
}
