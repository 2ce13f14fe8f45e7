//! What the examples of the docs create is read back. Ids are those of the docs where the account can
//! have them.

use hellodialog_emulator::{Emulator, Snapshot};
use serde_json::{Value, json};

use crate::{get, send, write_ok};

/// An account with a contact that has the id of the docs' example.
fn account() -> Emulator {
    let demo = Emulator::builder()
        .contacts(250)
        .seed(3)
        .start()
        .unwrap()
        .stop()
        .to_json();
    let mut state: Value = serde_json::from_slice(&demo).unwrap();
    state["next_contact"] = json!(5101);
    let snapshot = Snapshot::read(state.to_string().as_bytes()).unwrap();
    let account = Emulator::builder().snapshot(snapshot).start().unwrap();
    let kevin = json!({
        "email": "kevin@hellodialog.com", "voornaam": "Kevin", "achternaam": "Binder",
        "geslacht": "M", "groups": [1, 2], "_state": "Contact", "_language": "NL",
    });
    assert_eq!(write_ok(&account, "POST /contacts", &kevin)["id"], 5101);
    account
}

fn check_keyed_by_id(value: &Value) {
    for (key, entry) in value.as_object().unwrap() {
        assert_eq!(&entry["id"], key);
    }
}

#[test]
fn contacts() {
    let account = account();
    let found = get(
        &account,
        "/contacts?condition[email]=ends-with&values[email]=hellodialog.com",
    );
    assert_eq!(found["0"]["voornaam"], "Kevin");
    let found = get(
        &account,
        "/contacts?condition[voornaam]=equals&values[voornaam]=kevin&page=1",
    );
    assert!(
        found
            .as_object()
            .unwrap()
            .values()
            .all(|contact| contact["voornaam"] == "Kevin")
    );
    write_ok(
        &account,
        "PUT /contacts",
        &json!([{"id": 1, "voornaam": "A"}, {"id": 2, "achternaam": "B"}]),
    );
    let contact = get(&account, "/contacts/5101");
    assert_eq!(
        (&contact["id"], &contact["groups"]),
        (&json!("5101"), &json!([1, 2]))
    );
    write_ok(
        &account,
        "PUT /contacts/5101",
        &json!({"voornaam": "Kevin", "achternaam": "Binder", "groups": [1]}),
    );
    write_ok(&account, "PUT /contacts/5101", &json!({"_state": "Optin"}));
    write_ok(
        &account,
        "POST /contacts/5101/optin",
        &json!({"optin_language": "EN"}),
    );
    let response = send(&account, "GET /contacts/5101?method=DELETE", "");
    assert_eq!(response.json()["result"]["status"], "OK");
    assert_eq!(get(&account, "/contacts/5101")["result"]["status"], "ERROR");
}

#[test]
fn fields() {
    let account = account();
    let field = json!({
        "name": "Test", "type": "Dropdown", "options": {"values": ["a", "b"]},
        "user_viewable": true, "user_editable": true,
    });
    let id = write_ok(&account, "POST /fields", &field)["id"].clone();
    let fields = get(&account, "/fields");
    // Only the key has the id; the vendor's clients read it there.
    assert!(fields["1"].is_object() && fields["1"].get("id").is_none());
    let created = &get(&account, &format!("/fields/{id}"))[id.to_string()];
    assert_eq!(created, &fields[id.to_string()]);
    assert_eq!(created["options"], json!({"values": ["a", "b"]}));
    assert_eq!(
        (&created["columns"], &created["type"]),
        (&json!(["test"]), &json!("Dropdown"))
    );
    let update = json!({"removable": true, "user_viewable": true, "user_editable": true});
    write_ok(&account, &format!("PUT /fields/{id}"), &update);
    write_ok(&account, &format!("DELETE /fields/{id}"), &json!({}));
    // The docs' sample, of an account without custom fields, has nine.
    assert_eq!(
        get(&Emulator::start().unwrap(), "/fields")
            .as_object()
            .unwrap()
            .len(),
        9
    );
}

#[test]
fn groups() {
    let account = account();
    let group = json!({
        "name": "Newsletter contacts", "visible_name": "Newsletter", "is_private": false,
        "external_id": "201911121234",
    });
    let id = write_ok(&account, "POST /groups", &group)["id"].clone();
    let group = get(&account, &format!("/groups/{id}"));
    assert_eq!((&group["id"], &group["is_private"]), (&id, &json!(false)));
    assert_eq!(
        get(&account, "/groups").as_array().unwrap().last(),
        Some(&group)
    );
    let external = get(&account, &format!("/groups/{id}/external"));
    assert_eq!(external["external_id"], "201911121234");
    assert_eq!(
        get(&account, "/groups/external/201911121234"),
        json!([external])
    );
    assert_eq!(
        get(&account, "/groups/external").as_array().unwrap().last(),
        Some(&external)
    );
    assert_eq!(get(&account, "/groups/external/none"), json!([]));
    let update = json!({
        "name": "Newsletter contacts updated", "visible_name": "Newsletter v2", "is_private": true,
        "external_id": "201911121234",
    });
    write_ok(&account, &format!("PUT /groups/{id}"), &update);
    assert_eq!(get(&account, &format!("/groups/{id}"))["is_private"], true);
    write_ok(&account, &format!("DELETE /groups/{id}"), &json!({}));
}

#[test]
fn lists() {
    let account = account();
    let list = json!({"name": "Test", "description": "A simple description of the segment", "contacts": [1, 2]});
    let id = write_ok(&account, "POST /lists", &list)["id"].clone();
    check_keyed_by_id(&get(&account, "/lists"));
    let found = get(&account, &format!("/lists/{id}"));
    assert_eq!(crate::ids(&found["list"]), [1, 2]);
    let update = json!({"name": "Test", "description": "", "contacts": []});
    write_ok(&account, &format!("PUT /lists/{id}"), &update);
    assert_eq!(get(&account, &format!("/lists/{id}"))["list"], json!([]));
    let campaigns = get(&account, "/lists/2/campaigns");
    assert!(campaigns["campaigns"].is_array());
    write_ok(&account, &format!("DELETE /lists/{id}"), &json!({}));
}

#[test]
fn newsletters() {
    let account = account();
    let newsletter = json!({
        "name": "Newsletter API", "subject": "My new newsletter subject", "html": "<html>...</html>",
    });
    let id = write_ok(&account, "POST /newsletters?page=1", &newsletter)["id"].clone();
    check_keyed_by_id(&get(&account, "/newsletters"));
    let found = get(&account, &format!("/newsletters/{id}"));
    assert_eq!(
        (&found["html"], &found["recipients"]),
        (&json!("<html>...</html>"), &json!(0))
    );
    let update =
        json!({"name": "Updated name", "subject": "Updated subject", "html": "<html>...</html>"});
    write_ok(&account, &format!("PUT /newsletters/{id}"), &update);
    assert_eq!(
        get(&account, &format!("/newsletters/{id}"))["name"],
        "Updated name"
    );
    write_ok(&account, &format!("DELETE /newsletters/{id}"), &json!({}));
}

#[test]
fn orders() {
    let account = account();
    let order = json!({
        "contact": 5101, "order_number": "1928885", "created_on": 1_539_285_883, "price": 49.99,
        "payment_method": "PAYPAL", "payment_status": "PAID", "discount": 10.49,
        "zip_code": "2011KC", "lat": 52.386_639, "lng": 4.643_02, "country": "NL",
        "coupon": "SALE90", "custom_fields": [],
        "products": [{"product_code": "A1", "name": "Spade", "price": 24.5, "quantity": 2}],
    });
    let id = write_ok(&account, "POST /orders", &order)["id"].clone();
    let mut found = get(&account, &format!("/orders/{id}"));
    assert_eq!(get(&account, "/orders?order_number=1928885"), found);
    assert!(
        found["imported_on"]
            .take()
            .as_str()
            .unwrap()
            .parse::<u32>()
            .is_ok()
    );
    let sample = json!({
        "id": id.to_string(), "contact": "5101", "order_number": "1928885",
        "created_on": "1539285883", "payment_method": "PAYPAL", "payment_status": "PAID",
        "price": "49.99", "discount": "10.49", "zip_code": "2011KC", "lat": "52.386639",
        "lng": "4.643020", "country": "NL", "coupon": "SALE90", "imported_on": null,
        "products": [{"product_code": "A1", "name": "Spade", "price": "24.50", "quantity": "2"}],
    });
    assert_eq!(found, sample);
    write_ok(
        &account,
        "PUT /orders",
        &json!([{"id": id, "payment_status": "REFUND"}]),
    );
    write_ok(
        &account,
        &format!("PUT /orders/{id}"),
        &json!({"payment_status": "CANCELLED"}),
    );
    assert_eq!(
        get(&account, &format!("/orders/{id}"))["payment_status"],
        "CANCELLED"
    );
    write_ok(&account, &format!("DELETE /orders/{id}"), &json!({}));
}

#[test]
fn account_and_statistics() {
    let account = account();
    let states = [
        "Transactional",
        "Optin",
        "Contact",
        "Bounced",
        "Unsubscriber",
    ];
    let counts = get(&account, "/statistics/contacts");
    let sum: u32 = states
        .iter()
        .map(|state| counts[state].as_str().unwrap().parse::<u32>().unwrap())
        .sum();
    assert_eq!(sum, 251);
    check_keyed_by_id(&get(&account, "/campaigns"));
    let campaign = get(&account, "/statistics/campaign/246236");
    let count = |name: &str| campaign[name].as_u64().unwrap();
    assert_eq!(count("sent"), count("delivered") + count("bounces"));
    assert_eq!(count("delivered"), count("opened") + count("unopened"));
}

#[test]
fn unsubscribers() {
    let account = account();
    let unsubscribers = get(&account, "/unsubscribers?page=1");
    let first = crate::ids(&unsubscribers)[0];
    assert_eq!(unsubscribers["0"]["_state"], "Unsubscriber");
    for name in ["value", "values"] {
        let path = format!("/unsubscribers?condition[id]=equals&{name}[id]={first}");
        assert_eq!(crate::ids(&get(&account, &path)), [first]);
    }
    assert_eq!(
        crate::ids(&get(&account, &format!("/unsubscribers/{first}"))),
        [first]
    );
    assert_eq!(
        get(&account, "/unsubscribers/5101")["result"]["status"],
        "ERROR"
    );
}

#[test]
fn transactional() {
    let mail = json!({
        "to": "patrick@hellodialog.com", "from": {"email": "a@example.com", "name": "A"},
        "reply_to": {"email": "b@example.com", "name": "B"}, "subject": "Transactional test subject",
        "template": {"id": 1, "replaces": [{"find": "x", "replace": "y"}]}, "attachment": [],
        "tag": "test tag", "force_sending": true,
    });
    let account = account();
    write_ok(&account, "POST /transactional", &mail);
    assert_eq!(account.outbox().len(), 1);
}
