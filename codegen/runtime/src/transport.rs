//! Sending a request and judging the answer.

use std::fmt;
use std::sync::Arc;

use bytes::{Bytes, BytesMut};
use reqwest::header::HeaderMap;
use reqwest::{Method, Request, Response, StatusCode};

use crate::base_url::BaseUrl;
use crate::envelope::Rule;
use crate::error::{Error, ErrorKind, Result};
use crate::excerpt::{excerpt, is_html};
use crate::key::ApiKey;
use crate::operation::Operation;
use crate::options::CallOptions;
use crate::seam;
use crate::service::Service;

/// The most bytes of an answer that are read: 32 MiB, far above what a page of items takes.
const MOST_BYTES: usize = 32 * 1024 * 1024;

/// The bytes at the beginning of a body that are looked at to quote some of them.
const LOOKED_AT: usize = 4096;

/// A header that progenitor adds to every request and this API knows nothing of.
const NOT_SENT: &str = "api-version";

/// The connection to a service: sends requests, adds the key, tells failures from answers.
///
/// Cheap to clone; clones share their connections.
#[derive(Clone)]
pub struct Transport {
    shared: Arc<Shared>,
    /// What the next request is for, if that was said.
    call: Option<Arc<Call>>,
}

/// One call.
struct Call {
    operation: &'static Operation,
    options: CallOptions,
}

struct Shared {
    service: &'static Service,
    key: ApiKey,
    base_url: BaseUrl,
    http: reqwest::Client,
}

/// What came back, read to its end.
struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

impl Transport {
    pub(crate) fn new(
        service: &'static Service,
        key: ApiKey,
        base_url: BaseUrl,
        http: reqwest::Client,
    ) -> Self {
        let shared = Arc::new(Shared {
            service,
            key,
            base_url,
            http,
        });
        Self { shared, call: None }
    }

    /// The same connections, for one call of `operation` with `options`.
    #[must_use]
    pub fn for_call(&self, operation: &'static Operation, options: CallOptions) -> Self {
        Self {
            shared: Arc::clone(&self.shared),
            call: Some(Arc::new(Call { operation, options })),
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

    /// The service.
    #[must_use]
    pub fn service(&self) -> &'static Service {
        self.shared.service
    }

    /// Sends `request`, whose key is added here, and judges the answer.
    ///
    /// A success of any 2xx comes back with status 200. A failure comes back as a response as
    /// well, for [`seam::answer`] to take out; `operation` is the id that it will name.
    ///
    /// # Errors
    ///
    /// None. The result has the type that the plain layer asks for.
    pub async fn exec(&self, request: Request, operation: &str) -> reqwest::Result<Response> {
        let response = match self.call(request).await {
            Ok(answer) => answer.into_response(),
            Err(error) => seam::carry(error.with_operation(operation)),
        };
        Ok(response)
    }

    async fn call(&self, mut request: Request) -> Result<Answer> {
        let reads = matches!(*request.method(), Method::GET | Method::HEAD);
        self.prepare(&mut request)?;
        let answer = self.attempt(request).await?;
        self.classify(answer, reads).map_err(|error| {
            let redact = |text: &mut String| self.shared.key.redact(text);
            error.redacted(&redact)
        })
    }

    /// Makes a request ready to be sent: the one place where the key is added.
    fn prepare(&self, request: &mut Request) -> Result<()> {
        if !self.shared.base_url.covers(request.url()) {
            let detail = "the request is for another host than the service's";
            return Err(Error::new(ErrorKind::Request, detail));
        }
        request.headers_mut().remove(NOT_SENT);
        if let Some(call) = &self.call {
            let extra = &call.options.query;
            if !extra.is_empty() {
                request.url_mut().query_pairs_mut().extend_pairs(extra);
            }
            let _ = (call.operation.retry, call.options.retries);
        }
        if let Some(parameter) = self.shared.service.key_parameter {
            let mut query = request.url_mut().query_pairs_mut();
            query.append_pair(parameter, self.shared.key.expose());
        }
        Ok(())
    }

    /// Sends once and reads the answer to its end.
    async fn attempt(&self, request: Request) -> Result<Answer> {
        let sent = self.shared.http.execute(request).await;
        let mut response = sent.map_err(Error::transport)?;
        let status = response.status();
        let headers = std::mem::take(response.headers_mut());
        let body = read_body(response)
            .await
            .map_err(|error| error.with_status(status.as_u16()))?;
        Ok(Answer {
            status,
            headers,
            body,
        })
    }

    /// Tells a failure from an answer, by the HTTP status and by what the body says.
    fn classify(&self, answer: Answer, reads: bool) -> Result<Answer> {
        let Answer { status, body, .. } = &answer;
        let success = status.is_success();
        let rule = if success && reads {
            Rule::Status
        } else {
            Rule::StatusOrCode
        };
        let envelope = self.shared.service.envelope.as_ref();
        let reported = envelope.and_then(|envelope| envelope.failure(body, rule));
        let failure = match reported {
            Some(error) => Some(error),
            None if success => self.unreadable(body),
            None => Some(self.refused(*status, body)),
        };
        match failure {
            Some(error) => Err(error.with_status(status.as_u16())),
            None => Ok(answer),
        }
    }

    /// Why a successful answer cannot be JSON, if that is plain from its first character. What
    /// only its parsing can tell is left to that.
    fn unreadable(&self, body: &[u8]) -> Option<Error> {
        let detail = match body.trim_ascii_start().first() {
            None => "the answer is empty".to_owned(),
            Some(b'{' | b'[' | b'"' | b'-' | b'0'..=b'9' | b't' | b'f' | b'n') => return None,
            Some(_) if is_html(body) => "the server answered an HTML page".to_owned(),
            Some(_) => format!("the answer is not JSON: `{}`", self.quoted(body)),
        };
        Some(Error::new(ErrorKind::Decode, detail))
    }

    /// What is said of an HTTP status other than 2xx.
    fn refused(&self, status: StatusCode, body: &[u8]) -> Error {
        let with = if status.is_redirection() {
            ", a redirect, which is not followed".to_owned()
        } else if is_html(body) {
            " with an HTML page".to_owned()
        } else if body.trim_ascii().is_empty() {
            String::new()
        } else {
            format!(": `{}`", self.quoted(body))
        };
        let detail = format!("the server answered HTTP status {}{with}", status.as_u16());
        Error::new(ErrorKind::Status, detail)
    }

    /// The beginning of a body, without the key: it is taken out before the text is cut, or the
    /// cut could leave a part of it.
    fn quoted(&self, body: &[u8]) -> String {
        let beginning = body.get(..LOOKED_AT).unwrap_or(body);
        let mut text = String::from_utf8_lossy(beginning).into_owned();
        self.shared.key.redact(&mut text);
        excerpt(text.as_bytes())
    }
}

impl Answer {
    /// The answer as a response for the plain layer. Its status is 200 whatever success it was: the
    /// API is loose about which, and an operation declares one.
    fn into_response(self) -> Response {
        let mut response = http::Response::new(self.body);
        *response.headers_mut() = self.headers;
        response.into()
    }
}

async fn read_body(mut response: Response) -> Result<Bytes> {
    let too_large = || {
        let detail = format!("the answer is larger than {} MiB", MOST_BYTES / 1024 / 1024);
        Error::new(ErrorKind::Decode, detail)
    };
    let announced = response.content_length().unwrap_or(0);
    let announced = usize::try_from(announced).map_err(|_| too_large())?;
    if announced > MOST_BYTES {
        return Err(too_large());
    }
    let mut body = BytesMut::with_capacity(announced);
    while let Some(chunk) = response.chunk().await.map_err(Error::transport)? {
        if body.len() + chunk.len() > MOST_BYTES {
            return Err(too_large());
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body.freeze())
}

impl fmt::Debug for Transport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Transport")
            .field("service", &self.shared.service.name)
            .field("base_url", &self.base_url())
            .finish_non_exhaustive()
    }
}
