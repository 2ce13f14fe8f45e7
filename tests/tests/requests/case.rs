//! Compares one exchange with its row: the request that arrives, and the decoded response.

use std::fmt::Debug;

use hellodialog_operations::{Media, Row};
use serde_json::Value;
use wiremock::{Request, ResponseTemplate};

use crate::{KEY, client, parameters, received, server, tokens};

/// Makes the call of a row and returns every difference from the row.
pub(crate) async fn differences(row: &Row) -> Vec<String> {
    let server = server(response(row)).await;
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
    let kind = header(&request, "content-type");
    if row.form.is_empty() {
        found.compare("body", &body(&request), &row.body);
        let json = row.body.as_ref().map(|_| "application/json");
        found.compare("content-type", &kind, &json);
    } else {
        found.compare("form", &form(&request).as_slice(), &row.form);
    }
    for (name, value) in row.headers {
        found.compare(name, &header(&request, name), &Some(*value));
    }
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

/// The response of a row as the server sends it.
fn response(row: &Row) -> ResponseTemplate {
    match row.media {
        Media::Json => ResponseTemplate::new(200).set_body_json(&row.response),
        Media::Text(kind) => {
            let text = row.response.as_str().unwrap_or_default();
            ResponseTemplate::new(200).set_body_raw(text, kind)
        }
        Media::Nothing => ResponseTemplate::new(204),
    }
}

/// The fields of a multipart body: each part is headers, an empty line and the value.
fn form(request: &Request) -> Vec<(&str, &str)> {
    let kind = header(request, "content-type").unwrap_or_default();
    let boundary = kind.strip_prefix("multipart/form-data; boundary=");
    let body = std::str::from_utf8(&request.body).unwrap_or_default();
    let parts = body.split(boundary.unwrap_or("there is none"));
    let parts = parts.filter_map(|part| part.split_once("\r\n\r\n"));
    parts
        .filter_map(|(headers, value)| {
            let name = headers.split("name=\"").nth(1)?.split('"').next()?;
            Some((name, value.strip_suffix("\r\n--")?))
        })
        .collect()
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
