//! A snapshot saves the whole state, and an invalid document is an error.

use hellodialog_emulator::{Emulator, Error, Snapshot};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::{get, send, write_ok};

/// Requests that change the state. Some of them fail.
fn writes() -> impl Strategy<Value = (String, Value)> {
    let id = 1_u32..12;
    prop_oneof![
        ("[a-z]{1,3}", any::<String>(), prop::sample::select(vec!["Optin", "Contact", "Unsubscriber"]))
            .prop_map(|(email, name, state)| {
                let contact = json!({"email": format!("{email}@example.com"), "voornaam": name, "_state": state});
                ("POST /contacts".to_owned(), contact)
            }),
        (id.clone(), prop::option::of(any::<String>()), prop::collection::vec(1_u32..4, 0..3)).prop_map(
            |(id, name, groups)| {
                (format!("PUT /contacts/{id}"), json!({"achternaam": name, "shoe": name, "groups": groups}))
            }
        ),
        id.clone().prop_map(|id| (format!("DELETE /contacts/{id}"), json!({}))),
        Just(("POST /fields".to_owned(), json!({"name": "Shoe"}))),
        (10_u32..16).prop_map(|id| (format!("DELETE /fields/{id}"), json!({}))),
        any::<String>().prop_map(|name| ("POST /groups".to_owned(), json!({"name": name, "external_id": name}))),
        (1_u32..4).prop_map(|id| (format!("DELETE /groups/{id}"), json!({}))),
        prop::collection::vec(id.clone(), 0..4)
            .prop_map(|ids| ("POST /lists".to_owned(), json!({"name": "a", "contacts": ids}))),
        (id, "[0-9]{1,2}").prop_map(|(contact, number)| {
            let order = json!({"contact": contact, "order_number": number, "created_on": 1, "price": "1.5"});
            ("POST /orders".to_owned(), order)
        }),
        any::<String>().prop_map(|html| ("POST /newsletters".to_owned(), json!({"html": html}))),
        Just(("POST /transactional".to_owned(), json!({
            "to": "a@example.com", "from": {"email": "b@example.com"}, "template": {"id": 1}, "tag": "t",
        }))),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn a_state_is_saved_and_restored_completely(contacts in 0_u32..8, writes in prop::collection::vec(writes(), 0..25)) {
        let account = Emulator::builder().contacts(contacts).start().unwrap();
        for (target, body) in &writes {
            send(&account, target, &body.to_string());
        }
        let responses = |account: &Emulator| {
            ["/contacts", "/fields", "/groups", "/groups/external", "/lists", "/newsletters", "/campaigns",
             "/orders/1", "/lists/4", "/statistics", "/unsubscribers"].map(|path| get(account, path))
        };
        let json = account.snapshot().to_json();
        let read = Snapshot::read(json.as_slice()).unwrap();
        prop_assert_eq!(String::from_utf8(read.to_json()), String::from_utf8(json));
        let other = Emulator::builder().snapshot(read).start().unwrap();
        prop_assert_eq!(responses(&other), responses(&account));
        prop_assert_eq!(other.outbox(), account.outbox());
    }
}

#[test]
fn restore_goes_back_to_a_snapshot() {
    let account = Emulator::builder().contacts(3).start().unwrap();
    let before = account.snapshot();
    let page = get(&account, "/contacts?condition[id]=less-than&values[id]=99");
    write_ok(&account, "DELETE /contacts/2", &json!({}));
    account.restore(&before);
    assert_eq!(
        get(&account, "/contacts?condition[id]=less-than&values[id]=99"),
        page
    );
    let id = write_ok(
        &account,
        "POST /contacts",
        &json!({"email": "new@example.com"}),
    )["id"]
        .clone();
    assert_eq!(id, 4);
}

#[test]
fn the_same_seed_gives_the_same_account() {
    let account = |seed| {
        Emulator::builder()
            .contacts(40)
            .seed(seed)
            .start()
            .unwrap()
            .stop()
            .to_json()
    };
    assert!(account(1) == account(1));
    assert!(account(1) != account(2));
}

/// Its contacts are made by several threads.
#[test]
fn a_large_demo_account_is_the_same_each_time() {
    let account = || {
        let account = Emulator::builder()
            .contacts(30_000)
            .seed(3)
            .start()
            .unwrap();
        account.snapshot().to_json()
    };
    let json = account();
    assert!(json == account(), "another account");
    // A snapshot is read only if its ids ascend and its addresses are distinct.
    Snapshot::read(json.as_slice()).unwrap();
    let document: Value = serde_json::from_slice(&json).unwrap();
    let contacts = document["contacts"].as_array().unwrap();
    let ids: Vec<_> = contacts
        .iter()
        .filter_map(|one| one["id"].as_u64())
        .collect();
    assert_eq!(ids, (1..=30_000).collect::<Vec<_>>());
}

#[test]
fn demo_addresses_use_example_domains() {
    let account = Emulator::builder().contacts(100).start().unwrap();
    for contact in get(&account, "/contacts").as_object().unwrap().values() {
        let email = contact["email"].as_str().unwrap();
        let host = email.split('@').nth(1).unwrap();
        assert!(
            ["com", "net", "org"]
                .iter()
                .any(|end| host.ends_with(&format!("example.{end}"))),
            "{email}"
        );
    }
}

#[test]
fn an_invalid_document_is_an_error_with_its_place() {
    let account = Emulator::builder().contacts(2).start().unwrap();
    let state: Value = serde_json::from_slice(&account.snapshot().to_json()).unwrap();
    let read_changed = |change: fn(&mut Value)| {
        let mut state = state.clone();
        change(&mut state);
        Snapshot::read(state.to_string().as_bytes()).unwrap_err()
    };
    let wrong_type = read_changed(|state| state["contacts"][1]["values"] = json!("x"));
    assert!(
        matches!(&wrong_type, Error::Json { json_path, .. } if json_path == "contacts[1].values"),
        "{wrong_type}"
    );
    let inconsistent = [
        read_changed(|state| state["next_contact"] = json!(2)),
        read_changed(|state| state["columns"] = json!(["email"])),
        read_changed(|state| state["contacts"][1] = state["contacts"][0].clone()),
        read_changed(|state| {
            state["contacts"][1]["values"] = state["contacts"][0]["values"].clone();
        }),
        read_changed(|state| state["contacts"][0]["groups"] = json!([9])),
        read_changed(|state| state["groups"]["next"] = json!(1)),
    ];
    for error in inconsistent {
        assert!(matches!(error, Error::Inconsistent(_)), "{error}");
    }
    let newer = read_changed(|state| state["format"] = json!(2));
    assert!(
        newer
            .to_string()
            .contains("format is 2; this emulator reads format 1"),
        "{newer}"
    );
    assert!(matches!(
        Snapshot::read(&b"{}{}"[..]),
        Err(Error::Json { .. })
    ));
    assert!(matches!(Snapshot::read(&b""[..]), Err(Error::Json { .. })));
}
