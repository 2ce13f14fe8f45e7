//! Timeouts and deadlines, wherever a server stalls.

use std::time::Duration;

use hellodialog_runtime::{CallOptions, Error, ErrorKind, Outcome};
use serde_json::Value;
use tokio::io::AsyncWriteExt as _;
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::script::{Script, Step, assert_within, half, http, ok, read_request, timed, write};
use crate::{READ, WRITE};

const SECOND: Duration = Duration::from_secs(1);

fn stalls() -> [Step; 3] {
    [
        Step::Stall(Vec::new()),
        Step::Stall(b"HTTP/1.1 200 Said\r\nx-slow: ".to_vec()),
        Step::Stall(half(200)),
    ]
}

fn assert_timeout(result: Result<Value, Error>, attempts: u32) {
    let error = result.expect_err("a timeout");
    assert_eq!(
        (error.kind(), error.attempts()),
        (ErrorKind::Timeout, attempts)
    );
    assert_eq!(error.outcome(), Outcome::Unknown);
    assert!(error.is_timeout() && !error.is_connect());
}

#[tokio::test]
async fn an_attempt_ends_at_its_timeout() {
    for step in stalls() {
        let server = Script::new([step]).await;
        let (took, result) = timed(server.client().value(&WRITE)).await;
        assert_timeout(result, 1);
        assert_within(took, 30.0, 30.0);
        let client = server
            .builder()
            .timeout(5 * SECOND)
            .build()
            .expect("a client");
        let (took, result) = timed(client.value(&WRITE)).await;
        assert_timeout(result, 1);
        assert_within(took, 5.0, 5.0);
        let options = CallOptions::default().timeout(2 * SECOND);
        let (took, result) = timed(client.send(&WRITE, options)).await;
        assert_timeout(result, 1);
        assert_within(took, 2.0, 2.0);
    }
}

#[tokio::test]
async fn calls_with_a_shared_deadline() {
    // With its own deadline, each of the two calls would have ten seconds.
    let server = Script::new([Step::Stall(half(200))]).await;
    let client = server.builder().deadline(10 * SECOND).retries(0).build();
    let client = client.expect("a client");
    for (own, deadline) in [(None, 10.0), (Some(7 * SECOND), 7.0)] {
        let options = CallOptions::default().timeout(6 * SECOND);
        let options = own.map_or(options.clone(), |own| options.deadline(own));
        let both = async {
            let options = client.0.with_shared_deadline(options);
            let first = client.send::<Value>(&WRITE, options.clone()).await;
            (first, client.send::<Value>(&WRITE, options).await)
        };
        let (took, (first, second)) = timed(both).await;
        assert_timeout(first, 1);
        assert_timeout(second, 1);
        assert_within(took, deadline, deadline);
    }
}

#[tokio::test]
async fn a_call_ends_at_its_deadline() {
    for step in stalls() {
        let server = Script::new([step]).await;
        let builder = server.builder().timeout(10 * SECOND).retries(9);
        let client = builder.deadline(25 * SECOND).build().expect("a client");
        let (took, result) = timed(client.value(&READ)).await;
        assert_timeout(result, 3);
        assert_eq!(server.count(), 3);
        assert_within(took, 25.0, 25.0);
        let options = CallOptions::default().deadline(4 * SECOND);
        let (took, result) = timed(client.send(&READ, options)).await;
        assert_timeout(result, 1);
        assert_within(took, 4.0, 4.0);
    }
}

#[tokio::test]
async fn the_default_deadline_is_90_seconds() {
    let server = Script::new([Step::Stall(Vec::new())]).await;
    let client = server.builder().retries(9).build().expect("a client");
    let (took, result) = timed(client.value(&READ)).await;
    assert_timeout(result, 3);
    assert_within(took, 90.0, 90.0);
}

#[tokio::test]
async fn a_delay_that_would_pass_the_deadline_is_not_started() {
    let server = Script::new([Step::Write(http(429, "retry-after: 50\r\n", ""))]).await;
    let builder = server.builder().deadline(40 * SECOND);
    let client = builder.build().expect("a client");
    let (took, result) = timed(client.value(&READ)).await;
    let error = result.expect_err("a timeout");
    assert_eq!((error.status(), error.attempts()), (Some(429), 1));
    assert_within(took, 0.0, 0.0);

    let server = Script::new([write(503, "")]).await;
    let options = CallOptions::default().deadline(SECOND / 4);
    let (took, result) = timed(server.client().send::<Value>(&READ, options)).await;
    assert_eq!(result.expect_err("a timeout").status(), Some(503));
    assert_within(took, 0.0, 0.0);
    assert_eq!(server.count(), 1);
}

#[tokio::test]
async fn the_largest_duration_is_accepted() {
    let server = Script::new([write(503, ""), ok()]).await;
    let builder = server.builder().timeout(Duration::MAX);
    let client = builder.deadline(Duration::MAX).build().expect("a client");
    let (_, value) = timed(client.value(&READ)).await;
    assert!(value.is_ok());
}

#[tokio::test]
async fn no_time_sends_nothing() {
    let server = Script::new([ok()]).await;
    let client = server.client();
    for options in [
        CallOptions::default().deadline(Duration::ZERO),
        CallOptions::default().timeout(Duration::ZERO),
    ] {
        let error = client
            .send::<Value>(&WRITE, options)
            .await
            .expect_err("no time");
        assert_eq!(
            (error.kind(), error.outcome()),
            (ErrorKind::Timeout, Outcome::NotSent)
        );
        assert_eq!(error.attempts(), 0);
    }
    assert_eq!(server.count(), 0);
}

/// A listener on loopback with room for one connection that was not accepted.
#[cfg(target_os = "linux")]
fn small_listener() -> (TcpListener, String) {
    let socket = TcpSocket::new_v4().expect("a socket");
    socket.bind(([127, 0, 0, 1], 0).into()).expect("a port");
    let listener = socket.listen(1).expect("a listener");
    let address = listener.local_addr().expect("an address");
    (listener, format!("http://{address}"))
}

/// Fills the queue of a listener that accepts no more: connecting gets no response.
#[cfg(target_os = "linux")]
async fn fill_queue(listener: &TcpListener) -> Vec<JoinHandle<()>> {
    let address = listener.local_addr().expect("an address");
    let mut waiting = Vec::new();
    for _ in 0..8 {
        let connection = tokio::spawn(async move {
            let _connection = TcpStream::connect(address).await;
            std::future::pending::<()>().await;
        });
        waiting.push(connection);
        tokio::task::yield_now().await;
    }
    waiting
}

/// An address where connecting gets no response.
#[cfg(target_os = "linux")]
async fn silent_address() -> (TcpListener, Vec<JoinHandle<()>>, String) {
    let (listener, url) = small_listener();
    let waiting = fill_queue(&listener).await;
    (listener, waiting, url)
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn connecting_times_out() {
    let (_listener, _waiting, url) = silent_address().await;
    let server = Script::new([ok()]).await;
    let builder = server.builder().base_url(url);
    let client = builder.connect_timeout(3 * SECOND).retries(0).build();
    let client = client.expect("a client");
    let (took, result) = timed(client.value(&WRITE)).await;
    let error = result.expect_err("a timeout");
    assert!(error.is_connect() && error.is_timeout(), "{error:?}");
    assert_eq!(error.outcome(), Outcome::NotSent);
    assert_within(took, 3.0, 3.0);
}

/// With less time than the timeout for connecting.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_call_that_ends_while_connecting_was_not_sent() {
    let (_listener, _waiting, url) = silent_address().await;
    let server = Script::new([ok()]).await;
    let client = server.builder().base_url(url).retries(0).build();
    let client = client.expect("a client");
    for options in [
        CallOptions::default().deadline(2 * SECOND),
        CallOptions::default().timeout(2 * SECOND),
    ] {
        let (_, result) = timed(client.send::<Value>(&WRITE, options)).await;
        let error = result.expect_err("nobody accepts");
        assert!(error.is_timeout(), "{error:?}");
        assert_eq!(error.outcome(), Outcome::NotSent);
    }
}

/// The first call had a connection, which the server closed.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_call_that_ends_while_connecting_again_was_not_sent() {
    let (listener, url) = small_listener();
    let server = Script::new([ok()]).await;
    let builder = server.builder().base_url(url).retries(0);
    let client = builder.build().expect("a client");
    let answered = async {
        let (mut stream, _) = listener.accept().await.expect("a connection");
        read_request(&mut stream).await.expect("a request");
        stream
            .write_all(&http(200, "", "[]"))
            .await
            .expect("a client");
    };
    let (result, ()) = tokio::join!(client.value(&WRITE), answered);
    result.expect("the first call");

    let _waiting = fill_queue(&listener).await;
    let options = CallOptions::default().deadline(2 * SECOND);
    let (_, result) = timed(client.send::<Value>(&WRITE, options)).await;
    let error = result.expect_err("nobody accepts");
    assert!(error.is_timeout(), "{error:?}");
    assert_eq!(error.outcome(), Outcome::NotSent);
}

/// A call that begins to connect is sent by the connection of another call that becomes free first.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_call_that_is_sent_while_it_connects_has_an_unknown_outcome() {
    let (listener, url) = small_listener();
    let server = Script::new([ok()]).await;
    let builder = server.builder().base_url(url).retries(0);
    let client = builder.build().expect("a client");
    let first = client.value(&WRITE);
    let (second_connects, connects) = oneshot::channel();
    let serve = async {
        let (mut stream, _) = listener.accept().await.expect("a connection");
        read_request(&mut stream).await.expect("the first request");
        let waiting = fill_queue(&listener).await;
        second_connects.send(()).expect("the second call");
        for _ in 0..100 {
            tokio::task::yield_now().await;
        }
        let response = b"HTTP/1.1 200 Said\r\ncontent-length: 2\r\n\r\n[]";
        stream.write_all(response).await.expect("a client");
        read_request(&mut stream).await.expect("the second request");
        (stream, waiting)
    };
    let second = async {
        connects.await.expect("a full queue");
        let options = CallOptions::default().deadline(2 * SECOND);
        client.send::<Value>(&WRITE, options).await
    };
    let all = Box::pin(async { tokio::join!(first, second, serve) });
    let (_, (first, second, _connection)) = timed(all).await;
    first.expect("the first call");
    let error = second.expect_err("no response");
    assert!(error.is_timeout(), "{error:?}");
    assert_eq!(error.outcome(), Outcome::Unknown);
}
