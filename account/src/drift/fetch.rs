//! Asking the account.

use std::collections::{BTreeMap, VecDeque};

use hellodialog::{Client, Method};
use serde_json::Value;

use super::Error;
use super::compare::{Observations, Places, observe};
use super::failure::Failure;
use super::ids::Ids;
use super::plan::{Operation, PAGE, Plan};

/// So many requests in a row without any answer, and the account is gone.
const MOST_SILENCES: u32 = 3;

/// Why an operation was not asked when the requests were used up.
pub(super) const USED_UP: &str = "the budget of requests was used up";

/// How much is asked.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// Requests in all.
    pub(super) requests: u32,
    /// Pages of each list that comes in pages.
    pub(super) pages: u32,
    /// Ids for each operation that takes one.
    pub(super) ids: usize,
}

/// What came.
#[derive(Default)]
pub(super) struct Survey {
    /// How many requests were made.
    pub(super) requests: u32,
    pub(super) answers: Vec<Answer>,
    /// What became of each operation, in the order of the plan.
    pub(super) operations: Vec<Asked>,
    /// Why the account was asked no more, if it was the account that ended it.
    pub(super) broke_off: Option<&'static str>,
}

/// An answer, as it came.
pub(super) struct Answer {
    pub(super) operation: String,
    pub(super) value: Value,
}

/// What became of an operation.
#[derive(Debug, Default)]
pub(super) struct Asked {
    pub(super) requests: u32,
    pub(super) answered: u32,
    pub(super) failures: BTreeMap<Failure, u32>,
    /// Why it was not asked, or not all that could have been.
    pub(super) left: Option<String>,
}

/// A request to make.
struct Request {
    /// The operation, by its number in the plan.
    operation: usize,
    ids: Vec<String>,
    page: u32,
}

struct Fetch<'f> {
    client: &'f Client,
    places: &'f Places<'f>,
    plan: &'f Plan,
    limits: Limits,
    ids: Ids,
    survey: Survey,
    silences: u32,
    first_failure: Option<Failure>,
    /// Why nothing more is asked.
    end: Option<&'static str>,
}

/// Asks what the plan has, as far as the limits go.
///
/// # Errors
///
/// When the account does not take the key, or answers nothing.
pub(super) async fn ask(
    client: &Client,
    places: &Places<'_>,
    plan: &Plan,
    limits: Limits,
    ids: Ids,
) -> Result<Survey, Error> {
    let mut fetch = Fetch {
        client,
        places,
        plan,
        limits,
        ids,
        survey: Survey::default(),
        silences: 0,
        first_failure: None,
        end: None,
    };
    let operations = &mut fetch.survey.operations;
    operations.resize_with(plan.operations.len(), Asked::default);
    fetch.lists().await?;
    fetch.items().await?;
    fetch.tell_what_is_left();
    fetch.judge()
}

impl Fetch<'_> {
    /// Operations without an id: the first page of each, then further pages.
    async fn lists(&mut self) -> Result<(), Error> {
        let all = self.plan.operations.iter().enumerate();
        let lists = all.filter(|(_, operation)| operation.blanks.is_empty());
        let mut open: VecDeque<Request> = lists
            .map(|(operation, _)| Request {
                operation,
                ids: Vec::new(),
                page: 1,
            })
            .collect();
        while let Some(request) = open.pop_front() {
            let items = self.send(&request).await?;
            let size = self.plan.operations[request.operation].page_size;
            let is_full = size.is_some_and(|size| items.is_some_and(|items| items >= size));
            if is_full && request.page < self.limits.pages {
                open.push_back(Request {
                    page: request.page + 1,
                    ..request
                });
            }
        }
        Ok(())
    }

    /// Operations with ids: each with its first ones, then each with its second ones, and so on.
    /// What they answer may have the ids for another, so that goes on until nothing is new.
    async fn items(&mut self) -> Result<(), Error> {
        let mut done = vec![0; self.plan.operations.len()];
        loop {
            let before: usize = done.iter().sum();
            for (number, operation) in self.plan.operations.iter().enumerate() {
                let n = done[number];
                if operation.blanks.is_empty() || n >= self.limits.ids {
                    continue;
                }
                let Some(ids) = self.ids.nth(operation, n) else {
                    continue;
                };
                done[number] += 1;
                let request = Request {
                    operation: number,
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

    /// Sends a request, if there is leave to; how many items were in the answer.
    async fn send(&mut self, request: &Request) -> Result<Option<usize>, Error> {
        if self.survey.requests >= self.limits.requests {
            self.end.get_or_insert(USED_UP);
        }
        let asked = &mut self.survey.operations[request.operation];
        if let Some(why) = self.end {
            asked.left.get_or_insert_with(|| why.to_owned());
            return Ok(None);
        }
        asked.requests += 1;
        self.survey.requests += 1;
        let operation = &self.plan.operations[request.operation];
        match self.call(operation, request).await {
            Ok(value) => Ok(Some(self.keep(request.operation, operation, value))),
            Err(error) => {
                self.fail(request.operation, Failure::of(&error))?;
                Ok(None)
            }
        }
    }

    /// One request. It is not repeated, so that the budget holds.
    async fn call(&self, operation: &Operation, request: &Request) -> hellodialog::Result<Value> {
        let path = operation.filled(&request.ids);
        let mut call = self.client.request(Method::Get, &path);
        for (name, value) in &operation.query {
            call = call.query(name, value);
        }
        if operation.page_size.is_some() {
            call = call.query(PAGE, &request.page.to_string());
        }
        call.send::<Value>().retries(0).await
    }

    fn keep(&mut self, number: usize, operation: &Operation, value: Value) -> usize {
        self.silences = 0;
        self.survey.operations[number].answered += 1;
        // For the ids alone: what differs is looked for when all is there.
        let mut seen = Observations::default();
        observe(self.places, &operation.id, &value, &mut seen);
        for seen in seen.ids {
            self.ids.add(&seen.component, &seen.id);
        }
        let items = match &value {
            Value::Array(items) => items.len(),
            Value::Object(entries) => entries.len(),
            _ => 0,
        };
        self.survey.answers.push(Answer {
            operation: operation.id.clone(),
            value,
        });
        items
    }

    fn fail(&mut self, number: usize, failure: Failure) -> Result<(), Error> {
        let nothing_yet = self.survey.answers.is_empty();
        if failure == Failure::InvalidKey && nothing_yet {
            return Err(Error::InvalidKey);
        }
        self.silences = if failure.is_silence() {
            self.silences + 1
        } else {
            0
        };
        if failure == Failure::NotConnected && nothing_yet || self.silences >= MOST_SILENCES {
            if nothing_yet {
                let why = failure.to_string();
                return Err(Error::Unreachable { why });
            }
            self.break_off("the account answered no more");
        }
        if failure.is_too_many() {
            self.break_off("the account asked for fewer requests (status 429)");
        }
        self.first_failure.get_or_insert(failure.clone());
        let failures = &mut self.survey.operations[number].failures;
        *failures.entry(failure).or_default() += 1;
        Ok(())
    }

    fn break_off(&mut self, why: &'static str) {
        self.end = Some(why);
        self.survey.broke_off = Some(why);
    }

    /// Notes why operations were not asked for which there was no request to make.
    fn tell_what_is_left(&mut self) {
        let operations = self.plan.operations.iter();
        for (operation, asked) in operations.zip(&mut self.survey.operations) {
            if asked.requests > 0 || asked.left.is_some() {
                continue;
            }
            let unknown = self.ids.unknown(operation);
            let names = unknown.iter().map(|blank| {
                let name = blank.component.as_ref().unwrap_or(&blank.name);
                format!("`{name}`")
            });
            let names = names.collect::<Vec<_>>().join(", ");
            asked.left = Some(format!("no id was seen for {names}; `--id` gives one"));
        }
    }

    fn judge(self) -> Result<Survey, Error> {
        match self.first_failure {
            Some(failure) if self.survey.answers.is_empty() => Err(Error::NoAnswer {
                asked: self.survey.requests,
                first: failure.to_string(),
            }),
            _ => Ok(self.survey),
        }
    }
}
