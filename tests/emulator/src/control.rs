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

/// Answers a request to the control path or for the page at `/`; `None` for all other paths.
pub(crate) fn respond(
    service: &Service,
    request: &HttpRequest,
    caller: &Caller,
) -> Option<HttpResponse> {
    let path = match request.path.strip_prefix(PREFIX) {
        Some(path) if path.is_empty() || path.starts_with('/') => path,
        _ if request.path == "/" => request.path.as_str(),
        _ => return None,
    };
    let reply = match caller.problem() {
        Some(problem) => Err(problem),
        None if request.path == "/" => page::show(service, request),
        None => route::answer(service, request, path),
    };
    Some(reply.map_or_else(Problem::response, Reply::response))
}
