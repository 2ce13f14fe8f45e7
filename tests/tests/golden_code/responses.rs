//! Responses that emitted clients decode, from a server on loopback.

use serde_json::json;

use crate::golden;
use crate::{TestResult, client, json_server, server};

#[tokio::test]
async fn a_list_keyed_by_index_decodes_from_an_object_or_array() -> TestResult {
    for (body, names) in [
        (
            r#"{"0": {"name": "a"}, "2": {"name": "b"}}"#,
            &["a", "b"][..],
        ),
        (r#"[{"name": "a"}]"#, &["a"]),
        ("[]", &[]),
        ("{}", &[]),
    ] {
        let server = json_server(body).await;
        let pets = client!(keyed_by_index, server).pets().list_pets().await?;
        let actual: Vec<&str> = pets.iter().map(|pet| pet.name.as_str()).collect();
        assert_eq!(actual, names);
        let pets = client!(keyed_by_index_or_one, server);
        assert_eq!(pets.pets().list_pets().await?.len(), names.len());
    }
    let server = json_server(r#"{"name": "alone"}"#).await;
    let pets = client!(keyed_by_index_or_one, server)
        .pets()
        .list_pets()
        .await?;
    assert_eq!((pets.len(), pets[0].name.as_str()), (1, "alone"));
    let result = client!(keyed_by_index, server).pets().list_pets().await;
    assert!(result.is_err_and(|error| error.is_decode()));
    Ok(())
}

#[tokio::test]
async fn an_empty_array_decodes_into_a_map_keyed_by_id_or_enum() -> TestResult {
    let server = json_server(r#"{"7": {"name": "a"}, "5": {}}"#).await;
    let pets = client!(keyed_by_id, server).pets().list_pets().await?;
    let ids: Vec<u64> = pets.keys().map(|id| id.get()).collect();
    assert_eq!(ids, [7, 5]);
    let server = json_server(r#"{"sold": 1, "lost": 2}"#).await;
    let counts = client!(keyed_by_enum, server).counts().get_counts().await?;
    let lost = golden::keyed_by_enum::types::PetStatus::Other("lost".to_owned());
    assert_eq!(counts.get(&lost), Some(&2));
    let server = json_server("[]").await;
    assert!(
        client!(keyed_by_id, server)
            .pets()
            .list_pets()
            .await?
            .is_empty()
    );
    assert!(
        client!(keyed_by_enum, server)
            .counts()
            .get_counts()
            .await?
            .is_empty()
    );
    Ok(())
}

#[tokio::test]
async fn the_only_item_of_a_collection_is_returned() -> TestResult {
    use golden::one_in_collection::types::PetId;
    let server = json_server(r#"[{"name": "a"}]"#).await;
    let client = client!(one_in_collection, server);
    assert_eq!(client.pets().get_pet(PetId::new(1)).await?.name, "a");
    assert_eq!(client.pets().get_dog(PetId::new(1)).await?.name, "a");
    let server = json_server(r#"{"1": {"name": "a"}}"#).await;
    let client = client!(one_in_collection, server);
    assert_eq!(client.pets().get_cat(PetId::new(1)).await?.name, "a");
    let server = json_server("[]").await;
    let none = client!(one_in_collection, server);
    for result in [
        none.pets().get_pet(PetId::new(1)).await,
        none.pets().get_dog(PetId::new(1)).await,
        none.pets().get_cat(PetId::new(1)).await,
    ] {
        assert!(result.is_err_and(|error| error.is_not_found()));
    }
    Ok(())
}

#[tokio::test]
async fn a_response_is_unwrapped_from_its_member() -> TestResult {
    let server = json_server(r#"{"book": {"title": "a"}}"#).await;
    assert_eq!(
        client!(unwrap, server).books().get_book(1).await?.title,
        "a"
    );
    let server = json_server(r#"{"found-books": {"0": {"title": "a"}}}"#).await;
    assert_eq!(client!(unwrap, server).books().list_books().await?.len(), 1);
    let server = json_server(r#"{"found-books": [{"title": "a"}]}"#).await;
    assert_eq!(
        client!(unwrap, server).books().get_newest().await?.title,
        "a"
    );
    let server = json_server("{}").await;
    let error = client!(unwrap, server).books().list_books().await;
    assert!(error.is_err_and(|error| error.is_decode()));
    Ok(())
}

#[tokio::test]
async fn a_failure_in_a_response_body_is_an_error() -> TestResult {
    use golden::envelope::ErrorKind;
    use golden::envelope::types::Book;
    let body = json!({"outcome": {
        "verdict": "Refused", "number": "7", "words": "no card", "details": {"card": null},
    }});
    for (body, code) in [
        (body, Some(7)),
        // The code alone decides whether a write failed.
        (
            json!({"outcome": {"verdict": "fine", "number": 200}}),
            Some(200),
        ),
    ] {
        let server = json_server(&body.to_string()).await;
        let result = client!(envelope, server)
            .books()
            .post_book(&Book::new("a"))
            .await;
        let Err(error) = result else {
            return Err("a failure decoded as a success".into());
        };
        assert_eq!((error.kind(), error.code()), (ErrorKind::Api, code));
        assert_eq!(error.operation(), Some("postBook"));
    }
    // Names of another API's envelope have no effect.
    let body = json!({"title": "a", "result": {"status": "ERROR", "code": 601}});
    let server = json_server(&body.to_string()).await;
    let book = client!(envelope, server)
        .books()
        .post_book(&Book::new("a"))
        .await?;
    assert_eq!(book.title, "a");
    Ok(())
}

#[tokio::test]
async fn a_response_without_content_is_unit() -> TestResult {
    let empty = server(204, "").await;
    client!(no_content, empty).cache().post_cache().await?;
    client!(no_content, empty).cache().delete_cache().await?;
    let failed = server(500, "").await;
    assert!(
        client!(no_content, failed)
            .cache()
            .post_cache()
            .await
            .is_err()
    );
    Ok(())
}

#[tokio::test]
async fn a_scalar_response_is_a_value() -> TestResult {
    let server = json_server("3").await;
    let client = client!(json_array_body, server);
    assert_eq!(client.pets().put_names(["a"]).await?, 3);
    let server = json_server(r#""onward""#).await;
    let motto = "onward".to_owned();
    assert_eq!(
        client!(json_array_body, server)
            .pets()
            .put_motto(&motto)
            .await?,
        motto
    );
    Ok(())
}
