//! Tests of the emulator over raw sockets, without this project's client.

mod accepted_input;
mod cli;
mod contacts;
mod control;
mod fault_text;
mod faults;
mod fields;
mod http;
mod journal;
mod operations;
mod page;
mod readme;
mod round_trips;
mod search;
mod sequences;
mod snapshots;
mod webhook;

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};

use hellodialog_emulator::Emulator;
use serde_json::Value;

#[derive(Debug)]
struct Response {
    status: u16,
    /// The header lines in lower case.
    head: String,
    body: Vec<u8>,
}

impl Response {
    fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("not JSON: {}", self.text()))
    }

    fn header(&self, name: &str) -> Option<&str> {
        let start = format!("{name}: ");
        self.head.lines().find_map(|line| line.strip_prefix(&start))
    }
}

/// Writes a request and reads until the connection ends. Returns the bytes and the result of the read.
fn send_raw(address: SocketAddr, request: &str) -> (Vec<u8>, std::io::Result<usize>) {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut received = Vec::new();
    let end = stream.read_to_end(&mut received);
    (received, end)
}

/// The bytes of a request. `target` is a method and a path below the base URL.
fn request(key: &str, target: &str, body: &str) -> String {
    let (method, path) = target.split_once(' ').expect("a method and a path");
    let separator = if path.contains('?') { '&' } else { '?' };
    format!(
        "{method} /api{path}{separator}token={key} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\
         content-length: {}\r\n\r\n{body}",
        body.len()
    )
}

fn parse(received: &[u8]) -> Response {
    let blank = received.windows(4).position(|bytes| bytes == b"\r\n\r\n");
    let end = blank.unwrap_or_else(|| panic!("no header: {:?}", String::from_utf8_lossy(received)));
    let head = std::str::from_utf8(&received[..end]).unwrap();
    let (first, head) = head.split_once("\r\n").unwrap();
    let status = first.split(' ').nth(1).unwrap().parse().unwrap();
    Response {
        status,
        head: head.to_lowercase(),
        body: received[end + 4..].to_vec(),
    }
}

/// Sends `body` to `target`, such as `POST /contacts`.
fn send(account: &Emulator, target: &str, body: &str) -> Response {
    let (received, end) = send_raw(account.address(), &request(account.key(), target, body));
    end.unwrap();
    parse(&received)
}

/// Returns the JSON at `path`.
fn get(account: &Emulator, path: &str) -> Value {
    checked(&send(account, &format!("GET {path}"), ""))
}

/// Sends JSON and returns the content of the envelope.
fn write(account: &Emulator, target: &str, body: &Value) -> Value {
    checked(&send(account, target, &body.to_string()))["result"].take()
}

/// The JSON of a response. Failures have HTTP status 200, except for an item that does not exist.
fn checked(response: &Response) -> Value {
    let json = response.json();
    let is_missing = json["result"]["code"] == 604;
    assert_eq!(response.status, if is_missing { 404 } else { 200 });
    json
}

/// Sends JSON, checks that the write succeeded, and returns its data.
fn write_ok(account: &Emulator, target: &str, body: &Value) -> Value {
    let mut result = write(account, target, body);
    assert_eq!(result["status"], "OK", "{target} {body}: {result}");
    assert_eq!(result["code"], 200);
    result["data"].take()
}

/// The ids in a collection of contacts.
fn ids(collection: &Value) -> Vec<u32> {
    let Some(entries) = collection.as_object() else {
        assert_eq!(
            collection,
            &serde_json::json!([]),
            "an empty collection is []"
        );
        return Vec::new();
    };
    for (position, key) in entries.keys().enumerate() {
        assert_eq!(*key, position.to_string(), "the keys count from 0");
    }
    entries
        .values()
        .map(|entry| entry["id"].as_str().unwrap().parse().unwrap())
        .collect()
}
