//! The webhook, from the view of its receiver.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};

use hellodialog_emulator::{ContactId, Emulator, Error};
use serde_json::json;

use crate::write_ok;

/// Receives one call, responds with `status`, and returns the header and body of the call.
fn receive(receiver: &TcpListener, status: u16) -> (String, String) {
    let (mut stream, _) = receiver.accept().unwrap();
    let mut text = String::new();
    let mut buffer = [0; 1024];
    loop {
        let count = stream.read(&mut buffer).unwrap();
        text.push_str(std::str::from_utf8(&buffer[..count]).unwrap());
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = format!("content-length: {}\r\n", body.len());
            if format!("{}\r\n", head.to_lowercase()).contains(&length) {
                let response = format!(
                    "HTTP/1.1 {status} X\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
                );
                stream.write_all(response.as_bytes()).unwrap();
                return (head.to_lowercase(), body.to_owned());
            }
        }
    }
}

#[test]
fn a_changed_contact_calls_the_webhook_with_id_and_hash() {
    let receiver = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/hook?a=1", receiver.local_addr().unwrap());
    let account = Emulator::builder()
        .key("key")
        .webhook(url, "secret")
        .start()
        .unwrap();
    // The MD5 of `keysecret`.
    let hash = "4ca8dbe87d76306ae00cce35967b619b";
    write_ok(
        &account,
        "POST /contacts",
        &json!({"email": "a@example.com"}),
    );
    let (head, body) = receive(&receiver, 200);
    assert!(head.starts_with("post /hook?a=1 http/1.1"), "{head}");
    assert!(
        head.contains("content-type: application/x-www-form-urlencoded"),
        "{head}"
    );
    assert_eq!(body, format!("id=1&hash={hash}"));
    write_ok(
        &account,
        "POST /contacts",
        &json!({"email": "b@example.com", "_state": "Contact"}),
    );
    assert_eq!(receive(&receiver, 500).1, format!("id=2&hash={hash}"));
    write_ok(
        &account,
        "PUT /contacts",
        &json!([{"id": 2, "voornaam": "B"}, {"id": 1, "voornaam": "A"}]),
    );
    assert_eq!(receive(&receiver, 200).1, format!("id=2&hash={hash}"));
    assert_eq!(receive(&receiver, 200).1, format!("id=1&hash={hash}"));
    assert!(account.click_optin(ContactId(1)));
    assert_eq!(receive(&receiver, 200).1, format!("id=1&hash={hash}"));
    // A delivery is recorded before the next call starts.
    let outcomes: Vec<_> = account
        .webhook_deliveries()
        .into_iter()
        .map(|call| (call.contact.0, call.outcome))
        .collect();
    assert_eq!(
        outcomes[..4],
        [(1, Ok(200)), (2, Ok(500)), (2, Ok(200)), (1, Ok(200))]
    );
}

/// Reads a call and does not respond. The connection stays open as long as the stream lives.
fn receive_without_response(receiver: &TcpListener) -> (TcpStream, String) {
    let (mut stream, _) = receiver.accept().unwrap();
    let mut text = String::new();
    let mut buffer = [0; 1024];
    while !text.contains("hash=") {
        let count = stream.read(&mut buffer).unwrap();
        text.push_str(std::str::from_utf8(&buffer[..count]).unwrap());
    }
    (stream, text.rsplit("\r\n").next().unwrap().to_owned())
}

fn create(account: &Emulator, name: &str) {
    let contact = json!({"email": format!("{name}@example.com")});
    write_ok(account, "POST /contacts", &contact);
}

#[test]
fn a_call_without_a_response_does_not_hold_up_the_others() {
    let receiver = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/", receiver.local_addr().unwrap());
    let account = Emulator::builder().webhook(url, "s").start().unwrap();
    for name in ["a", "b", "c"] {
        create(&account, name);
    }
    let (_hanging, first) = receive_without_response(&receiver);
    assert!(first.starts_with("id=1&"), "{first}");
    assert!(receive(&receiver, 200).1.starts_with("id=2&"));
    assert!(receive(&receiver, 200).1.starts_with("id=3&"));
}

#[test]
fn calls_are_made_before_the_account_stops() {
    let receiver = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/", receiver.local_addr().unwrap());
    let mut account = Emulator::builder().webhook(url, "s").start().unwrap();
    let calls = std::thread::spawn(move || {
        (0..20)
            .map(|_| receive(&receiver, 200).1)
            .collect::<Vec<_>>()
    });
    for number in 1..=20 {
        create(&account, &format!("c{number}"));
    }
    account.shut_down();
    assert_eq!(calls.join().unwrap().len(), 20);
    let deliveries = account.webhook_deliveries();
    assert_eq!(deliveries.len(), 20);
    assert!(deliveries.iter().all(|call| call.outcome == Ok(200)));
}

#[test]
fn calls_that_are_not_made_before_the_account_stops_are_reported() {
    let receiver = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/", receiver.local_addr().unwrap());
    let mut account = Emulator::builder().webhook(url, "s").start().unwrap();
    for number in 1..=50 {
        create(&account, &format!("c{number}"));
    }
    // The receiver accepts connections, and never responds.
    account.shut_down();
    let deliveries = account.webhook_deliveries();
    let mut contacts: Vec<_> = deliveries.iter().map(|call| call.contact.0).collect();
    contacts.sort_unstable();
    assert_eq!(contacts, (1..=50).collect::<Vec<_>>());
    for call in &deliveries {
        let error = call.outcome.as_ref().unwrap_err();
        assert!(error.contains("stopped"), "{error}");
    }
    // The state can still be read.
    assert_eq!(account.snapshot().to_json(), account.stop().to_json());
}

#[test]
fn an_invalid_url_is_an_error() {
    for url in [
        "https://example.com/",
        "example.com",
        "ftp://example.com",
        "",
    ] {
        let error = Emulator::builder()
            .webhook(url, "secret")
            .start()
            .unwrap_err();
        assert!(matches!(error, Error::WebhookUrl(_)), "{error}");
    }
}
