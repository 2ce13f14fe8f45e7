//! Contacts and unsubscribers.

use hellodialog::types::{
    ContactBatchItem, ContactId, ContactState, ContactUpdate, Filter, Gender, GroupId, Language,
    ListUnsubscribers, NewContact, NewExternalGroupContact, OptinRequest, UnsubscriberId,
};
use serde_json::{Value, json};

use crate::account::{KEVIN, MISSING, NEXT, OPTIN, UNSUBSCRIBED};
use crate::call;
use crate::row::Row;

pub(crate) fn rows() -> Vec<Row> {
    let mut rows = creations();
    rows.extend(changes());
    rows.extend(reads());
    rows.extend(unsubscribers());
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
        .refused(
            604,
            call!(client => client.contacts().get(ContactId::new(MISSING))),
        ),
    ]
}

fn unsubscribers() -> Vec<Row> {
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
                ListUnsubscribers::new().filter(Filter::new().equals("voornaam", "Gone")).page(1),
            )),
        )
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
        .refused(
            604,
            call!(client => client.unsubscribers().get(UnsubscriberId::new(KEVIN))),
        ),
    ]
}

/// A contact of which little is known, as the API prints it.
fn contact(id: u64, email: &str, name: &str, state: &str) -> Value {
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
