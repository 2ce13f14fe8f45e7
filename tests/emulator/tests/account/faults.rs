//! Each fault over a raw socket, and whether the request takes effect.

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use hellodialog_emulator::{Effect, Emulator, Fault, FaultPhase, Operation, ServerError};
use serde_json::{Value, json};

use crate::{Response, get, parse, request, send, send_raw};

/// Starts an account where creating the first contact has this fault.
fn start_with_fault(fault: Fault) -> Emulator {
    Emulator::builder()
        .fault(fault.on(Operation::PostContact).nth(1))
        .start()
        .unwrap()
}

const NEW: &str = r#"{"email":"a@example.com","_state":"Contact"}"#;

/// Creates a contact. Returns the bytes, and whether the connection was reset.
fn create(account: &Emulator) -> (Vec<u8>, bool) {
    let (received, end) = send_raw(
        account.address(),
        &request(account.key(), "POST /contacts", NEW),
    );
    let reset = end.is_err_and(|error| error.kind() == ErrorKind::ConnectionReset);
    (received, reset)
}

fn create_and_parse(account: &Emulator) -> Response {
    send(account, "POST /contacts", NEW)
}

/// Whether the first request took effect. Checks that journal and account agree.
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

/// Runs `check` with a fault in both phases, and checks whether the request took effect.
fn in_both_phases(fault: fn(FaultPhase) -> Fault, check: fn(&Emulator)) {
    for (phase, effect) in [(FaultPhase::Before, false), (FaultPhase::After, true)] {
        let account = start_with_fault(fault(phase));
        check(&account);
        assert_eq!(took_effect(&account), effect);
        // The fault applies to the first call only.
        let second = send(&account, "POST /contacts", r#"{"email":"b@example.com"}"#);
        assert_eq!(second.json()["result"]["status"], "OK");
    }
}

#[test]
fn reset_without_a_response() {
    in_both_phases(Fault::reset, |account| {
        assert_eq!(create(account), (Vec::new(), true));
        assert_eq!(account.journal()[0].status, None);
    });
}

#[test]
fn close_without_a_response() {
    in_both_phases(Fault::close, |account| {
        assert_eq!(create(account), (Vec::new(), false));
    });
}

#[test]
fn server_errors() {
    in_both_phases(
        |phase| Fault::status(ServerError::BadGateway, phase),
        |account| {
            let response = create_and_parse(account);
            assert_eq!(response.status, 502);
            assert_eq!(account.journal()[0].status, Some(502));
        },
    );
}

#[test]
fn rate_limit() {
    in_both_phases(
        |phase| Fault::rate_limit(7, phase),
        |account| {
            let response = create_and_parse(account);
            assert_eq!(
                (response.status, response.header("retry-after")),
                (429, Some("7"))
            );
        },
    );
}

#[test]
fn html_instead_of_json() {
    in_both_phases(Fault::html, |account| {
        let response = create_and_parse(account);
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
    in_both_phases(Fault::empty_body, |account| {
        let response = create_and_parse(account);
        assert_eq!((response.status, response.text()), (200, ""));
    });
}

#[test]
fn invalid_json() {
    in_both_phases(Fault::invalid_json, |account| {
        let response = create_and_parse(account);
        assert_eq!(response.status, 200);
        assert!(serde_json::from_slice::<Value>(&response.body).is_err());
    });
}

#[test]
fn large_body() {
    in_both_phases(
        |phase| Fault::large_body(1_000_000, phase),
        |account| {
            let response = create_and_parse(account);
            let length: usize = response.header("content-length").unwrap().parse().unwrap();
            assert_eq!(length, response.body.len());
            assert!(length > 1_000_000);
            assert_eq!(response.json()["result"]["status"], "OK");
        },
    );
}

/// The `Content-Length`, and the number of body bytes that arrived.
fn lengths(received: &[u8]) -> (usize, usize) {
    let response = parse(received);
    assert_eq!(response.status, 200);
    (
        response.header("content-length").unwrap().parse().unwrap(),
        response.body.len(),
    )
}

#[test]
fn reset_in_the_body() {
    let account = start_with_fault(Fault::reset_in_body());
    let (received, reset) = create(&account);
    let (announced, received_length) = lengths(&received);
    assert_eq!((received_length, reset), (announced / 2, true));
    assert!(took_effect(&account));
}

#[test]
fn close_in_the_body() {
    let account = start_with_fault(Fault::close_in_body());
    let (received, reset) = create(&account);
    let (announced, received_length) = lengths(&received);
    assert_eq!((received_length, reset), (announced / 2, false));
    assert!(took_effect(&account));
}

#[test]
fn reset_after_the_body() {
    let account = start_with_fault(Fault::reset_after_body());
    let (received, reset) = create(&account);
    let (announced, received_length) = lengths(&received);
    assert_eq!((received_length, reset), (announced, true));
    assert_eq!(parse(&received).json()["result"]["status"], "OK");
    assert!(took_effect(&account));
}

#[test]
fn truncated_json_in_a_complete_response() {
    let account = start_with_fault(Fault::truncated_json());
    let response = create_and_parse(&account);
    assert_eq!(
        response.header("content-length"),
        Some(&*response.body.len().to_string())
    );
    assert!(response.text().starts_with(r#"{"result":{"status":"OK""#));
    assert!(serde_json::from_slice::<Value>(&response.body).is_err());
    assert!(took_effect(&account));
}

/// Longer than any test.
const AN_HOUR: Duration = Duration::from_secs(3600);

fn send_create(account: &Emulator) -> TcpStream {
    let mut stream = TcpStream::connect(account.address()).unwrap();
    stream
        .write_all(request(account.key(), "POST /contacts", NEW).as_bytes())
        .unwrap();
    stream
}

#[test]
fn slow_headers_arrive_after_the_effect() {
    let account = start_with_fault(Fault::slow_headers(AN_HOUR));
    let mut stream = send_create(&account);
    while account.journal().is_empty() {
        std::thread::yield_now();
    }
    assert!(took_effect(&account));
    stream.set_nonblocking(true).unwrap();
    let read = stream.read(&mut [0; 1]);
    assert_eq!(read.unwrap_err().kind(), ErrorKind::WouldBlock);
}

#[test]
fn a_slow_body_arrives_after_the_headers() {
    let account = start_with_fault(Fault::slow_body(AN_HOUR));
    let mut stream = send_create(&account);
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
fn a_slow_response_is_complete() {
    let time = Duration::from_millis(10);
    for fault in [Fault::slow_headers(time), Fault::slow_body(time)] {
        let account = start_with_fault(fault);
        assert_eq!(create_and_parse(&account).json()["result"]["status"], "OK");
        assert!(took_effect(&account));
    }
}

#[test]
fn a_php_warning_before_the_json() {
    let account = start_with_fault(Fault::php_warning());
    let response = create_and_parse(&account);
    assert!(response.text().starts_with("<br />\n<b>Warning</b>:"));
    let json = &response.text()[response.text().find('{').unwrap()..];
    assert_eq!(
        serde_json::from_str::<Value>(json).unwrap()["result"]["status"],
        "OK"
    );
    assert!(took_effect(&account));
}

#[test]
fn undocumented_responses() {
    let account = Emulator::builder().contacts(3).start().unwrap();
    let original = get(&account, "/contacts");
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
    assert_eq!(more, original);
    account.clear_faults();
    account.inject_fault(Fault::new_enum_value());
    let other = get(&account, "/contacts");
    assert_eq!(
        (&other["0"]["_state"], &other["0"]["email"]),
        (&json!("Brandnew"), &original["0"]["email"])
    );
    account.clear_faults();
    account.inject_fault(Fault::changed_type());
    let changed = get(&account, "/contacts");
    assert_eq!(changed["0"]["id"], "1");
    assert_eq!(changed["0"]["email"], json!([original["0"]["email"]]));
    assert_eq!(get(&account, "/groups/1")["is_private"], "no");
}

#[test]
fn connections_are_refused_for_a_while() {
    let account = Emulator::builder()
        .fault(Fault::refuse(Duration::from_secs(3600)).nth(1))
        .start()
        .unwrap();
    assert_eq!(create(&account), (Vec::new(), true));
    wait_until_refused(&account);
    account.go_online();
    wait_until_accepted(&account);
    assert!(!took_effect(&account));
}

#[test]
fn offline_and_online_again() {
    let account = Emulator::start().unwrap();
    account.go_offline();
    wait_until_refused(&account);
    account.go_online();
    wait_until_accepted(&account);
}

#[test]
fn two_accounts_cannot_share_an_address() {
    let account = Emulator::start().unwrap();
    let another = || Emulator::builder().address(account.address()).start();
    assert!(another().is_err());
    // This holds also after the account was offline.
    for _ in 0..3 {
        account.go_offline();
        wait_until_refused(&account);
        account.go_online();
        wait_until_accepted(&account);
        assert!(another().is_err());
    }
}

/// Waits until connections are refused. The server runs on its own thread, so the first attempts can
/// still connect, or be reset.
pub(crate) fn wait_until_refused(account: &Emulator) {
    let mut tries = 0..100_000;
    assert!(tries.any(|_| {
        let connected = TcpStream::connect(account.address());
        connected.is_err_and(|error| error.kind() == ErrorKind::ConnectionRefused)
    }));
}

pub(crate) fn wait_until_accepted(account: &Emulator) {
    let mut tries = 0..1_000_000;
    assert!(tries.any(|_| TcpStream::connect(account.address()).is_ok()));
    get(account, "/ping");
}

#[test]
fn the_first_fault_that_applies_is_used() {
    let account = Emulator::builder()
        .fault("status:500,op=getPing,first=2".parse().unwrap())
        .fault("status:503,from=2".parse().unwrap())
        .start()
        .unwrap();
    let statuses = ["/ping", "/groups", "/ping", "/ping"]
        .map(|path| send(&account, &format!("GET {path}"), "").status);
    // The second fault counts all calls, the first only calls of ping.
    assert_eq!(statuses, [500, 503, 500, 503]);
    account.clear_faults();
    assert_eq!(send(&account, "GET /ping", "").status, 200);
}

#[test]
fn chance_depends_on_the_seed() {
    let selected = |seed| {
        let account = Emulator::builder()
            .fault(Fault::empty_body(FaultPhase::Before).chance(0.3, seed))
            .start()
            .unwrap();
        let calls = (0..200).map(|_| send(&account, "GET /ping", "").body.is_empty());
        calls.collect::<Vec<_>>()
    };
    let calls = selected(1);
    assert_eq!(calls, selected(1));
    assert_ne!(calls, selected(2));
    let count = calls.iter().filter(|&&selected| selected).count();
    // Six standard deviations around 60.
    assert!((21..=99).contains(&count), "{count} of 200");
    let never = Emulator::builder()
        .fault(Fault::empty_body(FaultPhase::Before).chance(0.0, 1))
        .start()
        .unwrap();
    assert!(!send(&never, "GET /ping", "").body.is_empty());
}
