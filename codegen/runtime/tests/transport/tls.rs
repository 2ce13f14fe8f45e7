//! The certificates that the client trusts.

use std::sync::Arc;
use std::time::Duration;

use hellodialog_runtime::{Builder, CallOptions, ErrorKind, Outcome};
use rcgen::{CertificateParams, CertifiedIssuer, DnType, KeyPair};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;

use crate::script::{assert_within, http, timed};
use crate::{Client, KEY, READ, SERVICE, WRITE};

/// The settings of a server on localhost, and the root certificate that signed its own.
pub fn certificate() -> (ServerConfig, String) {
    let mut authority = CertificateParams::default();
    authority.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    // OpenSSL confuses two certificates with the same name.
    let name = &mut authority.distinguished_name;
    name.push(DnType::CommonName, "an authority");
    let key = KeyPair::generate().expect("a key");
    let authority = CertifiedIssuer::self_signed(authority, key).expect("an authority");
    let key = KeyPair::generate().expect("a key");
    let mut certificate = CertificateParams::new(["localhost".to_owned()]).expect("a name");
    certificate.extended_key_usages = vec![rcgen::ExtendedKeyUsagePurpose::ServerAuth];
    let certificate = certificate
        .signed_by(&key, &authority)
        .expect("a certificate");
    let config = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], key.into())
        .expect("a server");
    (config, authority.pem())
}

/// A local server that responds with `[]`: its URL, and its root certificate.
pub async fn server() -> (String, String) {
    let (config, authority) = certificate();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            // A client that does not trust the server disconnects here.
            if let Ok(mut stream) = acceptor.accept(stream).await {
                let _ = stream.read(&mut [0; 4096]).await;
                let _ = stream.write_all(&http(200, "", "[]")).await;
                let _ = stream.shutdown().await;
            }
        }
    });
    (format!("https://localhost:{port}"), authority)
}

#[tokio::test]
async fn a_server_is_trusted_only_with_its_root_certificate() {
    let (url, authority) = server().await;
    let builder = || Builder::<Client>::new(&SERVICE, KEY).base_url(&url);

    let client = builder().build().expect("a client");
    let error = client.value(&READ).await.expect_err("no trust");
    assert!(error.is_connect(), "{error:?}");
    assert_eq!(error.outcome(), Outcome::NotSent);
    // Another attempt would fail as well.
    assert_eq!((error.attempts(), error.is_retryable()), (1, false));

    let client = builder()
        .root_certificate(authority)
        .build()
        .expect("a client");
    let value = client.value(&READ).await;
    assert!(value.is_ok(), "{value:?}");
}

/// The server accepts the connection, and says nothing.
#[tokio::test]
async fn a_handshake_that_stalls_sends_nothing() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let builder = Builder::<Client>::new(&SERVICE, KEY).base_url(format!("https://{address}"));
    let builder = builder.connect_timeout(Duration::from_secs(3)).retries(0);
    let client = builder.build().expect("a client");
    let (took, result) = timed(client.value(&WRITE)).await;
    let error = result.expect_err("no handshake");
    assert!(error.is_connect() && error.is_timeout(), "{error:?}");
    assert_eq!(error.outcome(), Outcome::NotSent);
    assert_within(took, 3.0, 3.0);

    let deadline = Duration::from_secs(2);
    for options in [
        CallOptions::default().deadline(deadline),
        CallOptions::default().timeout(deadline),
    ] {
        let call = client.send::<serde_json::Value>(&WRITE, options);
        let (took, result) = timed(call).await;
        let error = result.expect_err("no handshake");
        assert_eq!(
            (error.kind(), error.outcome()),
            (ErrorKind::Timeout, Outcome::NotSent)
        );
        assert_within(took, 2.0, 2.0);
    }
}

/// Unlike a certificate that is not trusted, a connection that is lost may be there the next time.
#[tokio::test]
async fn a_handshake_that_breaks_off_sends_nothing() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let _ = stream.read(&mut [0; 4096]).await;
        }
    });
    let builder = Builder::<Client>::new(&SERVICE, KEY).base_url(format!("https://{address}"));
    let client = builder.retries(0).build().expect("a client");
    let error = client.value(&WRITE).await.expect_err("no handshake");
    assert_eq!(
        (error.kind(), error.outcome()),
        (ErrorKind::Connect, Outcome::NotSent)
    );
    assert!(error.is_retryable(), "{error:?}");
}

/// Runs this test again in a process whose system has no certificates.
#[cfg(all(feature = "rustls", target_os = "linux"))]
#[test]
fn plain_http_on_this_machine_needs_no_certificates_of_the_system() {
    const NONE: &str = "/no/certificates";
    let build = |url| Builder::<Client>::new(&SERVICE, KEY).base_url(url).build();
    if std::env::var("SSL_CERT_FILE").is_ok_and(|file| file == NONE) {
        build("https://localhost:1").expect_err("no certificates");
        build("http://localhost:1").expect("a client");
        return;
    }
    let name = "tls::plain_http_on_this_machine_needs_no_certificates_of_the_system";
    let mut again = std::process::Command::new(std::env::current_exe().expect("this test"));
    again.args(["--exact", name]).env("SSL_CERT_FILE", NONE);
    let output = again.env("SSL_CERT_DIR", NONE).output().expect("it runs");
    assert!(output.status.success(), "{output:?}");
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(text.contains("1 passed"), "{text}");
}
