//! Fields and the columns of contacts that they fill.

use hellodialog_emulator::{Emulator, Snapshot};
use serde_json::{Value, json};

use crate::{get, send, write_ok};

/// A contact with a value in every column that a client can set, before and after custom fields.
fn account() -> Emulator {
    let account = Emulator::start().unwrap();
    for name in ["First", "Second", "Third"] {
        write_ok(&account, "POST /fields", &json!({"name": name}));
    }
    write_ok(
        &account,
        "POST /contacts",
        &json!({"email": "a@example.com", "voornaam": "V", "achternaam": "A", "geslacht": "F",
                "first": "1", "second": "2", "third": "3"}),
    );
    account
}

fn field_id(account: &Emulator, column: &str) -> String {
    let fields = get(account, "/fields");
    let mut fields = fields.as_object().unwrap().iter();
    let (id, _) = fields
        .find(|(_, field)| field["columns"] == json!([column]))
        .unwrap();
    id.clone()
}

/// The members of contact 1, without the time of its last change.
fn contact(account: &Emulator) -> Value {
    let mut contact = get(account, "/contacts/1");
    contact.as_object_mut().unwrap().remove("aangepast");
    contact
}

#[test]
fn a_built_in_field_is_never_deleted() {
    let account = account();
    let before = contact(&account);
    for column in [
        "email",
        "last_open",
        "voornaam",
        "achternaam",
        "geboortedatum",
        "geslacht",
        "aangemaakt",
        "aangepast",
        "nps_score",
    ] {
        let path = format!("/fields/{}", field_id(&account, column));
        let update = json!({"removable": true, "user_viewable": true});
        send(&account, &format!("PUT {path}"), &update.to_string());
        let deleted = send(&account, &format!("DELETE {path}"), "").json();
        assert_eq!(deleted["result"]["status"], "ERROR", "{column}");
        assert_eq!(contact(&account), before, "{column}");
    }
    Snapshot::read(account.snapshot().to_json().as_slice()).unwrap();
}

#[test]
fn a_built_in_field_that_a_saved_state_calls_removable_is_not_deleted() {
    let mut state: Value = serde_json::from_slice(&account().snapshot().to_json()).unwrap();
    state["fields"]["rows"]["3"]["removable"] = json!(true);
    let snapshot = Snapshot::read(state.to_string().as_bytes()).unwrap();
    let account = Emulator::builder().snapshot(snapshot).start().unwrap();
    let before = contact(&account);
    let deleted = send(&account, "DELETE /fields/3", "").json();
    assert_eq!(deleted["result"]["status"], "ERROR");
    assert_eq!(contact(&account), before);
}

#[test]
fn the_values_go_with_their_field_and_no_others() {
    for removed in ["first", "second", "third"] {
        let account = account();
        let mut expected = contact(&account);
        expected.as_object_mut().unwrap().remove(removed);
        let id = field_id(&account, removed);
        write_ok(&account, &format!("DELETE /fields/{id}"), &json!({}));
        assert_eq!(contact(&account), expected);
        // A new field of the same name starts empty.
        write_ok(&account, "POST /fields", &json!({"name": removed}));
        expected[removed] = Value::Null;
        assert_eq!(contact(&account), expected);
        Snapshot::read(account.snapshot().to_json().as_slice()).unwrap();
    }
}
