//! Every operation: successful, refused, with a wrong key, and with a key without rights.

use std::collections::BTreeSet;

use hellodialog::{Client, Error, ErrorKind, Outcome};
use hellodialog_emulator::{Access, Emulator, filled_members};
use hellodialog_operations::account::MISSING;
use hellodialog_operations::{Refusal, Row, emulated, matches, remove_members};

use crate::fixture::{self, client, content, effects, operation};

#[tokio::test]
async fn every_operation_succeeds() {
    let state = fixture::state().await;
    for row in emulated() {
        let name = row.operation;
        let account = fixture::account(&state);
        let before = content(&account);
        let decoded = (row.call)(client(&account)).await;
        let mut decoded = decoded.unwrap_or_else(|error| panic!("{name}: {error}"));
        remove_members(&mut decoded, &filled_members(operation(&row)));
        assert!(matches(&decoded, &row.decoded), "{name}: {decoded:#}");
        let journal = account.journal();
        assert_eq!(journal.len(), 1, "{name}: one call is one request");
        assert_eq!(journal[0].operation, Some(operation(&row)));
        assert_eq!(effects(&journal), usize::from(row.writes()), "{name}");
        assert_eq!(content(&account) != before, row.writes(), "{name}");
    }
}

/// Checks that the call failed with an error and had no effect.
fn check_refusal(row: &Row, account: &Emulator, result: Result<serde_json::Value, Error>) -> Error {
    let name = row.operation;
    let error = result.expect_err(name);
    assert_eq!(error.outcome(), Outcome::Rejected, "{name}: {error}");
    assert_eq!(error.operation(), Some(name));
    assert_eq!(error.attempts(), 1, "{name}: a refused call is not retried");
    assert!(!error.is_retryable(), "{name}");
    let journal = account.journal();
    assert_eq!((journal.len(), effects(&journal)), (1, 0), "{name}");
    error
}

#[tokio::test]
async fn a_refused_call_has_the_documented_error_code() {
    let state = fixture::state().await;
    for row in emulated() {
        let Some((refusal, call)) = row.refused else {
            // It has no id and no body that could be refused.
            let known = row.known();
            assert_eq!(known.method.as_str(), "GET", "{}", row.operation);
            assert!(!known.path.contains('{'), "{}", row.operation);
            continue;
        };
        let account = fixture::account(&state);
        let before = content(&account);
        let error = check_refusal(&row, &account, call(client(&account)).await);
        let (kind, code) = match refusal {
            Refusal::Code(code) => (ErrorKind::Api, Some(code)),
            Refusal::Empty => (ErrorKind::NotFound, None),
        };
        let name = row.operation;
        assert_eq!(
            (error.kind(), error.code()),
            (kind, code),
            "{name}: {error}"
        );
        assert_eq!(error.is_duplicate(), code == Some(612), "{name}");
        let is_missing = matches!(refusal, Refusal::Empty | Refusal::Code(604));
        assert_eq!(error.is_not_found(), is_missing, "{name}: {error}");
        assert_eq!(content(&account), before, "{name}");
    }
}

/// The path of a row with ids that nothing has.
fn missing_path(row: &Row) -> String {
    let (_, path) = row.request.split_once(' ').expect("a method and a path");
    let segments = path.split('/').zip(row.known().path.split('/'));
    let segments = segments.map(|(own, known)| {
        if known.starts_with('{') {
            MISSING.to_string()
        } else {
            own.to_owned()
        }
    });
    segments.collect::<Vec<_>>().join("/")
}

#[tokio::test]
async fn what_is_missing_is_not_found_whatever_the_resource() {
    let state = fixture::state().await;
    let rows = emulated().into_iter();
    let rows = rows.filter(|row| row.known().path.contains('{'));
    let mut resources = BTreeSet::new();
    for row in rows {
        let account = fixture::account(&state);
        let client = client(&account);
        let name = row.operation;
        // The client finds the collection empty.
        let result = if let Some((Refusal::Empty, call)) = row.refused {
            call(client).await
        } else {
            let path = missing_path(&row);
            let request = client.request(row.known().method, &path);
            let request = match &row.body {
                Some(body) => request.json(body),
                None => request,
            };
            request.send().await
        };
        let error = result.expect_err(name);
        assert!(error.is_not_found(), "{name}: {error}");
        assert_eq!(effects(&account.journal()), 0, "{name}");
        resources.insert(row.known().resource);
    }
    assert!(resources.len() >= 8, "{resources:?}");
}

#[tokio::test]
async fn every_operation_reports_a_wrong_key() {
    let state = fixture::state().await;
    for row in emulated() {
        let account = fixture::account(&state);
        let wrong = Client::builder("ffffffffffffffffffffffffffffffff").base_url(account.url());
        let result = (row.call)(wrong.build().expect("a client")).await;
        let error = check_refusal(&row, &account, result);
        let name = row.operation;
        assert_eq!(error.code(), Some(601), "{name}");
        assert!(error.is_invalid_key(), "{name}");
        assert!(error.to_string().contains("check the API key"), "{error}");
    }
}

#[tokio::test]
async fn a_key_without_rights_may_only_ping() {
    let state = fixture::state().await;
    for row in emulated() {
        let builder = Emulator::builder().snapshot(state.clone());
        let account = builder.access(Access::none()).start().expect("a port");
        let result = (row.call)(client(&account)).await;
        if row.operation == "getPing" {
            let decoded = result.expect("ping is always allowed");
            // The response lists no rights. The emulator prints an empty object as a list.
            let access = &decoded["access"];
            assert!(
                access.as_object().is_some_and(serde_json::Map::is_empty),
                "{decoded}"
            );
        } else {
            let error = check_refusal(&row, &account, result);
            assert_eq!(error.code(), Some(602), "{error}");
        }
    }
}
