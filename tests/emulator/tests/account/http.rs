//! HTTP itself: requests that are broken, slow or large, and the methods of every path.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::Duration;

use hellodialog_emulator::{Access, Emulator, Fault, Operation};
use serde_json::json;

use crate::{Response, get, parse, request, send, send_raw, write_ok};

/// Sends bytes and then the end of the stream, and returns the response.
fn send_and_close(account: &Emulator, bytes: &str) -> Response {
    let mut stream = TcpStream::connect(account.address()).unwrap();
    stream.write_all(bytes.as_bytes()).unwrap();
    stream.shutdown(Shutdown::Write).unwrap();
    let mut received = Vec::new();
    stream.read_to_end(&mut received).unwrap();
    parse(&received)
}

fn start_of_request(account: &Emulator, header: &str, body: &str) -> String {
    let key = account.key();
    format!("POST /api/groups?token={key} HTTP/1.1\r\nhost: localhost\r\n{header}\r\n\r\n{body}")
}

/// The last statuses in the journal.
fn statuses(account: &Emulator) -> Vec<Option<u16>> {
    let entries = account.journal().into_iter();
    entries.map(|entry| entry.status).collect()
}

#[test]
fn a_body_that_ends_too_early_is_a_bad_request() {
    let account = Emulator::start().unwrap();
    // RFC 9112, section 8: an incomplete request can be answered with an error and must not be processed.
    for (header, body) in [
        ("content-length: 30", r#"{"name": "short"}"#),
        ("content-length: 30", ""),
        ("transfer-encoding: chunked", "5\r\n{\"nam"),
        ("transfer-encoding: chunked", "5\r\n{\"nam\r\nxyz\r\ne"),
        ("transfer-encoding: chunked", "2\r\n{}nothing"),
        ("transfer-encoding: chunked", ""),
    ] {
        let response = send_and_close(&account, &start_of_request(&account, header, body));
        assert_eq!(response.status, 400, "{header} {body:?}");
        assert_eq!(response.json()["result"]["code"], 605);
    }
    assert_eq!(get(&account, "/groups"), json!([]));
    assert_eq!(statuses(&account)[..6], [Some(400); 6]);
}

#[test]
fn a_body_that_is_too_large_is_refused() {
    let account = Emulator::start().unwrap();
    let header = format!("content-length: {}", 33 * 1024 * 1024);
    let response = send_and_close(&account, &start_of_request(&account, &header, ""));
    assert_eq!(response.status, 413);
    assert_eq!(response.json()["result"]["code"], 605);
}

/// Most clients read the response when they have sent the whole body.
#[test]
fn a_body_that_is_too_large_is_read_to_its_end() {
    let account = Emulator::start().unwrap();
    let header = format!("content-length: {}\r\nconnection: close", 40 * 1024 * 1024);
    let start = start_of_request(&account, &header, "");
    let mut stream = TcpStream::connect(account.address()).unwrap();
    stream.write_all(start.as_bytes()).unwrap();
    let part = vec![b' '; 1024 * 1024];
    for _ in 0..40 {
        stream.write_all(&part).unwrap();
    }
    let mut received = Vec::new();
    stream.read_to_end(&mut received).unwrap();
    assert_eq!(parse(&received).status, 413);
}

#[test]
fn a_client_that_closes_its_half_gets_its_response() {
    let account = Emulator::builder()
        .fault(Fault::slow_headers(Duration::from_millis(10)).on(Operation::PostGroup))
        .start()
        .unwrap();
    let body = r#"{"name": "G"}"#;
    let header = format!("content-length: {}", body.len());
    let response = send_and_close(&account, &start_of_request(&account, &header, body));
    assert_eq!(response.status, 200);
    assert_eq!(response.json()["result"]["data"]["id"], 1);
}

#[test]
fn a_request_that_stalls_is_ended() {
    let account = Emulator::builder()
        .request_timeout(Duration::from_millis(50))
        .start()
        .unwrap();
    let start = start_of_request(&account, "content-length: 30", r#"{"name": "#);
    let (received, end) = send_raw(account.address(), &start);
    end.unwrap();
    assert_eq!(parse(&received).status, 408);
    assert_eq!(statuses(&account), [Some(408)]);
    // hyper ends slow headers without a response.
    let (received, end) = send_raw(account.address(), "POST /api/groups HTTP/1.1\r\nhost: loc");
    end.unwrap();
    assert!(received.is_empty());
}

#[test]
fn connect_is_refused_with_every_key() {
    let account = Emulator::start().unwrap();
    let key = account.key();
    for target in [
        "example.com:443".to_owned(),
        format!("/api/ping?token={key}"),
        format!("/api/ping?token={key}&method=GET"),
    ] {
        let text =
            format!("CONNECT {target} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n");
        let (received, _) = send_raw(account.address(), &text);
        assert!(matches!(parse(&received).status, 400 | 405), "{target}");
    }
}

#[test]
fn a_method_that_a_path_does_not_support_names_those_that_it_does() {
    let account = Emulator::start().unwrap();
    for (target, allowed) in [
        ("POST /ping", "GET, HEAD"),
        ("PATCH /contacts/1", "GET, HEAD, PUT, DELETE"),
        ("DELETE /contacts", "POST, GET, HEAD, PUT"),
        ("GET /transactional", "POST"),
        ("HEAD /transactional", "POST"),
        ("OPTIONS /transactional", "POST"),
        ("DELETE /groups/external", "GET, HEAD"),
        ("PUT /contacts/external_groups", "POST"),
    ] {
        let response = send(&account, target, "");
        assert_eq!(response.status, 405, "{target}");
        let mut named: Vec<_> = response.header("allow").unwrap().split(", ").collect();
        let allowed = allowed.to_lowercase();
        let mut expected: Vec<_> = allowed.split(", ").collect();
        named.sort_unstable();
        expected.sort_unstable();
        assert_eq!(named, expected, "{target}");
    }
    assert_eq!(send(&account, "GET /odd", "").header("allow"), None);
}

#[test]
fn head_is_get_without_the_body() {
    let account = Emulator::builder()
        .contacts(3)
        .access(Access::none().allow("contacts", &[hellodialog_emulator::Method::Get]))
        .start()
        .unwrap();
    for path in ["/contacts/2", "/contacts/9", "/groups", "/odd", "/ping"] {
        let got = send(&account, &format!("GET {path}"), "");
        let head = send(&account, &format!("HEAD {path}"), "");
        assert_eq!(head.status, got.status, "{path}");
        assert!(head.body.is_empty(), "{path}");
        for name in ["content-length", "content-type"] {
            assert_eq!(head.header(name), got.header(name), "{path}");
        }
    }
    let journal = account.journal();
    assert_eq!(journal[1].method, "HEAD");
    assert_eq!(journal[1].operation, Some(Operation::GetContact));
}

fn with_header(account: &Emulator, target: &str, header: &str) -> Response {
    let text = request(account.key(), target, "").replacen("\r\n", &format!("\r\n{header}\r\n"), 1);
    let (received, end) = send_raw(account.address(), &text);
    end.unwrap();
    parse(&received)
}

#[test]
fn pages_of_other_origins_can_be_let_in() {
    let origin = "Origin: http://localhost:3000";
    let closed = Emulator::start().unwrap();
    let response = with_header(&closed, "GET /ping", origin);
    assert_eq!(response.header("access-control-allow-origin"), None);

    let account = Emulator::builder().allow_cors().start().unwrap();
    for target in ["GET /ping", "GET /odd", "PATCH /ping"] {
        let response = with_header(&account, target, origin);
        assert_eq!(response.header("access-control-allow-origin"), Some("*"));
    }
    let preflight = format!(
        "{origin}\r\nAccess-Control-Request-Method: PUT\r\nAccess-Control-Request-Headers: content-type,x-a"
    );
    let response = with_header(&account, "OPTIONS /contacts/1", &preflight);
    assert_eq!(response.status, 204);
    assert!(response.body.is_empty());
    assert_eq!(response.header("access-control-allow-origin"), Some("*"));
    let methods = response.header("access-control-allow-methods").unwrap();
    assert!(methods.contains("put"), "{methods}");
    assert_eq!(
        response.header("access-control-allow-headers"),
        Some("content-type,x-a")
    );
}

/// A browser sends them by itself, so they are no calls of the program that is tested.
#[test]
fn preflight_requests_meet_no_fault_and_are_not_in_the_journal() {
    let builder = Emulator::builder().allow_cors();
    let account = builder
        .fault("status:503,nth=1".parse().unwrap())
        .start()
        .unwrap();
    let preflight = "Origin: http://localhost:3000\r\nAccess-Control-Request-Method: GET";
    let response = with_header(&account, "OPTIONS /ping", preflight);
    assert_eq!(response.status, 204);
    assert_eq!(account.journal(), []);
    assert_eq!(send(&account, "GET /ping", "").status, 503);
}

/// The connection of `request` is open before and stays open after.
fn roundtrip(stream: &mut TcpStream, request: &str) {
    stream.write_all(request.as_bytes()).unwrap();
    let mut byte = [0];
    stream.read_exact(&mut byte).unwrap();
}

#[test]
fn a_large_body_does_not_hold_up_other_requests() {
    let account = Emulator::builder().contacts(1).start().unwrap();
    // A body that takes long to read as JSON.
    let body = format!(r#"{{"email": [{}[]]}}"#, "[1],".repeat(400_000));
    let large = request(account.key(), "POST /contacts", &body);
    let (all_but_one, last) = large.as_bytes().split_at(large.len() - 1);
    let ping = request(account.key(), "GET /ping", "").replace("connection: close\r\n", "");
    // The other request can come too late, so there are several attempts.
    let is_served_meanwhile = || {
        let mut other = TcpStream::connect(account.address()).unwrap();
        roundtrip(&mut other, &ping);
        let mut slow = TcpStream::connect(account.address()).unwrap();
        slow.write_all(all_but_one).unwrap();
        slow.write_all(last).unwrap();
        roundtrip(&mut other, &ping);
        let mut received = Vec::new();
        slow.read_to_end(&mut received).unwrap();
        assert_eq!(parse(&received).json()["result"]["code"], 606);
        account.journal().last().unwrap().method == "POST"
    };
    assert!((0..20).any(|_| is_served_meanwhile()));
    write_ok(&account, "PUT /contacts/1", &json!({"voornaam": "A"}));
}

/// Whether a socket of another process could listen on the address of the account.
#[cfg(target_os = "linux")]
fn can_be_shared(account: &Emulator) -> bool {
    use socket2::{Domain, Socket, Type};
    [(true, true), (true, false), (false, true), (false, false)]
        .into_iter()
        .any(|(reuse_address, reuse_port)| {
            let socket = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
            socket.set_reuse_address(reuse_address).unwrap();
            socket.set_reuse_port(reuse_port).unwrap();
            let bound = socket.bind(&account.address().into());
            bound.and_then(|()| socket.listen(1)).is_ok()
        })
}

#[cfg(target_os = "linux")]
#[test]
fn no_other_socket_shares_the_address() {
    let account = Emulator::start().unwrap();
    for _ in 0..3 {
        assert!(!can_be_shared(&account), "online");
        account.go_offline();
        crate::faults::wait_until_refused(&account);
        assert!(!can_be_shared(&account), "offline");
        account.go_online();
        crate::faults::wait_until_accepted(&account);
    }
    // Connections that the server closed hold the address for a while, but not against a new server.
    let address = account.address();
    drop(account);
    Emulator::builder().address(address).start().unwrap();
}
