//! Connections that the server closes. A request that was not sent is sent again, whatever it does.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::pin::pin;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::task::Poll;
use std::thread;

use hellodialog_runtime::{Builder, CallOptions, Outcome};
use serde_json::Value;

use crate::runtimes::single;
use crate::{Client, KEY, WRITE};

/// What a server does with a connection.
#[derive(Clone, Copy)]
enum Connection {
    ClosedAtOnce,
    /// Closed after a request was answered.
    Once,
    /// Closed after a request was answered and the next was read.
    OnceAndRead,
    Kept,
}

/// A server on a thread of its own, with the next connections. It tells when it has closed one.
fn server(connections: &'static [Connection]) -> (Client, Receiver<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let (closed, told) = channel();
    thread::spawn(move || {
        for (connection, stream) in connections.iter().zip(listener.incoming()) {
            serve(*connection, &stream.expect("a connection"), &closed);
        }
    });
    let client = Builder::new(&crate::SERVICE, KEY).base_url(url).build();
    (client.expect("a client"), told)
}

fn serve(connection: Connection, stream: &TcpStream, closed: &Sender<()>) {
    let answered = match connection {
        Connection::ClosedAtOnce => 0,
        Connection::Once | Connection::OnceAndRead => 1,
        Connection::Kept => usize::MAX,
    };
    let mut lines = BufReader::new(stream).lines();
    let mut next = || {
        lines
            .by_ref()
            .map_while(Result::ok)
            .any(|line| line.is_empty())
    };
    for _ in 0..answered {
        if !next() {
            return;
        }
        let mut stream = stream;
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n[]");
    }
    if matches!(connection, Connection::OnceAndRead) {
        next();
    }
    stream.shutdown(std::net::Shutdown::Both).expect("closed");
    let _ = closed.send(());
}

/// Sends a write. After its first poll, which connects, the client waits until the server has closed
/// the connection, and hears of both at once.
fn write_when_closed(
    client: &Client,
    told: &Receiver<()>,
    retries: u32,
) -> hellodialog_runtime::Result<Value> {
    single().block_on(async {
        let options = CallOptions::default().retries(retries);
        let mut call = pin!(client.send(&WRITE, options));
        let mut is_first = true;
        std::future::poll_fn(|context| {
            let polled = call.as_mut().poll(context);
            if std::mem::take(&mut is_first) {
                assert!(polled.is_pending());
                told.recv().expect("closed");
                return Poll::Pending;
            }
            polled
        })
        .await
    })
}

#[test]
fn a_new_connection_that_is_closed_before_the_request_is_written() {
    let (client, told) = server(&[Connection::ClosedAtOnce, Connection::Kept]);
    let error = write_when_closed(&client, &told, 0).expect_err("closed");
    assert_eq!(error.outcome(), Outcome::NotSent, "{error:?}");
    assert!(error.is_connect() && error.is_retryable());

    let (client, told) = server(&[Connection::ClosedAtOnce, Connection::Kept]);
    let result = write_when_closed(&client, &told, 1);
    assert!(result.is_ok(), "{result:?}");
}

#[test]
fn a_pooled_connection_that_is_closed_between_two_requests() {
    let (client, told) = server(&[Connection::Once, Connection::Kept]);
    let runtime = single();
    let options = || CallOptions::default().retries(0);
    let first: Result<Value, _> = runtime.block_on(client.send(&WRITE, options()));
    assert!(first.is_ok(), "{first:?}");
    told.recv().expect("closed");
    // The runtime did not run, so the client does not know yet.
    let second: Result<Value, _> = runtime.block_on(client.send(&WRITE, options()));
    assert!(second.is_ok(), "{second:?}");
}

#[test]
fn a_pooled_connection_that_is_closed_during_a_request() {
    let (client, _told) = server(&[Connection::OnceAndRead, Connection::Kept]);
    let runtime = single();
    let first = runtime.block_on(client.value(&WRITE));
    assert!(first.is_ok(), "{first:?}");
    // The server may have acted on it.
    let error = runtime.block_on(client.value(&WRITE)).expect_err("closed");
    assert_eq!((error.outcome(), error.attempts()), (Outcome::Unknown, 1));
}
