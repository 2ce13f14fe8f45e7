//! The control path, held against its own description.

mod records;

use std::collections::BTreeSet;
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
