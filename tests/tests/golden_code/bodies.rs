//! The request bodies of foreign documents: forms, files, media types.

use crate::golden;
use crate::{TestResult, header, last, server};

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
    let values = client.values();
    for (call, expected) in [
        (values.send_number(7), "7"),
        (values.send_flag(true), "true"),
        (values.send_word("a"), "\"a\""),
    ] {
        let json = "application/json".to_owned();
        assert_eq!(sent(call).await?, (json, expected.as_bytes().to_vec()));
    }
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
        ("POST", "/values/number", client.values().send_number(None)),
        ("POST", "/values/map", client.values().send_map(None)),
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
    let values = client.values();
    for (call, expected) in [
        (values.send_number(7), "7"),
        (values.send_flag(false), "false"),
        (values.send_word("none"), "\"none\""),
    ] {
        call.await?;
        assert_eq!(last(&server).await?.body, expected.as_bytes());
    }
    Ok(())
}
