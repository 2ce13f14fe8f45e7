//! Answers one request: authentication, routing, the handler, faults and the journal.

use std::sync::Mutex;

use bytes::Bytes;
use tokio::sync::watch;

use crate::accept_state::AcceptState;
use crate::account::{Access, Account};
use crate::connection::CloseMode;
use crate::fault::{ActiveFaults, Fault, FaultKind, FaultPhase, apply};
use crate::handlers::handler;
use crate::handlers::request::Request;
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
    /// Handles a request and records it in the journal.
    pub(crate) fn respond(&self, request: &HttpRequest) -> HttpResponse {
        let route = route(request);
        let operation = route.as_ref().ok().map(|(operation, _)| *operation);
        let fault = lock(&self.faults).next_match(operation);
        let (response, outcome) = self.handle_with_fault(request, route, fault.as_ref());
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
        response
    }

    /// Clicks the link in a contact's optin mail. Returns false if the contact cannot have one.
    pub(crate) fn click_optin(&self, contact: ContactId) -> bool {
        let confirmed = lock(&self.account).state.click_optin(contact);
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
        let mut account = lock(&self.account);
        if !account.settings.access.allows(operation) {
            let (method, endpoint) = (operation.method(), operation.endpoint());
            let message = format!("This key may not {method} {endpoint}");
            return Err(ApiError::new(ErrorCode::NoAccess, message));
        }
        let request = Request {
            parameter: &percent_decode(parameter),
            query: &request.query,
            body: &request.body,
        };
        let response = handler(operation)(&mut account, &request)?;
        if let Some(webhook) = &self.webhook {
            for contact in response.changed {
                webhook.notify(contact);
            }
        }
        let outcome = Outcome {
            effect: response.effect,
            ignored: response.ignored,
        };
        Ok((response.body, outcome))
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
        HttpResponse::json(status, error.body())
    }
}

/// Finds the operation and the value of its path parameter. The query parameter `method` overrides
/// the HTTP method.
fn route(request: &HttpRequest) -> Result<(Operation, &str), RouteError> {
    let path = request
        .path
        .strip_prefix(BASE_PATH)
        .filter(|path| path.starts_with('/'))
        .ok_or(RouteError::UnknownPath)?;
    let name = request.query.get("method").unwrap_or(&request.method);
    let route = Method::from_name(name).and_then(|method| Operation::route(method, path));
    route.ok_or(if Operation::has_path(path) {
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
