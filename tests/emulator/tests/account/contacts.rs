//! Contacts: response shapes, duplicates, states, optin mails, batches, permissions.

use hellodialog_emulator::{Access, ContactId, Emulator, Mail, Method, SingleContact};
use serde_json::{Value, json};

use crate::{checked, get, ids, send, write, write_ok};

#[test]
fn a_wrong_key_is_an_error_with_status_200() {
    let account = Emulator::start().unwrap();
    for query in ["", "?token=", "?token=ffffffffffffffffffffffffffffffff"] {
        let request =
            format!("GET /api/ping{query} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
        let response = crate::parse(&crate::send_raw(account.address(), &request).0);
        assert_eq!(response.status, 200);
        let result = &response.json()["result"];
        assert_eq!(result["status"], "ERROR");
        assert_eq!(result["code"], 601);
        assert_eq!(result["message"], "(#601) Invalid token (API-key)");
    }
}

#[test]
fn a_duplicate_has_the_id_of_the_existing_contact() {
    let account = Emulator::start().unwrap();
    let id = write_ok(
        &account,
        "POST /contacts",
        &json!({"email": "a@example.com"}),
    )["id"]
        .clone();
    let refused = write(
        &account,
        "POST /contacts",
        &json!({"email": "A@Example.com"}),
    );
    assert_eq!(refused["code"], 612);
    assert_eq!(refused["data"]["id_of_duplicate"], id.to_string());
}

#[test]
fn a_single_contact_has_one_of_two_shapes() {
    let bare = Emulator::builder().contacts(1).start().unwrap();
    assert_eq!(get(&bare, "/contacts/1")["id"], "1");
    let keyed = Emulator::builder()
        .contacts(1)
        .single_contact(SingleContact::Keyed)
        .start()
        .unwrap();
    assert_eq!(ids(&get(&keyed, "/contacts/1")), [1]);
}

#[test]
fn a_query_parameter_overrides_the_method() {
    let account = Emulator::builder().contacts(1).start().unwrap();
    let response = send(
        &account,
        "GET /contacts/1?method=PUT",
        r#"{"voornaam":"Kevin"}"#,
    );
    assert_eq!(response.json()["result"]["status"], "OK");
    assert_eq!(get(&account, "/contacts/1")["voornaam"], "Kevin");
}

#[test]
fn pages_have_100_contacts_and_15_newsletters() {
    let account = Emulator::builder().contacts(250).start().unwrap();
    let everyone = "/contacts?condition[voornaam]=not-equals&values[voornaam]=nobody";
    let expected: Vec<u32> = (1..=250).collect();
    for list in [everyone, "/contacts?"] {
        let pages = (1..=4).map(|page| ids(&get(&account, &format!("{list}&page={page}"))));
        let pages: Vec<_> = pages.collect();
        assert_eq!(
            pages.iter().map(Vec::len).collect::<Vec<_>>(),
            [100, 100, 50, 0]
        );
        assert_eq!(pages.concat(), expected);
    }
    let newsletters = |page| get(&account, &format!("/newsletters?page={page}"));
    assert_eq!(newsletters(1).as_object().unwrap().len(), 15);
    assert_eq!(newsletters(2).as_object().unwrap().len(), 5);
    assert_eq!(newsletters(3), json!([]));
}

#[test]
fn a_search_sees_changes_between_two_pages() {
    let account = Emulator::start().unwrap();
    for number in 1..=3 {
        write_ok(
            &account,
            "POST /contacts",
            &json!({"email": format!("{number}@example.com"), "voornaam": "Ann"}),
        );
    }
    let anns = || {
        ids(&get(
            &account,
            "/contacts?condition[voornaam]=equals&values[voornaam]=ann",
        ))
    };
    assert_eq!(anns(), [1, 2, 3]);
    write_ok(&account, "PUT /contacts/1", &json!({"voornaam": "Bob"}));
    write_ok(&account, "DELETE /contacts/3", &json!({}));
    write_ok(
        &account,
        "POST /contacts",
        &json!({"email": "4@example.com", "voornaam": "Ann"}),
    );
    assert_eq!(anns(), [2, 4]);
    write_ok(&account, "PUT /contacts/1", &json!({"voornaam": "Ann"}));
    assert_eq!(anns(), [1, 2, 4]);
}

#[test]
fn optin_mail_is_sent_repeated_once_and_sent_on_request() {
    let account = Emulator::start().unwrap();
    let mails = || {
        let outbox = account.outbox().into_iter();
        let mails = outbox.map(|mail| match mail {
            Mail::Optin(mail) => (mail.contact.0, mail.language),
            other => panic!("not an optin mail: {other:?}"),
        });
        mails.collect::<Vec<_>>()
    };
    let nl = |id: u32| (id, "NL".to_owned());
    write_ok(
        &account,
        "POST /contacts",
        &json!({"email": "1@example.com"}),
    );
    write_ok(
        &account,
        "POST /contacts",
        &json!({"email": "2@example.com", "_state": "Optin"}),
    );
    write_ok(
        &account,
        "POST /contacts",
        &json!({"email": "3@example.com", "_state": "Contact"}),
    );
    assert_eq!(mails(), [nl(1), nl(2)]);
    assert!(account.click_optin(ContactId(1)));
    assert!(
        !account.click_optin(ContactId(3)),
        "a confirmed contact has no link to click"
    );
    assert_eq!(get(&account, "/contacts/1")["_state"], "Contact");
    account.advance_days(2);
    assert_eq!(mails().len(), 2);
    account.advance_days(1);
    account.advance_days(9);
    assert_eq!(mails(), [nl(1), nl(2), nl(2)]);
    write_ok(
        &account,
        "POST /contacts/2/optin",
        &json!({"optin_language": "EN"}),
    );
    assert_eq!(mails().last().unwrap(), &(2, "EN".to_owned()));
    assert_eq!(
        write(&account, "POST /contacts/3/optin", &json!({}))["status"],
        "ERROR"
    );
}

#[test]
fn an_empty_list_of_groups_removes_all_groups() {
    let account = Emulator::builder().contacts(0).start().unwrap();
    write_ok(
        &account,
        "POST /contacts",
        &json!({"email": "1@example.com", "groups": [1, "2"]}),
    );
    assert_eq!(get(&account, "/groups/1")["contacts_count"], 1);
    write_ok(&account, "PUT /contacts/1", &json!({"voornaam": "Ann"}));
    assert_eq!(get(&account, "/contacts/1")["groups"], json!([1, 2]));
    write_ok(&account, "PUT /contacts/1", &json!({"groups": []}));
    assert_eq!(get(&account, "/contacts/1")["groups"], json!([]));
    assert_eq!(get(&account, "/groups/1")["contacts_count"], 0);
    let external = json!({"email": "2@example.com", "external_group_ids": ["EXT-3"]});
    write_ok(&account, "POST /contacts/external_groups", &external);
    assert_eq!(get(&account, "/contacts/2")["groups"], json!([3]));
}

#[test]
fn a_batch_can_fail_partially() {
    let account = Emulator::builder().contacts(2).start().unwrap();
    let batch = json!([{"id": 1, "voornaam": "Ann"}, {"id": 99}, {"id": "2", "size": "huge"}]);
    let data = write_ok(&account, "PUT /contacts", &batch);
    assert_eq!(data["errors"].as_array().unwrap().len(), 2);
    assert!(data["errors"][0]["message"].is_string());
    assert_eq!(get(&account, "/contacts/1")["voornaam"], "Ann");
    let order = |number: &str, contact: u32| json!({"contact": contact, "order_number": number, "created_on": 1_539_285_883, "price": 49.99});
    write_ok(&account, "POST /orders", &order("one", 1));
    let by_number = json!({"one": order("one", 1), "two": order("two", 2)});
    let data = write_ok(&account, "POST /orders", &by_number);
    assert_eq!(data["errors"].as_array().unwrap().len(), 1);
    assert_eq!(
        write(&account, "POST /orders", &json!([order("two", 1)]))["status"],
        "ERROR"
    );
}

#[test]
fn a_search_for_orders_has_three_response_shapes() {
    let account = Emulator::builder().contacts(30).start().unwrap();
    assert_eq!(
        get(&account, "/orders?count=1"),
        json!({"result": {"data": {"count": 3}}})
    );
    assert_eq!(get(&account, "/orders?order_number=1928002")["id"], "2");
    assert_eq!(
        get(&account, "/orders?order_number=none"),
        json!({"result": {}})
    );
    assert_eq!(get(&account, "/orders"), json!({"result": {}}));
}

#[test]
fn custom_fields_are_members_of_every_contact() {
    let account = Emulator::builder().contacts(1).start().unwrap();
    let field = json!({"name": "Shoe size", "type": "Integer"});
    let id = write_ok(&account, "POST /fields", &field)["id"].clone();
    assert_eq!(get(&account, "/contacts/1")["shoe_size"], Value::Null);
    write_ok(
        &account,
        "PUT /contacts/1",
        &json!({"shoe_size": 43, "interests": ["books", "music"]}),
    );
    let contact = get(&account, "/contacts/1");
    assert_eq!(
        (&contact["shoe_size"], &contact["interests"]),
        (&json!("43"), &json!("books,music"))
    );
    assert_eq!(
        write(&account, "PUT /contacts/1", &json!({"shoe_size": "big"}))["status"],
        "ERROR"
    );
    write_ok(&account, &format!("DELETE /fields/{id}"), &json!({}));
    let contact = get(&account, "/contacts/1");
    assert!(contact.get("shoe_size").is_none());
    assert_eq!(contact["interests"], "books,music");
}

#[test]
fn a_key_has_the_permissions_in_ping() {
    let access = Access::none()
        .allow("orders", &[Method::Post])
        .allow("contacts", &[Method::Get]);
    let account = Emulator::builder()
        .contacts(1)
        .access(access)
        .start()
        .unwrap();
    let expected = json!({"contacts": ["GET"], "orders": ["POST"]});
    assert_eq!(get(&account, "/ping")["access"], expected);
    assert_eq!(get(&account, "/contacts/1")["id"], "1");
    assert_eq!(
        write(&account, "DELETE /contacts/1", &json!({}))["status"],
        "ERROR"
    );
    assert_eq!(get(&account, "/groups")["result"]["status"], "ERROR");
    assert_eq!(get(&account, "/contacts/1")["id"], "1");
}

#[test]
fn statistics_and_nps_are_computed_from_the_contacts() {
    let account = Emulator::start().unwrap();
    for (number, score) in [(1, Some(9)), (2, Some(6)), (3, Some(0)), (4, None)] {
        let contact = json!({
            "email": format!("{number}@example.com"), "_state": "Contact", "nps_score": score,
        });
        write_ok(&account, "POST /contacts", &contact);
    }
    // The docs' sample has the same score and number of participants.
    assert_eq!(
        get(&account, "/nps"),
        json!({"score": -33.33, "participants": 3})
    );
    let past = get(&account, "/nps?date_start=2001-01-01&date_end=2001-12-31");
    assert_eq!(past["participants"], 0);
    let counts = get(&account, "/statistics/contacts");
    assert_eq!(
        (&counts["Contact"], &counts["Transactional"]),
        (&json!("4"), &json!("0"))
    );
}

#[test]
fn mail_to_an_unsubscribed_contact_needs_force_sending() {
    let account = Emulator::start().unwrap();
    let contact = json!({"email": "1@example.com", "_state": "Unsubscriber"});
    write_ok(&account, "POST /contacts", &contact);
    let mut mail = json!({
        "to": "1@example.com", "from": {"email": "shop@example.com", "name": "Shop"},
        "template": {"id": 4, "replaces": [{"find": "name", "replace": "Ann"}]}, "tag": "order",
        "attachment": {"name": "a.txt", "content": "YQ=="},
    });
    assert_eq!(
        write(&account, "POST /transactional", &mail)["status"],
        "ERROR"
    );
    assert!(account.outbox().is_empty());
    mail["force_sending"] = json!(true);
    write_ok(&account, "POST /transactional", &mail);
    let outbox = account.outbox();
    let [Mail::Transactional(sent)] = outbox.as_slice() else {
        panic!("expected one mail: {outbox:?}")
    };
    assert_eq!(
        (sent.to.as_str(), sent.tag.as_str()),
        ("1@example.com", "order")
    );
    assert_eq!(sent.template["replaces"][0]["replace"], "Ann");
    assert_eq!(
        sent.attachments,
        [json!({"name": "a.txt", "content": "YQ=="})]
    );
}

#[test]
fn an_invalid_body_is_an_error_and_changes_nothing() {
    let account = Emulator::builder().contacts(1).start().unwrap();
    let before = account.snapshot().to_json();
    for (target, body) in [
        ("POST /contacts", "{"),
        ("POST /contacts", "[1]"),
        ("POST /contacts", r#"{"email": "nobody"}"#),
        (
            "POST /contacts",
            r#"{"email": "a@example.com", "groups": [99]}"#,
        ),
        (
            "POST /contacts",
            r#"{"email": "a@example.com", "_state": "Odd"}"#,
        ),
        ("PUT /contacts/1", r#"{"voornaam": {"a": 1}}"#),
        ("PUT /contacts/x", "{}"),
        ("PUT /contacts", r#"{"id": 1}"#),
        ("POST /orders", "[]"),
        (
            "POST /orders",
            r#"{"contact": 1, "order_number": "x", "created_on": "now", "price": 1}"#,
        ),
        ("PUT /orders/1", r#"{"payment_status": "LOST"}"#),
        ("POST /transactional", r#"{"to": "a@example.com"}"#),
        ("POST /fields", r#"{"name": "email"}"#),
        ("POST /fields", r#"{"name": "Pick", "type": "Dropdown"}"#),
        ("DELETE /fields/1", ""),
        ("POST /lists", r#"{"name": "a", "contacts": [99]}"#),
        ("POST /groups", r#"{"name": "a", "external_id": "EXT-1"}"#),
        ("POST /newsletters", r#"{"name": "a"}"#),
    ] {
        let result = checked(&send(&account, target, body));
        assert_eq!(result["result"]["status"], "ERROR", "{target} {body}");
    }
    assert!(account.snapshot().to_json() == before);
}

/// The first field with a date that a client can set.
const DATE: &str = "geboortedatum";

#[test]
fn dates_in_the_forms_of_the_clients_are_accepted() {
    let account = Emulator::builder().contacts(1).start().unwrap();
    let stored = |date: Value| {
        write_ok(&account, "PUT /contacts/1", &json!({DATE: date}));
        get(&account, "/contacts/1")[DATE].take()
    };
    assert_eq!(stored(json!("1985-01-1")), "1985-01-01");
    assert_eq!(stored(json!("1985-3-14")), "1985-03-14");
    let empty = stored(json!(null));
    assert!(["", "0000-00-00"].iter().any(|zero| empty == *zero) || empty.is_null());
    for zero in ["0000-00-00", "0000-00-00 00:00:00", ""] {
        write_ok(&account, "PUT /contacts/1", &json!({DATE: "1985-01-01"}));
        assert_eq!(stored(json!(zero)), empty, "{zero:?}");
    }
    let refused = write(&account, "PUT /contacts/1", &json!({DATE: "1985-13-01"}));
    assert_eq!(refused["code"], 606);
}

/// Clients send the contact that they got, with `null` for what they do not set.
#[test]
fn a_whole_contact_can_be_sent_back() {
    let account = Emulator::builder().contacts(3).start().unwrap();
    for id in 1..=3 {
        let path = format!("/contacts/{id}");
        let mut before = get(&account, &path);
        write_ok(&account, &format!("PUT {path}"), &before);
        let mut after = get(&account, &path);
        for contact in [&mut before, &mut after] {
            contact["aangepast"].take();
        }
        assert_eq!(after, before);
    }
    let before = get(&account, "/contacts/1");
    let nothing = json!({"email": null, "_state": null, "groups": null});
    write_ok(&account, "PUT /contacts/1", &nothing);
    for member in ["email", "_state", "groups"] {
        assert_eq!(get(&account, "/contacts/1")[member], before[member]);
    }
}

#[test]
fn groups_can_be_strings_and_an_update_returns_the_id() {
    let account = Emulator::builder().contacts(1).start().unwrap();
    let groups = json!({"groups": ["2", 1, "2"]});
    let data = write_ok(&account, "PUT /contacts/1", &groups);
    assert_eq!(data, json!({"id": 1}));
    assert_eq!(get(&account, "/contacts/1")["groups"], json!([2, 1]));
}

#[test]
fn a_missing_item_has_status_404_and_a_missing_reference_has_not() {
    let account = Emulator::builder().contacts(1).start().unwrap();
    for target in ["GET /contacts/9", "DELETE /groups/99", "GET /campaigns/9"] {
        assert_eq!(send(&account, target, "").status, 404, "{target}");
    }
    let list = json!({"name": "Nobodies", "contacts": [9]});
    assert_eq!(write(&account, "POST /lists", &list)["code"], 606);
}

#[test]
fn fields_are_named_with_a_capital() {
    let account = Emulator::start().unwrap();
    let fields = get(&account, "/fields");
    assert_eq!(fields["1"]["name"], "Email");
    assert_eq!(fields["1"]["columns"], json!(["email"]));
}

#[test]
fn an_order_keeps_its_language() {
    let account = Emulator::builder().contacts(1).start().unwrap();
    let order =
        json!({"contact": 1, "order_number": "A", "created_on": 1, "price": 1, "language": "NL"});
    write_ok(&account, "POST /orders", &order);
    assert_eq!(get(&account, "/orders?order_number=A")["language"], "NL");
}
