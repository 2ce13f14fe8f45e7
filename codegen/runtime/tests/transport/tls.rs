//! The certificates that the client trusts.

use std::sync::Arc;

use hellodialog_runtime::{Builder, Outcome};
use rcgen::{CertificateParams, CertifiedIssuer, DnType, KeyPair};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;

use crate::script::http;
use crate::{Client, KEY, READ, SERVICE};

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
async fn server() -> (String, String) {
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
