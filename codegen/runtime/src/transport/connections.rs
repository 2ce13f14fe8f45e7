//! The HTTP clients of a transport, and whether a request waits for a connection.

use std::cell::Cell;
use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll};

use tokio::runtime::Id;
use tower::{Layer, Service};

use crate::base_url::Destination;
use crate::error::{Error, ErrorKind, Result};
use crate::runtime;

/// The most clients whose connections are kept.
const MAX_CLIENTS: usize = 16;

/// One HTTP client for each runtime that calls are made in, and each destination. A pooled connection is driven by the
/// runtime that opened it: another runtime would wait for it while that one does not run.
pub(crate) struct Connections {
    build: BuildFn,
    /// For what needs no connection.
    any: reqwest::Client,
    /// The least recently used first. One without a runtime was not used yet.
    clients: Mutex<Vec<(Option<Id>, Destination, reqwest::Client)>>,
}

/// Builds an HTTP client for a destination, with a layer around its connector.
type BuildFn = Box<dyn Fn(Destination, ConnectLayer) -> Result<reqwest::Client> + Send + Sync>;

impl Connections {
    /// Builds the first client, so that its errors are known before a call.
    pub(crate) fn new(
        destination: Destination,
        build: impl Fn(Destination, ConnectLayer) -> Result<reqwest::Client> + Send + Sync + 'static,
    ) -> Result<Self> {
        let first = build(destination, ConnectLayer)?;
        Ok(Self {
            build: Box::new(build),
            any: first.clone(),
            clients: Mutex::new(vec![(None, destination, first)]),
        })
    }

    pub(super) fn any(&self) -> &reqwest::Client {
        &self.any
    }

    /// The client for the current runtime.
    pub(super) fn current(&self, destination: Destination) -> Result<reqwest::Client> {
        let runtime = runtime::current().ok_or_else(no_runtime)?;
        let mut clients = self.clients.lock().unwrap_or_else(PoisonError::into_inner);
        let position = |clients: &[(Option<Id>, Destination, _)], runtime| {
            let mut clients = clients.iter();
            clients.position(|(id, to, _)| (*id, *to) == (runtime, destination))
        };
        let mut found = position(&clients, Some(runtime));
        if found.is_none() {
            runtime::check_drivers()?;
            found = position(&clients, None);
        }
        let http = match found {
            Some(index) => clients.remove(index).2,
            None => (self.build)(destination, ConnectLayer).map_err(Error::not_sent)?,
        };
        if clients.len() >= MAX_CLIENTS {
            clients.remove(0);
        }
        clients.push((Some(runtime), destination, http.clone()));
        Ok(http)
    }
}

fn no_runtime() -> Error {
    let detail = "there is no Tokio runtime here: call from within one, \
                  or use `send_blocking` of the feature `blocking`";
    Error::new(ErrorKind::Config, detail).not_sent()
}

thread_local! {
    /// Whether the attempt that is polled on this thread waits for a connection.
    static IS_CONNECTING: Cell<bool> = const { Cell::new(false) };
}

/// Polls `sent`, and keeps in `is_connecting` whether it waits for a connection: then the request
/// was not sent. A request that began to connect can be sent by a connection of the pool that
/// becomes free first; its own is then connected by another task.
pub(super) async fn note_connecting<F: Future>(sent: F, is_connecting: &AtomicBool) -> F::Output {
    let mut sent = pin!(sent);
    poll_fn(|context| {
        IS_CONNECTING.set(false);
        let polled = sent.as_mut().poll(context);
        is_connecting.store(IS_CONNECTING.get(), Ordering::Relaxed);
        polled
    })
    .await
}

/// A layer around a connector that notes when a poll waits for a connection.
#[derive(Clone)]
pub(crate) struct ConnectLayer;

/// A connector in such a layer.
#[derive(Clone)]
pub(crate) struct NotingConnector<S>(S);

impl<S> Layer<S> for ConnectLayer {
    type Service = NotingConnector<S>;

    fn layer(&self, connector: S) -> Self::Service {
        NotingConnector(connector)
    }
}

impl<S, R> Service<R> for NotingConnector<S>
where
    S: Service<R>,
    S::Future: Send + 'static,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<S::Response, S::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.0.poll_ready(context)
    }

    fn call(&mut self, target: R) -> Self::Future {
        let connecting = self.0.call(target);
        Box::pin(async move {
            let mut connecting = pin!(connecting);
            poll_fn(|context| {
                let polled = connecting.as_mut().poll(context);
                IS_CONNECTING.set(polled.is_pending());
                polled
            })
            .await
        })
    }
}
