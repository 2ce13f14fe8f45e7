//! What the operations of foreign documents send and read: parameters, responses, servers.

use serde_json::json;
use wiremock::{Mock, MockServer, ResponseTemplate, matchers::any};

use crate::golden;
use crate::{TestResult, content, header, last, server};

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
    use golden::parameter_places::types::{ListBooksBooks, ListBooksXSize};
    let server = server(204, "").await;
    let client = golden::parameter_places::Client::builder()
        .base_url(server.uri())
        .build()?;
    let options = ListBooksBooks::new()
        .x_shelves([1, 2])
        .x_size(ListBooksXSize::new().pages(7))
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
