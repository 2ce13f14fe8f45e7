//! The second API: its crate against a server that answers as RFC 7644 prints it, and `lint` of its document.

use std::num::NonZeroU64;
use std::path::Path;

use hellodialog_codegen::{Source, document, lint, load_patched};
use serde_json::{Value, json};
use wiremock::matchers::{body_json, header, method, path, query_param, query_param_is_missing};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::golden::scim::types::{
    Contact, ContactType, DeleteUsers, EnterpriseUser, Failure, FailureScimType, GetUsers,
    ListUsers, Member, Name, PatchGroups, PatchOperation, PatchOperationOp, PatchRequest,
    PatchUsers, ReplaceUsers, SearchRequest, User,
};
use crate::golden::scim::{Client, Idempotency, OPERATIONS};
use crate::{TestResult, client};

const SCIM: &str = "application/scim+json";
const USER: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const ID: &str = "2819c223-7f76-453a-919d-413861904646";

/// A service that answers the next matching requests with this status and body.
async fn answers(server: &MockServer, request: wiremock::MockBuilder, status: u16, body: &Value) {
    let response = match body {
        Value::Null => ResponseTemplate::new(status),
        body => ResponseTemplate::new(status).set_body_raw(body.to_string(), SCIM),
    };
    request
        .and(header("authorization", "Bearer h480djs93hd8"))
        .respond_with(response)
        .expect(1)
        .mount(server)
        .await;
}

fn client(server: &MockServer) -> Result<Client, Box<dyn std::error::Error>> {
    Ok(client!(scim, server, "h480djs93hd8"))
}

/// The user of the examples in RFC 7644.
fn bjensen() -> Value {
    json!({
        "schemas": [USER],
        "id": ID,
        "externalId": "bjensen",
        "meta": {
            "resourceType": "User",
            "created": "2011-08-01T18:29:49.793Z",
            "lastModified": "2011-08-01T18:29:49.793Z",
            "location": format!("https://example.com/v2/Users/{ID}"),
            "version": "W/\"e180ee84f0671b1\"",
        },
        "userName": "bjensen",
        "name": {"formatted": "Ms. Barbara J Jensen III", "familyName": "Jensen", "givenName": "Barbara"},
        "emails": [{"value": "bjensen@example.com", "type": "work", "primary": true}, {"value": "b@example.org", "type": "club"}],
    })
}

/// RFC 7644, section 3.3: only what the client may set is sent.
#[tokio::test]
async fn a_user_is_created() -> TestResult {
    let server = MockServer::builder().start().await;
    let sent = json!({
        "schemas": [USER, ENTERPRISE],
        "userName": "bjensen",
        "externalId": "bjensen",
        "name": {"familyName": "Jensen", "givenName": "Barbara"},
        "emails": [{"value": "bjensen@example.com", "type": "work"}],
        ENTERPRISE: {"department": "Tour Operations"},
    });
    let request = Mock::given(method("POST"))
        .and(path("/Users"))
        .and(header("content-type", SCIM))
        .and(header("accept", SCIM))
        .and(body_json(sent));
    answers(&server, request, 201, &bjensen()).await;
    let user = User::new([USER, ENTERPRISE], "bjensen")
        .external_id("bjensen")
        .name(Name::new().family_name("Jensen").given_name("Barbara"))
        .emails([Contact::new()
            .value("bjensen@example.com")
            .r#type(ContactType::Work)])
        .enterprise(EnterpriseUser::new().department("Tour Operations"));
    let created = client(&server)?.users().create(user).await?;
    assert_eq!(created.id.as_deref(), Some(ID));
    let meta = created.meta.ok_or("no meta")?;
    assert_eq!(meta.created, Some("2011-08-01T18:29:49.793Z".parse()?));
    let emails = created.emails.unwrap_or_default();
    assert_eq!(
        emails[1].r#type,
        Some(ContactType::Other("club".to_owned())),
        "the values are suggestions"
    );
    Ok(())
}

/// RFC 7644, section 3.4.2.
#[tokio::test]
async fn users_are_listed() -> TestResult {
    let server = MockServer::builder().start().await;
    let request = Mock::given(method("GET"))
        .and(path("/Users"))
        .and(query_param("filter", "userName eq \"bjensen\""))
        .and(query_param("attributes", "userName,emails"))
        .and(query_param("sortOrder", "descending"))
        .and(query_param("startIndex", "1"))
        .and(query_param("count", "10"));
    let page = json!({
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
        "totalResults": 1,
        "startIndex": 1,
        "itemsPerPage": 10,
        "Resources": [bjensen()],
    });
    answers(&server, request, 200, &page).await;
    let options = ListUsers::new()
        .filter("userName eq \"bjensen\"")
        .attributes(["userName", "emails"])
        .sort_order(crate::golden::scim::types::SortOrder::Descending)
        .start_index(NonZeroU64::MIN)
        .count(10);
    let list = client(&server)?.users().list(options).await?;
    assert_eq!(list.total_results, 1);
    let users = list.resources.unwrap_or_default();
    assert_eq!(users[0].user_name, "bjensen");
    Ok(())
}

/// A page of the users of these numbers, of five.
fn users(numbers: &[u64]) -> Value {
    let user = |number: &u64| json!({"schemas": [USER], "id": number.to_string(), "userName": format!("user{number}")});
    json!({
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
        "totalResults": 5,
        "startIndex": numbers[0],
        "itemsPerPage": numbers.len(),
        "Resources": numbers.iter().map(user).collect::<Vec<_>>(),
    })
}

/// RFC 7644, section 3.4.2.4: a service may return fewer results than `count`, and `totalResults` says how many there are.
#[tokio::test]
async fn users_are_streamed_over_pages() -> TestResult {
    let server = MockServer::builder().start().await;
    let list = || {
        Mock::given(method("GET"))
            .and(path("/Users"))
            .and(query_param("filter", "active eq true"))
            .and(query_param("count", "2"))
    };
    let first = list().and(query_param_is_missing("startIndex"));
    answers(&server, first, 200, &users(&[1, 2])).await;
    let second = list().and(query_param("startIndex", "3"));
    answers(&server, second, 200, &users(&[3])).await;
    let third = list().and(query_param("startIndex", "4"));
    answers(&server, third, 200, &users(&[4, 5])).await;
    let client = client(&server)?;
    let options = ListUsers::new().filter("active eq true").count(2);
    let mut stream = client.users().list(&options).items();
    let mut names = Vec::new();
    while let Some(user) = stream.next().await {
        names.push(user?.user_name);
    }
    assert_eq!(names, ["user1", "user2", "user3", "user4", "user5"]);
    server.verify().await;

    // From a page on, whose number a stream of pages tells.
    server.reset().await;
    let third = list().and(query_param("startIndex", "4"));
    answers(&server, third, 200, &users(&[4, 5])).await;
    let options = options.start_index(4.try_into()?);
    let mut pages = client.users().list(options).pages();
    let page = pages.next().await.ok_or("no page")??;
    assert_eq!((page.number.get(), page.page.total_results), (4, 5));
    assert_eq!(page.page.resources.map(|users| users.len()), Some(2));
    assert!(pages.next().await.is_none());
    Ok(())
}

/// RFC 7644, section 3.4.2: without results there are no `Resources`.
#[tokio::test]
async fn a_search_finds_nothing() -> TestResult {
    let server = MockServer::builder().start().await;
    let message = "urn:ietf:params:scim:api:messages:2.0:SearchRequest";
    let request = Mock::given(method("POST"))
        .and(path("/Users/.search"))
        .and(body_json(json!({"schemas": [message], "count": 5})));
    let empty = json!({"schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"], "totalResults": 0});
    answers(&server, request, 200, &empty).await;
    let search = SearchRequest::new([message]).count(5);
    let list = client(&server)?.users().search(search).await?;
    assert_eq!((list.total_results, list.resources), (0, None));
    Ok(())
}

/// RFC 7644, section 3.5.2: a change is answered with the resource, or with no content.
#[tokio::test]
async fn a_change_has_a_response_or_none() -> TestResult {
    let server = MockServer::builder().start().await;
    let message = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
    let sent = json!({
        "schemas": [message],
        "Operations": [{"op": "add", "path": "members", "value": [{"value": ID}]}],
    });
    let request = Mock::given(method("PATCH"))
        .and(path("/Groups/acbf3ae7"))
        .and(body_json(sent));
    answers(&server, request, 204, &Value::Null).await;
    let user = format!("/Users/{ID}");
    let request = Mock::given(method("PATCH")).and(path(&user));
    answers(&server, request, 200, &bjensen()).await;

    let client = client(&server)?;
    let add = PatchOperation::new(PatchOperationOp::Add)
        .path("members")
        .value(serde_json::to_value([Member::new().value(ID)])?);
    let none = client
        .groups()
        .patch(
            "acbf3ae7",
            PatchRequest::new([message], [add]),
            PatchGroups::new(),
        )
        .await?;
    assert_eq!(none, None);
    let remove = PatchOperation::new(PatchOperationOp::Remove).path("nickName");
    let user = client
        .users()
        .patch(
            ID,
            PatchRequest::new([message], [remove]),
            PatchUsers::new(),
        )
        .await?;
    assert_eq!(user.map(|user| user.user_name).as_deref(), Some("bjensen"));
    Ok(())
}

/// RFC 7644, sections 3.5.1, 3.6 and 3.14: a user is replaced if it is that version, and deleted.
#[tokio::test]
async fn a_version_is_replaced_and_deleted() -> TestResult {
    let server = MockServer::builder().start().await;
    let user = format!("/Users/{ID}");
    let version = "W/\"e180ee84f0671b1\"";
    let request = Mock::given(method("PUT"))
        .and(path(&user))
        .and(header("if-match", version));
    answers(&server, request, 200, &bjensen()).await;
    let request = Mock::given(method("DELETE")).and(path(&user));
    answers(&server, request, 204, &Value::Null).await;
    let client = client(&server)?;
    let replaced: User = serde_json::from_value(bjensen())?;
    let options = ReplaceUsers::new().if_match(version);
    client.users().replace(ID, &replaced, options).await?;
    client.users().delete(ID, DeleteUsers::new()).await?;
    Ok(())
}

/// RFC 7644, section 3.12.
#[tokio::test]
async fn an_error_has_the_body_of_the_service() -> TestResult {
    let server = MockServer::builder().start().await;
    let body = json!({
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:Error"],
        "scimType": "uniqueness",
        "detail": "The user name is taken.",
        "status": "409",
    });
    answers(&server, Mock::given(method("POST")), 409, &body).await;
    let missing = json!({
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:Error"],
        "detail": "Resource 2819c223 not found",
        "status": "404",
    });
    answers(&server, Mock::given(method("GET")), 404, &missing).await;
    let client = client(&server)?;
    let created = client.users().create(User::new([USER], "bjensen")).await;
    let error = created.err().ok_or("no error")?;
    assert_eq!(error.status(), Some(409));
    let failure: Failure = serde_json::from_slice(error.body().ok_or("no body")?)?;
    assert_eq!(failure.scim_type, Some(FailureScimType::Uniqueness));
    let error = client.users().get("2819c223", GetUsers::new()).await.err();
    assert!(error.ok_or("no error")?.is_not_found());
    Ok(())
}

/// What RFC 9110 calls idempotent may be sent again, and a search.
#[test]
fn writes_that_are_not_idempotent_are_not_sent_again() {
    let once = OPERATIONS.iter();
    let once = once.filter(|operation| operation.idempotency != Idempotency::Idempotent);
    let ids: Vec<&str> = once.map(|operation| operation.id).collect();
    assert_eq!(
        ids,
        ["createGroup", "patchGroup", "createUser", "patchUser"]
    );
}

#[test]
fn lint_finds_what_is_accepted() -> TestResult {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scim");
    let document = load_patched(&Source {
        spec: folder.join("spec.yaml"),
        patches: Some(folder.join("patches")),
    })?;
    let accepted = folder.join("accepted.yaml");
    let baseline = lint::Baseline::parse("accepted.yaml", &document::read(&accepted)?)?;
    let report = lint::lint("spec.yaml", &document, &baseline)?;
    assert!(report.is_clean(), "{}", report.text());
    Ok(())
}
