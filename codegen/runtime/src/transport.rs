//! Sending a request and judging the answer.

mod answer;
mod judge;
mod observe;
mod read;
mod repeat;
mod settings;
mod turns;

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use reqwest::header::HeaderMap;
use reqwest::{Method, Request, Response, ResponseBuilderExt as _};
use tokio::time::{Instant, sleep};
use tracing::Instrument as _;

use self::answer::Answer;
use self::judge::Judge;
use self::repeat::{Budget, Waits};
pub(crate) use self::settings::Settings;
use self::settings::Terms;
pub(crate) use self::turns::Turns;
use crate::base_url::BaseUrl;
use crate::capture::RawAnswer;
use crate::drift::DriftReporter;
use crate::envelope::Reports;
use crate::error::{Error, ErrorKind, Outcome, Result};
use crate::key::ApiKey;
use crate::operation::Operation;
use crate::options::CallOptions;
use crate::seam;
use crate::service::Service;

/// The connection to a service: sends requests, adds the key, tells failures from answers.
///
/// Cheap to clone; clones share their connections, their limits and their retry budget.
///
/// # Repetition
///
/// A call that failed is sent again, twice by default, if that is safe:
///
/// - it was never sent, since no connection was made;
/// - the server refused it outright, with status 429;
/// - its operation is [`Retry::Safe`](crate::Retry::Safe), and the connection broke off, the
///   attempt took too long, the answer ended early, or its status was 408, 502, 503 or 504.
///
/// Before each repetition it waits: 0.5 seconds, doubling to 8, each lengthened at random by up to
/// as much again, or what the server asks for with `Retry-After` if that is longer. A server that
/// asks for more than 60 seconds is not asked again, nor is a wait begun that would pass the
/// call's deadline: the failure is returned. All clones of a client together may repeat one call
/// for ten that succeeded, and ten more, in any ten seconds.
///
/// # Logs
///
/// A call is a [`tracing`] span `call` of target `hellodialog_runtime` at level INFO, with
/// operation, attempt, status, code, bytes (of the body) and elapsed milliseconds; each attempt is
/// an event at level DEBUG in it. They tell no URL, header or body.
///
/// The key is in the URL of each request, so what the crates below log matters too. With the
/// versions that this crate is tested with they name hosts and connections, at TRACE as well, and
/// no path or query: not `reqwest` and `hyper`, and not `h2`, which logs each frame without its
/// header block. A test with TRACE on searches all of it for the key. Not guarded is what a program
/// adds by itself: a log of what goes over a socket, or a proxy that sees plain http.
#[derive(Clone)]
pub struct Transport {
    shared: Arc<Shared>,
    /// What the next request is for, if that was said.
    call: Option<Arc<Call>>,
}

struct Shared {
    service: &'static Service,
    reports: Option<Reports>,
    key: ApiKey,
    base_url: BaseUrl,
    http: reqwest::Client,
    settings: Settings,
    turns: Turns,
    budget: Budget,
    drift_reporter: DriftReporter,
}

/// One call.
struct Call {
    operation: &'static Operation,
    options: CallOptions,
    /// The answer that was handed on, to be looked at once it has been read.
    came: Mutex<Option<Came>>,
}

struct Came {
    status: u16,
    headers: HeaderMap,
    body: Bytes,
    attempts: u32,
}

impl Transport {
    pub(crate) fn new(
        service: &'static Service,
        key: ApiKey,
        base_url: BaseUrl,
        http: reqwest::Client,
        settings: Settings,
        turns: Turns,
        drift_reporter: DriftReporter,
    ) -> Self {
        let shared = Arc::new(Shared {
            service,
            reports: service.envelope.as_ref().map(Reports::of),
            key,
            base_url,
            http,
            settings,
            turns,
            budget: Budget::new(),
            drift_reporter,
        });
        Self { shared, call: None }
    }

    /// The same connections, for one call of `operation` with `options`.
    ///
    /// Without it the next request has the options that the client was built with, and is not
    /// safe to repeat.
    #[must_use]
    pub fn for_call(&self, operation: &'static Operation, options: CallOptions) -> Self {
        let call = Call {
            operation,
            options,
            came: Mutex::default(),
        };
        Self {
            shared: Arc::clone(&self.shared),
            call: Some(Arc::new(call)),
        }
    }

    /// Where the service is, without a slash at the end.
    #[must_use]
    pub fn base_url(&self) -> &str {
        self.shared.base_url.as_str()
    }

    /// The HTTP client, to make requests with. What it sends by itself carries no key, and its
    /// errors show the URL: requests go through [`exec`](Transport::exec).
    #[must_use]
    pub fn http(&self) -> &reqwest::Client {
        &self.shared.http
    }

    /// Options for several calls that are one to who makes them: the deadline of that one, which
    /// begins now, is theirs. For generated code.
    #[doc(hidden)]
    pub fn one_deadline(&self, options: CallOptions) -> CallOptions {
        let settings = &self.shared.settings;
        let ends = settings.deadline_of(Instant::now(), options.deadline);
        CallOptions {
            ends: Some(ends),
            ..options
        }
    }

    /// How many pages a stream may get ahead without keeping others from being sent.
    pub(crate) fn max_prefetch(&self) -> usize {
        self.shared.turns.most_waiting()
    }

    /// The service.
    #[must_use]
    pub fn service(&self) -> &'static Service {
        self.shared.service
    }

    /// Sends `request`, whose key is added here, and judges the answer; again, where that is safe.
    ///
    /// A success of any 2xx comes back with status 200. A failure comes back as a response as
    /// well, for [`answer`](Transport::answer) to take out; `operation` is the id that it will
    /// name. Dropping the future ends the call, connection and all.
    ///
    /// # Errors
    ///
    /// None. The result has the type that the plain layer asks for.
    #[expect(
        clippy::manual_async_fn,
        reason = "the future of an async function would hold the request twice, and it is large"
    )]
    pub fn exec<'a>(
        &'a self,
        mut request: Request,
        operation: &'a str,
    ) -> impl Future<Output = reqwest::Result<Response>> + Send + 'a {
        async move {
            let span = observe::span(operation);
            let began = Instant::now();
            let (attempts, result) = match self.prepare(&mut request) {
                Ok(()) => self.send(&request, began).instrument(span.clone()).await,
                Err(error) => (0, Err(error)),
            };
            observe::end(&span, attempts, began, &result);
            let response = match result {
                Ok(answer) => self.hand_on(answer, attempts),
                Err(error) => {
                    let error = error.with_operation(operation).with_attempts(attempts);
                    seam::carry(error)
                }
            };
            Ok(response)
        }
    }

    /// Sends copies of `request`, as many as need be; how many those were.
    async fn send(&self, request: &Request, began: Instant) -> (u32, Result<Answer>) {
        let terms = self.terms(request.method(), began);
        let mut waits = None;
        let mut attempts = 0;
        let mut result = None;
        let mut doubt = false;
        while let Some(_turn) = self.shared.turns.take(terms.deadline).await {
            let Some(copy) = request.try_clone() else {
                result = Some(Err(is_stream()));
                break;
            };
            attempts += 1;
            let sent = self.shared.http.execute(copy);
            let came = result.insert(self.attempt(sent, &terms, attempts).await);
            if attempts > terms.retries {
                break;
            }
            let Some(wait) = self.wait(came, &terms, &mut waits) else {
                break;
            };
            doubt |= may_have_acted(came);
            observe::repetition(wait);
            sleep(wait).await;
        }
        let result = result.unwrap_or_else(|| Err(no_turn()));
        let result = result.map_err(|error| {
            if doubt {
                error.with_unknown_outcome()
            } else {
                error
            }
        });
        (attempts, result)
    }

    fn terms(&self, method: &Method, began: Instant) -> Terms {
        let call = self.call.as_deref();
        let call = call.map(|call| (call.operation, &call.options));
        Terms::new(&self.shared.settings, began, method, call)
    }

    /// Waits for the answer to what is `sent`, with all that this brings along.
    async fn attempt(
        &self,
        sent: impl Future<Output = reqwest::Result<Response>>,
        terms: &Terms,
        number: u32,
    ) -> Result<Answer> {
        let began = Instant::now();
        self.capture(None);
        let most = self.shared.settings.max_body_bytes;
        let answer = Answer::of(sent, terms.attempt_end(began), most).await;
        if let Ok(answer) = &answer {
            self.capture(Some((answer, number)));
        }
        let result = answer.and_then(|answer| {
            let judge = Judge {
                service: self.shared.service,
                reports: self.shared.reports.as_ref(),
                key: &self.shared.key,
            };
            judge.judge(answer, terms.reads)
        });
        let result = result.map_err(|error| {
            let retryable = repeat::may_repeat(&error, terms.safe);
            let error = error.redacted(&self.shared.key);
            error.with_retryable(retryable)
        });
        if result.is_ok() {
            self.shared.budget.earn();
        }
        observe::attempt(number, began, &result);
        result
    }

    /// Makes a request ready to be sent: the one place where the key is added.
    fn prepare(&self, request: &mut Request) -> Result<()> {
        if !self.shared.base_url.covers(request.url()) {
            let detail = "the request is for another host than the service's";
            return Err(Error::new(ErrorKind::Request, detail).not_sent());
        }
        if let Some(call) = self.call.as_deref().filter(|call| call.adds_to_query()) {
            let mut query = request.url_mut().query_pairs_mut();
            query.extend_pairs(&call.options.query);
        }
        if let Some(parameter) = self.shared.settings.method_parameter {
            override_method(request, parameter);
        }
        if let Some(parameter) = self.shared.service.key_parameter {
            let mut query = request.url_mut().query_pairs_mut();
            query.append_pair(parameter, self.shared.key.expose());
        }
        Ok(())
    }

    /// How long to wait before the call is sent again; `None` if it is not.
    fn wait(
        &self,
        result: &Result<Answer>,
        terms: &Terms,
        waits: &mut Option<Waits>,
    ) -> Option<Duration> {
        let (again, error) = match result {
            Ok(answer) => (terms.safe && answer.ends_early(), None),
            Err(error) => (error.is_retryable(), Some(error)),
        };
        if !again {
            return None;
        }
        let wait = waits.get_or_insert_with(repeat::waits).next()?;
        let wait = repeat::lengthened(wait, error)?;
        let in_time = Instant::now().checked_add(wait)? < terms.deadline;
        (in_time && self.shared.budget.spend()).then_some(wait)
    }

    /// Keeps a copy of the answer, if one was asked for.
    fn capture(&self, answer: Option<(&Answer, u32)>) {
        let call = self.call.as_deref();
        let Some(capture) = call.and_then(|call| call.options.capture.as_ref()) else {
            return;
        };
        capture.replace(answer.map(|(answer, attempts)| RawAnswer {
            status: answer.status.as_u16(),
            headers: answer.headers.clone(),
            body: answer.body.clone(),
            attempts,
        }));
    }

    /// The answer as a response for the plain layer. Its status is 200 whatever success it was: the
    /// API is loose about which, and an operation declares one.
    fn hand_on(&self, answer: Answer, attempts: u32) -> Response {
        if let Some(call) = &self.call {
            *call.came() = Some(Came {
                status: answer.status.as_u16(),
                headers: answer.headers,
                body: answer.body.clone(),
                attempts,
            });
        }
        // One without a URL would be given one that has to be parsed, for each answer.
        let url = self.shared.base_url.as_url().clone();
        let response = http::Response::builder().url(url).body(answer.body);
        let response = response.expect("neither a status nor a header is set that could be wrong");
        response.into()
    }
}

impl Call {
    fn adds_to_query(&self) -> bool {
        !self.options.query.is_empty()
    }

    fn came(&self) -> MutexGuard<'_, Option<Came>> {
        // What a panic elsewhere leaves here is whole: it is written in one step.
        self.came.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Says in the query which method is meant, and sends it as POST, for a network that lets nothing
/// pass but GET and POST.
fn override_method(request: &mut Request, parameter: &str) {
    if matches!(*request.method(), Method::GET | Method::POST) {
        return;
    }
    let method = std::mem::replace(request.method_mut(), Method::POST);
    let mut query = request.url_mut().query_pairs_mut();
    query.append_pair(parameter, method.as_str());
}

/// Whether an attempt that is not the last one may have done what was asked for.
fn may_have_acted(result: &Result<Answer>) -> bool {
    result
        .as_ref()
        .map_or_else(|error| error.outcome() == Outcome::Unknown, |_| true)
}

fn is_stream() -> Error {
    let detail = "a body that is a stream cannot be sent: it could not be sent again";
    Error::new(ErrorKind::Request, detail).not_sent()
}

fn no_turn() -> Error {
    let detail = "the limits of this client left no turn to send the request in time";
    Error::new(ErrorKind::Timeout, detail)
        .not_sent()
        .with_retryable(true)
}

impl fmt::Debug for Transport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Transport")
            .field("service", &self.shared.service.name)
            .field("base_url", &self.base_url())
            .finish_non_exhaustive()
    }
}
