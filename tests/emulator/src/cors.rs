//! Lets pages of other origins call the emulator from a browser.

use hyper::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_REQUEST_HEADERS, ACCESS_CONTROL_REQUEST_METHOD,
    HeaderValue,
};
use hyper::http::request::Parts;

use crate::http_response::HttpResponse;

/// Whether pages of other origins can read responses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cors {
    Denied,
    AnyOrigin,
}

impl Cors {
    /// Adds the headers of the CORS protocol, and responds to its preflight requests.
    pub(crate) fn apply(self, request: &Parts, response: &mut HttpResponse) {
        if self == Self::Denied {
            return;
        }
        let any = HeaderValue::from_static("*");
        let is_preflight = request.method == "OPTIONS"
            && request.headers.contains_key(ACCESS_CONTROL_REQUEST_METHOD);
        if is_preflight {
            *response = HttpResponse::json(204, Vec::new());
            let methods = HeaderValue::from_static("GET, HEAD, POST, PUT, DELETE");
            response
                .headers
                .insert(ACCESS_CONTROL_ALLOW_METHODS, methods);
            if let Some(names) = request.headers.get(ACCESS_CONTROL_REQUEST_HEADERS) {
                let headers = &mut response.headers;
                headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, names.clone());
            }
        }
        let headers = &mut response.headers;
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, any.clone());
        headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, any);
    }
}
