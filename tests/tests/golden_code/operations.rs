//! What the operations of foreign documents send and read: parameters, bodies, responses, credentials, servers.

use serde_json::json;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use crate::golden;
use crate::{TestResult, server};

/// The last request that a server received.
async fn last(server: &MockServer) -> Result<Request, Box<dyn std::error::Error>> {
    let requests = server.received_requests().await.unwrap_or_default();
    Ok(requests.last().ok_or("no request was sent")?.clone())
}

/// The value of a header of a request; an empty text if it has none.
fn header<'r>(request: &'r Request, name: &str) -> &'r str {
    let value = request.headers.get(name);
    value.and_then(|value| value.to_str().ok()).unwrap_or("")
}

/// A server that answers with this media type and body.
async fn content(status: u16, media_type: &str, body: &[u8]) -> MockServer {
    let server = MockServer::builder().start().await;
    let response = ResponseTemplate::new(status).set_body_raw(body, media_type);
    Mock::given(any())
        .respond_with(response)
        .mount(&server)
        .await;
    server
}

/// The names are those of the styles in OpenAPI.
#[tokio::test]
async fn arrays_and_objects_are_sent_in_their_style() -> TestResult {
    use golden::parameter_styles::types::{Colour, GetColoursColours};
    let server = server(200, "").await;
    let names = ["blue".to_owned(), "black".to_owned()];
    let colour = Colour::new().r(100).g(200);
    let options = GetColoursColours::new()
        .form(["a b", "c"])
        .joined(["a,b", "c"])
        .spaces(["a", "b"])
        .pipes(["a", "b"])
        .deep(colour.clone())
        .reserved("/a?b&c")
        .json(colour.clone());
    let client = crate::golden::parameter_styles::Client::builder()
        .base_url(server.uri())
        .build()?;
    client
        .colours()
        .get_colours(&names, &names, &colour, options)
        .await?;
    let request = last(&server).await?;
    assert_eq!(
        request.url.path(),
        "/colours/blue,black/.blue,black;R=100;G=200.json"
    );
    let mut query: Vec<&str> = request.url.query().unwrap_or("").split('&').collect();
    query.sort_unstable();
    let expected = [
        "deep%5BG%5D=200",
        "deep%5BR%5D=100",
        "form=a%20b",
        "form=c",
        "joined=a%2Cb,c",
        "json=%7B%22R%22%3A100%2C%22G%22%3A200%7D",
        "pipes=a%7Cb",
        "reserved=/a?b%26c",
        "spaces=a%20b",
    ];
    assert_eq!(query, expected);
    Ok(())
}

#[tokio::test]
async fn headers_and_cookies_are_parameters() -> TestResult {
    use golden::parameter_places::types::{ListBooksBooks, XSize};
    let server = server(204, "").await;
    let client = golden::parameter_places::Client::builder()
        .base_url(server.uri())
        .build()?;
    let options = ListBooksBooks::new()
        .x_shelves([1, 2])
        .x_size(XSize::new().pages(7))
        .session("a;b");
    client.books().list_books("tenant", options).await?;
    let request = last(&server).await?;
    assert_eq!(header(&request, "x-tenant"), "tenant");
    assert_eq!(header(&request, "x-shelves"), "1,2");
    assert_eq!(header(&request, "x-size"), "pages=7");
    assert_eq!(header(&request, "cookie"), "session=a%3Bb");

    let refused = client.books().list_books("a\r\nb", ListBooksBooks::new());
    assert!(refused.await.is_err(), "a header of two lines");
    Ok(())
}

#[tokio::test]
async fn forms_are_sent_as_forms() -> TestResult {
    use golden::body_forms::types::{NewLoan, NewLoanAddress};
    let server = server(204, "").await;
    let client = golden::body_forms::Client::builder()
        .base_url(server.uri())
        .build()?;
    let loan = NewLoan::new("a&b")
        .tags(["x", "y"])
        .metadata([("k".to_owned(), "v".to_owned())])
        .address(NewLoanAddress::new().city("c"));
    client.loans().create_loan(&loan).await?;
    let request = last(&server).await?;
    assert_eq!(
        header(&request, "content-type"),
        "application/x-www-form-urlencoded"
    );
    let mut form = request.url.clone();
    form.set_query(Some(&String::from_utf8(request.body)?));
    let pairs: Vec<(String, String)> = form.query_pairs().into_owned().collect();
    let expected = [
        ("book", "a&b"),
        ("tags", "x"),
        ("tags", "y"),
        ("metadata[k]", "v"),
        ("address", r#"{"city":"c"}"#),
    ];
    assert_eq!(
        pairs,
        expected.map(|(name, value)| (name.to_owned(), value.to_owned()))
    );
    Ok(())
}

#[tokio::test]
async fn files_are_sent_as_parts() -> TestResult {
    use golden::body_forms::File;
    use golden::body_forms::types::UploadCoverBody;
    let server = server(204, "").await;
    let client = golden::body_forms::Client::builder()
        .base_url(server.uri())
        .build()?;
    let file = File::new("cover.png", vec![0_u8, 255]).media_type("image/png");
    let body = UploadCoverBody::new().title("A cover").file(file);
    client.covers().upload_cover(&body).await?;
    let request = last(&server).await?;
    let boundary = header(&request, "content-type")
        .strip_prefix("multipart/form-data; boundary=")
        .ok_or("no boundary")?
        .to_owned();
    let mut expected = format!(
        "--{boundary}\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nA cover\r\n\
         --{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"cover.png\"\r\n\
         Content-Type: image/png\r\n\r\n"
    )
    .into_bytes();
    expected.extend([0, 255]);
    expected.extend(format!("\r\n--{boundary}--\r\n").into_bytes());
    assert!(request.body == expected);
    Ok(())
}

/// OpenAPI 3.0, "Special Considerations for multipart Content": a scalar is text, an object is JSON, an array is a part
/// for each entry, and `contentType` of `encoding` says otherwise.
#[tokio::test]
async fn parts_have_the_types_that_the_document_lists() -> TestResult {
    use golden::body_forms::File;
    use golden::body_forms::types::{NewLoan, UploadPartsBody};
    let server = server(204, "").await;
    let client = golden::body_forms::Client::builder()
        .base_url(server.uri())
        .build()?;
    let jpeg = File::new("b.jpg", "b").media_type("image/jpeg");
    let body = UploadPartsBody::new(NewLoan::new("Emma"), [1, 2])
        .file(File::new("a.png", "a"))
        .more([jpeg, File::new("c", "c")])
        .note("# A")
        .quoted("q");
    client.covers().upload_parts(&body).await?;
    let request = last(&server).await?;
    let boundary = header(&request, "content-type")
        .strip_prefix("multipart/form-data; boundary=")
        .ok_or("no boundary")?
        .to_owned();
    let part = |name: &str, rest: &str| {
        format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"{rest}\r\n")
    };
    let expected = [
        part(
            "loan",
            "\r\nContent-Type: application/json\r\n\r\n{\"book\":\"Emma\"}",
        ),
        part("pages", "\r\n\r\n1"),
        part("pages", "\r\n\r\n2"),
        part("note", "\r\nContent-Type: text/markdown\r\n\r\n# A"),
        part("quoted", "\r\nContent-Type: application/json\r\n\r\n\"q\""),
        part(
            "file",
            "; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\na",
        ),
        part(
            "more",
            "; filename=\"b.jpg\"\r\nContent-Type: image/jpeg\r\n\r\nb",
        ),
        part(
            "more",
            "; filename=\"c\"\r\nContent-Type: application/octet-stream\r\n\r\nc",
        ),
        format!("--{boundary}--\r\n"),
    ];
    assert_eq!(String::from_utf8(request.body)?, expected.concat());

    let any = golden::body_forms::Multipart::new().text("a", "b");
    client.covers().upload_any(any).await?;
    let request = last(&server).await?;
    assert!(header(&request, "content-type").starts_with("multipart/mixed; boundary="));
    Ok(())
}

#[tokio::test]
async fn bodies_have_the_media_type_of_the_document() -> TestResult {
    use golden::body_media_types::types::Book;
    let server = server(204, "").await;
    let client = golden::body_media_types::Client::builder()
        .base_url(server.uri())
        .build()?;
    let bodies = client.bodies();
    let sent = async |call: golden::body_media_types::Call<'_, ()>| {
        call.await?;
        let request = last(&server).await?;
        let media_type = header(&request, "content-type").to_owned();
        Ok::<_, Box<dyn std::error::Error>>((media_type, request.body))
    };
    assert_eq!(
        sent(bodies.send_text("a\"b")).await?,
        ("text/plain".to_owned(), b"a\"b".to_vec())
    );
    let bytes = golden::body_media_types::Bytes::from_static(&[0, 1]);
    assert_eq!(
        sent(bodies.send_bytes(bytes)).await?,
        ("image/png".to_owned(), vec![0, 1])
    );
    let book = Book::new("a");
    assert_eq!(
        sent(bodies.send_json(&book)).await?,
        (
            "application/merge-patch+json".to_owned(),
            br#"{"title":"a"}"#.to_vec()
        )
    );
    assert_eq!(sent(bodies.send_json(None)).await?, (String::new(), vec![]));
    Ok(())
}

#[tokio::test]
async fn an_optional_body_can_be_left_out() -> TestResult {
    let server = server(204, "").await;
    let client = golden::optional_bodies::Client::builder()
        .base_url(server.uri())
        .build()?;
    let bodies = client.bodies();
    let calls = [
        ("POST", "/json", bodies.send_json(None)),
        ("POST", "/list", bodies.send_list(None)),
        ("PUT", "/text", bodies.send_text(None)),
        ("PUT", "/bytes", bodies.send_bytes(None)),
        ("PATCH", "/form", bodies.send_form(None)),
        ("DELETE", "/parts", bodies.send_parts(None)),
    ];
    for (method, path, call) in calls {
        call.await?;
        let request = last(&server).await?;
        let sent = (request.method.as_str(), request.url.path());
        assert_eq!(sent, (method, path));
        assert!(request.body.is_empty(), "{path}");
        assert_eq!(header(&request, "content-type"), "", "{path}");
        assert_eq!(header(&request, "transfer-encoding"), "", "{path}");
    }
    // What is given is sent: an empty list is not the same as none.
    bodies.send_list(&[][..]).await?;
    let request = last(&server).await?;
    assert_eq!(header(&request, "content-type"), "application/json");
    assert_eq!(request.body, b"[]");
    Ok(())
}

/// A body that looks like JSON is a text where the document says so.
#[tokio::test]
async fn responses_have_the_media_type_of_the_document() -> TestResult {
    use golden::response_media_types::Client;
    let text = content(200, "text/plain", b"\"quoted\"").await;
    let client = Client::builder().base_url(text.uri()).build()?;
    assert_eq!(client.responses().get_text().await?, "\"quoted\"");
    assert_eq!(header(&last(&text).await?, "accept"), "text/plain");
    assert_eq!(client.responses().get_events().await?, &b"\"quoted\""[..]);

    let bytes = content(200, "image/png", &[0, 255]).await;
    let client = Client::builder().base_url(bytes.uri()).build()?;
    assert_eq!(client.responses().get_bytes().await?, &[0, 255][..]);
    assert_eq!(header(&last(&bytes).await?, "accept"), "image/png");
    assert!(client.responses().get_text().await.is_err(), "not UTF-8");

    let json = content(200, "application/hal+json", br#"{"title": "a"}"#).await;
    let client = Client::builder().base_url(json.uri()).build()?;
    assert_eq!(client.responses().get_problem().await?.title, "a");

    let empty = content(200, "text/plain", b"").await;
    let client = Client::builder().base_url(empty.uri()).build()?;
    assert_eq!(client.responses().get_text().await?, "");
    client.responses().exists().await?;
    assert_eq!(last(&empty).await?.method.as_str(), "HEAD");
    Ok(())
}

#[tokio::test]
async fn a_success_can_be_without_a_body() -> TestResult {
    use golden::response_statuses::Client;
    for status in [200, 201, 202, 204] {
        let server = server(status, "").await;
        let client = Client::builder().base_url(server.uri()).build()?;
        client.responses().delete_nothing().await?;
        let created = client.responses().create_optional().await?;
        assert_eq!(created, None, "{status}");
        let missing = client.responses().put_same().await;
        assert!(missing.is_err(), "{status}: a body was expected");
    }
    let page = content(200, "text/html", b"<html>Log in</html>").await;
    let client = Client::builder().base_url(page.uri()).build()?;
    let refused = client.responses().delete_nothing().await;
    assert!(refused.is_err(), "a page is not the service");
    Ok(())
}

#[tokio::test]
async fn each_success_status_has_its_type() -> TestResult {
    use golden::response_statuses::Client;
    use golden::response_statuses::types::PutEitherResponse;
    let book = server(201, r#"{"title": "a"}"#).await;
    let client = Client::builder().base_url(book.uri()).build()?;
    let responses = client.responses();
    let created = responses.create_optional().await?;
    assert_eq!(created.map(|book| book.title).as_deref(), Some("a"));
    assert_eq!(responses.put_same().await?.title, "a");
    assert_eq!(responses.get_default().await?.title, "a");
    let either = responses.put_either().await?;
    assert!(matches!(either, PutEitherResponse::Book(book) if book.title == "a"));

    let task = server(202, r#"{"task": 7}"#).await;
    let client = Client::builder().base_url(task.uri()).build()?;
    let either = client.responses().put_either().await?;
    assert!(matches!(either, PutEitherResponse::Task(task) if task.task == 7));
    Ok(())
}

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

/// It is the success that the document describes, so the caller reads where it leads.
#[tokio::test]
async fn a_redirect_can_be_the_success() -> TestResult {
    let (server, other) = (MockServer::builder().start().await, server(204, "").await);
    let redirect = ResponseTemplate::new(302)
        .insert_header("location", other.uri())
        .set_body_raw("<html>Found</html>", "text/html");
    Mock::given(any())
        .respond_with(redirect)
        .mount(&server)
        .await;
    let client = golden::response_statuses::Client::builder()
        .base_url(server.uri())
        .build()?;
    let response = client.responses().get_redirect().with_raw().await?;
    assert_eq!(response.raw.status(), 302);
    assert_eq!(response.raw.header("location"), Some(other.uri().as_str()));
    assert_eq!(
        other.received_requests().await.map(|all| all.len()),
        Some(0)
    );
    // Where another success is described, a redirect is none.
    assert!(client.responses().delete_nothing().await.is_err());
    Ok(())
}

#[tokio::test]
async fn paths_stay_as_they_are() -> TestResult {
    let server = server(204, "").await;
    let client = golden::servers::Client::builder()
        .base_url(server.uri() + "/v9")
        .build()?;
    client.books().get_book("a/b").await?;
    assert_eq!(last(&server).await?.url.path(), "/v9/books//a%2Fb");
    client.books().archive_book("7").await?;
    assert_eq!(last(&server).await?.url.path(), "/v9/books/7:archive");
    // The server of an operation gives way to the one that the caller names; a path is of its host.
    client.uploads().upload().await?;
    assert_eq!(last(&server).await?.url.path(), "/v9/uploads");
    client.uploads().get_relative().await?;
    assert_eq!(last(&server).await?.url.path(), "/v2/relative");
    Ok(())
}

/// A proxy receives the requests for all hosts, each with its whole URL.
#[tokio::test]
async fn each_operation_goes_to_its_server_with_the_defaults_of_its_variables() -> TestResult {
    let proxy = server(204, "").await;
    let client = golden::servers_of_operations::Client::builder()
        .proxy(proxy.uri())
        .allow_plain_http()
        .build()?;
    let books = client.books();
    let sent = async |call: golden::servers_of_operations::Call<'_, ()>| {
        call.await?;
        Ok::<_, Box<dyn std::error::Error>>(last(&proxy).await?.url.to_string())
    };
    assert_eq!(
        sent(books.get_books()).await?,
        "http://eu.library.example:8080/v1/books"
    );
    // The servers of a path are instead of those of the document, those of an operation instead of both.
    assert_eq!(
        sent(books.get_covers()).await?,
        "http://files.library.example/covers/covers"
    );
    assert_eq!(
        sent(books.put_covers()).await?,
        "http://upload.library.example/covers"
    );
    Ok(())
}

#[tokio::test]
async fn a_relative_server_needs_a_host() -> TestResult {
    use golden::server_relative::Client;
    assert!(Client::new().is_err(), "no host");
    let server = server(204, "").await;
    let client = Client::builder().base_url(server.uri()).build()?;
    client.books().list_books().await?;
    assert_eq!(last(&server).await?.url.path(), "/api/v1/books");
    Ok(())
}

#[tokio::test]
async fn all_methods_of_http_are_sent() -> TestResult {
    let server = server(204, "").await;
    let client = golden::operations_without_names::Client::builder()
        .base_url(server.uri())
        .build()?;
    let books = client.books();
    books.get_books_by_book_id_pages("a").await?;
    let get = last(&server).await?;
    books.options_books_by_book_id_pages("a").await?;
    let options = last(&server).await?;
    books.trace_books_by_book_id_pages("a").await?;
    let trace = last(&server).await?;
    for (request, method) in [(get, "GET"), (options, "OPTIONS"), (trace, "TRACE")] {
        assert_eq!(request.method.as_str(), method);
        assert_eq!(request.url.path(), "/books/a/pages");
    }
    Ok(())
}

/// Names of the document are sent as they are, whatever the names of the arguments.
#[tokio::test]
async fn names_of_emitted_code_are_sent_as_they_are() -> TestResult {
    let server = content(200, "text/plain", b"done").await;
    let client = golden::names_of_emitted_code::Client::builder()
        .base_url(server.uri())
        .build()?;
    let options = golden::names_of_emitted_code::types::Into2Request2::new();
    let styled = ["styled".to_owned()];
    client
        .request2()
        .into2(
            "path",
            &styled,
            "self",
            "1",
            "2",
            "3",
            "4",
            "5",
            "6",
            "7",
            "8",
            "9",
            ["item"],
            options,
        )
        .await?;
    let request = last(&server).await?;
    assert_eq!(request.url.path(), "/a/path/styled/self");
    let names: Vec<String> = request
        .url
        .query_pairs()
        .map(|(name, _)| name.into_owned())
        .collect();
    let expected = [
        "api", "body", "call", "decode", "options", "request", "url", "type", "gen",
    ];
    assert_eq!(names, expected);
    assert_eq!(
        serde_json::from_slice::<serde_json::Value>(&request.body)?,
        json!(["item"])
    );
    Ok(())
}
