//! Sends a request and reads its response, with retries.

mod classify;
mod connections;
mod failure;
mod limiter;
mod policy;
mod rate;
mod received;
mod retry;
mod telemetry;

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use reqwest::{Method, Request, Response};
use tokio::time::{Instant, sleep};
use tracing::Instrument as _;

use self::classify::{Classifier, without_mark};
use self::connections::note_connecting;
pub(crate) use self::connections::{ConnectLayer, Connections};
pub(crate) use self::limiter::Limiter;
use self::policy::AttemptPolicy;
pub(crate) use self::policy::Settings;
use self::received::ReceivedResponse;
use self::retry::{Backoff, RetryThrottle};
use crate::base_url::{BaseUrl, Destination};
use crate::credentials::Credentials;
use crate::decode::ResponseBody;
use crate::drift::DriftReporter;
use crate::envelope::Reports;
use crate::error::{Error, ErrorKind, Outcome, Result};
use crate::operation::{Content, Idempotency, Operation};
use crate::options::CallOptions;
use crate::response::ResponseSlot;
use crate::runtime;
use crate::secret::Secrets;
use crate::service::Service;

/// The connection to a service: sends requests, adds the key, turns failures into errors.
///
/// Cheap to clone; clones share their connections, their limits and their retry budget.
///
/// # Retries
///
/// A failed call is sent again, twice by default, where that is safe:
///
/// - no connection was made, or it ended before the request was written, so it was never sent;
/// - the server rejected it with status 429, or says by HTTP/2 that it did not process it;
/// - its operation is [idempotent](crate::Idempotency::Idempotent), and the connection broke off,
///   the attempt timed out, the response was truncated, or its status was 408, 502, 503 or 504.
///
/// The delay before a retry is 0.5 seconds, doubles up to 8, and gets up to 100% of jitter; it is
/// longer if the server asks for more with `Retry-After`. If `Retry-After` exceeds 60 s, or the
/// delay would pass the call's deadline, the error is returned. All clones of a client together
/// may retry one call for ten that succeeded, and ten more, in any ten seconds.
///
/// # Runtimes
///
/// A call needs a [Tokio](https://docs.rs/tokio) runtime with its time and I/O enabled; without one it is an error.
/// A client can be used from several runtimes, each of which has connections of its own. A stream
/// can move from one runtime to another.
///
/// # Logs
///
/// A call is a [`tracing`] span `call` of target `hellodialog_runtime` at level INFO, with
/// operation, attempt, status, code, bytes (of the body) and elapsed milliseconds; each attempt is
/// an event at level DEBUG in it. They contain no URL, header or body.
///
/// The key is in the URL of each request, so what the crates below log matters too. In the
/// versions that this crate is tested with, `reqwest`, `hyper` and `h2` log hosts and connections
/// at TRACE, but no path or query. A test searches all logs at TRACE for the key. A log of socket
/// traffic, or a proxy that sees plain http, is outside of that guarantee.
#[derive(Clone)]
pub struct Transport(Arc<Shared>);

struct Shared {
    service: &'static Service,
    reports: Option<Reports>,
    credentials: Credentials,
    secrets: Secrets,
    base_url: BaseUrl,
    connections: Connections,
    settings: Settings,
    limiter: Limiter,
    throttle: RetryThrottle,
    drift_reporter: DriftReporter,
}

/// Decodes the body of a response. It runs within the attempt: a truncated body is retried.
pub(crate) type DecodeFn<'f> = dyn FnMut(&ResponseBody<'_>) -> Result<()> + Send + 'f;

/// A call that is being sent.
struct Sending<'a> {
    operation: &'static Operation,
    options: &'a CallOptions,
    policy: AttemptPolicy,
    http: reqwest::Client,
    decode: &'a mut DecodeFn<'a>,
    attempts: u32,
    /// Whether an attempt that failed may have taken effect.
    may_have_acted: bool,
}

impl Transport {
    pub(crate) fn new(
        service: &'static Service,
        credentials: Credentials,
        base_url: BaseUrl,
        connections: Connections,
        settings: Settings,
        limiter: Limiter,
        drift_reporter: DriftReporter,
    ) -> Self {
        Self(Arc::new(Shared {
            service,
            reports: service.envelope.as_ref().map(Reports::of),
            secrets: credentials.secrets(),
            credentials,
            base_url,
            connections,
            settings,
            limiter,
            throttle: RetryThrottle::new(),
            drift_reporter,
        }))
    }

    /// The base URL, without a slash at the end.
    #[must_use]
    pub fn base_url(&self) -> &str {
        self.0.base_url.as_str()
    }

    /// The base URL of an operation, which can have a server of its own. A client that was built with a
    /// base URL sends everything there.
    pub(crate) fn base_url_of(&self, operation: &Operation) -> String {
        let base_url = &self.0.base_url;
        match operation.server {
            Some(server) => base_url.server(server),
            None => base_url.as_str().to_owned(),
        }
    }

    /// The HTTP client, to build requests with. What it sends by itself carries no key, and its
    /// errors show the URL: send requests with a [`Call`](crate::Call).
    #[must_use]
    pub fn http(&self) -> &reqwest::Client {
        self.0.connections.any()
    }

    /// The service.
    #[must_use]
    pub fn service(&self) -> &'static Service {
        self.0.service
    }

    /// Options for several calls that share one deadline, which starts now.
    #[doc(hidden)]
    pub fn with_shared_deadline(&self, options: CallOptions) -> CallOptions {
        let settings = &self.0.settings;
        let ends = settings.deadline_of(Instant::now(), options.deadline);
        CallOptions {
            ends: Some(ends),
            ..options
        }
    }

    /// Sends `request`, adds the key to it, and decodes the response with `decode`; retries where
    /// that is safe. Dropping the future closes the connection.
    pub(crate) async fn send<'a>(
        &self,
        operation: &'static Operation,
        request: &mut Request,
        options: &'a CallOptions,
        decode: &'a mut DecodeFn<'a>,
    ) -> Result<()> {
        let span = telemetry::span(operation.id);
        let start = Instant::now();
        let (attempts, result) = match self.prepare(operation, request, options) {
            Ok(http) => {
                let policy = AttemptPolicy::new(
                    &self.0.settings,
                    start,
                    request.method(),
                    operation,
                    options,
                );
                let mut call = Sending {
                    operation,
                    options,
                    policy,
                    http,
                    decode,
                    attempts: 0,
                    may_have_acted: false,
                };
                let sent = self.send_in_any_runtime(request, &mut call);
                let result = sent.instrument(span.clone()).await;
                (call.attempts, result)
            }
            Err(error) => (0, Err(error)),
        };
        telemetry::end(&span, attempts, start, &result);
        match result {
            Ok(_) => Ok(()),
            Err(error) => Err(error.with_operation(operation.id).with_attempts(attempts)),
        }
    }

    /// Makes attempts, and begins again in another runtime that goes on with the call, where that is
    /// safe.
    async fn send_in_any_runtime(
        &self,
        request: &Request,
        call: &mut Sending<'_>,
    ) -> Result<ReceivedResponse> {
        let mut runtime = runtime::current();
        loop {
            let sent = runtime::within(&mut runtime, self.send_with_retries(request, call));
            if let Some(result) = sent.await {
                return result.map_err(|error| {
                    if call.may_have_acted {
                        error.with_unknown_outcome()
                    } else {
                        error
                    }
                });
            }
            if call.attempts > 0 {
                call.may_have_acted = true;
                if call.policy.idempotency == Idempotency::NotIdempotent {
                    return Err(moved());
                }
            }
            let destination = Destination::of(request.url());
            call.http = self.0.connections.current(destination)?;
        }
    }

    /// Makes attempts until one succeeds or may not be retried.
    async fn send_with_retries(
        &self,
        request: &Request,
        call: &mut Sending<'_>,
    ) -> Result<ReceivedResponse> {
        let policy = call.policy;
        let mut backoff = None;
        let mut last = None;
        loop {
            let turn = call.options.turn.as_ref();
            let Some(permit) = self.0.limiter.acquire(policy.deadline, turn).await else {
                last.get_or_insert_with(|| Err(limit_timeout()));
                break;
            };
            let start = Instant::now();
            if policy.attempt_end(start) <= start {
                last.get_or_insert_with(|| Err(no_time()));
                break;
            }
            let Some(copy) = request.try_clone() else {
                last = Some(Err(streaming_body()));
                break;
            };
            call.attempts += 1;
            let sent = call.http.execute(copy);
            let result = last.insert(self.attempt(sent, call).await);
            // Others may send while this call waits.
            drop(permit);
            let Err(error) = result else { break };
            if call.attempts > policy.retries {
                break;
            }
            let Some(delay) = self.retry_delay(error, policy.deadline, &mut backoff) else {
                break;
            };
            call.may_have_acted |= error.outcome() == Outcome::Unknown;
            telemetry::retry(delay);
            sleep(delay).await;
        }
        last.unwrap_or_else(|| Err(limit_timeout()))
    }

    /// Receives, classifies and decodes the response to what was `sent`.
    async fn attempt(
        &self,
        sent: impl Future<Output = reqwest::Result<Response>>,
        call: &mut Sending<'_>,
    ) -> Result<ReceivedResponse> {
        let start = Instant::now();
        let slot = call.options.slot.as_ref();
        slot.map(ResponseSlot::clear);
        let end = call.policy.attempt_end(start);
        let is_connecting = AtomicBool::new(false);
        let sent = note_connecting(sent, &is_connecting);
        let received = ReceivedResponse::receive(sent, end, self.0.settings.max_body_bytes).await;
        if let (Some(slot), Ok(received)) = (slot, &received) {
            slot.fill(received.to_raw(call.attempts));
        }
        let received = received.map_err(|error| match error.kind() {
            ErrorKind::Timeout if is_connecting.into_inner() => timed_out_connecting(),
            _ => error,
        });
        let result = received.and_then(|response| self.read(response, call));
        let result = result.map_err(|error| {
            let retryable = retry::may_retry(&error, call.policy.idempotency);
            error.redacted(&self.0.secrets).with_retryable(retryable)
        });
        telemetry::attempt(call.attempts, start, &result);
        result
    }

    /// Classifies and decodes a response.
    fn read(
        &self,
        mut response: ReceivedResponse,
        call: &mut Sending<'_>,
    ) -> Result<ReceivedResponse> {
        if call.operation.content == Content::Json {
            response.body = response.body.slice_ref(without_mark(&response.body));
        }
        let classifier = Classifier {
            service: self.0.service,
            reports: self.0.reports.as_ref(),
            key: &self.0.secrets,
        };
        let response =
            classifier.classify_response(response, call.operation, call.policy.access)?;
        self.0.throttle.deposit();
        let body = ResponseBody::new(
            &response.body,
            call.operation,
            &self.0.secrets,
            &self.0.drift_reporter,
            call.options.skipped.as_ref(),
            self.0
                .service
                .envelope
                .as_ref()
                .map(|envelope| envelope.member),
        );
        let decoded = (call.decode)(&body);
        // The drift hook hears of a response that does not decode, too.
        let checked = body.check();
        match decoded.and(checked) {
            Ok(()) => Ok(response),
            Err(error) => Err(error
                .with_body(&response.body)
                .with_status(response.status.as_u16())
                .with_headers(response.headers)),
        }
    }

    /// Makes a request ready to be sent: the one place where the key is added.
    fn prepare(
        &self,
        operation: &'static Operation,
        request: &mut Request,
        options: &CallOptions,
    ) -> Result<reqwest::Client> {
        let destination = Destination::of(request.url());
        let http = self.0.connections.current(destination)?;
        self.0.base_url.check(request.url(), operation.server)?;
        if !options.query.is_empty() {
            refuse_repeated(request, &options.query)?;
            let mut query = request.url_mut().query_pairs_mut();
            query.extend_pairs(&options.query);
        }
        if let Some(parameter) = self.0.settings.method_parameter {
            override_method(request, parameter);
        }
        let Shared {
            credentials,
            service,
            ..
        } = &*self.0;
        credentials.add(request, service, operation)?;
        Ok(http)
    }

    /// The delay before the next attempt; `None` if there is none.
    fn retry_delay(
        &self,
        error: &Error,
        deadline: Instant,
        backoff: &mut Option<Backoff>,
    ) -> Option<Duration> {
        if !error.is_retryable() {
            return None;
        }
        let delay = backoff.get_or_insert_with(retry::backoff).next_delay();
        let delay = retry::apply_retry_after(delay, error)?;
        let in_time = Instant::now().checked_add(delay)? < deadline;
        (in_time && self.0.throttle.withdraw()).then_some(delay)
    }
}

/// Refuses parameters that the request has already: the server would use one of the two.
fn refuse_repeated(request: &Request, added: &[(String, String)]) -> Result<()> {
    let url = request.url();
    let mut before = url.query_pairs().filter(|(name, _)| !name.ends_with("[]"));
    match before.find(|(name, _)| added.iter().any(|(added, _)| added == name)) {
        Some((name, _)) => {
            let detail = format!("the request has the query parameter `{name}` already");
            Err(Error::new(ErrorKind::Request, detail).not_sent())
        }
        None => Ok(()),
    }
}

/// Names the method in the query and sends the request as POST, for a network that lets nothing
/// but GET and POST pass.
fn override_method(request: &mut Request, parameter: &str) {
    if matches!(*request.method(), Method::GET | Method::POST) {
        return;
    }
    let method = std::mem::replace(request.method_mut(), Method::POST);
    let mut query = request.url_mut().query_pairs_mut();
    query.append_pair(parameter, method.as_str());
}

fn streaming_body() -> Error {
    let detail = "a body that is a stream cannot be sent: it could not be sent again";
    Error::new(ErrorKind::Request, detail).not_sent()
}

fn moved() -> Error {
    let detail = "another runtime went on with the call while its request was in flight";
    Error::new(ErrorKind::Request, detail)
}

fn timed_out_connecting() -> Error {
    Error::new(ErrorKind::Timeout, "timed out before a connection was made").not_sent()
}

fn no_time() -> Error {
    Error::new(
        ErrorKind::Timeout,
        "the timeout or the deadline leaves no time to send the request",
    )
    .not_sent()
}

fn limit_timeout() -> Error {
    let detail = "timed out waiting for the client's rate or concurrency limit";
    Error::new(ErrorKind::Timeout, detail)
        .not_sent()
        .with_retryable(true)
}

impl fmt::Debug for Transport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Transport")
            .field("service", &self.0.service.name)
            .field("base_url", &self.base_url())
            .finish_non_exhaustive()
    }
}
