//! Every operation: done, refused, with a wrong key, and with one that may not.

mod audience;
mod contacts;
mod insight;
mod mailings;
mod orders;

use std::collections::BTreeSet;

use hellodialog::{Client, Error, ErrorKind, OPERATIONS, Outcome};
use hellodialog_emulator::{Access, Emulator, Operation};
use serde_json::json;

use crate::case::{Case, Refusal, has};
use crate::fixture::{self, client, content, effects};

/// A case for every operation.
pub(crate) fn cases() -> Vec<Case> {
    [
        contacts::cases(),
        audience::cases(),
        mailings::cases(),
        orders::cases(),
        insight::cases(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

#[test]
fn every_operation_has_one_case() {
    let cases = cases();
    let ids: BTreeSet<_> = cases.iter().map(|case| case.operation.id()).collect();
    let operations: BTreeSet<_> = OPERATIONS.iter().map(|operation| operation.id).collect();
    assert_eq!(ids, operations);
    assert_eq!(cases.len(), OPERATIONS.len());
}

#[tokio::test]
async fn every_operation_is_done() {
    let state = fixture::state().await;
    for case in cases() {
        let name = case.operation.id();
        let account = fixture::account(&state);
        let before = content(&account);
        let answer = (case.call)(client(&account)).await;
        let answer = answer.unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(has(&answer, &case.answer), "{name}: {answer:#}");
        let journal = account.journal();
        assert_eq!(journal.len(), 1, "{name}: one call is one request");
        assert_eq!(journal[0].operation, Some(case.operation));
        assert_eq!(effects(&journal), usize::from(case.writes()), "{name}");
        assert_eq!(content(&account) != before, case.writes(), "{name}");
    }
}

/// The call is refused, and nothing is different.
fn check_refusal(
    case: &Case,
    account: &Emulator,
    result: Result<serde_json::Value, Error>,
) -> Error {
    let name = case.operation.id();
    let error = result.expect_err(name);
    assert_eq!(error.outcome(), Outcome::Rejected, "{name}: {error}");
    assert_eq!(error.operation(), Some(name));
    assert_eq!(error.attempts(), 1, "{name}: a refusal is not sent again");
    assert!(!error.is_retryable(), "{name}");
    let journal = account.journal();
    assert_eq!((journal.len(), effects(&journal)), (1, 0), "{name}");
    error
}

#[tokio::test]
async fn what_cannot_be_done_is_refused_with_the_accounts_code() {
    let state = fixture::state().await;
    let mut tried = BTreeSet::new();
    for case in cases() {
        let Some((refusal, call)) = case.refused else {
            continue;
        };
        let account = fixture::account(&state);
        let before = content(&account);
        let error = check_refusal(&case, &account, call(client(&account)).await);
        let (kind, code) = match refusal {
            Refusal::Code(code) => (ErrorKind::Api, Some(code)),
            Refusal::Nothing => (ErrorKind::NotFound, None),
        };
        let name = case.operation.id();
        assert_eq!(
            (error.kind(), error.code()),
            (kind, code),
            "{name}: {error}"
        );
        assert_eq!(error.is_duplicate(), code == Some(612), "{name}");
        assert_eq!(content(&account), before, "{name}");
        tried.insert(name);
    }
    // Nothing that one can ask of the others is refused to a key that may ask it.
    let rest: BTreeSet<_> = OPERATIONS.iter().map(|operation| operation.id).collect();
    let rest: Vec<_> = rest.difference(&tried).copied().collect();
    let never = [
        "getCampaigns",
        "getContactStatistics",
        "getContacts",
        "getExternalGroups",
        "getFields",
        "getGroups",
        "getLists",
        "getLogin",
        "getNewsletters",
        "getNps",
        "getOrders",
        "getPing",
        "getStatistics",
        "getUnsubscribers",
    ];
    assert_eq!(rest, never);
}

#[tokio::test]
async fn a_wrong_key_is_told_as_such_by_every_operation() {
    let state = fixture::state().await;
    for case in cases() {
        let account = fixture::account(&state);
        let wrong = Client::builder("ffffffffffffffffffffffffffffffff").base_url(account.url());
        let result = (case.call)(wrong.build().expect("a client")).await;
        let error = check_refusal(&case, &account, result);
        let name = case.operation.id();
        assert_eq!(error.code(), Some(601), "{name}");
        assert!(error.is_invalid_key(), "{name}");
        assert!(error.to_string().contains("check the API key"), "{error}");
    }
}

#[tokio::test]
async fn a_key_that_may_nothing_may_ping() {
    let state = fixture::state().await;
    for case in cases() {
        let builder = Emulator::builder().snapshot(state.clone());
        let account = builder.access(Access::none()).start().expect("a port");
        let result = (case.call)(client(&account)).await;
        if case.operation == Operation::GetPing {
            let answer = result.expect("ping is always allowed");
            assert!(has(&answer, &json!({"access": {}})), "{answer}");
        } else {
            let error = check_refusal(&case, &account, result);
            assert_eq!(error.code(), Some(602), "{error}");
        }
    }
}
