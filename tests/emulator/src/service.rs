//! Answers one request: authentication, routing, the handler, faults and the journal.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use bytes::Bytes;
use hyper::header::{ALLOW, HeaderValue};
use tokio::sync::watch;

use crate::accept_state::AcceptState;
use crate::account::{Access, Account};
use crate::connection::CloseMode;
use crate::cors::Cors;
use crate::described::filled;
use crate::fault::{ActiveFaults, Fault, FaultKind, FaultPhase, apply};
use crate::handlers::handler;
use crate::handlers::request::{Body, Request};
use crate::handlers::response::{ApiError, Effect, ErrorCode};
use crate::http_response::{Delivery, HttpResponse};
use crate::journal::{Journal, JournalEntry};
use crate::key::Key;
use crate::operation::{Method, Operation};
use crate::query::Query;
use crate::state::ids::ContactId;
use crate::sync::lock;
use crate::webhook::{Deliveries, WebhookSender};

/// An account with its key, faults and journal. The server and [`crate::Emulator`] share it.
#[derive(Debug)]
pub(crate) struct Service {
    pub(crate) key: Key,
    pub(crate) account: Mutex<Account>,
    pub(crate) faults: Mutex<ActiveFaults>,
    pub(crate) journal: Mutex<Journal>,
    pub(crate) accept_state: watch::Sender<AcceptState>,
    pub(crate) webhook: Option<WebhookSender>,
    pub(crate) deliveries: Deliveries,
    pub(crate) start: Start,
    /// How long the header of a request, and each part of its body, may take.
    pub(crate) request_timeout: Duration,
    pub(crate) cors: Cors,
    /// The number of times that the state changed.
    pub(crate) changes: AtomicU64,
}

/// How the account started, for a reset.
#[derive(Debug)]
pub(crate) struct Start {
    /// The size of the demo account, or 0 for an empty account; `None` for a loaded account.
    pub(crate) contacts: Option<u32>,
    pub(crate) seed: u64,
    pub(crate) access: Access,
    pub(crate) faults: Vec<Fault>,
}

/// A request with its whole body.
pub(crate) struct HttpRequest {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) query: Query,
    pub(crate) body: Bytes,
}

/// What the journal records of a request that was handled.
#[derive(Debug, Default)]
struct Outcome {
    effect: Effect,
    ignored: Vec<String>,
}

/// The path prefix of the API.
pub(crate) const BASE_PATH: &str = "/api";

impl Service {
    /// Counts a change of the state. Call it while the account is locked.
    pub(crate) fn count_change(&self) {
        self.changes.fetch_add(1, Ordering::Relaxed);
    }

    /// Handles a request and records it in the journal.
    pub(crate) fn respond(&self, request: &HttpRequest) -> HttpResponse {
        let route = route(request);
        let operation = route.as_ref().ok().map(|(operation, _)| *operation);
        let fault = lock(&self.faults).next_match(operation);
        let (response, outcome) = self.handle_with_fault(request, route, fault.as_ref());
        self.record(request, &response, operation, outcome, fault);
        response
    }

    /// Responds to a request whose body cannot be read, and records it in the journal.
    pub(crate) fn refuse(
        &self,
        request: &HttpRequest,
        status: u16,
        message: String,
    ) -> HttpResponse {
        let error = ApiError::new(ErrorCode::InvalidBody, message);
        let response = HttpResponse::json(status, error.body());
        let operation = route(request).ok().map(|(operation, _)| operation);
        self.record(request, &response, operation, Outcome::default(), None);
        response
    }

    fn record(
        &self,
        request: &HttpRequest,
        response: &HttpResponse,
        operation: Option<Operation>,
        outcome: Outcome,
        fault: Option<Fault>,
    ) {
        let status = match response.delivery {
            Delivery::NoResponse(_) => None,
            _ => Some(response.status),
        };
        let query = request
            .query
            .iter()
            .map(|(name, value)| (name.to_owned(), value.to_owned()));
        let mut entry = JournalEntry {
            number: 0,
            method: request.method.clone(),
            path: percent_decode(&request.path),
            query: query.collect(),
            body: String::from_utf8_lossy(&request.body).into_owned(),
            operation,
            effect: outcome.effect,
            ignored: outcome.ignored,
            status,
            fault,
        };
        entry.redact(&self.key.0);
        lock(&self.journal).add(entry);
    }

    /// Clicks the link in a contact's optin mail. Returns false if the contact cannot have one.
    pub(crate) fn click_optin(&self, contact: ContactId) -> bool {
        let mut account = lock(&self.account);
        let confirmed = account.state.click_optin(contact);
        if confirmed {
            self.count_change();
        }
        drop(account);
        if let Some(webhook) = self.webhook.as_ref().filter(|_| confirmed) {
            webhook.notify(contact);
        }
        confirmed
    }

    fn handle_with_fault(
        &self,
        request: &HttpRequest,
        route: Result<(Operation, &str), RouteError>,
        fault: Option<&Fault>,
    ) -> (HttpResponse, Outcome) {
        match fault.map(|fault| *fault.kind()) {
            None => self.handle(request, route),
            Some(FaultKind::Refuse { millis }) => {
                self.accept_state
                    .send_replace(AcceptState::RefusingFor(millis));
                (HttpResponse::none(CloseMode::Reset), Outcome::default())
            }
            Some(FaultKind::Replace(replacement, FaultPhase::Before)) => {
                (replacement.response(), Outcome::default())
            }
            Some(FaultKind::Replace(replacement, FaultPhase::After)) => {
                let (_, outcome) = self.handle(request, route);
                (replacement.response(), outcome)
            }
            Some(FaultKind::Corrupt(fault)) => {
                let (response, outcome) = self.handle(request, route);
                (apply(fault, response), outcome)
            }
        }
    }

    fn handle(
        &self,
        request: &HttpRequest,
        route: Result<(Operation, &str), RouteError>,
    ) -> (HttpResponse, Outcome) {
        // A success would open a tunnel.
        if request.method == "CONNECT" {
            let response = RouteError::MethodNotAllowed.response(request);
            return (response, Outcome::default());
        }
        if request.query.get("token") != Some(&self.key.0) {
            let error = ApiError::new(ErrorCode::InvalidToken, "Invalid token (API-key)");
            return (HttpResponse::json(200, error.body()), Outcome::default());
        }
        match route {
            Ok((operation, parameter)) => match self.run(operation, parameter, request) {
                Ok((body, outcome)) => (HttpResponse::json(200, body), outcome),
                Err(error) => {
                    let response = HttpResponse::json(error.status(), error.body());
                    (response, Outcome::default())
                }
            },
            Err(error) => (error.response(request), Outcome::default()),
        }
    }

    fn run(
        &self,
        operation: Operation,
        parameter: &str,
        request: &HttpRequest,
    ) -> Result<(Vec<u8>, Outcome), ApiError> {
        let request = Request {
            parameter: &percent_decode(parameter),
            query: &request.query,
            body: Body::parse(&request.body),
        };
        let mut account = lock(&self.account);
        if !account.settings.access.allows(operation) {
            let (method, endpoint) = (operation.method(), operation.endpoint());
            let message = format!("This key may not {method} {endpoint}");
            return Err(ApiError::new(ErrorCode::NoAccess, message));
        }
        let response = handler(operation)(&mut account, &request)?;
        if response.effect == Effect::Done {
            self.count_change();
        }
        if let Some(webhook) = &self.webhook {
            for contact in response.changed {
                webhook.notify(contact);
            }
        }
        let outcome = Outcome {
            effect: response.effect,
            ignored: response.ignored,
        };
        let body = match response.effect {
            Effect::None => filled(operation, response.body),
            Effect::Done => response.body,
        };
        Ok((body, outcome))
    }
}

enum RouteError {
    UnknownPath,
    MethodNotAllowed,
}

impl RouteError {
    fn response(self, request: &HttpRequest) -> HttpResponse {
        let HttpRequest { method, path, .. } = request;
        let (status, message) = match self {
            Self::UnknownPath => (404, format!("There is no {path}")),
            Self::MethodNotAllowed => (405, format!("{path} does not support {method}")),
        };
        let error = ApiError::new(ErrorCode::UnknownOperation, message);
        let mut response = HttpResponse::json(status, error.body());
        if status == 405 {
            response.headers.insert(ALLOW, allowed_methods(path));
        }
        response
    }
}

/// The methods of a path. HEAD works where GET does.
fn allowed_methods(path: &str) -> HeaderValue {
    let path = path.strip_prefix(BASE_PATH).unwrap_or_default();
    let methods = Operation::methods(path).map(|method| match method {
        Method::Get => "GET, HEAD",
        _ => method.name(),
    });
    let methods = methods.collect::<Vec<_>>().join(", ");
    HeaderValue::from_str(&methods).unwrap_or(HeaderValue::from_static(""))
}

/// Finds the operation and the value of its path parameter. The query parameter `method` overrides
/// the HTTP method. HEAD is GET; the server omits the body.
fn route(request: &HttpRequest) -> Result<(Operation, &str), RouteError> {
    let path = request
        .path
        .strip_prefix(BASE_PATH)
        .filter(|path| path.starts_with('/'))
        .ok_or(RouteError::UnknownPath)?;
    let sent = match request.method.as_str() {
        "HEAD" => "GET",
        method => method,
    };
    let name = request.query.get("method").unwrap_or(sent);
    let route = Method::from_name(name).and_then(|method| Operation::route(method, path));
    route.ok_or(if Operation::methods(path).next().is_some() {
        RouteError::MethodNotAllowed
    } else {
        RouteError::UnknownPath
    })
}

fn percent_decode(path: &str) -> String {
    // The form decoder reads `+` as a space; in a path it is a plus sign.
    let form = format!("={}", path.replace('+', "%2B"));
    let mut pairs = url::form_urlencoded::parse(form.as_bytes());
    pairs
        .next()
        .map(|(_, value)| value.into_owned())
        .unwrap_or_default()
}
