//! An account that does not answer everything.

use std::time::Duration;

use hellodialog_emulator::{Access, Emulator, Fault, FaultPhase, Method, Operation, ServerError};
use wiremock::ResponseTemplate;

use crate::program::{ask, demo, start};
use crate::stub::Stub;

#[test]
fn what_one_operation_does_not_answer_is_told_and_the_rest_is_not_lost() {
    let before = FaultPhase::Before;
    for (fault, note) in [
        (
            Fault::html(before),
            "answered with something else than JSON",
        ),
        (
            Fault::empty_body(before),
            "answered with something else than JSON",
        ),
        (
            Fault::invalid_json(before),
            "answered with something else than JSON",
        ),
        (
            Fault::php_warning(),
            "answered with something else than JSON",
        ),
        (
            Fault::truncated_json(),
            "answered with something else than JSON",
        ),
        (Fault::reset(before), "the connection broke off"),
        (Fault::close_in_body(), "the connection broke off"),
        (
            Fault::status(ServerError::Internal, before),
            "failed with status 500",
        ),
        (
            Fault::slow_headers(Duration::from_secs(20)),
            "no answer in time",
        ),
    ] {
        let account = start(demo().fault(fault.clone().on(Operation::GetLists)));
        let run = ask(&account, &["--timeout", "1"]);
        assert_eq!(run.note("getLists"), note, "{fault:?}");
        assert!(
            run.found().contains(&"undescribed Campaign".to_owned()),
            "{fault:?}"
        );
        assert_eq!(
            run.note("getList"),
            "no id was seen for `ListId`; `--id` gives one"
        );
    }
}

#[test]
fn what_the_key_may_not_do_is_told() {
    let access = Access::none().allow("contacts", &[Method::Get]);
    let run = ask(&start(demo().access(access)), &[]);
    assert_eq!(run.note("getContacts"), "");
    assert_eq!(run.note("getGroups"), "refused with code 602");
    assert_eq!(run.code, Some(0), "{:?}", run.found());
}

#[test]
fn a_redirect_is_not_followed() {
    let stub = Stub::of(&[("/ping", r#"{"account": "a"}"#)]);
    let elsewhere = format!("{}/ping", stub.url());
    let redirect = ResponseTemplate::new(302).insert_header("Location", elsewhere.as_str());
    stub.answer("/groups", redirect);
    let run = stub.ask(&[]);
    assert_eq!(run.note("getGroups"), "sent elsewhere with status 302");
    assert_eq!(run.note("getPing"), "");
}

#[test]
fn who_asks_for_fewer_requests_gets_none() {
    let fault = Fault::rate_limit(1, FaultPhase::Before).on(Operation::GetLists);
    let account = start(demo().fault(fault));
    let run = ask(&account, &[]);
    assert_eq!(run.note("getLists"), "failed with status 429");
    let why = "the account asked for fewer requests (status 429)";
    assert_eq!(run.note("getPing"), why);
    assert_eq!(run.report()["broke_off"], why);
    assert_eq!(run.code, Some(2));
    assert_eq!(
        account.journal().last().map(|entry| entry.operation),
        Some(Some(Operation::GetLists))
    );
}

#[test]
fn an_account_that_is_gone_is_not_asked_for_ever() {
    let fault = Fault::reset(FaultPhase::Before).at(hellodialog_emulator::Calls::From(5));
    let account = start(demo().fault(fault));
    let run = ask(&account, &[]);
    assert_eq!(account.journal().len(), 7);
    assert_eq!(run.note("getStatistics"), "the account answered no more");
    assert_eq!(run.code, Some(2));
    assert_eq!(
        run.stderr,
        "the survey is incomplete: the account answered no more\n"
    );
}

#[test]
fn a_page_begins_with_what_it_does_not_tell() {
    let start_of = |account: &Emulator, args: &[&str]| {
        let run = ask(account, &[&["--format", "markdown"], args].concat());
        let line = run.stdout.lines().nth(2).unwrap_or_default().to_owned();
        (run.code, line)
    };
    let fault = Fault::rate_limit(1, FaultPhase::Before).on(Operation::GetLists);
    let (code, line) = start_of(&start(demo().fault(fault)), &[]);
    assert_eq!(code, Some(2));
    assert_eq!(
        line,
        "**The survey is incomplete:** it broke off, as the account asked for fewer requests (status \
         429); 1 operation was asked in vain. What it did not reach may differ as well."
    );
    let (code, line) = start_of(&start(demo()), &["--requests", "1"]);
    assert_eq!(code, Some(0));
    assert!(
        line.ends_with("not asked, as the budget of requests was used up. What it did not reach may differ as well."),
        "{line}"
    );
}
