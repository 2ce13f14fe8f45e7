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
    /// The response to a preflight request of the CORS protocol, which is no call of the API.
    pub(crate) fn preflight(self, request: &Parts) -> Option<HttpResponse> {
        let is_preflight = self == Self::AnyOrigin
            && request.method == "OPTIONS"
            && request.headers.contains_key(ACCESS_CONTROL_REQUEST_METHOD);
        if !is_preflight {
            return None;
        }
        let mut response = HttpResponse::json(204, Vec::new());
        let methods = HeaderValue::from_static("GET, HEAD, POST, PUT, DELETE");
        let headers = &mut response.headers;
        headers.insert(ACCESS_CONTROL_ALLOW_METHODS, methods);
        if let Some(names) = request.headers.get(ACCESS_CONTROL_REQUEST_HEADERS) {
            headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, names.clone());
        }
        Some(response)
    }

    /// Lets pages of all origins read a response.
    pub(crate) fn allow(self, response: &mut HttpResponse) {
        if self == Self::AnyOrigin {
            let any = HeaderValue::from_static("*");
            let headers = &mut response.headers;
            headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, any.clone());
            headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, any);
        }
    }
}
