//! Compares one exchange with its row: the request that arrives, and the decoded response.

use std::fmt::Debug;
use std::path::Path;

use hellodialog_operations::Row;
use serde_json::Value;
use wiremock::Request;

use crate::{KEY, client, json_server, parameters, received, tokens};

/// Makes the call of a row and returns every difference from the row.
pub(crate) async fn differences(row: &Row) -> Vec<String> {
    let server = json_server(&row.response).await;
    let result = (row.call)(client(&server)).await;
    let request = received(&server).await;
    let mut found = Differences(row.operation, Vec::new());
    let line = format!("{} {}", request.method, request.url.path());
    found.compare("request", &line.as_str(), &row.request);
    let query = parameters(&request);
    let query: Vec<_> = query
        .iter()
        .map(|(n, v)| (n.as_str(), v.as_str()))
        .collect();
    found.compare("query", &query.as_slice(), &row.query);
    found.compare("key", &tokens(&request), &vec![KEY.to_owned()]);
    found.compare("body", &body(&request), &row.body);
    let json = row.body.as_ref().map(|_| "application/json");
    found.compare("content-type", &header(&request, "content-type"), &json);
    found.compare("api-version", &header(&request, "api-version"), &None);
    let result = result.map_err(|error| error.to_string());
    found.compare("decoded response", &result, &Ok(row.decoded.clone()));
    found.1
}

/// An operation and its differences from the row.
struct Differences(&'static str, Vec<String>);

impl Differences {
    fn compare<T: PartialEq + Debug>(&mut self, what: &str, actual: &T, expected: &T) {
        if actual != expected {
            let operation = self.0;
            let difference = format!("{operation}: {what}: {actual:?}, expected {expected:?}");
            self.1.push(difference);
        }
    }
}

/// The response sample that the docs print for an operation.
pub(crate) fn sample(operation: &str) -> Value {
    let inventory = inventory();
    let operations = inventory["operations"].as_array().expect("operations");
    let operation = operations
        .iter()
        .find(|entry| entry["operation_id"] == operation);
    operation.expect("an operation of the docs")["response_sample"].clone()
}

pub(crate) fn inventory() -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/inventory.json");
    let text = std::fs::read_to_string(path).expect("the inventory");
    serde_json::from_str(&text).expect("the inventory is JSON")
}

/// The body of a request as JSON; `None` if there is none.
pub(crate) fn body(request: &Request) -> Option<Value> {
    let has_body = !request.body.is_empty();
    has_body.then(|| request.body_json().expect("a body of JSON"))
}

pub(crate) fn header<'r>(request: &'r Request, name: &str) -> Option<&'r str> {
    let value = request.headers.get(name)?;
    Some(value.to_str().expect("a header of text"))
}
