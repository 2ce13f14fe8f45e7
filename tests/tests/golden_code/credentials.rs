//! The credentials that calls of foreign documents need: which ones, where they go, and where they do not.

use wiremock::{Mock, MockServer, ResponseTemplate, matchers::any};

use crate::golden;
use crate::{TestResult, content, header, last, server};

/// `user:password` in base 64 is of RFC 7617.
#[tokio::test]
async fn each_call_has_the_credentials_that_it_needs() -> TestResult {
    use golden::security::Client;
    let server = server(204, "").await;
    let client = Client::builder("header-key")
        .credential("basic", "Aladdin:open,sesame")
        .credential("cookie", "cookie-key")
        .credential("query", "query-key")
        .base_url(server.uri())
        .build()?;
    let calls = client.calls();
    let sent = async |call: golden::security::Call<'_, ()>| {
        call.await?;
        let request = last(&server).await?;
        let query = request.url.query().unwrap_or("").to_owned();
        let headers = ["x-key", "authorization", "cookie"];
        let headers = headers.map(|name| header(&request, name).to_owned());
        Ok::<_, Box<dyn std::error::Error>>((headers, query))
    };
    let expected = |key: &str, authorization: &str, cookie: &str, query: &str| {
        let headers = [key, authorization, cookie].map(str::to_owned);
        (headers, query.to_owned())
    };
    let default = sent(calls.get_default()).await?;
    assert_eq!(default, expected("header-key", "", "", ""));
    assert_eq!(sent(calls.get_open()).await?, expected("", "", "", ""));
    assert_eq!(sent(calls.get_optional()).await?, expected("", "", "", ""));
    assert_eq!(
        sent(calls.get_basic()).await?,
        expected("", "Basic QWxhZGRpbjpvcGVuLHNlc2FtZQ==", "", "")
    );
    assert_eq!(
        sent(calls.get_both()).await?,
        expected("", "", "session=cookie-key", "key=query-key")
    );
    let with_token = Client::builder_without_key()
        .credential("bearer", "token")
        .credential("oauth", "oauth-token")
        .base_url(server.uri())
        .build()?;
    let calls = with_token.calls();
    assert_eq!(
        sent(calls.get_default()).await?,
        expected("", "Bearer token", "", "")
    );
    assert_eq!(
        sent(calls.get_optional()).await?,
        expected("", "Bearer oauth-token", "", "")
    );
    Ok(())
}

#[tokio::test]
async fn a_call_without_its_credentials_is_not_sent() -> TestResult {
    let server = server(204, "").await;
    let client = golden::security::Client::builder_without_key()
        .credential("cookie", "cookie-key")
        .base_url(server.uri())
        .build()?;
    let Err(error) = client.calls().get_both().await else {
        return Err("a call without its second credential succeeded".into());
    };
    assert_eq!(error.kind(), golden::security::ErrorKind::Config);
    assert!(error.to_string().contains("query"), "{error}");
    assert!(client.calls().get_default().await.is_err());
    assert_eq!(
        server.received_requests().await.map(|all| all.len()),
        Some(0)
    );

    let unknown = golden::security::Client::builder("key").credential("other", "secret");
    assert!(unknown.build().is_err());
    Ok(())
}

/// Where only operations say what they need, a request of the caller's own has all that the client has.
#[tokio::test]
async fn security_of_operations_is_theirs_alone() -> TestResult {
    use golden::security_of_operations::{Client, Method, Value};
    let server = content(200, "application/json", b"1").await;
    let client = Client::builder("secret").base_url(server.uri()).build()?;
    client.calls().get_default().await?;
    assert_eq!(header(&last(&server).await?, "x-key"), "");
    client.calls().get_closed().await?;
    assert_eq!(header(&last(&server).await?, "x-key"), "secret");
    client.request(Method::Get, "/more").send::<Value>().await?;
    assert_eq!(header(&last(&server).await?, "x-key"), "secret");
    Ok(())
}

/// The server repeats the request's headers in its message.
#[tokio::test]
async fn credentials_are_not_shown() -> TestResult {
    use golden::security::Client;
    let secrets = ["Aladdin:open,sesame", "QWxhZGRpbjpvcGVuLHNlc2FtZQ=="];
    let message = format!("no such user: {}", secrets.join(" "));
    let server = content(401, "text/plain", message.as_bytes()).await;
    let client = Client::builder_without_key()
        .credential("basic", secrets[0])
        .base_url(server.uri())
        .build()?;
    let Err(error) = client.calls().get_basic().await else {
        return Err("status 401 is a success".into());
    };
    let builder = Client::builder("header-key").credential("basic", secrets[0]);
    let shown = format!("{error} {error:?} {client:?} {builder:?}");
    for secret in secrets.iter().chain(&["header-key"]) {
        assert!(!shown.contains(secret), "{shown}");
    }
    Ok(())
}

/// A redirect is not followed, so the credentials do not go to its target.
#[tokio::test]
async fn credentials_do_not_go_to_another_host() -> TestResult {
    let (server, other) = (MockServer::builder().start().await, server(204, "").await);
    let redirect = ResponseTemplate::new(307).insert_header("location", other.uri());
    Mock::given(any())
        .respond_with(redirect)
        .mount(&server)
        .await;
    let client = golden::security::Client::builder("header-key")
        .base_url(server.uri())
        .build()?;
    assert!(client.calls().get_default().await.is_err());
    assert_eq!(
        other.received_requests().await.map(|all| all.len()),
        Some(0)
    );
    Ok(())
}
