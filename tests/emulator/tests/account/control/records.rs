//! What the control path lists, with its filters: contacts, mails, requests, faults and calls of the webhook.

use std::io::{Read, Write};
use std::net::TcpListener;

use hellodialog_emulator::Emulator;
use serde_json::{Value, json};

use super::{ok, problem};
use crate::{send, send_raw, write_ok};

#[test]
fn contacts_are_listed() {
    let account = Emulator::builder().contacts(150).start().unwrap();
    let body = json!({"email": "Odd@Example.com", "voornaam": "<b>", "groups": [1]});
    write_ok(&account, "POST /contacts", &body);
    let all = ok(&account, "GET /contacts?page=2", &Value::Null);
    assert_eq!(all.as_array().unwrap().len(), 51);
    let found = ok(&account, "GET /contacts?email=ODD@", &Value::Null);
    assert_eq!(found.as_array().unwrap().len(), 1);
    let contact = &found[0];
    assert_eq!(contact["id"], 151);
    assert_eq!(contact["groups"], json!([1]));
    assert_eq!(contact["values"]["email"], "Odd@Example.com");
    assert_eq!(contact["values"]["voornaam"], "<b>");
    assert_eq!(contact["values"]["achternaam"], Value::Null);
    problem(&account, "GET /contacts?page=x", &Value::Null, 400);
}

#[test]
fn the_outbox_is_filtered() {
    let account = Emulator::start().unwrap();
    write_ok(
        &account,
        "POST /contacts",
        &json!({"email": "a@example.com"}),
    );
    write_ok(
        &account,
        "POST /newsletters",
        &json!({"name": "n", "subject": "s", "html": "<p>"}),
    );
    let mail = json!({
        "to": "b@example.com",
        "from": {"email": "c@example.com", "name": "C"},
        "template": {"id": 1, "replaces": []},
        "subject": "Hello",
        "tag": "t",
    });
    let sent = crate::write(&account, "POST /transactional", &mail);
    assert_eq!(sent["status"], "OK", "{sent}");
    for (query, recipients) in [
        ("", vec!["a@example.com", "b@example.com"]),
        ("?kind=transactional", vec!["b@example.com"]),
        ("?to=A@EXAMPLE.com", vec!["a@example.com"]),
        ("?to=a@example.com&kind=transactional", vec![]),
        ("?after=1", vec!["b@example.com"]),
        ("?after=1&to=a@example.com", vec![]),
        ("?latest=1", vec!["b@example.com"]),
        ("?latest=0", vec![]),
    ] {
        let outbox = ok(&account, &format!("GET /outbox{query}"), &Value::Null);
        let mails = outbox["mails"].as_array().unwrap().iter();
        let found: Vec<_> = mails.map(|mail| mail["to"].as_str().unwrap()).collect();
        assert_eq!(found, recipients, "{query}");
    }
    problem(&account, "GET /outbox?kind=sms", &Value::Null, 400);
    problem(&account, "GET /outbox?latest=-1", &Value::Null, 400);
}

#[test]
fn the_journal_is_filtered() {
    let account = Emulator::builder()
        .fault("php-warning,op=getGroups".parse().unwrap())
        .fault("reset,op=getLists".parse().unwrap())
        .start()
        .unwrap();
    send(&account, "POST /contacts", r#"{"email":"a@example.com"}"#);
    send(&account, "GET /contacts?condition[x]=equals", "");
    send(&account, "GET /groups", "");
    send_raw(
        account.address(),
        &crate::request(account.key(), "GET /lists", ""),
    )
    .1
    .ok();
    send(&account, "GET /odd", "");
    for (query, numbers) in [
        ("", vec![1, 2, 3, 4, 5]),
        ("?operation=postContact", vec![1]),
        ("?method=get", vec![2, 3, 4, 5]),
        ("?path=/api/contacts", vec![1, 2]),
        ("?status=404", vec![5]),
        ("?effect=done", vec![1]),
        ("?effect=none&method=GET&latest=2", vec![4, 5]),
        ("?has_fault=true", vec![3, 4]),
        ("?has_fault=false&after=1", vec![2, 5]),
        ("?has_ignored=true", vec![2]),
        ("?has_ignored=false", vec![1, 3, 4, 5]),
    ] {
        let journal = ok(&account, &format!("GET /journal{query}"), &Value::Null);
        assert_eq!(journal["count"], 5);
        let requests = journal["entries"].as_array().unwrap().iter();
        let found: Vec<_> = requests
            .map(|entry| entry["number"].as_u64().unwrap())
            .collect();
        assert_eq!(found, numbers, "{query}");
    }
    let entry = ok(
        &account,
        "GET /journal?latest=1&operation=getContacts",
        &Value::Null,
    )["entries"][0]
        .take();
    assert_eq!(
        entry["query"][0],
        json!({"name": "condition[x]", "value": "equals"})
    );
    assert!(
        entry["ignored"][0]
            .as_str()
            .unwrap()
            .starts_with("condition[x]: unknown column")
    );
    for query in [
        "operation=getContact2",
        "status=ok",
        "effect=maybe",
        "has_fault=1",
        "after=x",
        "latest=x",
    ] {
        problem(
            &account,
            &format!("GET /journal?{query}"),
            &Value::Null,
            400,
        );
    }
    assert_eq!(
        ok(&account, "DELETE /journal", &Value::Null)["entries"],
        json!([])
    );
    send(&account, "GET /ping", "");
    let journal = ok(&account, "GET /journal", &Value::Null);
    assert_eq!(journal["entries"][0]["number"], 6);
}

#[test]
fn faults_are_added_listed_and_cleared() {
    let account = Emulator::start().unwrap();
    let faults = ok(
        &account,
        "POST /faults",
        &json!({"fault": "status:503, op=getPing, nth=2"}),
    );
    assert_eq!(
        faults["faults"],
        json!([{"fault": "status:503,op=getPing,nth=2", "calls": 0}])
    );
    let statuses = [(); 3].map(|()| send(&account, "GET /ping", "").status);
    assert_eq!(statuses, [200, 503, 200]);
    assert_eq!(
        ok(&account, "GET /faults", &Value::Null)["faults"][0]["calls"],
        3
    );
    ok(&account, "POST /faults", &json!({"fault": "html"}));
    assert_eq!(
        ok(&account, "GET /faults", &Value::Null)["faults"][1]["fault"],
        "html"
    );
    assert_eq!(
        ok(&account, "DELETE /faults", &Value::Null)["faults"],
        json!([])
    );
    let detail = problem(
        &account,
        "POST /faults",
        &json!({"fault": "status:418"}),
        400,
    );
    assert!(detail.contains("418"), "{detail}");
    problem(&account, "POST /faults", &Value::Null, 400);
}

#[test]
fn calls_of_the_webhook_are_listed() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/hook", listener.local_addr().unwrap());
    let receiver = std::thread::spawn(move || {
        for status in ["204 No Content", "500 Internal Server Error"] {
            let (mut stream, _) = listener.accept().unwrap();
            let mut buffer = [0; 4096];
            let mut received = String::new();
            while !received.contains("hash=") {
                let count = stream.read(&mut buffer).unwrap();
                received.push_str(std::str::from_utf8(&buffer[..count]).unwrap());
            }
            let response =
                format!("HTTP/1.1 {status}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
            stream.write_all(response.as_bytes()).unwrap();
        }
    });
    let account = Emulator::builder().webhook(url, "secret").start().unwrap();
    write_ok(
        &account,
        "POST /contacts",
        &json!({"email": "a@example.com"}),
    );
    ok(&account, "POST /contacts/1/optin-click", &Value::Null);
    receiver.join().unwrap();
    let mut webhook = Value::Null;
    while webhook["deliveries"]
        .as_array()
        .is_none_or(|list| list.len() < 2)
    {
        webhook = ok(&account, "GET /webhook", &Value::Null);
    }
    let expected = json!([
        {"contact": 1, "status": 204, "error": null, "failed": false},
        {"contact": 1, "status": 500, "error": null, "failed": true},
    ]);
    assert_eq!(webhook, json!({"configured": true, "deliveries": expected}));
    let failed = ok(&account, "GET /webhook?failed=true", &Value::Null);
    assert_eq!(failed["deliveries"], json!([expected[1]]));
}
