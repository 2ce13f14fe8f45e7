//! Responses that have changed since the client was generated.

use std::sync::{Arc, Mutex};

use hellodialog::types::{ContactState, NewContact};
use hellodialog::{DriftKind, ErrorKind, Outcome};
use hellodialog_emulator::{Fault, Operation};
use hellodialog_operations::{row, table};

use crate::fixture::{self, builder, effects};

/// What changed in the response of an operation, and how the hook is called.
type Change = (fn() -> Fault, Operation, DriftKind);

const CHANGES: [Change; 8] = [
    (
        Fault::new_property,
        Operation::GetGroups,
        DriftKind::UnknownField,
    ),
    (
        Fault::new_property,
        Operation::GetPing,
        DriftKind::UnknownField,
    ),
    (
        Fault::new_property,
        Operation::PostGroup,
        DriftKind::UnknownField,
    ),
    (
        Fault::new_enum_value,
        Operation::GetContact,
        DriftKind::UnknownValue,
    ),
    (
        Fault::new_enum_value,
        Operation::GetFields,
        DriftKind::UnknownValue,
    ),
    (
        Fault::new_enum_value,
        Operation::GetOrder,
        DriftKind::UnknownValue,
    ),
    (
        Fault::changed_type,
        Operation::GetGroups,
        DriftKind::Coerced,
    ),
    (
        Fault::changed_type,
        Operation::GetFields,
        DriftKind::Coerced,
    ),
];

#[tokio::test]
async fn the_hook_is_called_and_strict_mode_fails() {
    let state = fixture::state().await;
    for (fault, operation, kind) in CHANGES {
        let fault = fault();
        let row = row(operation.id());
        let account = fixture::account(&state);
        account.inject_fault(fault.clone());
        let told = Arc::new(Mutex::new(Vec::new()));
        let noting = Arc::clone(&told);
        let client = builder(&account).on_drift(move |drift| {
            let drift = (drift.operation().id, drift.kind());
            noting.lock().expect("no panic").push(drift);
        });
        let result = (row.call)(client.build().expect("a client")).await;
        let told = told.lock().expect("no panic").clone();
        assert!(
            told.contains(&(operation.id(), kind)),
            "{fault} {operation}: {told:?}, {result:?}"
        );

        // As before the call.
        account.restore(&state);
        let strict = builder(&account).strict().build().expect("a client");
        let error = (row.call)(strict).await.expect_err("it has changed");
        assert_eq!(
            error.kind(),
            ErrorKind::Decode,
            "{fault} {operation}: {error}"
        );
    }
}

#[tokio::test]
async fn a_response_as_described_is_no_drift() {
    let state = fixture::state().await;
    for row in table() {
        let account = fixture::account(&state);
        let client = builder(&account).strict().build().expect("a client");
        let result = (row.call)(client).await;
        assert!(result.is_ok(), "{}: {result:?}", row.operation);
    }
}

#[tokio::test]
async fn a_write_whose_response_fails_strict_mode_has_its_effect() {
    let account = fixture::account(&fixture::state().await);
    account.inject_fault(Fault::new_property());
    let client = builder(&account).strict().build().expect("a client");
    let contact = NewContact::new()
        .email("new@example.com")
        .state(ContactState::Contact);
    let error = client.contacts().create(&contact).await;
    let error = error.expect_err("there is a new member");
    assert_eq!(error.outcome(), Outcome::Unknown, "{error}");
    let journal = account.journal();
    assert_eq!((journal.len(), effects(&journal)), (1, 1));
}
