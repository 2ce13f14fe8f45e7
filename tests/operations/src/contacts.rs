//! Contacts.

use hellodialog::types::{
    ContactBatchItem, ContactId, ContactState, ContactUpdate, Filter, Gender, GroupId, Language,
    ListContacts, NewContact, NewExternalGroupContact, OptinRequest,
};
use serde_json::{Value, json};

use crate::account::{KEVIN, MISSING, NEXT, OPTIN};
use crate::call;
use crate::row::{Row, SECOND_PAGE};
use crate::samples::sample;

pub(crate) fn rows() -> Vec<Row> {
    let mut rows = creations();
    rows.extend(changes());
    rows.extend(reads());
    rows
}

fn creations() -> Vec<Row> {
    vec![
        Row::write(
            "postContact",
            "POST /contacts",
            Some(json!({
                "email": "new@example.com",
                "voornaam": "New",
                "achternaam": "Binder",
                "geslacht": "M",
                "groups": [1, 2],
                "_state": "Contact",
                "_language": "NL",
                "customer_number": 7,
            })),
            ("Contact created", Some(NEXT)),
            call!(client => client.contacts().create(
                &NewContact::new()
                    .email("new@example.com")
                    .voornaam("New")
                    .achternaam("Binder")
                    .geslacht(Gender::M)
                    .groups([GroupId::new(1), GroupId::new(2)])
                    .state(ContactState::Contact)
                    .language(Language::Nl)
                    .custom("Customer_Number", 7),
            )),
        )
        .refused(
            612,
            call!(client => client.contacts().create(&NewContact::new().email("Kevin@Example.com"))),
        ),
        Row::write(
            "postExternalGroupContact",
            "POST /contacts/external_groups",
            Some(json!({
                "email": "new@example.com",
                "_state": "Contact",
                "external_group_ids": ["EXT-1", "EXT-2"],
                "customer_number": 7,
            })),
            ("Contact created", Some(NEXT)),
            call!(client => client.contacts().create_with_external_groups(
                &NewExternalGroupContact::new()
                    .email("new@example.com")
                    .state(ContactState::Contact)
                    .external_group_ids(["EXT-1", "EXT-2"])
                    .custom("Customer_Number", 7),
            )),
        )
        .refused(
            606,
            call!(client => client.contacts().create_with_external_groups(
                &NewExternalGroupContact::new()
                    .email("new@example.com")
                    .external_group_ids(["none"]),
            )),
        ),
        Row::write(
            "postContactOptin",
            "POST /contacts/21/optin",
            Some(json!({"optin_language": "DE"})),
            ("Optin mail sent", None),
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

fn changes() -> Vec<Row> {
    vec![
        Row::write(
            "putContacts",
            "PUT /contacts",
            Some(json!([
                {"id": 21, "voornaam": "Ola", "_state": "Bounced", "groups": [1]},
                {"id": 23, "achternaam": "Binder", "customer_number": null},
            ])),
            ("Contacts updated", None),
            call!(client => client.contacts().update_many([
                ContactBatchItem::new(ContactId::new(OPTIN))
                    .voornaam("Ola")
                    .state(ContactState::Bounced)
                    .groups([GroupId::new(1)]),
                ContactBatchItem::new(ContactId::new(KEVIN))
                    .achternaam("Binder")
                    .custom("customer_number", hellodialog::Value::Null),
            ])),
        )
        .batch()
        .refused(
            606,
            call!(client => client.contacts().update_many([
                ContactBatchItem::new(ContactId::new(MISSING)).voornaam("Nobody"),
            ])),
        ),
        Row::write(
            "putContact",
            "PUT /contacts/23",
            Some(json!({
                "voornaam": "Kees",
                "achternaam": "Binder",
                "groups": [2],
                "email": "kees@example.com",
                "geslacht": "M",
                "_state": "Unsubscriber",
                "_language": "EN",
            })),
            ("Contact updated", Some(KEVIN)),
            call!(client => client.contacts().update(
                ContactId::new(KEVIN),
                &ContactUpdate::new()
                    .voornaam("Kees")
                    .achternaam("Binder")
                    .groups([GroupId::new(2)])
                    .email("kees@example.com")
                    .geslacht(Gender::M)
                    .state(ContactState::Unsubscriber)
                    .language(Language::En),
            )),
        )
        .refused(
            606,
            call!(client => client.contacts().update(
                ContactId::new(KEVIN),
                &ContactUpdate::new().groups([GroupId::new(MISSING)]),
            )),
        ),
        Row::write(
            "deleteContact",
            "DELETE /contacts/23",
            None,
            ("Contact deleted", None),
            call!(client => client.contacts().delete(ContactId::new(KEVIN))),
        )
        .refused(
            604,
            call!(client => client.contacts().delete(ContactId::new(MISSING))),
        ),
    ]
}

fn reads() -> Vec<Row> {
    let mut kevin = contact(KEVIN, "kevin@example.com", "Kevin", "Contact");
    kevin["last_open"] = json!("0000-00-00");
    kevin["geboortedatum"] = json!("0000-00-00");
    let decoded = decoded_contact(KEVIN, "kevin@example.com", "Kevin", "Contact");
    vec![
        Row::read(
            "getContacts",
            "GET /contacts",
            json!({"0": kevin}),
            json!([decoded]),
            call!(client => client.contacts().list(
                Filter::new().equals("email", "kevin@example.com"),
            )),
        )
        .pages_of(100)
        .query(&[
            ("condition[email]", "equals"),
            ("values[email]", "kevin@example.com"),
        ]),
        Row::read(
            "getContact",
            "GET /contacts/23",
            kevin,
            decoded,
            call!(client => client.contacts().get(ContactId::new(KEVIN))),
        )
        .in_collection()
        .refused(
            604,
            call!(client => client.contacts().get(ContactId::new(MISSING))),
        ),
    ]
}

pub(crate) fn variants() -> Vec<Row> {
    let listed = json!({"0": sample("getContact"), "2": {"id": 7, "_state": "Gone"}});
    vec![
        Row::written(
            "postContact",
            "POST /contacts",
            json!({}),
            call!(client => client.contacts().create(&NewContact::new())),
        ),
        Row {
            response: json!({"result": {"status": "OK", "code": "200", "message": "Created",
                "data": {"id": "58328"}}}),
            decoded: json!({"status": "OK", "code": 200, "message": "Created",
                "data": {"id": 58328}}),
            ..Row::written(
                "postContact",
                "POST /contacts",
                json!({"email": "a@b.nl"}),
                call!(client => client.contacts().create(&NewContact::new().email("a@b.nl"))),
            )
        },
        // An empty list removes the contact from every group; without the list nothing changes.
        Row::written(
            "putContact",
            "PUT /contacts/58328",
            json!({"groups": []}),
            call!(client => client.contacts().update(
                ContactId::new(58328),
                &ContactUpdate::new().groups([]),
            )),
        ),
        Row::read(
            "getContact",
            "GET /contacts/1",
            sample("getContact"),
            kevin(),
            call!(client => client.contacts().get(ContactId::new(1))),
        ),
        Row::read(
            "getContacts",
            "GET /contacts",
            listed,
            json!([kevin(), {"id": 7, "_state": "Gone"}]),
            call!(client => client.contacts().list(
                ListContacts::new()
                    .filter(Filter::new().contains("email", "hellodialog.com"))
                    .page(SECOND_PAGE),
            )),
        )
        .query(&[
            ("condition[email]", "contains"),
            ("page", "2"),
            ("values[email]", "hellodialog.com"),
        ]),
    ]
}

/// The sample of a contact, decoded.
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

/// A contact of which little is known, as the API prints it.
pub(crate) fn contact(id: u64, email: &str, name: &str, state: &str) -> Value {
    json!({
        "id": id.to_string(),
        "email": email,
        "last_open": null,
        "voornaam": name,
        "achternaam": null,
        "geboortedatum": null,
        "geslacht": null,
        "aangemaakt": "2019-02-25 10:39:49",
        "aangepast": "2019-02-26 09:12:00",
        "nps_score": null,
        "_state": state,
        "_language": null,
        "groups": [],
        "customer_number": null,
        "size": null,
        "interests": null,
    })
}

/// The same, decoded: without what is empty, except custom fields.
fn decoded_contact(id: u64, email: &str, name: &str, state: &str) -> Value {
    json!({
        "id": id,
        "email": email,
        "voornaam": name,
        "aangemaakt": "2019-02-25 10:39:49",
        "aangepast": "2019-02-26 09:12:00",
        "_state": state,
        "groups": [],
        "customer_number": null,
        "size": null,
        "interests": null,
    })
}
