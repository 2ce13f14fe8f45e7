//! Nothing is changed in the account, and no more is asked than was allowed.

use hellodialog_emulator::{Effect, Emulator, Operation};

use crate::program::{GIVEN, ask, demo, start};

/// Checks that the account was only looked at; how many requests there were.
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
fn every_request_reads_and_is_counted() {
    let account = start(demo());
    let before = account.snapshot().to_json();
    let run = ask(&account, &GIVEN);
    assert_eq!(run.report()["requests"], requests(&account));
    assert_eq!(account.snapshot().to_json(), before);
}

#[test]
fn the_budget_holds_and_what_it_left_is_told() {
    let account = start(demo());
    let run = ask(&account, &["--requests", "10"]);
    assert_eq!(requests(&account), 10);
    assert_eq!(run.report()["requests"], 10);
    assert_eq!(
        run.note("getStatistics"),
        "the budget of requests was used up"
    );
    assert_eq!(run.note("getPing"), "");
}

#[test]
fn no_more_pages_and_ids_are_asked_for_than_allowed() {
    let account = start(demo());
    ask(&account, &["--pages", "1", "--ids", "1"]);
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
fn a_list_that_ends_is_not_asked_for_further_pages() {
    let account = start(demo());
    ask(&account, &["--pages", "9", "--requests", "100"]);
    let journal = account.journal();
    let pages = |operation| {
        let entries = journal.iter();
        let entries = entries.filter(move |entry| entry.operation == Some(operation));
        let pages = entries.flat_map(|entry| &entry.query);
        let pages = pages.filter(|(name, _)| name == "page");
        pages.map(|(_, page)| page.as_str()).collect::<Vec<_>>()
    };
    // 120 contacts, a hundred a page; 20 newsletters, fifteen a page.
    assert_eq!(pages(Operation::GetContacts), ["1", "2"]);
    assert_eq!(pages(Operation::GetNewsletters), ["1", "2"]);
}

#[test]
fn ids_are_those_that_answers_showed_or_that_were_given() {
    let account = start(demo());
    let run = ask(&account, &["--id", "OrderId=2"]);
    let journal = account.journal();
    let asked = |path: &str| journal.iter().any(|entry| entry.path == path);
    for path in [
        "/api/contacts/1",
        "/api/statistics/campaign/246236",
        "/api/orders/2",
    ] {
        assert!(asked(path), "{path}");
    }
    let why = "no id was seen for `externalId`; `--id` gives one";
    assert_eq!(run.note("getExternalGroup"), why);
    let why = "it is not marked as free of effects (`x-idempotent: true`)";
    assert_eq!(run.note("getLogin"), why);
}

#[test]
fn an_id_stays_within_its_part_of_the_path() {
    let account = start(demo());
    ask(
        &account,
        &["--id", "externalId=../../login?a=b", "--id", "OrderId=.."],
    );
    requests(&account);
}
