//! Calls a URL when a contact changes.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use http_body_util::Full;
use hyper::{Request, Uri};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use md5::{Digest, Md5};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use crate::error::Error;
use crate::key::Key;
use crate::state::ids::ContactId;
use crate::sync::lock;

/// How long the receiver may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// A webhook: where it goes, and the secret that signs it.
#[derive(Debug, Clone)]
pub(crate) struct Webhook {
    pub(crate) url: Uri,
    pub(crate) secret: Key,
}

impl Webhook {
    pub(crate) fn new(url: &str, secret: &Key) -> Result<Self, Error> {
        let invalid = || Error::WebhookUrl(url.to_owned());
        let parsed: Uri = url.parse().map_err(|_| invalid())?;
        if parsed.scheme_str() != Some("http") || parsed.host().is_none() {
            return Err(invalid());
        }
        Ok(Self {
            url: parsed,
            secret: secret.clone(),
        })
    }

    /// The MD5 of the key followed by the secret, in lower-case hex.
    fn hash(&self, key: &Key) -> String {
        use std::fmt::Write as _;
        let digest = Md5::new_with_prefix(&key.0)
            .chain_update(&self.secret.0)
            .finalize();
        digest.iter().fold(String::new(), |mut hex, byte| {
            write!(hex, "{byte:02x}").expect("memory takes all that is written");
            hex
        })
    }
}

/// A call of the webhook that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Delivery {
    /// The contact that changed.
    pub contact: ContactId,
    /// The HTTP status of the receiver, or why there is none.
    pub outcome: Result<u16, String>,
}

/// Where changes are reported; they are delivered in order, one at a time.
#[derive(Debug, Clone)]
pub(crate) struct Reports(UnboundedSender<ContactId>);

impl Reports {
    pub(crate) fn report(&self, contact: ContactId) {
        // Nobody listens once the emulator stops.
        self.0.send(contact).ok();
    }
}

/// The calls that were made.
pub(crate) type Deliveries = Arc<Mutex<Vec<Delivery>>>;

/// Starts to deliver; must be called on the runtime.
pub(crate) fn start(webhook: Webhook, key: &Key, deliveries: Deliveries) -> Reports {
    let (sender, receiver) = unbounded_channel();
    let hash = webhook.hash(key);
    tokio::spawn(deliver(webhook.url, hash, receiver, deliveries));
    Reports(sender)
}

async fn deliver(
    url: Uri,
    hash: String,
    mut changes: UnboundedReceiver<ContactId>,
    deliveries: Deliveries,
) {
    let client = Client::builder(TokioExecutor::new()).build_http();
    while let Some(contact) = changes.recv().await {
        let outcome = call(&client, &url, &hash, contact).await;
        lock(&deliveries).push(Delivery { contact, outcome });
    }
}

async fn call(
    client: &Client<HttpConnector, Full<Bytes>>,
    url: &Uri,
    hash: &str,
    contact: ContactId,
) -> Result<u16, String> {
    let request = Request::post(url)
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Full::from(format!("id={contact}&hash={hash}")))
        .map_err(|error| error.to_string())?;
    match tokio::time::timeout(PATIENCE, client.request(request)).await {
        Ok(Ok(response)) => Ok(response.status().as_u16()),
        Ok(Err(error)) => Err(error.to_string()),
        Err(_) => Err(format!("no answer in {} seconds", PATIENCE.as_secs())),
    }
}
