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
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::accept_state::AcceptState;
use crate::error::Error;
use crate::key::Key;
use crate::state::ids::ContactId;
use crate::sync::lock;

/// Timeout of one call.
const TIMEOUT: Duration = Duration::from_secs(10);

/// The next call starts when the call before it ends, and at the latest after this time.
const NEXT_CALL: Duration = Duration::from_millis(250);

/// How long the emulator continues to call when it stops.
const STOP_TIMEOUT: Duration = Duration::from_secs(2);

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

/// Queues calls of the webhook. They start in order, one after the other unless the receiver is slow.
#[derive(Debug, Clone)]
pub(crate) struct WebhookSender(UnboundedSender<ContactId>);

impl WebhookSender {
    pub(crate) fn notify(&self, contact: ContactId) {
        // Sending fails only while the emulator stops.
        self.0.send(contact).ok();
    }
}

pub(crate) type Deliveries = Arc<Mutex<Vec<WebhookDelivery>>>;

/// Creates the queue, and the task that calls the webhook until the emulator stops.
pub(crate) fn queue(
    webhook: &Webhook,
    key: &Key,
    deliveries: Deliveries,
    states: watch::Receiver<AcceptState>,
) -> (WebhookSender, impl Future<Output = ()> + use<>) {
    let (sender, queue) = unbounded_channel();
    let caller = Caller {
        client: Client::builder(TokioExecutor::new()).build_http(),
        url: webhook.url.clone(),
        signature: webhook.signature(key),
        deliveries,
        gives_up: watch::Sender::new(false),
    };
    (WebhookSender(sender), caller.run(queue, states))
}

#[derive(Clone)]
struct Caller {
    client: Client<HttpConnector, Full<Bytes>>,
    url: Uri,
    signature: String,
    deliveries: Deliveries,
    /// Ends all calls.
    gives_up: watch::Sender<bool>,
}

impl Caller {
    /// Calls until the emulator stops. Each change is then delivered or reported.
    async fn run(
        self,
        mut queue: UnboundedReceiver<ContactId>,
        mut states: watch::Receiver<AcceptState>,
    ) {
        let mut calls = JoinSet::new();
        let running = async {
            while let Some(contact) = queue.recv().await {
                self.start(contact, &mut calls).await;
            }
        };
        tokio::select! {
            () = running => {}
            _ = states.wait_for(|state| *state == AcceptState::Stopped) => {}
        }
        let rest = async {
            while let Ok(contact) = queue.try_recv() {
                self.start(contact, &mut calls).await;
            }
            while calls.join_next().await.is_some() {}
        };
        if tokio::time::timeout(STOP_TIMEOUT, rest).await.is_err() {
            self.gives_up.send_replace(true);
            while calls.join_next().await.is_some() {}
            while let Ok(contact) = queue.try_recv() {
                self.record(contact, Err(STOPPED.to_owned()));
            }
        }
    }

    /// Starts a call, and waits a while for its end.
    async fn start(&self, contact: ContactId, calls: &mut JoinSet<()>) {
        let caller = self.clone();
        calls.spawn(async move {
            let mut gives_up = caller.gives_up.subscribe();
            let outcome = tokio::select! {
                outcome = post(&caller.client, &caller.url, &caller.signature, contact) => outcome,
                _ = gives_up.wait_for(|gives_up| *gives_up) => Err(STOPPED.to_owned()),
            };
            caller.record(contact, outcome);
        });
        tokio::time::timeout(NEXT_CALL, calls.join_next())
            .await
            .ok();
    }

    fn record(&self, contact: ContactId, outcome: Result<u16, String>) {
        if let Err(error) = &outcome {
            eprintln!("the webhook call for contact {contact} failed: {error}");
        }
        lock(&self.deliveries).push(WebhookDelivery { contact, outcome });
    }
}

/// The error of a call that did not end in time.
const STOPPED: &str = "the emulator stopped before the receiver responded";

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
