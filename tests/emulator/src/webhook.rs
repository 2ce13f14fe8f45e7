//! Calls a URL when a contact changes.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use http_body_util::Full;
use hyper::{Request, Uri};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use crate::error::Error;
use crate::key::Key;
use crate::state::ids::ContactId;
use crate::sync::lock;

/// Timeout of one call.
const TIMEOUT: Duration = Duration::from_secs(10);

#[derive(Debug, Clone)]
pub(crate) struct Webhook {
    url: Uri,
    secret: Key,
}

impl Webhook {
    pub(crate) fn new(url: &str, secret: Key) -> Result<Self, Error> {
        let error = || Error::WebhookUrl(url.to_owned());
        let parsed: Uri = url.parse().map_err(|_| error())?;
        if parsed.scheme_str() != Some("http") || parsed.host().is_none() {
            return Err(error());
        }
        Ok(Self {
            url: parsed,
            secret,
        })
    }

    /// The MD5 of the key followed by the secret, as lower-case hex.
    fn signature(&self, key: &Key) -> String {
        let mut md5 = md5::Context::new();
        md5.consume(&key.0);
        md5.consume(&self.secret.0);
        format!("{:x}", md5.finalize())
    }
}

/// A completed call of the webhook.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct WebhookDelivery {
    pub contact: ContactId,
    /// The HTTP status of the receiver, or the error if it did not respond.
    pub outcome: Result<u16, String>,
}

/// Queues calls of the webhook. They are made in order, one at a time.
#[derive(Debug, Clone)]
pub(crate) struct WebhookSender(UnboundedSender<ContactId>);

impl WebhookSender {
    pub(crate) fn notify(&self, contact: ContactId) {
        // Sending fails only while the emulator stops.
        self.0.send(contact).ok();
    }
}

pub(crate) type Deliveries = Arc<Mutex<Vec<WebhookDelivery>>>;

/// Starts the task that calls the webhook. Must be called on the runtime.
pub(crate) fn start(webhook: Webhook, key: &Key, deliveries: Deliveries) -> WebhookSender {
    let (sender, receiver) = unbounded_channel();
    let signature = webhook.signature(key);
    tokio::spawn(deliver_all(webhook.url, signature, receiver, deliveries));
    WebhookSender(sender)
}

async fn deliver_all(
    url: Uri,
    signature: String,
    mut changes: UnboundedReceiver<ContactId>,
    deliveries: Deliveries,
) {
    let client = Client::builder(TokioExecutor::new()).build_http();
    while let Some(contact) = changes.recv().await {
        let outcome = post(&client, &url, &signature, contact).await;
        lock(&deliveries).push(WebhookDelivery { contact, outcome });
    }
}

async fn post(
    client: &Client<HttpConnector, Full<Bytes>>,
    url: &Uri,
    signature: &str,
    contact: ContactId,
) -> Result<u16, String> {
    let request = Request::post(url)
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Full::from(format!("id={contact}&hash={signature}")))
        .map_err(|error| error.to_string())?;
    match tokio::time::timeout(TIMEOUT, client.request(request)).await {
        Ok(Ok(response)) => Ok(response.status().as_u16()),
        Ok(Err(error)) => Err(error.to_string()),
        Err(_) => Err(format!("no response within {} seconds", TIMEOUT.as_secs())),
    }
}
