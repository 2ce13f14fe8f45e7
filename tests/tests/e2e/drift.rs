//! Responses that have changed since the client was generated.

use std::sync::{Arc, Mutex};

use hellodialog::types::{ContactState, NewContact};
use hellodialog::{DriftKind, ErrorKind, Outcome};
use hellodialog_emulator::{Fault, Operation};
use hellodialog_operations::{emulated, row};

use crate::fixture::{self, builder, effects};

/// A fault, the operation that it changes, and the kind of drift that the hook reports.
type Change = (fn() -> Fault, Operation, DriftKind);

const CHANGES: [Change; 7] = [
    (
        Fault::new_property,
        Operation::GetPing,
        DriftKind::UnknownField,
    ),
    (
        Fault::new_property,
        Operation::PostContact,
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
        Operation::GetContacts,
        DriftKind::UnknownValue,
    ),
    (
        Fault::changed_type,
        Operation::GetContact,
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
        let drifts = Arc::new(Mutex::new(Vec::new()));
        let recorder = Arc::clone(&drifts);
        let client = builder(&account).on_drift(move |drift| {
            let drift = (drift.operation().id, drift.kind());
            recorder.lock().expect("no panic").push(drift);
        });
        let result = (row.call)(client.build().expect("a client")).await;
        let drifts = drifts.lock().expect("no panic").clone();
        assert!(
            drifts.contains(&(operation.id(), kind)),
            "{fault} {operation}: {drifts:?}, {result:?}"
        );

        // Undo the effect of the first call.
        account.restore(&state);
        let strict = builder(&account).strict().build().expect("a client");
        let error = (row.call)(strict).await.expect_err("a changed response");
        assert_eq!(
            error.kind(),
            ErrorKind::Decode,
            "{fault} {operation}: {error}"
        );
    }
}

#[tokio::test]
async fn a_described_response_is_not_drift() {
    let state = fixture::state().await;
    for row in emulated() {
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
    let error = error.expect_err("a response with a new member");
    assert_eq!(error.outcome(), Outcome::Unknown, "{error}");
    let journal = account.journal();
    assert_eq!((journal.len(), effects(&journal)), (1, 1));
}
