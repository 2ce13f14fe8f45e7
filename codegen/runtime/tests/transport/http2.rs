//! Requests that an HTTP/2 server says it did not process.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;
use h2::Reason;
use h2::server::SendResponse;
use hellodialog_runtime::{Builder, Outcome};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use crate::{Client, KEY, SERVICE, WRITE};

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
