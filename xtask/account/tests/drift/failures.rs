//! Accounts that respond to some requests only.

use std::time::Duration;

use hellodialog_emulator::{Access, Emulator, Fault, FaultPhase, Method, Operation, ServerError};
use wiremock::ResponseTemplate;

use crate::process::{demo, drift, start};
use crate::stub::Stub;

#[test]
fn a_failed_operation_is_reported_and_the_others_are_not_lost() {
    let before = FaultPhase::Before;
    for (fault, note) in [
        (Fault::html(before), "the response is not JSON"),
        (Fault::empty_body(before), "the response is not JSON"),
        (Fault::invalid_json(before), "the response is not JSON"),
        (Fault::php_warning(), "the response is not JSON"),
        (Fault::truncated_json(), "the response is not JSON"),
        (
            Fault::reset(before),
            "the connection closed before the end of the response",
        ),
        (
            Fault::close_in_body(),
            "the connection closed before the end of the response",
        ),
        (
            Fault::status(ServerError::Internal, before),
            "HTTP status 500",
        ),
        (Fault::slow_headers(Duration::from_secs(20)), "timeout"),
    ] {
        let account = start(demo().fault(fault.clone().on(Operation::GetLists)));
        let run = drift(&account, &["--timeout", "1"]);
        assert_eq!(run.note("getLists"), note, "{fault:?}");
        assert!(
            run.findings().contains(&"undescribed Campaign".to_owned()),
            "{fault:?}"
        );
        assert_eq!(
            run.note("getList"),
            "no response had an id for `ListId`; `--id` gives one"
        );
    }
}

#[test]
fn missing_permissions_are_reported() {
    let access = Access::none().allow("contacts", &[Method::Get]);
    let run = drift(&start(demo().access(access)), &[]);
    assert_eq!(run.note("getContacts"), "");
    assert_eq!(run.note("getGroups"), "API error 602");
    assert_eq!(run.code, Some(0), "{:?}", run.findings());
}

#[test]
fn a_redirect_is_not_followed() {
    let stub = Stub::of(&[("/ping", r#"{"account": "a"}"#)]);
    let elsewhere = format!("{}/ping", stub.url());
    let redirect = ResponseTemplate::new(302).insert_header("Location", elsewhere.as_str());
    stub.respond("/groups", redirect);
    let run = stub.drift(&[]);
    assert_eq!(run.note("getGroups"), "redirect (HTTP status 302)");
    assert_eq!(run.note("getPing"), "");
}

#[test]
fn a_rate_limit_of_the_account_aborts_the_run() {
    let fault = Fault::rate_limit(1, FaultPhase::Before).on(Operation::GetLists);
    let account = start(demo().fault(fault));
    let run = drift(&account, &[]);
    assert_eq!(run.note("getLists"), "HTTP status 429");
    let reason = "the account limits the rate (HTTP status 429)";
    assert_eq!(run.note("getPing"), reason);
    assert_eq!(run.report()["aborted"], reason);
    assert_eq!(run.code, Some(2));
    assert_eq!(
        account.journal().last().map(|entry| entry.operation),
        Some(Some(Operation::GetLists))
    );
}

#[test]
fn an_account_that_stops_responding_aborts_the_run() {
    let fault = Fault::reset(FaultPhase::Before).at(hellodialog_emulator::Calls::From(5));
    let account = start(demo().fault(fault));
    let run = drift(&account, &[]);
    assert_eq!(account.journal().len(), 7);
    assert!(run.skipped_because("the account stopped responding") > 0);
    assert_eq!(run.code, Some(2));
    assert_eq!(
        run.stderr,
        "the report is incomplete: the account stopped responding\n"
    );
}

#[test]
fn an_incomplete_page_begins_with_the_reasons() {
    let first_paragraph = |account: &Emulator, args: &[&str]| {
        let run = drift(account, &[&["--format", "markdown"], args].concat());
        let line = run.stdout.lines().nth(2).unwrap_or_default().to_owned();
        (run.code, line)
    };
    let fault = Fault::rate_limit(1, FaultPhase::Before).on(Operation::GetLists);
    let (code, line) = first_paragraph(&start(demo().fault(fault)), &[]);
    assert_eq!(code, Some(2));
    assert_eq!(
        line,
        "**This run is incomplete:** it was aborted because the account limits the rate (HTTP status \
         429); 1 operation was called without success. There may be more differences."
    );
    let (code, line) = first_paragraph(&start(demo()), &["--requests", "1"]);
    assert_eq!(code, Some(0));
    assert!(
        line.ends_with(
            "not called because the limit of requests was reached. There may be more differences."
        ),
        "{line}"
    );
}
