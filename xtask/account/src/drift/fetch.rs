//! Calls the operations of a plan.

use std::collections::{BTreeMap, VecDeque};

use hellodialog::{Client, Method};
use hellodialog_cli::output;
use serde_json::Value;

use super::compare::{Observations, Places, observe};
use super::error::Error;
use super::failure::Failure;
use super::ids::Ids;
use super::omission::{AbortReason, Omission};
use super::plan::{PAGE, Plan, ReadOperation};

/// After so many requests a line says how far the run is: with the default rate, every five seconds.
const REPORTED: u32 = 10;

/// The run is aborted after this many consecutive requests without a response.
const MAX_WITHOUT_RESPONSE: u32 = 3;

/// Limits of a run.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// Requests in total.
    pub(super) requests: u32,
    /// Pages of each paged list.
    pub(super) pages: u32,
    /// Ids for each operation with path parameters.
    pub(super) ids: usize,
}

/// The result of a run.
#[derive(Default)]
pub(super) struct FetchResult {
    pub(super) requests: u32,
    pub(super) responses: Vec<Response>,
    /// In the order of the operations of the plan.
    pub(super) operations: Vec<OperationStats>,
    /// Set if the account ended the run.
    pub(super) aborted: Option<AbortReason>,
}

/// A decoded response.
pub(super) struct Response {
    pub(super) operation: String,
    pub(super) value: Value,
}

#[derive(Debug, Default)]
pub(super) struct OperationStats {
    pub(super) requests: u32,
    pub(super) responses: u32,
    pub(super) failures: BTreeMap<Failure, u32>,
    /// Why there were no requests, or fewer than possible.
    pub(super) omitted: Option<Omission>,
}

/// A request to send.
struct Request {
    /// The index of the operation in the plan.
    operation: usize,
    ids: Vec<String>,
    page: u32,
}

struct Fetcher<'f> {
    client: &'f Client,
    places: &'f Places<'f>,
    plan: &'f Plan,
    limits: Limits,
    ids: Ids,
    fetched: FetchResult,
    /// Consecutive requests without a response.
    without_response: u32,
    first_failure: Option<Failure>,
    /// Set when no more requests may be sent.
    stopped: Option<Omission>,
}

/// Calls the operations of the plan within the limits.
///
/// # Errors
///
/// If the account rejects the key, cannot be reached, or no request got a response of the API.
pub(super) async fn fetch(
    client: &Client,
    places: &Places<'_>,
    plan: &Plan,
    limits: Limits,
    ids: Ids,
) -> Result<FetchResult, Error> {
    let mut fetcher = Fetcher {
        client,
        places,
        plan,
        limits,
        ids,
        fetched: FetchResult::default(),
        without_response: 0,
        first_failure: None,
        stopped: None,
    };
    let operations = &mut fetcher.fetched.operations;
    operations.resize_with(plan.operations.len(), OperationStats::default);
    fetcher.fetch_lists().await?;
    fetcher.fetch_items().await?;
    fetcher.record_missing_ids();
    fetcher.finish()
}

impl Fetcher<'_> {
    /// Calls the operations without path parameters: the first page of each, then more pages.
    async fn fetch_lists(&mut self) -> Result<(), Error> {
        let all = self.plan.operations.iter().enumerate();
        let lists = all.filter(|(_, operation)| operation.path_parameters.is_empty());
        let mut queue: VecDeque<Request> = lists
            .map(|(operation, _)| Request {
                operation,
                ids: Vec::new(),
                page: 1,
            })
            .collect();
        while let Some(request) = queue.pop_front() {
            let items = self.send(&request).await?;
            let size = self.plan.operations[request.operation].page_size;
            let is_full = size.is_some_and(|size| items.is_some_and(|items| items >= size));
            if is_full && request.page < self.limits.pages {
                queue.push_back(Request {
                    page: request.page + 1,
                    ..request
                });
            }
        }
        Ok(())
    }

    /// Calls the operations with path parameters: each with its first ids, then each with its second
    /// ids, and so on. Responses may have ids for other operations, so this ends when a round sends
    /// nothing.
    async fn fetch_items(&mut self) -> Result<(), Error> {
        let mut done = vec![0; self.plan.operations.len()];
        loop {
            let before: usize = done.iter().sum();
            for (index, operation) in self.plan.operations.iter().enumerate() {
                let n = done[index];
                if operation.path_parameters.is_empty() || n >= self.limits.ids {
                    continue;
                }
                let Some(ids) = self.ids.nth(operation, n) else {
                    continue;
                };
                done[index] += 1;
                let request = Request {
                    operation: index,
                    ids,
                    page: 1,
                };
                self.send(&request).await?;
            }
            if done.iter().sum::<usize>() == before {
                return Ok(());
            }
        }
    }

    /// Sends a request if the limits allow it; returns the number of items in the response.
    async fn send(&mut self, request: &Request) -> Result<Option<usize>, Error> {
        if self.fetched.requests >= self.limits.requests {
            self.stopped.get_or_insert(Omission::RequestLimit);
        }
        let stats = &mut self.fetched.operations[request.operation];
        if let Some(reason) = &self.stopped {
            stats.omitted.get_or_insert_with(|| reason.clone());
            return Ok(None);
        }
        stats.requests += 1;
        self.fetched.requests += 1;
        if self.fetched.requests.is_multiple_of(REPORTED) {
            let (sent, limit) = (self.fetched.requests, self.limits.requests);
            output::eprint_line(&format!("{sent} requests sent, of at most {limit}"));
        }
        let operation = &self.plan.operations[request.operation];
        match self.call(operation, request).await {
            Ok(value) => Ok(Some(self.add_response(request.operation, operation, value))),
            Err(error) => {
                self.add_failure(request.operation, Failure::of(&error))?;
                Ok(None)
            }
        }
    }

    /// Sends one request, without retries: each of them counts against the limit.
    async fn call(
        &self,
        operation: &ReadOperation,
        request: &Request,
    ) -> hellodialog::Result<Value> {
        let path = operation.path_with(&request.ids);
        let mut call = self.client.request(Method::Get, &path);
        for (name, value) in &operation.query {
            call = call.query(name, value);
        }
        if operation.page_size.is_some() {
            call = call.query(PAGE, &request.page.to_string());
        }
        call.send::<Value>().retries(0).await
    }

    /// Keeps a response and its ids; returns its number of items.
    fn add_response(&mut self, index: usize, operation: &ReadOperation, value: Value) -> usize {
        self.without_response = 0;
        self.fetched.operations[index].responses += 1;
        // Only the ids are used here. The report compares all responses at the end.
        let mut observations = Observations::default();
        observe(self.places, &operation.id, &value, &mut observations);
        for id in observations.ids {
            self.ids.add(&id.component, &id.id);
        }
        let items = match &value {
            Value::Array(items) => items.len(),
            Value::Object(entries) => entries.len(),
            _ => 0,
        };
        self.fetched.responses.push(Response {
            operation: operation.id.clone(),
            value,
        });
        items
    }

    fn add_failure(&mut self, index: usize, failure: Failure) -> Result<(), Error> {
        let is_first = self.fetched.responses.is_empty();
        if failure == Failure::InvalidKey && is_first {
            return Err(Error::InvalidKey);
        }
        self.without_response = if failure.has_no_response() {
            self.without_response + 1
        } else {
            0
        };
        let is_gone = self.without_response >= MAX_WITHOUT_RESPONSE;
        if is_first && (failure == Failure::Connect || is_gone) {
            return Err(Error::Unreachable(failure));
        }
        if is_gone {
            self.abort(AbortReason::NoResponse);
        }
        if failure.is_rate_limit() {
            self.abort(AbortReason::RateLimit);
        }
        self.first_failure.get_or_insert(failure.clone());
        let failures = &mut self.fetched.operations[index].failures;
        *failures.entry(failure).or_default() += 1;
        Ok(())
    }

    fn abort(&mut self, reason: AbortReason) {
        self.stopped = Some(Omission::Aborted(reason));
        self.fetched.aborted = Some(reason);
    }

    /// Records that operations were not called because an id is missing.
    fn record_missing_ids(&mut self) {
        let operations = self.plan.operations.iter();
        for (operation, stats) in operations.zip(&mut self.fetched.operations) {
            if stats.requests > 0 || stats.omitted.is_some() {
                continue;
            }
            let unknown = self.ids.unknown(operation).into_iter();
            let names = unknown.map(|parameter| parameter.id_name().to_owned());
            stats.omitted = Some(Omission::NoId(names.collect()));
        }
    }

    fn finish(self) -> Result<FetchResult, Error> {
        match self.first_failure {
            Some(first) if self.fetched.responses.is_empty() => Err(Error::NoResponse {
                requests: self.fetched.requests,
                first,
            }),
            _ => Ok(self.fetched),
        }
    }
}
