//! The emulator has the operations of the client, and responds as the table says.

use std::collections::BTreeMap;

use hellodialog_emulator::{Effect, Emulator, Operation, Snapshot, filled_members};
use hellodialog_operations::account::{ADDED, DEMO_CONTACTS};
use hellodialog_operations::{Row, emulated, matches, remove_members, same_order, table};
use serde_json::{Value, json};

use crate::{send, write_ok};

#[test]
fn the_emulator_and_the_client_have_the_same_operations() {
    let form = |id, method, path| (id, (method, path));
    let emulator: BTreeMap<_, _> = Operation::ALL
        .iter()
        .map(|operation| form(operation.id(), operation.method().name(), operation.path()))
        .collect();
    let client: BTreeMap<_, _> = hellodialog::OPERATIONS
        .iter()
        .map(|operation| form(operation.id, operation.method.as_str(), operation.path))
        .collect();
    // An operation that the API no longer has does no harm in the emulator.
    for row in table() {
        let name = row.operation;
        let expected = row.is_emulated.then(|| &client[name]);
        assert_eq!(emulator.get(name), expected, "{name}: the row says so");
    }
}

/// The account that the table is about.
fn state() -> Snapshot {
    let account = Emulator::builder().contacts(DEMO_CONTACTS).start().unwrap();
    for (email, name, state) in ADDED {
        let contact = json!({"email": email, "voornaam": name, "_state": state});
        write_ok(&account, "POST /contacts", &contact);
    }
    account.stop()
}

/// The request of a row, with its query, and its body as text.
fn request(row: &Row) -> (String, String) {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(row.query);
    let body = row.body.as_ref().map(Value::to_string);
    (
        format!("{}?{}", row.request, query.finish()),
        body.unwrap_or_default(),
    )
}

#[test]
fn every_request_gets_the_response_of_its_row() {
    let state = state();
    for row in emulated() {
        let account = Emulator::builder().snapshot(state.clone()).start().unwrap();
        let (target, body) = request(&row);
        let response = send(&account, &target, &body);
        let name = row.operation;
        assert_eq!(response.status, 200, "{name}: {}", response.text());
        let (mut found, expected) = (response.json(), &row.response);
        let operation = account.journal().pop().unwrap().operation.unwrap();
        remove_members(&mut found, &filled_members(operation));
        assert!(matches(&found, expected), "{name}: {found:#}");
        assert!(same_order(&found, expected), "{name}: {found:#}");
        let entry = account.journal().pop().unwrap();
        assert_eq!(entry.operation.map(Operation::id), Some(name));
        let effect = if row.writes() {
            Effect::Done
        } else {
            Effect::None
        };
        assert_eq!(entry.effect, effect, "{name}");
    }
}

#[test]
fn unknown_paths_and_methods_are_errors() {
    let account = Emulator::start().unwrap();
    let path = send(&account, "GET /nothing", "");
    assert_eq!(
        (path.status, &path.json()["result"]["status"]),
        (404, &"ERROR".into())
    );
    let method = send(&account, "DELETE /ping", "");
    assert_eq!(
        (method.status, &method.json()["result"]["status"]),
        (405, &"ERROR".into())
    );
    assert_eq!(send(&account, "PATCH /contacts/1", "").status, 405);
}

#[test]
fn it_works_inside_an_async_runtime() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    runtime.block_on(async {
        let account = Emulator::builder().contacts(1).start().unwrap();
        assert_eq!(crate::get(&account, "/contacts/1")["id"], "1");
    });
}

#[test]
fn drop_stops_the_server() {
    let account = Emulator::start().unwrap();
    let address = account.address();
    drop(account);
    assert!(std::net::TcpStream::connect(address).is_err());
}
