//! One request and its answer.

use std::sync::Mutex;

use bytes::Bytes;
use tokio::sync::watch;

use crate::account::Account;
use crate::connection::End;
use crate::fault::{Fault, Faults, Kind, Moment, apply};
use crate::handlers::{Answer, Call, Code, Effect, Refusal, handler};
use crate::journal::{Answered, Entry, Journal};
use crate::key::Key;
use crate::operation::{Method, Operation};
use crate::query::Query;
use crate::reply::{Manner, Reply};
use crate::server::Gate;
use crate::sync::lock;
use crate::webhook::{Deliveries, Reports};

/// What the server and the tests share.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) key: Key,
    pub(crate) account: Mutex<Account>,
    pub(crate) faults: Mutex<Faults>,
    pub(crate) journal: Mutex<Journal>,
    pub(crate) deliveries: Deliveries,
    pub(crate) gate: watch::Sender<Gate>,
    pub(crate) reports: Mutex<Option<Reports>>,
}

/// A request, read in full.
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) query: Query,
    pub(crate) body: Bytes,
}

/// The path under which the API lies.
pub(crate) const BASE: &str = "/api";

impl Shared {
    /// Answers a request, and writes it down.
    pub(crate) fn answer(&self, request: &Request) -> Reply {
        let routed = route(request);
        let operation = routed.as_ref().ok().map(|(operation, _)| *operation);
        let fault = lock(&self.faults).strike(operation);
        let (reply, effect) = self.outcome(request, routed, fault.as_ref());
        let mut entry = Entry {
            number: 0,
            method: request.method.clone(),
            path: decoded(&request.path),
            query: request
                .query
                .iter()
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect(),
            body: String::from_utf8_lossy(&request.body).into_owned(),
            operation,
            effect,
            answered: match reply.manner {
                Manner::Nothing(_) => Answered::Nothing,
                _ => Answered::Status(reply.status),
            },
            fault,
        };
        entry.redact(&self.key.0);
        lock(&self.journal).add(entry);
        reply
    }

    /// What a fault makes of a request, if one strikes.
    fn outcome(
        &self,
        request: &Request,
        routed: Result<(Operation, &str), Unrouted>,
        fault: Option<&Fault>,
    ) -> (Reply, Effect) {
        match fault.map(|fault| *fault.kind()) {
            None => self.handle(request, routed),
            Some(Kind::Refuse { millis }) => {
                self.gate.send_replace(Gate::ClosedFor(millis));
                let nothing = Reply {
                    manner: Manner::Nothing(End::Reset),
                    ..Reply::json(200, Vec::new())
                };
                (nothing, Effect::None)
            }
            Some(Kind::Instead(replacement, Moment::Before)) => (replacement.reply(), Effect::None),
            Some(Kind::Instead(replacement, Moment::After)) => {
                let (_, effect) = self.handle(request, routed);
                (replacement.reply(), effect)
            }
            Some(Kind::Bent(bend)) => {
                let (reply, effect) = self.handle(request, routed);
                (apply(bend, reply), effect)
            }
        }
    }

    fn handle(
        &self,
        request: &Request,
        routed: Result<(Operation, &str), Unrouted>,
    ) -> (Reply, Effect) {
        if request.query.get("token") != Some(&self.key.0) {
            let refusal = Refusal::new(Code::InvalidToken, "Invalid token (API-key)");
            return (Reply::json(200, refusal.body()), Effect::None);
        }
        let (operation, parameter) = match routed {
            Ok(routed) => routed,
            Err(unrouted) => return (unrouted.reply(request), Effect::None),
        };
        let mut account = lock(&self.account);
        if !account.settings.access.allows(operation) {
            let message = format!(
                "This key may not {} {}",
                operation.method(),
                operation.endpoint()
            );
            return (
                Reply::json(200, Refusal::new(Code::NoAccess, message).body()),
                Effect::None,
            );
        }
        let parameter = decoded(parameter);
        let call = Call {
            parameter: &parameter,
            query: &request.query,
            body: &request.body,
        };
        match handler(operation)(&mut account, &call) {
            Ok(Answer {
                body,
                effect,
                changed,
            }) => {
                if let Some(reports) = &*lock(&self.reports) {
                    for contact in changed {
                        reports.report(contact);
                    }
                }
                (Reply::json(200, body), effect)
            }
            Err(refusal) => (Reply::json(200, refusal.body()), Effect::None),
        }
    }
}

/// Why a request is for no operation.
enum Unrouted {
    Path,
    Method,
}

impl Unrouted {
    fn reply(self, request: &Request) -> Reply {
        let (status, message) = match self {
            Self::Path => (404, format!("There is no {}", request.path)),
            Self::Method => (405, format!("{} takes no {}", request.path, request.method)),
        };
        Reply::json(status, Refusal::new(Code::UnknownOperation, message).body())
    }
}

/// The operation that is meant. The parameter `method` overrides the method.
fn route(request: &Request) -> Result<(Operation, &str), Unrouted> {
    let path = request
        .path
        .strip_prefix(BASE)
        .filter(|path| path.starts_with('/'));
    let path = path.ok_or(Unrouted::Path)?;
    let name = request.query.get("method").unwrap_or(&request.method);
    let routed = Method::from_name(name).and_then(|method| Operation::route(method, path));
    routed.ok_or(if Operation::knows_path(path) {
        Unrouted::Method
    } else {
        Unrouted::Path
    })
}

/// A path, or a part of one, without its percent-encoding.
fn decoded(path: &str) -> String {
    // A form's `+` is a space, and a path's is not.
    let form = format!("={}", path.replace('+', "%2B"));
    let mut pairs = url::form_urlencoded::parse(form.as_bytes());
    pairs
        .next()
        .map(|(_, value)| value.into_owned())
        .unwrap_or_default()
}
