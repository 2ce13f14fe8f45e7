//! Parts of a response that cannot be decoded.

use std::sync::{Arc, Mutex};

use hellodialog_runtime::decode::{self, Decode};
use hellodialog_runtime::jiff::civil::Date;
use hellodialog_runtime::wire::{As, Keyed, Lenient, OrEmpty, SeqOrSingle};
use hellodialog_runtime::{
    CallOptions, Decimal, DriftKind, Error, Extra, IndexMap, Method, Operation, Outcome, WithRaw,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use wiremock::ResponseTemplate;

use crate::{Client, operation, response, server};

static LIST: Operation = operation("list", Method::Get);
static GET: Operation = Operation::new("get", Method::Get, "/contacts/{id}", "contacts", "get");
static WRITE: Operation = operation("write", Method::Post).with_member("result");

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Contact {
    #[serde(with = "As::<Lenient>")]
    id: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(
        default,
        with = "As::<OrEmpty>",
        skip_serializing_if = "Option::is_none"
    )]
    born: Option<Date>,
    #[serde(
        default,
        with = "As::<OrEmpty>",
        skip_serializing_if = "Option::is_none"
    )]
    price: Option<Decimal>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    groups: Option<Vec<u32>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    parts: Option<Vec<Contact>>,
    #[serde(flatten)]
    extra: Extra,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Written {
    status: Option<String>,
    data: Option<Box<Contact>>,
}

#[derive(Debug, Deserialize)]
struct Born {
    #[allow(dead_code, reason = "decoded only")]
    name: Date,
}

type Reports = Vec<(String, DriftKind)>;

/// The result of the operation with this body, and the drift.
async fn call<T: Send>(
    operation: &'static Operation,
    body: &[u8],
    decode: Decode<T>,
) -> (Result<T, Error>, Reports) {
    let template = ResponseTemplate::new(200).set_body_raw(body, "application/json");
    let server = server(template).await;
    let reports = Arc::new(Mutex::new(Vec::new()));
    let sink = Arc::clone(&reports);
    let client = Client::builder(&server).on_drift(move |drift| {
        let report = (drift.path().to_owned(), drift.kind());
        sink.lock().expect("no panic").push(report);
    });
    let client = client.build().expect("a client");
    let result = client.decoded(operation, CallOptions::default(), decode);
    let result = result.await;
    let reports = reports.lock().expect("no panic").clone();
    (result, reports)
}

async fn list(body: &[u8]) -> (Vec<Contact>, Reports) {
    let (list, reports) = call(&LIST, body, decode::adapted_items::<_, SeqOrSingle>).await;
    (list.expect("a list"), reports)
}

async fn get(body: &[u8]) -> Result<Contact, Error> {
    call(&GET, body, decode::value).await.0
}

fn ids(contacts: &[Contact]) -> Vec<u64> {
    contacts.iter().map(|contact| contact.id).collect()
}

#[tokio::test]
async fn a_member_that_cannot_be_decoded_is_set_aside_and_written_back() {
    for (member, raw) in [
        ("born", r#""1985-00-00""#),
        ("born", r#""2020-13-45""#),
        ("price", r#""a lot""#),
        ("name", r#"{"first":"Jan"}"#),
        ("name", "true"),
        ("groups", r#"[1,"x"]"#),
        ("parts", r#""none""#),
    ] {
        let body = format!(r#"{{"id":7,"{member}":{raw},"zip":"1"}}"#);
        let contact = get(body.as_bytes()).await.expect(&body);
        assert_eq!((contact.id, contact.extra.len()), (7, 2), "{body}");
        let kept = contact.extra.get(member).expect(&body);
        assert_eq!(kept.to_string(), raw);
        assert_eq!(serde_json::to_string(&contact).ok(), Some(body.clone()));

        let page = format!(r#"[{{"id":1}},{body}]"#);
        let (contacts, reports) = list(page.as_bytes()).await;
        assert_eq!(contacts[1], contact, "{body}");
        assert_eq!(reports, [(format!("1.{member}"), DriftKind::Unreadable)]);
    }
}

/// A type without a place for it.
#[tokio::test]
async fn the_raw_response_and_the_drift_have_what_a_type_keeps_not() {
    #[derive(Debug, PartialEq, Deserialize)]
    struct Person {
        id: u64,
        born: Option<Date>,
        parts: Option<Vec<Person>>,
    }
    let body = r#"{"id": 7, "born": "1985-00-00", "parts": [{"id": 8, "born": {"y": 1}}]}"#;
    let server = server(response(200, body)).await;
    let values = Arc::new(Mutex::new(Vec::new()));
    let sink = Arc::clone(&values);
    let client = Client::builder(&server).on_drift(move |drift| {
        let value = (drift.path().to_owned(), drift.value().cloned());
        sink.lock().expect("no panic").push(value);
    });
    let client = client.build().expect("a client");
    let request = client.0.request(&GET, &[("id", &7)]);
    let call = request.call(decode::value::<Person>);
    let WithRaw { value, raw, .. } = call.with_raw().await.expect("a person");
    let part = Person {
        id: 8,
        born: None,
        parts: None,
    };
    let expected = Person {
        id: 7,
        born: None,
        parts: Some(vec![part]),
    };
    assert_eq!(value, expected);
    assert_eq!(raw.body(), body.as_bytes());
    let expected = [
        ("born".to_owned(), Some(json!("1985-00-00"))),
        ("parts.0.born".to_owned(), Some(json!({"y": 1}))),
    ];
    assert_eq!(*values.lock().expect("no panic"), expected);
}

#[tokio::test]
async fn several_members_of_nested_objects_are_set_aside() {
    let body = br#"{"id": 7, "born": "x", "parts": [{"id": 1, "price": "y"}, {"id": "z"}]}"#;
    let (contact, reports) = call::<Contact>(&GET, body, decode::value).await;
    let contact = contact.expect("a contact");
    let parts = contact.parts.expect("parts");
    assert_eq!(ids(&parts), [1]);
    assert_eq!(parts[0].extra.get("price"), Some(&"y".into()));
    assert_eq!(contact.extra.get("born"), Some(&"x".into()));
    assert!(reports.contains(&("parts.1".to_owned(), DriftKind::Skipped)));
}

#[tokio::test]
async fn only_an_object_without_its_id_is_skipped() {
    let (contacts, reports) =
        list(br#"[{"id": 1}, {"id": "x", "born": ""}, {"name": "Jan"}, {"id": 3}]"#).await;
    assert_eq!(ids(&contacts), [1, 3]);
    let skipped = |path: &str| (path.to_owned(), DriftKind::Skipped);
    assert!(
        reports.contains(&skipped("1")) && reports.contains(&skipped("2")),
        "{reports:?}"
    );
    assert!(
        get(br#"{"id": "x"}"#)
            .await
            .is_err_and(|error| error.is_decode())
    );
}

#[tokio::test]
async fn a_value_that_json_does_not_allow_costs_no_other() {
    let deep = "[".repeat(500) + &"]".repeat(500);
    let odd: [&[u8]; 5] = [
        br#""\ud800""#,
        b"1e400",
        b"\"\xff\xfe\"",
        deep.as_bytes(),
        br#"{"a": "\ud800"}"#,
    ];
    for raw in odd {
        for member in ["name", "note"] {
            let head = format!(r#"[{{"id": 1}}, {{"id": 2, "{member}": "#);
            let body = [head.as_bytes(), raw, br#", "zip": "9"}, {"id": 3}]"#].concat();
            let (contacts, _) = list(&body).await;
            assert_eq!(
                ids(&contacts),
                [1, 2, 3],
                "{}",
                String::from_utf8_lossy(raw)
            );
            assert_eq!(contacts[1].extra.get("zip"), Some(&"9".into()));
            assert!(contacts[1].extra.contains_key(member) || contacts[1].name.is_some());
        }
    }
}

#[tokio::test]
async fn entries_of_a_map_are_decoded_one_by_one() {
    type Map = IndexMap<u64, Contact>;
    let body = br#"{"4": {"id": 4, "born": "x"}, "5": {"id": []}, "x": {"id": 6}}"#;
    let (map, _) = call::<Map>(&LIST, body, decode::adapted_items::<_, Keyed<Lenient>>).await;
    let map = map.expect("a map");
    assert_eq!(map.keys().collect::<Vec<_>>(), [&4]);
    assert_eq!(map[&4].extra.get("born"), Some(&"x".into()));
}

#[tokio::test]
async fn an_unreadable_entry_of_a_map_is_left_out() {
    #[derive(Debug, Deserialize)]
    struct Counted<T> {
        counts: IndexMap<String, T>,
    }

    async fn keys<T>(counts: &str) -> (Vec<String>, Reports)
    where
        Counted<T>: for<'de> Deserialize<'de> + Send,
    {
        let body = format!(r#"[{{"counts": {counts}}}]"#);
        let all = call::<Vec<Counted<T>>>(&LIST, body.as_bytes(), decode::items);
        let (all, reports) = all.await;
        let mut all = all.expect("a list");
        (all.remove(0).counts.into_keys().collect(), reports)
    }

    let (numbers, reports) = keys::<u32>(r#"{"a": 1, "b": [], "c": 3}"#).await;
    assert_eq!(numbers, ["a", "c"]);
    assert_eq!(reports.len(), 1, "{reports:?}");
    assert_eq!(reports[0].1, DriftKind::Unreadable);
    for odd in ["[]", r#""\ud800""#, "null"] {
        let (texts, _) = keys::<String>(&format!(r#"{{"a": "b", "b": {odd}, "c": "d"}}"#)).await;
        assert_eq!(texts, ["a", "c"], "{odd}");
    }
}

#[tokio::test]
async fn text_is_read_from_digits() {
    for (raw, text) in [("100023", "100023"), ("1.5", "1.5"), ("-3", "-3")] {
        let body = format!(r#"{{"id": 1, "name": {raw}}}"#);
        let contact = get(body.as_bytes()).await.expect("a contact");
        assert_eq!(contact.name.as_deref(), Some(text));
    }
}

#[tokio::test]
async fn an_object_is_not_read_from_a_list() {
    let written = |body: &'static str| call::<Written>(&WRITE, body.as_bytes(), decode::value);
    for body in [
        r#"{"result": ["OK"]}"#,
        r#"{"result": ["OK", null]}"#,
        r#"[{"result": {"status": "OK"}}]"#,
        r#"{"result": "OK"}"#,
        r#"{"result": null}"#,
        "{}",
        "[]",
        r#"{"result": {"status": ["ERROR"]}}"#,
        r#"{"result": {"status": "OK", "code": [601]}}"#,
    ] {
        let error = written(body).await.0.expect_err(body);
        assert_eq!(error.outcome(), Outcome::Unknown, "{body}");
    }
    let fine = r#"{"result": {"status": "OK", "data": {"id": 3}}}"#;
    assert_eq!(
        written(fine)
            .await
            .0
            .ok()
            .and_then(|w| w.data)
            .map(|c| c.id),
        Some(3)
    );
}

#[tokio::test]
async fn a_failure_in_a_list_is_a_failure() {
    for body in [
        r#"[{"result": {"status": "ERROR", "code": 601}}]"#,
        r#"{"result": [{"status": "ERROR", "code": 601}]}"#,
        "{\"result\": {\"status\": \"ERROR\", \"code\": 601, \"message\": \"\\ud800\"}}",
    ] {
        for operation in [&LIST, &GET, &WRITE] {
            let (result, _) =
                call::<serde_json::Value>(operation, body.as_bytes(), decode::value).await;
            assert_eq!(result.expect_err(body).code(), Some(601), "{body}");
        }
    }
}

#[tokio::test]
async fn nothing_is_not_found() {
    for body in [
        "[]",
        "{}",
        "null",
        r#"{"result": {}}"#,
        r#" {"result": []} "#,
    ] {
        let one = decode::one::<Contact, SeqOrSingle>;
        for decode in [decode::value::<Contact>, one] {
            let (result, _) = call(&GET, body.as_bytes(), decode).await;
            assert!(result.is_err_and(|error| error.is_not_found()), "{body}");
        }
        let (result, _) = call::<Extra>(&GET, body.as_bytes(), decode::value).await;
        assert!(result.is_err_and(|error| error.is_not_found()), "{body}");
    }
}

#[tokio::test]
async fn a_byte_order_mark_is_skipped_and_text_before_the_json_is_named() {
    let contact = get(b"\xef\xbb\xbf{\"id\": 7}").await;
    assert_eq!(contact.ok().map(|contact| contact.id), Some(7));
    for warning in [
        "<br />\n<b>Warning</b>: Undefined index in /srv/api.php on line 3<br />\n{\"id\": 7}",
        "Warning: Undefined index in /srv/api.php on line 3\n{\"id\": 7}",
    ] {
        let error = get(warning.as_bytes()).await.expect_err("no JSON");
        assert!(
            error.to_string().contains("text before its JSON"),
            "{error}"
        );
    }
}

#[tokio::test]
async fn a_failure_behind_a_mark_or_a_warning_is_a_failure() {
    static NOTHING: Operation = operation("delete", Method::Delete).without_content();
    static TEXT: Operation = operation("export", Method::Post).with_other_content();
    let failure = r#"{"result": {"status": "ERROR", "code": 612, "message": "no"}}"#;
    let success = r#"{"result": {"status": "OK", "code": 200}}"#;
    let warning = "Warning: Undefined index [1] in /srv/{api}.php on line 3\n";
    for (status, before) in [
        (200, "\u{feff}"),
        (200, warning),
        (400, "\u{feff}"),
        (400, warning),
    ] {
        for operation in [&NOTHING, &WRITE, &LIST] {
            let body = format!("{before}{failure}");
            let server = server(response(status, &body)).await;
            let client = Client::new(&server);
            let options = CallOptions::default();
            let call = client.decoded(operation, options, decode::nothing).await;
            let error = call.expect_err(&body);
            assert_eq!(
                (error.code(), error.outcome()),
                (Some(612), Outcome::Rejected),
                "{body}"
            );
        }
    }
    let result = |operation, body: String| async move {
        let server = server(response(200, &body)).await;
        let client = Client::new(&server);
        client
            .decoded(operation, CallOptions::default(), decode::nothing)
            .await
    };
    assert!(result(&NOTHING, format!("\u{feff}{success}")).await.is_ok());
    assert!(result(&NOTHING, "Deleted.".to_owned()).await.is_ok());
    let error = result(&NOTHING, format!("{warning}{success}")).await;
    assert_eq!(error.expect_err("a warning").outcome(), Outcome::Unknown);
    assert!(result(&TEXT, format!("\u{feff}{failure}")).await.is_err());
    // A report at the end of a text is a part of it.
    assert!(result(&TEXT, format!("{warning}{failure}")).await.is_ok());
}

#[tokio::test]
async fn an_error_shows_no_personal_data() {
    let private = "kevin@example.com";
    for body in [
        r#"{"result": {"status": "ERROR", "code": 615, "message": "Mr kevin de Vries is blocked"}}"#
            .to_owned(),
        r#"{"id": {"kevin de Vries": 1}}"#.to_owned(),
        format!(r#"{{"id": "{private}"}}"#),
        format!(r#"{{"id": 1}} {private}"#),
        format!("{private} was found"),
        format!(
            r#"{{"result": {{"status": "ERROR", "code": 612, "message": "{private} exists", "data": {{"email": "{private}"}}}}}}"#
        ),
    ] {
        let error = get(body.as_bytes()).await.expect_err(&body);
        for shown in [
            error.to_string(),
            format!("{error:?}"),
            format!("{error:#?}"),
        ] {
            assert!(!shown.contains("kevin"), "{shown}");
        }
        let mut source = std::error::Error::source(&error);
        while let Some(error) = source {
            assert!(!format!("{error} {error:?}").contains("kevin"), "{error}");
            source = error.source();
        }
    }
    let body = r#"{"Kevin de Vries": 1, "kevin@example.com": "x"}"#;
    let server = server(response(200, body)).await;
    let client = Client::new(&server);
    let request = hellodialog_runtime::Request::new(&client.0, Method::Get, "/contacts");
    let error = request.send::<std::collections::HashMap<String, u32>>();
    let shown = error.await.expect_err("no numbers").to_string();
    assert!(
        shown.contains("at `***`") && !shown.contains("kevin"),
        "{shown}"
    );

    let request = client.0.request(&GET, &[("id", &"kevin\\example")]);
    let error = request.build().expect_err("a backslash");
    assert!(!format!("{error} {error:?}").contains("kevin"), "{error}");
    let body = json!({"name": "kevin"});
    let error = hellodialog_runtime::convert_body::<Born>(&body, &[], &WRITE);
    let error = error.expect_err("no date");
    assert_eq!(error.outcome(), Outcome::NotSent);
    assert!(!format!("{error} {error:?}").contains("kevin"), "{error:?}");

    let error = get(br#"{"id": {"a": 1}}"#).await.expect_err("no id");
    let shown = error.to_string();
    assert!(
        shown.contains("`id`") && shown.contains("an object"),
        "{shown}"
    );
}

#[tokio::test]
async fn an_error_of_a_union_names_the_field_and_the_kind_of_the_value() {
    #[derive(Debug, Deserialize)]
    #[serde(untagged)]
    enum Amount {
        #[allow(dead_code, reason = "decoded only")]
        Whole(u32),
    }
    #[derive(Debug, Deserialize)]
    struct Order {
        #[allow(dead_code, reason = "decoded only")]
        amount: Amount,
    }
    for (value, kind) in [
        (r#""Kevin""#, "a string"),
        (r#"{"a": "Kevin"}"#, "an object"),
        (r#"["Kevin"]"#, "a list"),
        ("true", "a boolean"),
        ("null", "null"),
        ("-1.5", "a number"),
    ] {
        let body = format!(r#"{{"amount": {value}}}"#);
        let server = server(ResponseTemplate::new(200).set_body_string(body)).await;
        let client = Client::new(&server);
        let error = client.send::<Order>(&GET, CallOptions::default()).await;
        let shown = error.expect_err(value).to_string();
        assert!(shown.contains("`amount`"), "{shown}");
        assert!(shown.ends_with(&format!("found {kind}")), "{shown}");
        assert!(!shown.contains("Kevin"), "{shown}");
    }
}
