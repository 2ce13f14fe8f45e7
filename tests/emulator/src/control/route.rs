//! Routes requests to the control path.

use super::input::Input;
use super::reply::{Problem, Reply, ReplyResult};
use super::{account, faults, records};
use crate::did_you_mean::did_you_mean;
use crate::service::{HttpRequest, Service};

/// The document that describes the control path.
const DESCRIPTION: &str = include_str!("../../control.yaml");

/// The prefix of the control path.
pub(super) const PREFIX: &str = "/_emulator";

type Handler = fn(&Service, &Input<'_>) -> ReplyResult;

/// An operation: its method, its path below the prefix, and the parameters of its query.
struct Route(&'static str, &'static str, &'static [&'static str], Handler);

const ROUTES: [Route; 18] = [
    Route("GET", "/openapi.yaml", &[], |_, _| {
        Ok(Reply::yaml(DESCRIPTION))
    }),
    Route("GET", "/health", &[], account::health),
    Route("POST", "/reset", &[], account::reset),
    Route("GET", "/snapshot", &[], account::snapshot),
    Route("PUT", "/snapshot", &[], account::restore),
    Route("GET", "/contacts", &["email", "page"], account::contacts),
    Route("POST", "/contacts/{id}/optin-click", &[], account::click),
    Route("GET", "/clock", &[], account::clock),
    Route("POST", "/clock", &[], account::advance),
    Route("GET", "/access", &[], account::access),
    Route("PUT", "/access", &[], account::set_access),
    Route(
        "GET",
        "/outbox",
        &["to", "kind", "after", "latest"],
        records::outbox,
    ),
    Route("GET", "/journal", records::JOURNAL, records::journal),
    Route("DELETE", "/journal", &[], records::clear_journal),
    Route(
        "GET",
        "/webhook",
        &["failed", "latest"],
        records::deliveries,
    ),
    Route("GET", "/faults", &[], faults::list),
    Route("POST", "/faults", &[], faults::add),
    Route("DELETE", "/faults", &[], faults::clear),
];

/// Answers a request whose path begins with the prefix.
pub(super) fn answer(service: &Service, request: &HttpRequest) -> ReplyResult {
    let path = request.path.strip_prefix(PREFIX).unwrap_or_default();
    let path = path.strip_suffix('/').unwrap_or(path);
    let matching = || {
        ROUTES
            .iter()
            .filter_map(|route| Some((route, parameter(route.1, path)?)))
    };
    // A response to HEAD is the response to GET; the server leaves out its body.
    let method = match request.method.as_str() {
        "HEAD" => "GET",
        method => method,
    };
    let Some((route, parameter)) = matching().find(|(route, _)| route.0 == method) else {
        let methods: Vec<_> = matching().map(|(route, _)| route.0).collect();
        return Err(if methods.is_empty() {
            Problem::new(
                404,
                format!("there is no {PREFIX}{path}; {PREFIX}/openapi.yaml lists the paths"),
            )
        } else {
            Problem::method_not_allowed(&format!("{PREFIX}{path}"), &methods.join(", "))
        });
    };
    for (name, _) in request.query.iter() {
        if !route.2.contains(&name) {
            let hint = did_you_mean(name, route.2.iter().copied());
            return Err(Problem::bad_request(format!(
                "unknown parameter {name:?}{hint}"
            )));
        }
    }
    (route.3)(service, &Input { request, parameter })
}

/// Matches a path with a template. Returns the value of the parameter, empty if there is none.
fn parameter<'a>(template: &str, path: &'a str) -> Option<&'a str> {
    let (mut expected, mut found) = (template.split('/'), path.split('/'));
    let mut value = "";
    loop {
        match (expected.next(), found.next()) {
            (None, None) => return Some(value),
            (Some("{id}"), Some(segment)) => value = segment,
            (Some(expected), Some(segment)) if expected == segment => {}
            _ => return None,
        }
    }
}
