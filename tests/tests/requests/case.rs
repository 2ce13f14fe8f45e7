//! One operation with values, what must arrive for it, and what its answer must become.

use std::fmt::Debug;
use std::future::Future;
use std::path::Path;
use std::pin::Pin;

use hellodialog::{Client, Error};
use serde::Serialize;
use serde_json::{Value, json};
use wiremock::Request;

use crate::{KEY, answering, client, parameters, received, tokens};

/// A call under way. That it can be boxed like this says that every operation's future is `Send`.
pub(crate) type Called = Pin<Box<dyn Future<Output = Result<Value, Error>> + Send>>;

/// One call of an operation.
pub(crate) struct Case {
    /// The id of the operation.
    pub(crate) operation: &'static str,
    /// The method and the path below the base URL, with values in it: `GET /contacts/58328`.
    pub(crate) request: &'static str,
    /// The parameters of the query other than the key, sorted.
    pub(crate) query: &'static [(&'static str, &'static str)],
    /// The body that must arrive.
    pub(crate) body: Option<Value>,
    /// What the server answers.
    pub(crate) answer: Value,
    /// What the answer must become: written as JSON in its natural types.
    pub(crate) becomes: Value,
    pub(crate) call: fn(Client) -> Called,
}

/// A call as a [`Case`] has it: `call!(client => client.ping().get())`.
macro_rules! call {
    ($client:ident => $call:expr) => {
        |$client: hellodialog::Client| {
            Box::pin(async move { Ok($crate::case::natural(&$call.await?)) })
        }
    };
}
pub(crate) use call;

impl Case {
    /// A case without parameters, whose answer is the docs' sample for a write: collapsed.
    pub(crate) fn write(
        operation: &'static str,
        request: &'static str,
        body: Option<Value>,
        call: fn(Client) -> Called,
    ) -> Self {
        Self {
            operation,
            request,
            query: &[],
            body,
            answer: sample(operation),
            becomes: json!({}),
            call,
        }
    }

    /// A case without parameters or a body.
    pub(crate) fn read(
        operation: &'static str,
        request: &'static str,
        answer: Value,
        becomes: Value,
        call: fn(Client) -> Called,
    ) -> Self {
        Self {
            operation,
            request,
            query: &[],
            body: None,
            answer,
            becomes,
            call,
        }
    }

    pub(crate) fn with_query(mut self, query: &'static [(&'static str, &'static str)]) -> Self {
        self.query = query;
        self
    }

    /// Makes the call and says in what it is not as it should be.
    pub(crate) async fn findings(&self) -> Vec<String> {
        let server = answering(&self.answer).await;
        let outcome = (self.call)(client(&server)).await;
        let request = received(&server).await;
        let mut found = Findings(self.operation, Vec::new());
        let line = format!("{} {}", request.method, request.url.path());
        found.compare("request", &line.as_str(), &self.request);
        let query = parameters(&request);
        let query: Vec<_> = query
            .iter()
            .map(|(n, v)| (n.as_str(), v.as_str()))
            .collect();
        found.compare("query", &query.as_slice(), &self.query);
        found.compare("key", &tokens(&request), &vec![KEY.to_owned()]);
        found.compare("body", &body(&request), &self.body);
        let json = self.body.as_ref().map(|_| "application/json");
        found.compare("content-type", &header(&request, "content-type"), &json);
        found.compare("api-version", &header(&request, "api-version"), &None);
        let outcome = outcome.map_err(|error| error.to_string());
        found.compare("answer", &outcome, &Ok(self.becomes.clone()));
        found.1
    }
}

/// What is not as it should be in an operation.
struct Findings(&'static str, Vec<String>);

impl Findings {
    fn compare<T: PartialEq + Debug>(&mut self, what: &str, is: &T, should: &T) {
        if is != should {
            let operation = self.0;
            let finding = format!("{operation}: {what}: {is:?} should be {should:?}");
            self.1.push(finding);
        }
    }
}

/// An answer in the natural JSON type of each value.
pub(crate) fn natural<T: Serialize>(answer: &T) -> Value {
    serde_json::to_value(answer).expect("an answer can be written")
}

/// The docs' sample of an operation's answer.
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
    let sent = !request.body.is_empty();
    sent.then(|| request.body_json().expect("a body of JSON"))
}

pub(crate) fn header<'r>(request: &'r Request, name: &str) -> Option<&'r str> {
    let value = request.headers.get(name)?;
    Some(value.to_str().expect("a header of text"))
}
