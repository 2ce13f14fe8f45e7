//! Random sequences of requests: every response has the form of the API, the account agrees with a
//! simple model of its contacts, and its state is the same after it was saved and loaded.

use std::collections::BTreeMap;

use hellodialog_emulator::{Emulator, Snapshot};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::{get, send};

/// Values that clients send, and values that no client should send.
fn values() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(json!(null)),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        prop::sample::select(vec![
            "",
            " ",
            "0",
            "1",
            "0000-00-00",
            "1985-1-5",
            "1985-01-05 10:39:49",
            "a,b",
            "M",
            "NL",
            "Contact",
            "Unsubscriber",
            "a@example.com",
            " B@Example.com ",
            "Dropdown",
            "Multiselect",
            "Decimals",
            "1e308",
            "-0.0",
        ])
        .prop_map(Value::from),
        "[a-z]{1,3}@example\\.com".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            prop::collection::vec((member(), inner), 0..3)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

/// The names of members that have a meaning somewhere.
fn member() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "id",
        "email",
        "voornaam",
        "geboortedatum",
        "geslacht",
        "nps_score",
        "_state",
        "_language",
        "groups",
        "shoe",
        "pick",
        "name",
        "type",
        "options",
        "values",
        "removable",
        "user_viewable",
        "external_id",
        "external_group_ids",
        "visible_name",
        "is_private",
        "contacts",
        "description",
        "subject",
        "html",
        "contact",
        "order_number",
        "created_on",
        "price",
        "discount",
        "products",
        "custom_fields",
        "payment_status",
        "lat",
        "to",
        "from",
        "reply_to",
        "template",
        "replaces",
        "find",
        "replace",
        "attachment",
        "tag",
        "force_sending",
        "optin_language",
    ])
    .prop_map(str::to_owned)
}

/// A body that the operation can accept, if `small` is an id of the account.
fn plausible() -> impl Strategy<Value = (String, Value)> {
    let id = 1_u32..6;
    let email = "[a-c]{1,2}";
    prop_oneof![
        (email, any::<String>()).prop_map(|(email, name)| {
            ("POST /contacts".to_owned(), json!({"email": format!(" {email}@Example.com"), "voornaam": name}))
        }),
        (id.clone(), any::<String>(), prop::collection::vec(1_u32..4, 0..3)).prop_map(|(id, name, groups)| {
            (format!("PUT /contacts/{id}"), json!({"shoe": name, "pick": "a", "groups": groups}))
        }),
        (id.clone(), email).prop_map(|(id, email)| {
            (format!("PUT /contacts/{id}"), json!({"email": format!("{email}@example.com")}))
        }),
        id.clone().prop_map(|id| (format!("DELETE /contacts/{id}"), Value::Null)),
        prop::sample::select(vec!["Shoe", "Pick", "Size"])
            .prop_map(|name| ("POST /fields".to_owned(), json!({"name": name}))),
        Just((
            "POST /fields".to_owned(),
            json!({"name": "Pick", "type": "Multiselect", "options": {"values": ["a", "b"]}})
        )),
        (1_u32..14).prop_map(|id| (format!("PUT /fields/{id}"), json!({"removable": true}))),
        (1_u32..14).prop_map(|id| (format!("DELETE /fields/{id}"), Value::Null)),
        any::<String>().prop_map(|name| ("POST /groups".to_owned(), json!({"name": name, "external_id": name}))),
        id.clone().prop_map(|id| (format!("DELETE /groups/{id}"), Value::Null)),
        (id.clone(), any::<String>()).prop_map(|(id, name)| {
            ("POST /lists".to_owned(), json!({"name": name, "contacts": [id]}))
        }),
        (id, 0_u32..9, values()).prop_map(|(contact, number, extra)| {
            let order = json!({"contact": contact, "order_number": number, "created_on": 1, "price": 1.005,
                               "custom_fields": [extra], "products": [{"name": "a", "price": "2", "x": extra}]});
            ("POST /orders".to_owned(), order)
        }),
        (values(), values()).prop_map(|(from, attachment)| {
            let mail = json!({"to": "a@example.com ", "from": {"email": "b@example.com", "x": from}, "tag": "t",
                              "template": {"id": "3"}, "attachment": {"a": attachment}});
            ("POST /transactional".to_owned(), mail)
        }),
    ]
}

/// Any operation with any members.
fn arbitrary() -> impl Strategy<Value = (String, Value)> {
    let target = prop::sample::select(vec![
        "POST /contacts",
        "PUT /contacts",
        "POST /contacts/external_groups",
        "PUT /contacts/#",
        "DELETE /contacts/#",
        "POST /contacts/#/optin",
        "POST /fields",
        "PUT /fields/#",
        "DELETE /fields/#",
        "POST /groups",
        "PUT /groups/#",
        "DELETE /groups/#",
        "POST /lists",
        "PUT /lists/#",
        "DELETE /lists/#",
        "GET /login",
        "POST /newsletters",
        "PUT /newsletters/#",
        "DELETE /newsletters/#",
        "POST /orders",
        "PUT /orders",
        "PUT /orders/#",
        "DELETE /orders/#",
        "POST /transactional",
    ]);
    let members = prop::collection::vec((member(), values()), 0..6);
    (
        target,
        1_u32..14,
        members,
        prop::option::weighted(0.1, values()),
    )
        .prop_map(|(target, id, members, other)| {
            let body = other.unwrap_or_else(|| Value::Object(members.into_iter().collect()));
            (target.replace('#', &id.to_string()), body)
        })
}

/// The addresses of contacts by id.
type Model = BTreeMap<u32, String>;

fn address(body: &Value) -> Option<String> {
    Some(body["email"].as_str()?.trim().to_lowercase())
}

/// What an accepted request does to the contacts.
fn apply(model: &mut Model, target: &str, body: &Value, data: &Value) {
    let id = || target.rsplit('/').next().unwrap().parse().unwrap();
    if target == "POST /contacts" || target == "POST /contacts/external_groups" {
        let id = u32::try_from(data["id"].as_u64().unwrap()).unwrap();
        let address = address(body).unwrap();
        assert!(
            !model.values().any(|other| *other == address),
            "{address} exists twice"
        );
        assert_eq!(model.insert(id, address), None, "{id} exists twice");
    } else if target.starts_with("PUT /contacts/") {
        if let Some(address) = address(body) {
            model.insert(id(), address);
        }
    } else if target.starts_with("DELETE /contacts/") {
        assert!(model.remove(&id()).is_some());
    }
}

fn contacts(account: &Emulator) -> Model {
    let page = get(account, "/contacts");
    let contacts = page.as_object().into_iter().flat_map(|page| page.values());
    contacts
        .map(|contact| {
            let id = contact["id"].as_str().unwrap().parse().unwrap();
            (id, contact["email"].as_str().unwrap().to_lowercase())
        })
        .collect()
}

/// What can be read of an account.
fn read(account: &Emulator) -> Vec<Value> {
    let mut paths: Vec<_> = [
        "contacts",
        "fields",
        "groups",
        "groups/external",
        "lists",
        "newsletters",
        "campaigns",
        "statistics",
        "unsubscribers",
        "orders?count=1",
    ]
    .map(|path| format!("/{path}"))
    .into();
    for id in 1..6 {
        paths.extend(["orders", "lists", "newsletters"].map(|path| format!("/{path}/{id}")));
    }
    paths.iter().map(|path| get(account, path)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn every_sequence_keeps_the_account_whole(
        requests in prop::collection::vec(prop_oneof![2 => plausible(), 3 => arbitrary()], 0..40)
    ) {
        let account = Emulator::start().unwrap();
        let mut model = Model::new();
        for (target, body) in &requests {
            let response = send(&account, target, &body.to_string());
            prop_assert!(matches!(response.status, 200 | 404), "{target} {body}");
            let mut json = response.json();
            if target.starts_with("GET ") {
                continue;
            }
            let result = json["result"].take();
            let code = result["code"].as_u64().unwrap();
            match result["status"].as_str().unwrap() {
                "OK" => {
                    prop_assert_eq!(code, 200);
                    // Only a list of contacts can change several contacts.
                    if target == "PUT /contacts" {
                        model = contacts(&account);
                    } else {
                        apply(&mut model, target, body, &result["data"]);
                    }
                }
                "ERROR" => prop_assert!((601..=612).contains(&code), "{target} {body}: {result}"),
                other => prop_assert!(false, "{other}"),
            }
        }
        prop_assert_eq!(&contacts(&account), &model);
        let saved = account.snapshot().to_json();
        let loaded = Snapshot::read(saved.as_slice());
        let loaded = loaded.map_err(|error| TestCaseError::fail(error.to_string()))?;
        prop_assert_eq!(String::from_utf8(loaded.to_json()), String::from_utf8(saved));
        let other = Emulator::builder().snapshot(loaded).start().unwrap();
        prop_assert_eq!(read(&other), read(&account));
        prop_assert_eq!(other.outbox(), account.outbox());
    }
}
