//! Each fault, as a raw socket sees it, and whether the request took effect.

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use hellodialog_emulator::{Answered, Effect, Emulator, Fault, FaultPhase, Operation, ServerError};
use serde_json::{Value, json};

use crate::{Response, exchange, get, parsed, request, send};

/// An account with this fault at the creation of contacts.
fn faulty(fault: Fault) -> Emulator {
    Emulator::builder()
        .fault(fault.on(Operation::PostContact).nth(1))
        .start()
        .unwrap()
}

const NEW: &str = r#"{"email":"a@example.com","_state":"Contact"}"#;

/// Creates a contact; what came, and whether the connection was reset.
fn create(account: &Emulator) -> (Vec<u8>, bool) {
    let (received, end) = exchange(
        account.address(),
        &request(account.key(), "POST /contacts", NEW),
    );
    let reset = end.is_err_and(|error| error.kind() == ErrorKind::ConnectionReset);
    (received, reset)
}

fn create_whole(account: &Emulator) -> Response {
    send(account, "POST /contacts", NEW)
}

/// Whether the first request took effect; journal and account must agree.
fn took_effect(account: &Emulator) -> bool {
    let entry = account.journal().remove(0);
    assert!(entry.fault.is_some());
    let exists = get(account, "/contacts").is_object();
    assert_eq!(
        entry.effect,
        if exists { Effect::Done } else { Effect::None }
    );
    exists
}

/// Runs `check` with a fault at both moments, and sees to it that the moment is kept.
fn both(fault: fn(Moment) -> Fault, check: fn(&Emulator)) {
    for (moment, effect) in [(FaultPhase::Before, false), (FaultPhase::After, true)] {
        let account = faulty(fault(moment));
        check(&account);
        assert_eq!(took_effect(&account), effect);
        // Only the first call is struck.
        let second = send(&account, "POST /contacts", r#"{"email":"b@example.com"}"#);
        assert_eq!(second.json()["result"]["status"], "OK");
    }
}

#[test]
fn reset_without_an_answer() {
    both(Fault::reset, |account| {
        assert_eq!(create(account), (Vec::new(), true));
        assert_eq!(account.journal()[0].answered, Answered::Nothing);
    });
}

#[test]
fn closed_without_an_answer() {
    both(Fault::close, |account| {
        assert_eq!(create(account), (Vec::new(), false));
    });
}

#[test]
fn server_errors() {
    both(
        |moment| Fault::status(ServerError::BadGateway, moment),
        |account| {
            let response = create_whole(account);
            assert_eq!(response.status, 502);
            assert_eq!(account.journal()[0].answered, Answered::Status(502));
        },
    );
}

#[test]
fn rate_limit() {
    both(
        |moment| Fault::rate_limit(7, moment),
        |account| {
            let response = create_whole(account);
            assert_eq!(
                (response.status, response.header("retry-after")),
                (429, Some("7"))
            );
        },
    );
}

#[test]
fn html_in_place_of_json() {
    both(Fault::html, |account| {
        let response = create_whole(account);
        assert_eq!(response.status, 200);
        assert!(
            response
                .header("content-type")
                .unwrap()
                .starts_with("text/html")
        );
        assert!(response.text().starts_with("<!DOCTYPE html>"));
    });
}

#[test]
fn empty_body() {
    both(Fault::empty_body, |account| {
        let response = create_whole(account);
        assert_eq!((response.status, response.text()), (200, ""));
    });
}

#[test]
fn invalid_json() {
    both(Fault::invalid_json, |account| {
        let response = create_whole(account);
        assert_eq!(response.status, 200);
        assert!(serde_json::from_slice::<Value>(&response.body).is_err());
    });
}

#[test]
fn huge_body() {
    both(
        |moment| Fault::large_body(1_000_000, moment),
        |account| {
            let response = create_whole(account);
            let length: usize = response.header("content-length").unwrap().parse().unwrap();
            assert_eq!(length, response.body.len());
            assert!(length > 1_000_000);
            assert_eq!(response.json()["result"]["status"], "OK");
        },
    );
}

/// The head's Content-Length, and how many bytes of the body came.
fn lengths(received: &[u8]) -> (usize, usize) {
    let response = parsed(received);
    assert_eq!(response.status, 200);
    (
        response.header("content-length").unwrap().parse().unwrap(),
        response.body.len(),
    )
}

#[test]
fn reset_in_the_body() {
    let account = faulty(Fault::reset_in_body());
    let (received, reset) = create(&account);
    let (announced, came) = lengths(&received);
    assert_eq!((came, reset), (announced / 2, true));
    assert!(took_effect(&account));
}

#[test]
fn closed_in_the_body() {
    let account = faulty(Fault::close_in_body());
    let (received, reset) = create(&account);
    let (announced, came) = lengths(&received);
    assert_eq!((came, reset), (announced / 2, false));
    assert!(took_effect(&account));
}

#[test]
fn reset_after_the_body() {
    let account = faulty(Fault::reset_after_body());
    let (received, reset) = create(&account);
    let (announced, came) = lengths(&received);
    assert_eq!((came, reset), (announced, true));
    assert_eq!(parsed(&received).json()["result"]["status"], "OK");
    assert!(took_effect(&account));
}

#[test]
fn truncated_json_in_a_whole_answer() {
    let account = faulty(Fault::truncated_json());
    let response = create_whole(&account);
    assert_eq!(
        response.header("content-length"),
        Some(&*response.body.len().to_string())
    );
    assert!(response.text().starts_with(r#"{"result":{"status":"OK""#));
    assert!(serde_json::from_slice::<Value>(&response.body).is_err());
    assert!(took_effect(&account));
}

/// Longer than any test runs.
const AN_HOUR: Duration = Duration::from_secs(3600);

fn started(account: &Emulator) -> TcpStream {
    let mut stream = TcpStream::connect(account.address()).unwrap();
    stream
        .write_all(request(account.key(), "POST /contacts", NEW).as_bytes())
        .unwrap();
    stream
}

#[test]
fn a_slow_head_comes_after_the_effect() {
    let account = faulty(Fault::slow_headers(AN_HOUR));
    let mut stream = started(&account);
    while account.journal().is_empty() {
        std::thread::yield_now();
    }
    assert!(took_effect(&account));
    stream.set_nonblocking(true).unwrap();
    let read = stream.read(&mut [0; 1]);
    assert_eq!(read.unwrap_err().kind(), ErrorKind::WouldBlock);
}

#[test]
fn a_slow_body_comes_after_the_head() {
    let account = faulty(Fault::slow_body(AN_HOUR));
    let mut stream = started(&account);
    let mut received = Vec::new();
    while !received.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte).unwrap();
        received.extend(byte);
    }
    assert!(took_effect(&account));
    stream.set_nonblocking(true).unwrap();
    let read = stream.read(&mut [0; 1]);
    assert_eq!(read.unwrap_err().kind(), ErrorKind::WouldBlock);
}

#[test]
fn what_is_slow_is_whole_in_the_end() {
    let time = Duration::from_millis(10);
    for fault in [Fault::slow_headers(time), Fault::slow_body(time)] {
        let account = faulty(fault);
        assert_eq!(create_whole(&account).json()["result"]["status"], "OK");
        assert!(took_effect(&account));
    }
}

#[test]
fn a_php_warning_before_the_json() {
    let account = faulty(Fault::php_warning());
    let response = create_whole(&account);
    assert!(response.text().starts_with("<br />\n<b>Warning</b>:"));
    let json = &response.text()[response.text().find('{').unwrap()..];
    assert_eq!(
        serde_json::from_str::<Value>(json).unwrap()["result"]["status"],
        "OK"
    );
    assert!(took_effect(&account));
}

#[test]
fn drift() {
    let account = Emulator::builder().contacts(3).start().unwrap();
    let whole = get(&account, "/contacts");
    account.inject_fault(Fault::new_property());
    let mut more = get(&account, "/contacts");
    for entry in more.as_object_mut().unwrap().values_mut() {
        assert!(
            entry
                .as_object_mut()
                .unwrap()
                .remove("added_later")
                .is_some()
        );
    }
    assert_eq!(more, whole);
    account.clear_faults();
    account.inject_fault(Fault::new_enum_value());
    let other = get(&account, "/contacts");
    assert_eq!(
        (&other["0"]["_state"], &other["0"]["email"]),
        (&json!("Brandnew"), &whole["0"]["email"])
    );
    account.clear_faults();
    account.inject_fault(Fault::changed_type());
    let changed = get(&account, "/contacts");
    assert_eq!(changed["0"]["id"], "1");
    assert_eq!(changed["0"]["email"], json!([whole["0"]["email"]]));
    assert_eq!(get(&account, "/groups/1")["is_private"], "no");
}

#[test]
fn refused_for_a_while_and_then_no_more() {
    let account = Emulator::builder()
        .fault(Fault::refuse(Duration::from_secs(3600)).nth(1))
        .start()
        .unwrap();
    assert_eq!(create(&account), (Vec::new(), true));
    refused(&account);
    account.go_online();
    answers(&account);
    assert!(!took_effect(&account));
}

#[test]
fn offline_and_online_again() {
    let account = Emulator::start().unwrap();
    account.go_offline();
    refused(&account);
    account.go_online();
    answers(&account);
}

#[test]
fn an_address_that_is_taken_is_refused_to_another_account() {
    let account = Emulator::start().unwrap();
    let another = || Emulator::builder().address(account.address()).start();
    assert!(another().is_err());
    // It stays taken, however often it goes offline and comes back.
    for _ in 0..3 {
        account.go_offline();
        refused(&account);
        account.go_online();
        answers(&account);
        assert!(another().is_err());
    }
}

/// Waits until connections are refused: the server hears of it on a thread of its own. One that it is
/// about to let go of may be reset instead.
fn refused(account: &Emulator) {
    let mut tries = 0..100_000;
    assert!(tries.any(|_| {
        let connected = TcpStream::connect(account.address());
        connected.is_err_and(|error| error.kind() == ErrorKind::ConnectionRefused)
    }));
}

/// Waits until connections are accepted.
fn answers(account: &Emulator) {
    let mut tries = 0..1_000_000;
    assert!(tries.any(|_| TcpStream::connect(account.address()).is_ok()));
    get(account, "/ping");
}

#[test]
fn the_first_fault_that_fits_strikes() {
    let account = Emulator::builder()
        .fault("status:500,op=getPing,first=2".parse().unwrap())
        .fault("status:503,from=2".parse().unwrap())
        .start()
        .unwrap();
    let statuses = ["/ping", "/groups", "/ping", "/ping"]
        .map(|path| send(&account, &format!("GET {path}"), "").status);
    // The second rule counts all calls, the first those of ping alone.
    assert_eq!(statuses, [500, 503, 500, 503]);
    account.clear_faults();
    assert_eq!(send(&account, "GET /ping", "").status, 200);
}

#[test]
fn chance_is_drawn_from_its_seed() {
    let struck = |seed| {
        let account = Emulator::builder()
            .fault(Fault::empty_body(FaultPhase::Before).chance(0.3, seed))
            .start()
            .unwrap();
        let calls = (0..200).map(|_| send(&account, "GET /ping", "").body.is_empty());
        calls.collect::<Vec<_>>()
    };
    let calls = struck(1);
    assert_eq!(calls, struck(1));
    assert_ne!(calls, struck(2));
    let count = calls.iter().filter(|&&struck| struck).count();
    // Six standard deviations around 60.
    assert!((21..=99).contains(&count), "{count} of 200");
    let never = Emulator::builder()
        .fault(Fault::empty_body(FaultPhase::Before).chance(0.0, 1))
        .start()
        .unwrap();
    assert!(!send(&never, "GET /ping", "").body.is_empty());
}
