//! Sending and judging, against a real server on loopback.

mod config;
mod failures;
mod secrets;
mod successes;

use hellodialog_runtime::progenitor_client::{Error as Unread, ResponseValue};
use hellodialog_runtime::reqwest::Method;
use hellodialog_runtime::{Builder, Envelope, Error, Service, Transport, seam};
use serde::de::DeserializeOwned;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

/// Every character in it is visible, and most have to be encoded in a query.
const KEY: &str = "s3cr3t&k=y+/%?#'~";

const OPERATION: &str = "contacts.get";

static SERVICE: Service = Service::new("example", "1", "https://example.com/api", "example/1", &[])
    .with_key_parameter("token")
    .with_envelope(Envelope {
        member: "result",
        status: "status",
        failure: "error",
        code: "code",
        message: "message",
        data: "data",
        accepted: (200, 299),
    });

/// A client as it is emitted: the transport and calls through progenitor's types.
#[derive(Debug, Clone)]
struct Client(Transport);

impl From<Transport> for Client {
    fn from(transport: Transport) -> Self {
        Self(transport)
    }
}

impl Client {
    fn builder(server: &MockServer) -> Builder<Self> {
        Builder::new(&SERVICE, KEY).base_url(server.uri() + "/api/")
    }

    fn new(server: &MockServer) -> Self {
        Self::builder(server).build().expect("a client")
    }

    /// What progenitor emits for an operation, in short.
    async fn call<T: DeserializeOwned>(&self, method: Method, path: &str) -> Result<T, Error> {
        let url = format!("{}{path}", self.0.base_url());
        let request = self
            .0
            .http()
            .request(method, url)
            .header("api-version", "1");
        let request = request.build().expect("a request");
        let result = match self.0.exec(request, OPERATION).await {
            Ok(response) if response.status() == 200 => {
                ResponseValue::from_response(response).await
            }
            Ok(response) => Err(Unread::UnexpectedResponse(response)),
            Err(error) => Err(Unread::CommunicationError(error)),
        };
        seam::answer(result, OPERATION)
    }

    async fn get<T: DeserializeOwned>(&self) -> Result<T, Error> {
        self.call(Method::GET, "/contacts").await
    }
}

/// A server that answers everything with `answer`.
async fn server(answer: ResponseTemplate) -> MockServer {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(answer).mount(&server).await;
    server
}

/// An answer of `status` with `body`, which is JSON if it is anything.
fn answer(status: u16, body: &str) -> ResponseTemplate {
    ResponseTemplate::new(status).set_body_raw(body, "application/json")
}

/// What a read of `T` comes to when `template` is answered.
async fn get<T: DeserializeOwned>(template: ResponseTemplate) -> Result<T, Error> {
    Client::new(&server(template).await).get().await
}

/// What a write comes to when `template` is answered.
async fn post(template: ResponseTemplate) -> Result<serde_json::Value, Error> {
    Client::new(&server(template).await)
        .call(Method::POST, "/contacts")
        .await
}
