//! Requests that emitted clients send, to a server on loopback.

use runtime::jiff::civil::date;
use runtime::{Evidence, Method};
use serde_json::{Value, from_slice, json};
use wiremock::MockServer;

use crate::golden;
use crate::{TestResult, client, json_server, server};

/// The request that the server received.
struct Received {
    method: String,
    path: String,
    query: Vec<(String, String)>,
    body: Option<Value>,
}

impl Received {
    fn query(&self) -> Vec<(&str, &str)> {
        let pairs = self.query.iter();
        pairs
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect()
    }
}

/// The last request.
async fn last_request(server: &MockServer) -> Result<Received, Box<dyn std::error::Error>> {
    let requests = server.received_requests().await.unwrap_or_default();
    let request = requests.last().ok_or("no request was sent")?;
    let body = (!request.body.is_empty()).then(|| from_slice(&request.body));
    Ok(Received {
        method: request.method.to_string(),
        path: request.url.path().to_owned(),
        query: request.url.query_pairs().into_owned().collect(),
        body: body.transpose()?,
    })
}

#[tokio::test]
async fn a_client_of_another_api_works_end_to_end() -> TestResult {
    use golden::whole_crate::types::{Binding, BookId, ListBooks, NewBook};
    let list = json_server(r#"[{"id": "7", "title": "a", "binding": "soft"}]"#).await;
    let client = client!(whole_crate, list, "secret-key");
    let options = ListBooks::new().page(2.try_into()?);
    let books = client.books().list(options).await?;
    assert_eq!(
        (books[0].id, books[0].binding),
        (BookId::new(7), Some(Binding::Soft))
    );
    let request = last_request(&list).await?;
    assert_eq!(
        (request.method.as_str(), request.path.as_str()),
        ("GET", "/books")
    );
    assert_eq!(
        request.query(),
        [("page", "2"), ("librarycard", "secret-key")]
    );
    let loans = client.loans().get_loans("a/b ü?").await?;
    assert_eq!(loans.len(), 1);
    assert_eq!(last_request(&list).await?.path, "/loans/a%2Fb%20%C3%BC%3F");

    let created = server(201, r#"{"id": 8, "title": "b"}"#).await;
    let client = client!(whole_crate, created, "secret-key");
    let book = client
        .books()
        .add(&NewBook::new("b").binding(Binding::Hard))
        .await?;
    assert_eq!(book.id, BookId::new(8));
    let request = last_request(&created).await?;
    assert_eq!(request.method, "POST");
    assert_eq!(request.body, Some(json!({"title": "b", "binding": "hard"})));

    let failing = json_server(r#"{"outcome": {"verdict": "REFUSED", "number": 7}}"#).await;
    let client = client!(whole_crate, failing, "secret-key");
    let result = client.books().list(ListBooks::new()).await;
    assert!(result.is_err_and(|error| error.code() == Some(7)));
    Ok(())
}

#[tokio::test]
async fn deleting_a_book_returns_unit() -> TestResult {
    use golden::whole_crate::types::BookId;
    let server = server(204, "").await;
    client!(whole_crate, server, "secret-key")
        .books()
        .delete_book(BookId::new(7))
        .await?;
    let request = last_request(&server).await?;
    assert_eq!(
        (request.method.as_str(), request.path.as_str()),
        ("DELETE", "/books/7")
    );
    Ok(())
}

#[test]
fn the_table_of_operations_has_every_operation() {
    let listed: Vec<_> = golden::whole_crate::OPERATIONS
        .iter()
        .map(|one| {
            (
                one.id,
                one.method,
                one.path,
                one.resource,
                one.name,
                one.page_size,
            )
        })
        .collect();
    assert_eq!(
        listed,
        [
            (
                "listBooks",
                Method::Get,
                "/books",
                "books",
                "list",
                Some(25)
            ),
            ("postBook", Method::Post, "/books", "books", "add", None),
            (
                "deleteBook",
                Method::Delete,
                "/books/{bookId}",
                "books",
                "delete_book",
                None
            ),
            (
                "getLoans",
                Method::Get,
                "/loans/{reader}",
                "loans",
                "get_loans",
                None
            ),
            (
                "getStats",
                Method::Get,
                "/stats",
                "stats",
                "get_stats",
                None
            ),
        ]
    );
    let evidence: Vec<_> = golden::evidence::OPERATIONS
        .iter()
        .map(|one| one.evidence)
        .collect();
    assert_eq!(evidence, [Evidence::VendorClient, Evidence::Inferred]);
}

#[tokio::test]
async fn path_parameters_replace_their_template_names() -> TestResult {
    use golden::path_parameters::types::{Binding, RoomName, ShelfId};
    let server = json_server("5").await;
    let room = RoomName::from("top floor");
    let left = client!(path_parameters, server)
        .books()
        .delete_book(&room, ShelfId::new(3), "50% off", Binding::Soft)
        .await?;
    assert_eq!(left, 5);
    let request = last_request(&server).await?;
    assert_eq!(
        request.path,
        "/rooms/top%20floor/shelves/3/books/50%25%20off/soft"
    );
    // Without a security scheme no key is sent.
    assert_eq!(
        (request.method.as_str(), request.query()),
        ("DELETE", vec![])
    );
    Ok(())
}

#[tokio::test]
async fn a_parameter_of_an_operation_overrides_that_of_its_path() -> TestResult {
    use golden::parameter_override::types::{GetBookBooks, Language};
    let server = json_server(r#""a""#).await;
    let client = client!(parameter_override, server);
    let options = GetBookBooks::new().lang("any");
    client.books().get_book(7, options).await?;
    let request = last_request(&server).await?;
    assert_eq!(request.path, "/books/7");
    assert_eq!(request.query(), [("lang", "any")]);
    client.books().delete_book("978-0", Language::Nl).await?;
    let request = last_request(&server).await?;
    assert_eq!(request.path, "/books/978-0");
    assert_eq!(request.query(), [("lang", "nl")]);
    Ok(())
}

/// OpenAPI has names alone between the braces of a path; some documents have what RFC 6570 has there.
#[tokio::test]
async fn expressions_in_a_path_are_the_parameters_that_they_name() -> TestResult {
    let server = json_server("5").await;
    let titles = ["c".to_owned(), "d".to_owned()];
    let client = client!(path_parameters, server);
    // RFC 6570, section 3.2.3: with `+` slashes stay as they are. What would end the path does not.
    client.books().get_order("a/b c?d", &titles, 3).await?;
    let request = last_request(&server).await?;
    assert_eq!(request.path, "/shops/a/b%20c%3Fd/c,d/orders/3");
    for other_path in ["", "a/../b", "../a", "a/.", "/a", "a/", "a//b", "a/b\\c"] {
        let refused = client.books().get_order(other_path, &titles, 3).await;
        let error = refused.err().ok_or(other_path)?;
        assert!(
            error.to_string().contains("`shop`"),
            "{other_path}: {error}"
        );
    }
    Ok(())
}

#[tokio::test]
async fn only_set_options_are_sent() -> TestResult {
    use golden::options::types::{Binding, Isbn, Language, SearchBooks, ShelfId};
    let server = json_server("[]").await;
    let client = client!(options, server);
    client.books().search(SearchBooks::new()).await?;
    assert_eq!(last_request(&server).await?.query(), []);
    let options = SearchBooks::new()
        .title("a & b")
        .min_pages(5)
        .weight(0.5)
        .lent(true)
        .r#type(Binding::Hard)
        .language(Language::Other("fy".to_owned()))
        .shelf(ShelfId::new(3))
        .isbn(Isbn::from("90-1"))
        .printed(date(2024, 2, 29))
        .added("2024-02-29T12:00:00Z".parse()?);
    client.books().search(&options).await?;
    let mut request = last_request(&server).await?;
    request.query.sort();
    let expected = [
        ("added", "2024-02-29T12:00:00Z"),
        ("isbn", "90-1"),
        ("language", "fy"),
        ("lent", "true"),
        ("min-pages", "5"),
        ("printed", "2024-02-29"),
        ("shelf", "3"),
        ("title", "a & b"),
        ("type", "hard"),
        ("weight", "0.5"),
    ];
    assert_eq!(request.query(), expected);
    Ok(())
}

#[tokio::test]
async fn required_query_parameters_are_arguments() -> TestResult {
    use golden::required_query::types::{Binding, SearchBooksBooks, ShelfId};
    let server = json_server("[]").await;
    let options = SearchBooksBooks::new().after(ShelfId::new(2));
    client!(required_query, server)
        .books()
        .search_books(
            "q",
            Binding::Soft,
            ShelfId::new(1),
            date(2024, 2, 29),
            10,
            &options,
        )
        .await?;
    let mut request = last_request(&server).await?;
    request.query.sort();
    let expected = [
        ("after", "2"),
        ("limit", "10"),
        ("q", "q"),
        ("shelf", "1"),
        ("since", "2024-02-29"),
        ("type", "soft"),
    ];
    assert_eq!(request.query(), expected);
    Ok(())
}

#[tokio::test]
async fn a_parameter_that_leaves_no_choice_is_sent() -> TestResult {
    use golden::only_values::types::{NewPet, NewPetColor};
    let server = json_server("").await;
    let client = client!(only_values, server);
    let options = golden::only_values::types::CreatePetPets::new();
    let pet = NewPet::new("Rex", NewPetColor::Brown);
    client.pets().create_pet(pet, options).await?;
    let sent = server.received_requests().await.unwrap_or_default();
    assert_eq!(sent[0].url.path(), "/v1/pets");
    assert_eq!(sent[0].headers["x-beta"], "true");
    assert_eq!(sent[0].url.query(), None);
    Ok(())
}

#[tokio::test]
async fn a_filter_condition_is_sent_as_a_pair_of_parameters() -> TestResult {
    use golden::filter::types::{BookFilter, ListBooksBooks};
    let server = json_server("[]").await;
    let client = client!(filter, server);
    let filter = BookFilter::new()
        .equals("author", "Ann")
        .one_of("shelf", [1, 2])?
        .printed_after("year", date(2024, 2, 29));
    client
        .books()
        .list_books(ListBooksBooks::new().search(filter))
        .await?;
    let expected = [
        ("where[author]", "equals"),
        ("is[author]", "Ann"),
        ("where[shelf]", "one-of"),
        ("is[shelf]", "1,2"),
        ("where[year]", "printed-after"),
        ("is[year]", "2024-02-29"),
    ];
    assert_eq!(last_request(&server).await?.query(), expected);
    client
        .books()
        .find_books(&BookFilter::new().equals("a", "b"))
        .await?;
    let expected = [("where[a]", "equals"), ("is[a]", "b"), ("value[a]", "b")];
    assert_eq!(last_request(&server).await?.query(), expected);
    client.books().list_books(ListBooksBooks::new()).await?;
    assert_eq!(last_request(&server).await?.query(), []);
    Ok(())
}

#[tokio::test]
async fn a_single_item_is_sent_as_an_object_and_several_as_an_array() -> TestResult {
    use golden::one_or_many_body::types::Book;
    let server = json_server("1").await;
    let client = client!(one_or_many_body, server);
    client.books().post_books(Book::new("a")).await?;
    assert_eq!(
        last_request(&server).await?.body,
        Some(json!({"title": "a"}))
    );
    client
        .books()
        .post_books(vec![Book::new("a"), Book::new("b")])
        .await?;
    let both = json!([{"title": "a"}, {"title": "b"}]);
    assert_eq!(last_request(&server).await?.body, Some(both));
    Ok(())
}

#[tokio::test]
async fn bodies_are_lists_maps_and_strings() -> TestResult {
    use golden::json_array_body::types::Pet;
    let server = json_server("1").await;
    let client = client!(json_array_body, server);
    client.pets().put_pets([Pet::new("a")]).await?;
    assert_eq!(
        last_request(&server).await?.body,
        Some(json!([{"name": "a"}]))
    );
    client.pets().put_names(["a", "b"]).await?;
    assert_eq!(last_request(&server).await?.body, Some(json!(["a", "b"])));
    let server = json_server("{}").await;
    let labels = [("a".to_owned(), "b".to_owned())];
    client!(map_plain, server)
        .labels()
        .put_labels(labels)
        .await?;
    assert_eq!(last_request(&server).await?.body, Some(json!({"a": "b"})));
    Ok(())
}

#[tokio::test]
async fn rust_keywords_are_valid_names() -> TestResult {
    use golden::raw_names::types::MatchType;
    let server = json_server(r#"{"type": "a"}"#).await;
    let options = MatchType::new().r#in("b").url("c");
    let words = client!(raw_names, server);
    words.r#type().r#match("t", 1, "d", &options).await?;
    let mut request = last_request(&server).await?;
    request.query.sort();
    assert_eq!(request.path, "/types/t/self/1");
    assert_eq!(
        request.query(),
        [("in", "b"), ("request", "d"), ("url", "c")]
    );
    Ok(())
}
