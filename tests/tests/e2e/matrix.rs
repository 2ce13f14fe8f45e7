//! Every operation × every fault.
//!
//! The expected result is [derived](expect) from the operation and the fault, and under drift the
//! [decoded response](drifted) is compared as well. The journal of the account shows how often a call
//! was sent, its state that no effect happened twice or in part.

mod cell;
mod drifted;
mod expect;
mod faults;

use std::sync::Arc;
use std::time::Duration;

use hellodialog::{ErrorKind, Outcome};
use hellodialog_emulator::Fault;
use hellodialog_operations::emulated;
use tokio::task::JoinSet;

use self::cell::{Cell, States};
use self::expect::Retries;
use crate::fixture::{self, account, builder, client, effects};

/// Number of cells that run at the same time. Each has its own account, which has its own thread.
const CONCURRENT_CELLS: usize = 96;

/// Tests every cell and reports all that fail.
async fn check_all_cells(retries: Retries) {
    let state = Arc::new(fixture::state().await);
    let mut running = JoinSet::new();
    let mut findings = Vec::new();
    let mut tried = 0;
    for row in emulated() {
        let states = Arc::new(States::of(&row, &state).await);
        for fault in faults::all() {
            if running.len() >= CONCURRENT_CELLS {
                let cell = running.join_next().await.expect("a running cell");
                findings.extend(cell.expect("no cell panics"));
            }
            let cell = Cell {
                row: row.clone(),
                fault,
                retries,
            };
            let (state, states) = (Arc::clone(&state), Arc::clone(&states));
            running.spawn(async move { cell.findings(&state, &states).await });
            tried += 1;
        }
    }
    for cell in running.join_all().await {
        findings.extend(cell);
    }
    assert!(findings.is_empty(), "{}", findings.join("\n"));
    assert_eq!(tried, emulated().len() * faults::all().len());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_retries_every_fault_is_a_typed_error() {
    check_all_cells(Retries::None).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_retries_a_call_succeeds_where_a_retry_is_safe() {
    check_all_cells(Retries::Two).await;
}

/// A call without a response ends at its deadline, whatever its retries and timeout.
#[tokio::test]
async fn the_deadline_ends_every_call() {
    const AN_HOUR: Duration = Duration::from_secs(3600);
    let state = fixture::state().await;
    let mut running = JoinSet::new();
    for row in emulated() {
        let account = account(&state);
        account.inject_fault(Fault::slow_headers(AN_HOUR));
        let client = builder(&account).timeout(AN_HOUR);
        let client = client.deadline(Duration::from_millis(500)).build();
        running.spawn(async move {
            let name = row.operation;
            let error = (row.call)(client.expect("a client")).await;
            let error = error.expect_err("no response");
            assert_eq!(error.kind(), ErrorKind::Timeout, "{name}: {error}");
            assert_eq!(error.outcome(), Outcome::Unknown, "{name}");
            assert_eq!(account.journal().len(), 1, "{name}");
        });
    }
    running.join_all().await;
}

/// Without a connection no call is sent, and the outcome of the error is `NotSent`.
#[tokio::test]
async fn without_a_connection_no_call_is_sent() {
    let account = account(&fixture::state().await);
    go_offline(&account);
    for row in emulated() {
        let name = row.operation;
        let client = builder(&account).retries(0).build().expect("a client");
        let error = (row.call)(client).await.expect_err("a refused connection");
        assert_eq!(error.kind(), ErrorKind::Connect, "{name}: {error}");
        assert_eq!(error.outcome(), Outcome::NotSent, "{name}");
        assert!(error.is_retryable(), "{name}: a call that was not sent");
    }
    assert_eq!(account.journal(), []);
}

/// A call that was not sent is retried when the account accepts connections again.
#[tokio::test]
async fn a_call_that_was_not_sent_is_retried_once_connected() {
    let state = fixture::state().await;
    let mut running = JoinSet::new();
    for row in emulated() {
        let account = account(&state);
        go_offline(&account);
        let client = client(&account);
        running.spawn(async move {
            let name = row.operation;
            // `join!` polls the call first.
            let (result, ()) = tokio::join!((row.call)(client), async { account.go_online() });
            assert!(result.is_ok(), "{name}: {result:?}");
            let journal = account.journal();
            assert_eq!(journal.len(), 1, "{name}");
            assert_eq!(effects(&journal), usize::from(row.writes()), "{name}");
        });
    }
    running.join_all().await;
}

/// Stops accepting connections, and waits until they are refused: the server runs on another thread.
fn go_offline(account: &hellodialog_emulator::Emulator) {
    account.go_offline();
    let mut tries = 0..1_000_000;
    assert!(tries.any(|_| {
        let connected = std::net::TcpStream::connect(account.address());
        connected.is_err_and(|error| error.kind() == std::io::ErrorKind::ConnectionRefused)
    }));
}
