//! All requests are reads, and the limits hold.

use std::collections::BTreeMap;

use hellodialog_emulator::{Effect, Emulator, Operation};

use crate::process::{GIVEN_IDS, demo, drift, start};

/// Checks that all requests are reads, and returns their number.
#[track_caller]
fn requests(account: &Emulator) -> usize {
    let journal = account.journal();
    for entry in &journal {
        assert_eq!(entry.method, "GET", "{entry:?}");
        assert_eq!(entry.effect, Effect::None, "{entry:?}");
        assert!(entry.operation.is_some(), "{entry:?}");
        assert_ne!(entry.operation, Some(Operation::GetLogin), "{entry:?}");
        assert!(
            entry.query.iter().all(|(name, _)| name != "method"),
            "{entry:?}"
        );
    }
    journal.len()
}

#[test]
fn every_request_is_a_read_and_is_counted() {
    let account = start(demo());
    let before = account.snapshot().to_json();
    let run = drift(&account, &GIVEN_IDS);
    assert_eq!(run.report()["requests"], requests(&account));
    assert_eq!(account.snapshot().to_json(), before);
}

#[test]
fn the_limit_of_requests_holds_and_skipped_operations_are_reported() {
    let account = start(demo());
    let run = drift(&account, &["--requests", "10"]);
    assert_eq!(requests(&account), 10);
    assert_eq!(run.report()["requests"], 10);
    let limit = "the limit of requests was reached";
    assert!(run.skipped_because(limit) > 0, "{}", run.stdout);
    assert_eq!(run.note("getPing"), "");
}

#[test]
fn the_limits_of_pages_and_ids_hold() {
    let account = start(demo());
    drift(&account, &["--pages", "1", "--ids", "1"]);
    let of = |operation| {
        let journal = account.journal();
        let entries = journal.iter();
        entries
            .filter(|entry| entry.operation == Some(operation))
            .count()
    };
    assert_eq!(of(Operation::GetContacts), 1);
    assert_eq!(of(Operation::GetContact), 1);
    assert_eq!(of(Operation::GetCampaignStatistics), 1);
}

#[test]
fn no_page_after_the_last_is_requested() {
    let account = start(demo());
    drift(&account, &["--pages", "9", "--requests", "100"]);
    let journal = account.journal();
    let mut pages = BTreeMap::<_, Vec<_>>::new();
    for entry in &journal {
        let numbers = entry.query.iter().filter(|(name, _)| name == "page");
        let numbers = numbers.map(|(_, number)| number.as_str());
        pages
            .entry(entry.path.as_str())
            .or_default()
            .extend(numbers);
    }
    pages.retain(|_, numbers| !numbers.is_empty());
    // 120 contacts with 100 on a page, 20 newsletters with 15 on a page.
    assert_eq!(pages["/api/contacts"], ["1", "2"]);
    for (path, numbers) in pages {
        assert!(
            numbers == ["1"] || numbers == ["1", "2"],
            "{path}: {numbers:?}"
        );
    }
}

#[test]
fn ids_come_from_responses_or_from_the_command_line() {
    let account = start(demo());
    let run = drift(&account, &["--id", "OrderId=2"]);
    let journal = account.journal();
    let requested = |path: &str| journal.iter().any(|entry| entry.path == path);
    for path in [
        "/api/contacts/1",
        "/api/statistics/campaign/246236",
        "/api/orders/2",
    ] {
        assert!(requested(path), "{path}");
    }
    let reason = "no response had an id for `externalId`; `--id` gives one";
    assert_eq!(run.note("getExternalGroup"), reason);
    let reason = "it is not marked as free of effects (`x-idempotent: true`)";
    assert_eq!(run.note("getLogin"), reason);
}

#[test]
fn an_id_stays_within_its_path_segment() {
    let account = start(demo());
    drift(
        &account,
        &["--id", "externalId=../../login?a=b", "--id", "OrderId=.."],
    );
    requests(&account);
}
