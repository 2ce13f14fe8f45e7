//! The document that `xtask spec --wire` writes is true: a validator that is not ours accepts every request of the
//! table and every response of the emulator, successes and failures.

use std::path::Path;

use hellodialog_codegen::wire::wire;
use hellodialog_codegen::{Source, load_patched};
use hellodialog_emulator::{Emulator, Snapshot};
use hellodialog_operations::account::{ADDED, DEMO_CONTACTS};
use hellodialog_operations::{Row, emulated, table};
use jsonschema::Validator;
use serde_json::{Value, json};

fn document() -> Value {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let source = Source {
        spec: root.join("spec/hellodialog.yaml"),
        patches: Some(root.join("spec/patches")),
    };
    wire(&load_patched(&source).expect("the patches apply"))
}

/// Schemas of OpenAPI 3.0 as JSON Schema, which has a list of types in place of `nullable`.
fn without_nullable(value: &mut Value) {
    match value {
        Value::Array(entries) => entries.iter_mut().for_each(without_nullable),
        Value::Object(members) => {
            if members.remove("nullable") == Some(Value::Bool(true))
                && let Some(kind) = members.get_mut("type")
            {
                *kind = json!([kind.take(), "null"]);
            }
            members.values_mut().for_each(without_nullable);
        }
        _ => {}
    }
}

/// The schemas of a document, as JSON Schema.
struct Schemas(Value);

impl Schemas {
    fn of(document: &Value) -> Self {
        let mut components = document["components"].clone();
        without_nullable(&mut components);
        Self(components)
    }

    /// A validator of a schema of the document.
    fn validator(&self, schema: &Value) -> Validator {
        let mut schema = schema.clone();
        without_nullable(&mut schema);
        let whole = json!({"allOf": [schema], "components": self.0});
        let options = jsonschema::options().with_draft(jsonschema::Draft::Draft4);
        options.build(&whole).expect("a valid schema")
    }
}

/// What a schema has against a value.
fn complaints(schema: &Validator, value: &Value) -> Vec<String> {
    let errors = schema.iter_errors(value);
    errors.map(|error| error.to_string()).collect()
}

/// The operation of the document.
fn operation<'d>(document: &'d Value, id: &str) -> &'d Value {
    let items = document["paths"].as_object().expect("paths").values();
    let mut members = items.filter_map(Value::as_object).flatten();
    let found = members.find(|(_, member)| member["operationId"] == id);
    found.unwrap_or_else(|| panic!("no {id}")).1
}

/// The state of the account that the table assumes.
async fn state(http: &reqwest::Client) -> Snapshot {
    let account = Emulator::builder().contacts(DEMO_CONTACTS).start();
    let account = account.expect("a port");
    for (email, name, state) in ADDED {
        let contact = json!({"email": email, "voornaam": name, "_state": state});
        let url = format!("{}/contacts?token={}", account.url(), account.key());
        let sent = http.post(url).json(&contact).send().await;
        sent.expect("a response");
    }
    account.stop()
}

/// The response to the request of a row.
async fn response(http: &reqwest::Client, account: &Emulator, row: &Row, key: &str) -> Value {
    let (method, path) = row.request.split_once(' ').expect("method and path");
    let method = method.parse().expect("a method");
    let request = http.request(method, format!("{}{path}", account.url()));
    let mut request = request.query(&[("token", key)]).query(row.query);
    if let Some(body) = &row.body {
        request = request.json(body);
    }
    let text = request.send().await.expect("a response").text().await;
    serde_json::from_str(&text.expect("text")).expect("JSON")
}

fn success(operation: &Value) -> &Value {
    &operation["responses"]["200"]["content"]["application/json"]["schema"]
}

#[tokio::test]
async fn every_response_fits_the_document() {
    let document = document();
    let schemas = Schemas::of(&document);
    let http = reqwest::Client::new();
    let state = state(&http).await;
    for row in emulated() {
        let name = row.operation;
        let account = Emulator::builder().snapshot(state.clone()).start();
        let account = account.expect("a port");
        let schema = schemas.validator(success(operation(&document, name)));
        let key = account.key().to_owned();
        for key in [key.as_str(), "ffffffffffffffffffffffffffffffff"] {
            let body = response(&http, &account, &row, key).await;
            let complaints = complaints(&schema, &body);
            assert!(complaints.is_empty(), "{name}: {complaints:#?}\n{body:#}");
        }
        let other = complaints(&schema, &json!("nonsense"));
        assert!(!other.is_empty(), "{name}: its schema says something");
    }
}

#[test]
fn every_request_fits_the_document() {
    let document = document();
    let schemas = Schemas::of(&document);
    for row in table() {
        let name = row.operation;
        let operation = operation(&document, name);
        if let Some(body) = &row.body {
            let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
            assert!(schema.is_object(), "{name} has a body");
            let complaints = complaints(&schemas.validator(schema), body);
            assert!(complaints.is_empty(), "{name}: {complaints:#?}");
        }
        for (parameter, value) in row.query {
            let listed = operation["parameters"].as_array().into_iter().flatten();
            let mut listed = listed.filter(|one| one["in"] == "query");
            let found = listed.find(|one| one["name"] == *parameter);
            let found = found.unwrap_or_else(|| panic!("{name}: no parameter {parameter}"));
            let number = value.parse::<u64>().map(Value::from);
            let list = value
                .split(',')
                .map(|item| item.parse::<u64>().map_or(json!(item), Value::from));
            let forms = number.into_iter().chain([json!(value), list.collect()]);
            let schema = schemas.validator(&found["schema"]);
            let mut forms = forms.map(|form| complaints(&schema, &form));
            assert!(forms.any(|all| all.is_empty()), "{name}: {parameter}");
        }
    }
}

#[test]
fn no_extension_is_left() {
    let text = document().to_string();
    assert!(!text.contains("\"x-"), "an extension is left");
}
