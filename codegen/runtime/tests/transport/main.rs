//! Sends requests to a real server on loopback, and classifies the responses.

#[cfg(feature = "blocking")]
mod blocking;
mod config;
mod connections;
mod deadlines;
mod drift;
mod error_codes;
mod failures;
#[cfg(feature = "rustls")]
mod http2;
mod limits;
mod logs;
mod overrides;
mod properties;
mod responses;
mod retries;
mod runtimes;
mod script;
mod secrets;
mod servers;
mod successes;
#[cfg(any(feature = "rustls", feature = "native-tls"))]
mod tls;
mod unreadable;

use hellodialog_runtime::decode::{self, Decode};
use hellodialog_runtime::reqwest::{Method, Request};
use hellodialog_runtime::{
    Builder, CallOptions, Credential, Envelope, Error, Idempotency, KnownCode, Meaning, Operation,
    Service, Transport,
};
use serde::de::DeserializeOwned;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

/// All characters are visible ASCII, and most need encoding in a query.
const KEY: &str = "s3cr3t&k=y+/%?#'~";

const OPERATION: &str = "contacts.get";

/// An idempotent operation, and one that is not.
static READ: Operation = operation(OPERATION, hellodialog_runtime::Method::Get)
    .with_idempotency(Idempotency::Idempotent);
static WRITE: Operation = operation("contacts.create", hellodialog_runtime::Method::Post);
/// An operation with default properties: it is not idempotent.
static UNKNOWN: Operation = operation(OPERATION, hellodialog_runtime::Method::Get);

const fn operation(id: &'static str, method: hellodialog_runtime::Method) -> Operation {
    Operation::new(id, method, "/contacts", "contacts", "any")
}

static SERVICE: Service = Service::new("example", "1", "https://example.com/api", "example/1", &[])
    .with_credentials(&[("token", Credential::Query("token"))])
    .with_security(&[&["token"]])
    .with_envelope(Envelope {
        member: "result",
        status: "status",
        failure: "error",
        code: "code",
        message: "message",
        data: "data",
        accepted: (200, 299),
    });

/// The same, with error codes that have a known meaning.
static KNOWN: Service = SERVICE.with_method_parameter("method").with_codes(&[
    KnownCode::new(701, "The key is not valid.").with_meaning(Meaning::InvalidKey),
    KnownCode::new(712, "").with_meaning(Meaning::Duplicate {
        id_member: "id_of_duplicate",
    }),
    KnownCode::new(704, "There is no such item.").with_meaning(Meaning::NotFound),
    KnownCode::new(705, "The account is closed."),
]);

/// A minimal version of the generated client.
#[derive(Debug, Clone)]
struct Client(Transport);

impl From<Transport> for Client {
    fn from(transport: Transport) -> Self {
        logs::prepare();
        Self(transport)
    }
}

impl Client {
    fn builder(server: &MockServer) -> Builder<Self> {
        Self::builder_for(&SERVICE, server)
    }

    fn builder_for(service: &'static Service, server: &MockServer) -> Builder<Self> {
        Builder::new(service, KEY).base_url(server.uri() + "/api/")
    }

    fn new(server: &MockServer) -> Self {
        Self::builder(server).build().expect("a client")
    }

    /// A minimal version of a generated call, for an operation that is not idempotent.
    async fn call<T: DeserializeOwned + Send>(
        &self,
        method: Method,
        path: &str,
    ) -> Result<T, Error> {
        let url = format!("{}{path}", self.0.base_url());
        let request = self.0.http().request(method, url).build();
        self.request(request.expect("a request")).await
    }

    /// Sends a request as an operation that is not idempotent.
    async fn request<T: DeserializeOwned + Send>(&self, request: Request) -> Result<T, Error> {
        self.0.call(&UNKNOWN, Ok(request), decode::value).await
    }

    /// A minimal version of a generated call with options.
    async fn send<T: DeserializeOwned + Send>(
        &self,
        operation: &'static Operation,
        options: CallOptions,
    ) -> Result<T, Error> {
        self.decoded(operation, options, decode::value).await
    }

    /// The same, decoded by `decode`.
    async fn decoded<T: Send>(
        &self,
        operation: &'static Operation,
        options: CallOptions,
        decode: Decode<T>,
    ) -> Result<T, Error> {
        let request = self.0.request(operation, &[]);
        request.call(decode).with_options(options).await
    }

    /// [`send`](Client::send), for any JSON value.
    async fn value(&self, operation: &'static Operation) -> Result<serde_json::Value, Error> {
        self.send(operation, CallOptions::default()).await
    }

    async fn get<T: DeserializeOwned + Send>(&self) -> Result<T, Error> {
        self.call(Method::GET, "/contacts").await
    }
}

/// A server that sends `response` to every request.
async fn server(response: ResponseTemplate) -> MockServer {
    let server = MockServer::builder().start().await;
    Mock::given(any())
        .respond_with(response)
        .mount(&server)
        .await;
    server
}

/// A response with `status` and `body`. The body is sent as JSON, unless it is empty.
fn response(status: u16, body: &str) -> ResponseTemplate {
    ResponseTemplate::new(status).set_body_raw(body, "application/json")
}

/// The result of a read of `T` whose response is `template`.
async fn get<T: DeserializeOwned + Send>(template: ResponseTemplate) -> Result<T, Error> {
    Client::new(&server(template).await).get().await
}

/// The result of a write whose response is `template`.
async fn post(template: ResponseTemplate) -> Result<serde_json::Value, Error> {
    Client::new(&server(template).await)
        .call(Method::POST, "/contacts")
        .await
}
