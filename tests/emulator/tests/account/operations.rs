//! The emulator and the generated client have the same operations.

use std::collections::BTreeSet;

use hellodialog_emulator::{Emulator, Operation};

use crate::send;

#[test]
fn the_emulator_and_the_client_have_the_same_operations() {
    let emulator: BTreeSet<_> = Operation::ALL
        .iter()
        .map(|operation| (operation.id(), operation.method().name(), operation.path()))
        .collect();
    let client: BTreeSet<_> = hellodialog::OPERATIONS
        .iter()
        .map(|operation| (operation.id, operation.method.as_str(), operation.path))
        .collect();
    assert_eq!(emulator, client);
    assert_eq!(emulator.len(), 48);
}

#[test]
fn each_operation_is_routed_by_method_and_path() {
    let account = Emulator::start().unwrap();
    for operation in hellodialog::OPERATIONS {
        let path: Vec<_> = operation
            .path
            .split('/')
            .map(|part| if part.starts_with('{') { "7" } else { part })
            .collect();
        let response = send(
            &account,
            &format!("{} {}", operation.method, path.join("/")),
            "{}",
        );
        assert_eq!(
            response.status,
            200,
            "{}: {}",
            operation.id,
            response.text()
        );
        let entry = account.journal().pop().unwrap();
        assert_eq!(entry.operation.map(Operation::id), Some(operation.id));
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
