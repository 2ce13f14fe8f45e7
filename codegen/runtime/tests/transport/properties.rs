//! No response makes a call panic, or turns a failure into a success.

use hellodialog_runtime::decode::{self, Decode};
use hellodialog_runtime::webhook::WebhookSender;
use hellodialog_runtime::wire::{As, Lenient, OrEmpty, SeqOrSingle};
use hellodialog_runtime::{ApiKey, CallOptions, Error, Extra, Method, Operation};
use proptest::collection::vec;
use proptest::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use wiremock::ResponseTemplate;

use crate::{Client, operation, server};

static LIST: Operation = operation("list", Method::Get);
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
    age: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    groups: Option<Vec<u32>>,
    #[serde(flatten)]
    extra: Extra,
}

#[derive(Debug, Deserialize)]
struct Written {
    #[allow(dead_code)]
    status: Option<String>,
}

fn json_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        "[ -~]{0,12}".prop_map(Value::from),
        Just(json!("ERROR")),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::from),
            vec(("[a-z]{1,6}|id|name|[0-9]", inner), 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

fn call<T: Send>(
    operation: &'static Operation,
    body: &[u8],
    decode: Decode<T>,
) -> Result<T, Error> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    runtime.expect("a runtime").block_on(async {
        let template = ResponseTemplate::new(200).set_body_raw(body, "application/json");
        let server = server(template).await;
        let client = Client::new(&server);
        client
            .decoded(operation, CallOptions::default(), decode)
            .await
    })
}

fn list(body: &[u8]) -> Result<Vec<Contact>, Error> {
    call(&LIST, body, decode::adapted_items::<_, SeqOrSingle>)
}

proptest! {
    #[test]
    fn any_member_costs_no_contact(value in json_value(), member in "name|age|groups|note") {
        let body = json!([{"id": 1}, {"id": 2, member.as_str(): value, "zip": "9"}, {"id": 3}]);
        let contacts = list(body.to_string().as_bytes()).expect("a list");
        let ids: Vec<u64> = contacts.iter().map(|contact| contact.id).collect();
        prop_assert_eq!(ids, [1, 2, 3]);
        let zip = json!("9");
        prop_assert_eq!(contacts[1].extra.get("zip"), Some(&zip));
        let written = serde_json::to_string(&contacts[1]).expect("it can be written");
        prop_assert!(written.matches("\"zip\"").count() >= 1);
        let again: Contact = list(format!("[{written}]").as_bytes()).expect("a list").remove(0);
        prop_assert_eq!(&again, &contacts[1]);
    }

    #[test]
    fn any_bytes_are_a_value_or_an_error(body in vec(any::<u8>(), 0..64), value in json_value()) {
        let _ = list(&body);
        let _ = list(value.to_string().as_bytes());
        let _ = call::<Written>(&WRITE, &body, decode::value);
        let text = [b"[{\"id\": 1, \"x\": ".as_slice(), &body, b"}]"].concat();
        let _ = list(&text);
    }

    #[test]
    fn a_failure_stays_a_failure(value in json_value(), member in "message|data|code|more") {
        let mut report = json!({"status": "ERROR", "code": 601});
        report[member.as_str()] = value.clone();
        let body = json!({"result": report, "more": value}).to_string();
        prop_assert!(call::<Written>(&WRITE, body.as_bytes(), decode::value).is_err());
        prop_assert!(call::<Value>(&LIST, body.as_bytes(), decode::value).is_err());
    }

    #[test]
    fn a_forged_notice_is_refused(body in vec(any::<u8>(), 0..128)) {
        let key = ApiKey::new("0123456789abcdef").expect("a key");
        let notice = WebhookSender::new(&key, "secret").notice::<u64>(&body);
        prop_assert!(notice.is_err());
    }
}
