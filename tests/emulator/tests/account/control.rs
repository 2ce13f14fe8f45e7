//! The control path, held against its own description.

use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::LazyLock;

use hellodialog_emulator::{Access, Emulator};
use serde_json::{Value, json};

use crate::{Response, parse, send, send_raw, write_ok};

static DESCRIPTION: LazyLock<Value> =
    LazyLock::new(|| yaml_serde::from_str(include_str!("../../control.yaml")).unwrap());

fn raw(account: &Emulator, target: &str, headers: &str, body: &str) -> Response {
    let request = format!(
        "{target} HTTP/1.1\r\n{headers}connection: close\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    let (received, end) = send_raw(account.address(), &request);
    end.unwrap();
    parse(&received)
}

/// Calls an operation such as `GET /health`. The response must be as described.
fn control(account: &Emulator, target: &str, body: &Value) -> (u16, Value) {
    let (method, path) = target.split_once(' ').unwrap();
    let body = if body.is_null() {
        String::new()
    } else {
        body.to_string()
    };
    let target = format!("{method} /_emulator{path}");
    let response = raw(account, &target, "host: localhost\r\n", &body);
    let json = response.json();
    let path = path.split('?').next().unwrap();
    let template = if path.starts_with("/contacts/") {
        "/contacts/{id}/optin-click"
    } else {
        path
    };
    let operation = &DESCRIPTION["paths"][template][method.to_lowercase()];
    let name = if response.status == 200 {
        "200"
    } else {
        "default"
    };
    let mut described = &operation["responses"][name];
    if let Some(reference) = described["$ref"].as_str() {
        described = DESCRIPTION.pointer(&reference[1..]).unwrap();
    }
    let content_type = response.header("content-type").unwrap();
    let schema = &described["content"][content_type]["schema"];
    assert!(
        schema.is_object(),
        "{target}: {content_type} is not described"
    );
    let schema = json!({"allOf": [schema], "components": DESCRIPTION["components"]});
    let validator = jsonschema::validator_for(&schema).unwrap();
    let errors: Vec<_> = validator
        .iter_errors(&json)
        .map(|error| error.to_string())
        .collect();
    assert!(errors.is_empty(), "{target}: {errors:?} in {json}");
    (response.status, json)
}

fn ok(account: &Emulator, target: &str, body: &Value) -> Value {
    let (status, json) = control(account, target, body);
    assert_eq!(status, 200, "{target}: {json}");
    json
}

/// The detail of a problem.
fn problem(account: &Emulator, target: &str, body: &Value, expected: u16) -> String {
    let (status, json) = control(account, target, body);
    assert_eq!(status, expected, "{target}: {json}");
    json["detail"].as_str().unwrap().to_owned()
}

#[test]
fn every_described_operation_exists_and_no_other() {
    let account = Emulator::start().unwrap();
    for (path, item) in DESCRIPTION["paths"].as_object().unwrap() {
        let described: BTreeSet<_> = item
            .as_object()
            .unwrap()
            .keys()
            .map(|name| name.to_uppercase())
            .collect();
        let path = path.replace("{id}", "1");
        let response = raw(
            &account,
            &format!("PATCH /_emulator{path}"),
            "host: localhost\r\n",
            "",
        );
        assert_eq!(response.status, 405, "{path}");
        let allow = response.header("allow").unwrap().to_uppercase();
        let allowed: BTreeSet<_> = allow.split(", ").map(str::to_owned).collect();
        assert_eq!(allowed, described, "{path}");
    }
    let served = raw(
        &account,
        "GET /_emulator/openapi.yaml",
        "host: localhost\r\n",
        "",
    );
    assert_eq!(served.header("content-type"), Some("application/yaml"));
    assert_eq!(served.text(), include_str!("../../control.yaml"));
    for path in [
        "",
        "/",
        "/nothing",
        "/health/x",
        "/contacts/1/optin-click/x",
    ] {
        let response = raw(
            &account,
            &format!("GET /_emulator{path}"),
            "host: localhost\r\n",
            "",
        );
        assert_eq!(response.status, 404, "{path}");
        assert!(
            response.json()["detail"]
                .as_str()
                .unwrap()
                .contains("/_emulator/openapi.yaml")
        );
    }
    assert!(
        account.journal().is_empty(),
        "the journal has requests to the API only"
    );
}

#[test]
fn every_described_parameter_is_read_and_no_other() {
    let account = Emulator::start().unwrap();
    for (path, item) in DESCRIPTION["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let target = format!("{} {}", method.to_uppercase(), path.replace("{id}", "1"));
            let parameters = operation["parameters"].as_array();
            for parameter in parameters.into_iter().flatten() {
                let reference = parameter["$ref"].as_str();
                let parameter = reference.map_or(parameter, |reference| {
                    DESCRIPTION.pointer(&reference[1..]).unwrap()
                });
                if parameter["in"] == "query" {
                    let name = parameter["name"].as_str().unwrap();
                    let (_, json) = control(&account, &format!("{target}?{name}=1"), &Value::Null);
                    let detail = json["detail"].as_str().unwrap_or_default();
                    assert!(!detail.contains("unknown parameter"), "{target} {name}");
                }
            }
            if path != "/openapi.yaml" {
                let detail = problem(&account, &format!("{target}?limt=1"), &Value::Null, 400);
                assert!(
                    detail.contains("unknown parameter \"limt\""),
                    "{target}: {detail}"
                );
            }
        }
    }
}

#[test]
fn health_counts_contacts_and_requests() {
    let account = Emulator::builder().contacts(3).start().unwrap();
    send(&account, "GET /ping", "");
    let health = ok(&account, "GET /health", &Value::Null);
    assert_eq!(health["contacts"], 3);
    assert_eq!(health["requests"], 1);
    assert_eq!(health["healthy"], true);
    assert_eq!(health["version"], env!("CARGO_PKG_VERSION"));
    let head = raw(
        &account,
        "HEAD /_emulator/health",
        "host: localhost\r\n",
        "",
    );
    assert_eq!((head.status, head.body.len()), (200, 0));
}

#[test]
fn a_reset_returns_to_the_start() {
    let account = Emulator::builder()
        .contacts(3)
        .seed(7)
        .fault("status:503,op=getPing,nth=1".parse().unwrap())
        .start()
        .unwrap();
    let first = send(&account, "GET /contacts", "").text().to_owned();
    assert_eq!(send(&account, "GET /ping", "").status, 503);
    send(&account, "DELETE /contacts/2", "");
    account.inject_fault("html".parse().unwrap());
    account.set_access(Access::none());
    assert_eq!(ok(&account, "POST /reset", &Value::Null)["contacts"], 3);
    assert!(account.journal().is_empty());
    assert_eq!(send(&account, "GET /contacts", "").text(), first);
    assert_eq!(
        send(&account, "GET /ping", "").status,
        503,
        "the fault counts again"
    );
    assert_eq!(send(&account, "GET /ping", "").status, 200);
    assert_eq!(
        ok(&account, "POST /reset", &json!({"contacts": 0}))["contacts"],
        0
    );
    assert_eq!(
        ok(&account, "POST /reset", &json!({"contacts": 5, "seed": 1}))["contacts"],
        5
    );
    let detail = problem(&account, "POST /reset", &json!({"contact": 5}), 400);
    assert!(detail.contains("unknown field `contact`"), "{detail}");
    let detail = problem(&account, "POST /reset", &json!({"contacts": u32::MAX}), 400);
    assert!(detail.contains("at most 10000000 contacts"), "{detail}");
}

#[test]
fn a_loaded_account_is_not_reset_by_accident() {
    let snapshot = Emulator::builder().contacts(3).start().unwrap().stop();
    let account = Emulator::builder().snapshot(snapshot).start().unwrap();
    let detail = problem(&account, "POST /reset", &Value::Null, 409);
    assert!(detail.contains("PUT /_emulator/snapshot"), "{detail}");
    assert_eq!(ok(&account, "GET /health", &Value::Null)["contacts"], 3);
    assert_eq!(
        ok(&account, "POST /reset", &json!({"contacts": 1}))["contacts"],
        1
    );
}

#[test]
fn a_snapshot_is_restored() {
    let account = Emulator::builder().contacts(3).start().unwrap();
    let before = ok(&account, "GET /snapshot", &Value::Null);
    assert_eq!(
        before,
        serde_json::from_slice::<Value>(&account.snapshot().to_json()).unwrap()
    );
    send(&account, "DELETE /contacts/2", "");
    assert_eq!(ok(&account, "PUT /snapshot", &before)["contacts"], 3);
    assert_eq!(ok(&account, "GET /snapshot", &Value::Null), before);
    let detail = problem(&account, "PUT /snapshot", &json!({"format": 99}), 400);
    assert!(detail.contains("not an account state"), "{detail}");
    assert_eq!(ok(&account, "GET /health", &Value::Null)["contacts"], 3);
}

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
fn an_optin_is_repeated_and_clicked() {
    let account = Emulator::start().unwrap();
    write_ok(
        &account,
        "POST /contacts",
        &json!({"email": "a@example.com"}),
    );
    let outbox = ok(&account, "GET /outbox", &Value::Null);
    let expected = json!([{"number": 1, "kind": "optin", "to": "a@example.com", "contact": 1, "language": "NL"}]);
    assert_eq!(outbox["mails"], expected);
    let clock = ok(&account, "POST /clock", &json!({"days": 2}));
    assert_eq!(
        (&clock["days_ahead"], &clock["sent"]),
        (&json!(2), &json!([]))
    );
    let clock = ok(&account, "POST /clock", &json!({"days": 1}));
    let mut repeated = expected;
    repeated[0]["number"] = json!(2);
    assert_eq!(clock["sent"], repeated);
    assert_eq!(ok(&account, "GET /clock", &Value::Null)["days_ahead"], 3);
    let clicked = ok(&account, "POST /contacts/1/optin-click", &Value::Null);
    assert_eq!(clicked, json!({"contact": 1, "state": "Contact"}));
    let detail = problem(&account, "POST /contacts/1/optin-click", &Value::Null, 409);
    assert!(detail.contains("state Contact"), "{detail}");
    problem(&account, "POST /contacts/2/optin-click", &Value::Null, 404);
    problem(&account, "POST /contacts/x/optin-click", &Value::Null, 404);
    problem(&account, "POST /clock", &Value::Null, 400);
    problem(&account, "POST /clock", &json!({"days": -1}), 400);
    problem(
        &account,
        "POST /clock",
        &json!({"days": 1, "hours": 1}),
        400,
    );
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
fn rights_are_read_and_replaced() {
    let account = Emulator::start().unwrap();
    assert_eq!(
        ok(&account, "GET /access", &Value::Null),
        json!({"all": ["*"]})
    );
    let rights = json!({"contacts": ["GET"], "groups": ["*"]});
    assert_eq!(ok(&account, "PUT /access", &rights), rights);
    assert_eq!(ok(&account, "GET /access", &Value::Null), rights);
    for (target, code) in [
        ("GET /lists", Some(602)),
        ("GET /contacts", None),
        ("DELETE /contacts/1", Some(602)),
    ] {
        let found = send(&account, target, "").json()["result"]["code"].as_u64();
        assert_eq!(found, code, "{target}");
    }
    let detail = problem(&account, "PUT /access", &json!({"contact": ["GET"]}), 400);
    assert!(detail.contains("did you mean contacts?"), "{detail}");
    problem(
        &account,
        "PUT /access",
        &json!({"contacts": ["PATCH"]}),
        400,
    );
    problem(&account, "PUT /access", &json!({"contacts": "GET"}), 400);
    assert_eq!(ok(&account, "GET /access", &Value::Null), rights);
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

#[test]
fn websites_and_other_hosts_are_refused() {
    let account = Emulator::start().unwrap();
    for headers in [
        "host: example.com\r\n",
        "host: localhost\r\norigin: https://example.com\r\n",
        "host: localhost\r\norigin: null\r\n",
        "host: 10.0.0.1:80\r\n",
    ] {
        for target in ["POST /_emulator/reset", "GET /_emulator/snapshot", "GET /"] {
            let response = raw(&account, target, headers, "");
            assert_eq!(response.status, 403, "{target} {headers}");
        }
    }
    let local = "host: 127.0.0.1\r\norigin: http://localhost:3000\r\n";
    assert_eq!(
        raw(&account, "GET /_emulator/health", local, "").status,
        200
    );
    // The API is unaffected, and so is a path that only begins like the control path.
    assert_eq!(
        raw(&account, "GET /api/ping", "host: example.com\r\n", "").json()["result"]["code"],
        601
    );
    assert_eq!(
        raw(&account, "GET /_emulators", "host: example.com\r\n", "").json()["result"]["code"],
        601
    );
}

#[test]
fn faults_do_not_apply() {
    let account = Emulator::builder()
        .fault("status:500".parse().unwrap())
        .start()
        .unwrap();
    ok(&account, "GET /health", &Value::Null);
    assert_eq!(send(&account, "GET /ping", "").status, 500);
    assert_eq!(
        ok(&account, "GET /faults", &Value::Null)["faults"][0]["calls"],
        1
    );
}
