//! The control path: shows and steers a running account from outside, in any language.
//!
//! It is apart from the API: it needs no key, no fault applies to it, and the journal does not record it.
//! Only programs on the same machine can use it. `control.yaml`, next to the manifest, describes it.
#![allow(
    clippy::unnecessary_wraps,
    reason = "all handlers have the same signature"
)]

mod account;
mod caller;
mod escape;
mod faults;
mod input;
mod page;
mod records;
mod reply;
mod route;

pub(crate) use self::caller::Caller;

use self::reply::{Problem, Reply};
use self::route::PREFIX;
use crate::http_response::HttpResponse;
use crate::service::{HttpRequest, Service};

/// The largest body of a request: a snapshot can have a million contacts.
pub(crate) const MAX_BODY: usize = 1024 * 1024 * 1024;

/// Whether a path is the control path, or below it.
pub(crate) fn is_for(path: &str) -> bool {
    let rest = path.strip_prefix(PREFIX);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Browsers request it by themselves, so it is none of the API's unknown paths.
const ICON: &str = "/favicon.ico";

/// Answers a request to the control path or for the page at `/`; `None` for all other paths.
pub(crate) fn respond(
    service: &Service,
    request: &HttpRequest,
    caller: &Caller,
) -> Option<HttpResponse> {
    let is_page = request.path == "/";
    let is_icon = request.path == ICON;
    if !is_page && !is_icon && !is_for(&request.path) {
        return None;
    }
    let reply = match caller.problem() {
        Some(problem) => Err(problem),
        None if is_icon => Err(Problem::new(404, "the page has no icon")),
        None if is_page => page::show(service, request),
        None => route::answer(service, request),
    };
    Some(reply.map_or_else(Problem::response, Reply::response))
}
