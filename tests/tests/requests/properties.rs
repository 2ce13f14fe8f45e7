//! Of every operation: no response makes a call panic or hang or turns a failure into a success, and
//! what is written is JSON without repeated keys that reads back equal.

use std::collections::HashSet;
use std::fmt;
use std::sync::{Arc, Mutex};

use hellodialog::types::{ContactBatchItem, ContactId, NewContact};
use hellodialog::{Client, Error, ErrorKind, Outcome};
use hellodialog_operations::bodies::{self, Body, BodyCheck, Keys, Sending};
use hellodialog_operations::{Row, table, variants};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::TestRunner;
use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};
use tokio::runtime::Runtime;
use wiremock::matchers::any as any_request;
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use crate::{client, confirmation};

#[path = "../wire/properties/json.rs"]
mod json_values;
#[path = "../wire/properties/like.rs"]
mod like;
#[path = "../wire/properties/values.rs"]
#[allow(dead_code, reason = "each target uses some of them")]
mod values;

use self::json_values::any_value;
use self::like::like;

/// A server whose response is set for each call, and that keeps the body of the last request.
struct Server {
    runtime: Runtime,
    client: Client,
    response: Arc<Mutex<(u16, String)>>,
    written: Arc<Mutex<Option<String>>>,
    /// Stops when it is dropped.
    _mock: MockServer,
}

impl Server {
    fn new() -> Self {
        let runtime = Runtime::new().expect("a runtime");
        let builder = MockServer::builder().disable_request_recording();
        let server = runtime.block_on(builder.start());
        let response = Arc::new(Mutex::new((200, confirmation().to_string())));
        let written = Arc::new(Mutex::new(None));
        let (next, kept) = (Arc::clone(&response), Arc::clone(&written));
        let respond = move |request: &Request| {
            let body = String::from_utf8(request.body.clone()).expect("UTF-8");
            *kept.lock().expect("no panic") = Some(body);
            let (status, body) = next.lock().expect("no panic").clone();
            ResponseTemplate::new(status).set_body_raw(body, "application/json")
        };
        let mock = Mock::given(any_request()).respond_with(respond);
        runtime.block_on(mock.mount(&server));
        Self {
            client: client(&server),
            runtime,
            response,
            written,
            _mock: server,
        }
    }

    /// The result of the call of this row with a response.
    fn call(&self, row: &Row, status: u16, body: &str) -> Result<Value, Error> {
        *self.response.lock().expect("no panic") = (status, body.to_owned());
        let result = self.runtime.block_on((row.call)(self.client.clone()));
        if let Err(error) = &result {
            // Whatever the response, the error can be shown, and the call ended by itself.
            assert!(!format!("{error} {error:?}").is_empty());
            assert_ne!(error.kind(), ErrorKind::Timeout, "{body}: {error:?}");
        }
        result
    }

    /// The result of a call, and the body that was written.
    fn write<T>(
        &self,
        call: impl Future<Output = Result<T, Error>>,
    ) -> (Option<Error>, Option<String>) {
        *self.written.lock().expect("no panic") = None;
        let error = self.runtime.block_on(call).err();
        (error, self.written.lock().expect("no panic").take())
    }
}

/// Replaces the value at the place that `choices` lead to.
fn replace(value: &mut Value, choices: &[usize], with: Value) {
    let Some((choice, rest)) = choices.split_first() else {
        *value = with;
        return;
    };
    let next = match value {
        Value::Array(items) if !items.is_empty() => {
            let index = choice % items.len();
            items.get_mut(index)
        }
        Value::Object(members) if !members.is_empty() => {
            let index = choice % members.len();
            members.values_mut().nth(index)
        }
        _ => None,
    };
    match next {
        Some(next) => replace(next, rest, with),
        None => *value = with,
    }
}

fn choices() -> impl Strategy<Value = Vec<usize>> {
    vec(any::<usize>(), 0..6)
}

fn runner() -> TestRunner {
    TestRunner::new(ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::default()
    })
}

#[test]
fn any_value_in_any_place_of_any_response_is_a_value_or_an_error() {
    let server = Server::new();
    let strategy = (select(table()), choices(), any_value());
    let result = runner().run(&strategy, |(row, choices, value)| {
        let mut body = row.response.clone();
        replace(&mut body, &choices, value);
        let body = body.to_string();
        if let Err(error) = server.call(&row, 200, &body) {
            let is_write = !row.request.starts_with("GET ");
            if is_write && error.is_decode() {
                prop_assert_eq!(
                    error.outcome(),
                    Outcome::Unknown,
                    "{}: {}",
                    row.operation,
                    body
                );
            }
        }
        Ok(())
    });
    result.unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn a_failure_is_a_failure_of_every_operation() {
    let server = Server::new();
    let word = select(vec!["ERROR", "error", "Error"]);
    let members = vec(("message|data|code|[a-z]{1,4}", any_value()), 0..4);
    let beside = vec(("[a-z]{1,6}", any_value()), 0..3);
    let strategy = (select(table()), word, members, beside, any::<bool>());
    let result = runner().run(&strategy, |(row, word, members, beside, in_list)| {
        let mut report: serde_json::Map<_, _> = members.into_iter().collect();
        report.insert("status".to_owned(), json!(word));
        let body = if in_list {
            json!([{ "result": report }])
        } else {
            let mut body: serde_json::Map<_, _> = beside.into_iter().collect();
            body.insert("result".to_owned(), Value::Object(report));
            Value::Object(body)
        };
        let body = body.to_string();
        let result = server.call(&row, 200, &body);
        prop_assert!(result.is_err(), "{}: {}", row.operation, body);
        Ok(())
    });
    result.unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn a_failure_status_is_a_failure_of_every_operation() {
    let server = Server::new();
    let strategy = (select(table()), 300_u16..600, any_value(), any::<bool>());
    let result = runner().run(&strategy, |(row, status, value, own)| {
        let body = if own { &row.response } else { &value };
        let result = server.call(&row, status, &body.to_string());
        prop_assert!(result.is_err(), "{}: {status} {}", row.operation, body);
        Ok(())
    });
    result.unwrap_or_else(|error| panic!("{error}"));
}

fn applied(keys: Keys, value: Value) -> Value {
    match (keys, value) {
        (Keys::Lower, Value::Object(members)) => members
            .into_iter()
            .map(|(name, value)| (name.to_lowercase(), value))
            .collect(),
        (Keys::Lower, Value::Array(items)) => {
            items.into_iter().map(|item| applied(keys, item)).collect()
        }
        (_, other) => other,
    }
}

/// Whether a text is a number of more digits than are exact in a number of JSON, as which a decimal is written.
fn has_long_number(body: &Value) -> bool {
    match body {
        Value::String(text) => text.len() > 15 && text.parse::<f64>().is_ok(),
        Value::Array(items) => items.iter().any(has_long_number),
        Value::Object(members) => members.values().any(has_long_number),
        _ => false,
    }
}

/// Sends bodies that were read from bodies like those of the table, or with any value in some place.
fn written<T: Body, R>(operation: &str, keys: Keys, send: impl Fn(&Client, T) -> Sending<R>) {
    let server = Server::new();
    let rows = table().into_iter().chain(variants());
    let rows = rows.filter(|row| row.operation == operation);
    let mut samples: Vec<Value> = rows.filter_map(|row| row.body).collect();
    if samples.is_empty() {
        samples.push(json!({}));
    }
    let other = select(samples.clone()).prop_flat_map(|sample| like(&sample));
    let replaced =
        (select(samples), choices(), any_value()).prop_map(|(mut body, choices, value)| {
            replace(&mut body, &choices, value);
            body
        });
    let result = runner().run(&prop_oneof![other, replaced], |body| {
        let body = applied(keys, body);
        if has_long_number(&body) {
            return Ok(());
        }
        // Not every value is one of the type.
        let Ok(body) = serde_json::from_str::<T>(&body.to_string()) else {
            return Ok(());
        };
        let (error, text) = server.write(send(&server.client, body.clone()));
        let Some(text) = text else {
            let outcome = error.as_ref().map(Error::outcome);
            prop_assert_eq!(outcome, Some(Outcome::NotSent), "{:?}: {:?}", body, error);
            return Ok(());
        };
        let unique = serde_json::from_str::<UniqueKeys>(&text);
        prop_assert!(unique.is_ok(), "{}: {:?}", text, unique);
        let again = serde_json::from_str::<T>(&text);
        prop_assert!(
            again.as_ref().is_ok_and(|again| *again == body),
            "{}: {:?} {:?}",
            text,
            body,
            again
        );
        Ok(())
    });
    result.unwrap_or_else(|error| panic!("{operation}: {error}"));
}

/// Checks each body of the API.
struct Written;

impl BodyCheck for Written {
    fn body<T: Body, R>(
        &self,
        operation: &str,
        keys: Keys,
        send: impl Fn(&Client, T) -> Sending<R>,
    ) {
        written(operation, keys, send);
    }
}

#[test]
fn bodies_of_contacts_are_written_once_and_read_back() {
    bodies::of_contacts(&Written);
}

#[test]
fn bodies_of_orders_are_written_once_and_read_back() {
    bodies::of_orders(&Written);
}

#[test]
fn other_bodies_are_written_once_and_read_back() {
    bodies::others(&Written);
}

#[test]
fn a_custom_field_with_the_name_of_any_other_is_refused_or_written_once() {
    let server = Server::new();
    let names = "id|email|_state|groups|language|_geslacht|[a-zA-Z_]{1,6}";
    let strategy = (vec((names, any_value()), 0..6), any::<bool>());
    let result = runner().run(&strategy, |(custom, has_email)| {
        let mut item = ContactBatchItem::new(ContactId::new(7));
        let mut contact = NewContact::new();
        if has_email {
            item = item.email("a@example.com");
            contact = contact.email("a@example.com");
        }
        for (name, value) in custom {
            item = item.custom(name.clone(), value.clone());
            contact = contact.custom(name, value);
        }
        let contacts = server.client.contacts();
        let results = [
            server.write(contacts.update_many([item]).into_future()),
            server.write(contacts.create(contact).into_future()),
        ];
        for (error, text) in results {
            if let Some(text) = text {
                let unique = serde_json::from_str::<UniqueKeys>(&text);
                prop_assert!(unique.is_ok(), "{}", text);
            } else {
                let outcome = error.as_ref().map(Error::outcome);
                prop_assert_eq!(outcome, Some(Outcome::NotSent), "{:?}", error);
            }
        }
        Ok(())
    });
    result.unwrap_or_else(|error| panic!("{error}"));
}

/// JSON in which no object has a key twice.
#[derive(Debug)]
struct UniqueKeys;

impl<'de> Deserialize<'de> for UniqueKeys {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Self)
    }
}

impl<'de> Visitor<'de> for UniqueKeys {
    type Value = Self;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON without repeated keys")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self, A::Error> {
        let mut keys = HashSet::new();
        while let Some((key, Self)) = map.next_entry::<String, Self>()? {
            if !keys.insert(key) {
                return Err(serde::de::Error::custom("a key is repeated"));
            }
        }
        Ok(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self, A::Error> {
        while items.next_element::<Self>()?.is_some() {}
        Ok(self)
    }

    fn visit_unit<E>(self) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_str<E>(self, _: &str) -> Result<Self, E> {
        Ok(self)
    }
}
