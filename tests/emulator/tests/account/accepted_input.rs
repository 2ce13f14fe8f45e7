//! Input that is accepted is stored in a form that a saved state can have; other input is refused.

use hellodialog_emulator::{Emulator, Mail, Snapshot};
use serde_json::{Value, json};

use crate::{get, send, write, write_ok};

/// Saves and loads the account, and checks that nothing changes.
fn check_loadable(account: &Emulator) {
    let saved = account.snapshot().to_json();
    let loaded = Snapshot::read(saved.as_slice()).unwrap();
    assert!(loaded.to_json() == saved);
}

/// The code of the error, or 200.
fn code(account: &Emulator, target: &str, body: &Value) -> u64 {
    let result = write(account, target, body);
    check_loadable(account);
    result["code"].as_u64().unwrap()
}

fn mail(changes: &Value) -> Value {
    let mut mail = json!({
        "to": "a@example.com", "from": {"email": "b@example.com"}, "template": {"id": 1}, "tag": "t",
    });
    for (name, value) in changes.as_object().unwrap() {
        mail[name] = value.clone();
    }
    mail
}

#[test]
fn spaces_around_an_address_are_not_stored() {
    let account = Emulator::start().unwrap();
    write_ok(
        &account,
        "POST /contacts",
        &json!({"email": " a@example.com\n"}),
    );
    assert_eq!(get(&account, "/contacts/1")["email"], "a@example.com");
    write_ok(
        &account,
        "PUT /contacts/1",
        &json!({"email": "\tb@example.com "}),
    );
    assert_eq!(get(&account, "/contacts/1")["email"], "b@example.com");
    for inside in ["a b@example.com", "a@exam\tple.com", "a@exam\u{a0}ple.com"] {
        let body = json!({"email": inside});
        assert_eq!(code(&account, "POST /contacts", &body), 606, "{inside:?}");
    }
    write_ok(
        &account,
        "POST /transactional",
        &mail(&json!({"to": " c@example.com "})),
    );
    let Some(Mail::Transactional(sent)) = account.outbox().pop() else {
        panic!("no mail");
    };
    assert_eq!(sent.to, "c@example.com");
}

#[test]
fn a_body_has_a_limited_depth() {
    let nested = |levels: usize| -> Value {
        let text = format!("{}{}", "[".repeat(levels), "]".repeat(levels));
        serde_json::from_str(&text).unwrap()
    };
    let account = Emulator::builder().contacts(1).start().unwrap();
    for levels in [1, 90, 97, 98, 99, 100, 101, 120, 125] {
        let order = json!({"contact": 1, "order_number": levels.to_string(), "created_on": 1, "price": 1,
                           "custom_fields": [{"a": nested(levels)}]});
        let accepted = code(&account, "POST /orders", &order);
        assert_eq!(accepted, if levels <= 97 { 200 } else { 605 }, "{levels}");
        let attachment = mail(&json!({"attachment": [{"a": nested(levels)}]}));
        let accepted = code(&account, "POST /transactional", &attachment);
        assert_eq!(accepted, if levels <= 97 { 200 } else { 605 }, "{levels}");
    }
}

#[test]
fn a_value_has_a_limited_length() {
    let account = Emulator::builder().contacts(1).start().unwrap();
    let longest = "x".repeat(65_535);
    let body = json!({"voornaam": longest});
    assert_eq!(code(&account, "PUT /contacts/1", &body), 200);
    let body = json!({"voornaam": format!("{longest}x")});
    assert_eq!(code(&account, "PUT /contacts/1", &body), 606);
    assert_eq!(get(&account, "/contacts/1")["voornaam"], longest);
    let body = json!({"name": "n".repeat(65)});
    assert_eq!(code(&account, "POST /fields", &body), 606);
}

#[test]
fn the_parts_of_a_mail_have_their_types() {
    let account = Emulator::start().unwrap();
    for changes in [
        json!({"template": {"id": 1, "replaces": "x"}}),
        json!({"template": {"id": 1, "replaces": ["x"]}}),
        json!({"template": {"id": 1, "replaces": [{"find": "x"}]}}),
        json!({"template": {"id": 1, "replaces": [{"find": "x", "replace": ["y"]}]}}),
        json!({"template": {"id": 0}}),
        json!({"template": {"id": "order"}}),
        json!({"template": {"id": -1}}),
        json!({"template": 1}),
        json!({"from": {"email": "nobody"}}),
        json!({"from": "nobody"}),
        json!({"reply_to": {"email": "nobody"}}),
        json!({"reply_to": 1}),
        json!({"attachment": ["x"]}),
        json!({"attachment": "x"}),
    ] {
        assert_eq!(
            code(&account, "POST /transactional", &mail(&changes)),
            606,
            "{changes}"
        );
    }
    assert_eq!(account.outbox(), []);
    for changes in [
        json!({"template": {"id": "12", "replaces": null}}),
        json!({"template": {"id": 12, "replaces": []}}),
        json!({"template": {"id": 12, "replaces": {"4": {"find": "x", "replace": 1}}}}),
        json!({"reply_to": null, "subject": null, "attachment": null, "force_sending": null}),
        json!({"reply_to": [], "attachment": []}),
        json!({"reply_to": {"email": "c@example.com"}}),
        json!({"attachment": {"0": {"name": "a.txt"}, "2": {"name": "b.txt"}}}),
    ] {
        let data = write_ok(&account, "POST /transactional", &mail(&changes));
        assert!(data["id"].as_u64() > Some(0), "{changes}");
        check_loadable(&account);
    }
}

#[test]
fn the_sender_of_a_mail_can_be_text() {
    let account = Emulator::start().unwrap();
    let text = mail(&json!({"from": "shop@example.com", "reply_to": "help@example.com"}));
    write_ok(&account, "POST /transactional", &text);
    let Some(Mail::Transactional(sent)) = account.outbox().pop() else {
        panic!("no mail");
    };
    assert_eq!(sent.from, json!({"email": "shop@example.com"}));
    assert_eq!(sent.reply_to, json!({"email": "help@example.com"}));
}

#[test]
fn a_field_of_choices_has_choices() {
    let account = Emulator::start().unwrap();
    for values in [
        json!([]),
        json!([null]),
        json!([["a"]]),
        json!([""]),
        json!("a"),
        json!(["a", null]),
        json!(null),
    ] {
        for kind in ["Dropdown", "Multiselect"] {
            let field = json!({"name": "Pick", "type": kind, "options": {"values": values}});
            assert_eq!(code(&account, "POST /fields", &field), 606, "{field}");
        }
    }
    // A Multiselect separates its values by commas.
    let field = json!({"name": "Pick", "type": "Multiselect", "options": {"values": ["a,b", "c"]}});
    assert_eq!(code(&account, "POST /fields", &field), 606);
    let field =
        json!({"name": "Pick", "type": "Dropdown", "options": {"values": {"1": "a,b", "2": 3}}});
    assert_eq!(code(&account, "POST /fields", &field), 200);
}

/// Clients send `null` for members that they do not set.
#[test]
fn null_is_a_member_that_is_not_set() {
    let account = Emulator::builder().contacts(1).start().unwrap();
    let field = json!({"name": "Shoe", "type": null, "options": null, "removable": null, "user_viewable": null});
    let id = write_ok(&account, "POST /fields", &field)["id"].clone();
    let path = format!("/fields/{id}");
    let created = get(&account, &path);
    assert_eq!(created[id.to_string()]["removable"], "1");
    assert_eq!(created[id.to_string()]["type"], "Text");
    let nulls = json!({"removable": null, "user_viewable": null, "user_editable": null});
    write_ok(&account, &format!("PUT {path}"), &nulls);
    assert_eq!(get(&account, &path), created);

    let group = json!({"name": "G", "is_private": true, "external_id": "x", "description": "d"});
    let id = write_ok(&account, "POST /groups", &group)["id"].clone();
    let path = format!("/groups/{id}/external");
    let mut created = get(&account, &path);
    let nulls =
        json!({"name": null, "visible_name": null, "is_private": null, "description": null});
    write_ok(&account, &format!("PUT /groups/{id}"), &nulls);
    let mut updated = get(&account, &path);
    for group in [&mut created, &mut updated] {
        group["updated_at"].take();
    }
    assert_eq!(updated, created);

    let contact = json!({
        "email": "n@example.com", "_state": null, "_language": null, "external_group_ids": null,
    });
    write_ok(&account, "POST /contacts/external_groups", &contact);
    let order = json!({
        "contact": 1, "order_number": "1", "created_on": 1, "price": 1, "payment_status": null,
        "discount": null, "lat": null, "products": null, "custom_fields": null, "language": null,
    });
    write_ok(&account, "POST /orders", &order);
    write_ok(
        &account,
        "POST /contacts/2/optin",
        &json!({"optin_language": null}),
    );
}

/// A number in a field is stored without the spaces around it, as a database does.
#[test]
fn numbers_are_stored_without_spaces() {
    let account = Emulator::builder().contacts(1).start().unwrap();
    for (kind, sent) in [("Integer", " 12 "), ("Decimal", "\t1.5\n")] {
        write_ok(
            &account,
            "POST /fields",
            &json!({"name": kind, "type": kind}),
        );
        let column = kind.to_lowercase();
        let mut change = json!({});
        change[&column] = json!(sent);
        write_ok(&account, "PUT /contacts/1", &change);
        assert_eq!(get(&account, "/contacts/1")[&column], sent.trim());
    }
}

#[test]
fn the_type_of_a_field_has_the_plural_of_one_client() {
    let account = Emulator::start().unwrap();
    let field = json!({"name": "Size", "type": "Decimals"});
    let id = write_ok(&account, "POST /fields", &field)["id"].to_string();
    assert_eq!(
        get(&account, &format!("/fields/{id}"))[&id]["type"],
        "Decimal"
    );
}

#[test]
fn a_state_leaves_room_for_new_ids() {
    let account = Emulator::builder().contacts(1).start().unwrap();
    let state: Value = serde_json::from_slice(&account.snapshot().to_json()).unwrap();
    let mut contacts = state.clone();
    contacts["next_contact"] = json!(u32::MAX);
    Snapshot::read(contacts.to_string().as_bytes()).unwrap_err();
    let mut groups = state;
    groups["groups"]["next"] = json!(u32::MAX);
    Snapshot::read(groups.to_string().as_bytes()).unwrap_err();
}

#[test]
fn an_external_group_that_is_named_twice_is_joined_once() {
    let account = Emulator::start().unwrap();
    let group = json!({"name": "G", "external_id": "x"});
    write_ok(&account, "POST /groups", &group);
    let contact = json!({"email": "a@example.com", "external_group_ids": ["x", "x"]});
    write_ok(&account, "POST /contacts/external_groups", &contact);
    assert_eq!(get(&account, "/contacts/1")["groups"], json!([1]));
    let response = send(&account, "GET /groups/1", "");
    assert_eq!(response.json()["contacts_count"], 1);
}
