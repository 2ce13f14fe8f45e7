//! Requests that an HTTP/2 server says it did not process.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;
use h2::Reason;
use h2::server::SendResponse;
use hellodialog_runtime::{Builder, Outcome};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use crate::{Client, KEY, SERVICE, WRITE};

/// A server that shuts its first connection down with these frames when a request arrives on it.
async fn server_that_goes_away(frames: Vec<u8>) -> (Client, Arc<AtomicUsize>) {
    let (mut config, authority) = crate::tls::certificate();
    config.alpn_protocols = vec![b"h2".to_vec()];
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let connections = Arc::new(AtomicUsize::new(0));
    let counter = connections.clone();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let mut stream = acceptor.accept(stream).await.expect("a handshake");
            if counter.fetch_add(1, Ordering::SeqCst) == 0 {
                read_request(&mut stream).await;
                stream.write_all(&frames).await.expect("written");
                let _ = stream.shutdown().await;
                continue;
            }
            tokio::spawn(async move {
                let mut connection = h2::server::handshake(stream).await.expect("a handshake");
                while let Some(Ok((_, respond))) = connection.accept().await {
                    respond_fine(respond);
                }
            });
        }
    });
    let builder = Builder::new(&SERVICE, KEY).root_certificate(authority);
    let client = builder.base_url(format!("https://localhost:{port}"));
    (client.build().expect("a client"), connections)
}

const PREFACE: usize = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".len();
const HEADERS: u8 = 1;

/// Reads frames up to the headers of the first request. See
/// <https://www.rfc-editor.org/rfc/rfc9113#section-4.1>.
async fn read_request(stream: &mut (impl AsyncReadExt + AsyncWriteExt + Unpin)) {
    let no_settings = [0, 0, 0, 4, 0, 0, 0, 0, 0];
    stream.write_all(&no_settings).await.expect("written");
    stream.read_exact(&mut [0; PREFACE]).await.expect("read");
    loop {
        let mut head = [0; 9];
        stream.read_exact(&mut head).await.expect("read");
        let length = u32::from_be_bytes([0, head[0], head[1], head[2]]);
        let mut payload = vec![0; usize::try_from(length).expect("a length")];
        stream.read_exact(&mut payload).await.expect("read");
        if head[3] == HEADERS {
            return;
        }
    }
}

/// A GOAWAY frame.
fn go_away(last_stream: u8, reason: Reason) -> Vec<u8> {
    let code = u32::from(reason).to_be_bytes();
    let head = [0, 0, 8, 7, 0, 0, 0, 0, 0];
    [head.as_slice(), &[0, 0, 0, last_stream], &code].concat()
}

/// A server that resets the first streams for this reason and responds to the others.
async fn server(resets: usize, reason: Reason) -> (Client, Arc<AtomicUsize>) {
    let (mut config, authority) = crate::tls::certificate();
    config.alpn_protocols = vec![b"h2".to_vec()];
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let received = Arc::new(AtomicUsize::new(0));
    let counter = received.clone();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let stream = acceptor.accept(stream).await.expect("a handshake");
            let counter = counter.clone();
            tokio::spawn(async move {
                let mut connection = h2::server::handshake(stream).await.expect("a handshake");
                while let Some(Ok((_, mut respond))) = connection.accept().await {
                    if counter.fetch_add(1, Ordering::SeqCst) < resets {
                        respond.send_reset(reason);
                    } else {
                        respond_fine(respond);
                    }
                }
            });
        }
    });
    let builder = Builder::new(&SERVICE, KEY).root_certificate(authority);
    let client = builder
        .base_url(format!("https://localhost:{port}"))
        .build();
    (client.expect("a client"), received)
}

fn respond_fine(mut respond: SendResponse<Bytes>) {
    let response = http::Response::new(());
    let mut body = respond.send_response(response, false).expect("sent");
    body.send_data(Bytes::from_static(b"[]"), true)
        .expect("sent");
}

#[tokio::test]
async fn a_refused_stream_is_sent_again() {
    let (client, received) = server(1, Reason::REFUSED_STREAM).await;
    let result = client.value(&WRITE).await;
    assert!(result.is_ok(), "{result:?}");
    assert_eq!(received.load(Ordering::SeqCst), 2);

    let (client, _) = server(9, Reason::REFUSED_STREAM).await;
    let error = client.value(&WRITE).await.expect_err("refused");
    assert_eq!((error.attempts(), error.outcome()), (3, Outcome::Rejected));
    assert!(error.is_retryable());
}

#[tokio::test]
async fn a_stream_that_is_reset_for_another_reason_is_not() {
    let (client, received) = server(1, Reason::INTERNAL_ERROR).await;
    let error = client.value(&WRITE).await.expect_err("a reset");
    assert_eq!((error.attempts(), error.outcome()), (1, Outcome::Unknown));
    assert_eq!(received.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_stream_after_the_last_that_a_server_processes_is_sent_again() {
    for reason in [
        Reason::NO_ERROR,
        Reason::INTERNAL_ERROR,
        Reason::ENHANCE_YOUR_CALM,
    ] {
        let (client, connections) = server_that_goes_away(go_away(0, reason)).await;
        let result = client.value(&WRITE).await;
        assert!(result.is_ok(), "{reason:?}: {result:?}");
        assert_eq!(connections.load(Ordering::SeqCst), 2);
    }
}

#[tokio::test]
async fn a_stream_that_a_server_may_have_processed_is_not() {
    for reason in [Reason::NO_ERROR, Reason::INTERNAL_ERROR] {
        let (client, connections) = server_that_goes_away(go_away(1, reason)).await;
        let error = client.value(&WRITE).await.expect_err("lost");
        assert_eq!((error.attempts(), error.outcome()), (1, Outcome::Unknown));
        assert_eq!(connections.load(Ordering::SeqCst), 1);
    }
}
