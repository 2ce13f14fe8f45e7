//! The HTTP clients of a transport, and whether they have connected.

use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use tokio::runtime::{Handle, Id};
use tower::{Layer, Service};

use crate::error::{Error, ErrorKind, Result};

/// The most runtimes whose connections are kept.
const MAX_RUNTIMES: usize = 16;

/// One HTTP client for each runtime that calls are made in. A pooled connection is driven by the
/// runtime that opened it: another runtime would wait for it while that one does not run.
pub(crate) struct Connections {
    build: BuildFn,
    /// For what needs no connection.
    any: reqwest::Client,
    /// The least recently used first. One without a runtime was not used yet.
    by_runtime: Mutex<Vec<(Option<Id>, Endpoint)>>,
}

/// Builds an HTTP client with a layer around its connector.
type BuildFn = Box<dyn Fn(ConnectLayer) -> Result<reqwest::Client> + Send + Sync>;

/// An HTTP client, and whether it has connected.
#[derive(Clone)]
pub(super) struct Endpoint {
    pub(super) http: reqwest::Client,
    has_connected: Arc<AtomicBool>,
}

impl Connections {
    /// Builds the first client, so that its errors are known before a call.
    pub(crate) fn new(
        build: impl Fn(ConnectLayer) -> Result<reqwest::Client> + Send + Sync + 'static,
    ) -> Result<Self> {
        let first = Endpoint::new(&build)?;
        Ok(Self {
            build: Box::new(build),
            any: first.http.clone(),
            by_runtime: Mutex::new(vec![(None, first)]),
        })
    }

    pub(super) fn any(&self) -> &reqwest::Client {
        &self.any
    }

    /// The client for the current runtime.
    pub(super) fn current(&self) -> Result<Endpoint> {
        let runtime = Handle::try_current().map_err(|_| no_runtime())?.id();
        let mut clients = self
            .by_runtime
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let mut found = clients.iter().position(|(id, _)| *id == Some(runtime));
        if found.is_none() {
            found = clients.iter().position(|(id, _)| id.is_none());
        }
        let endpoint = match found {
            Some(index) => clients.remove(index).1,
            None => Endpoint::new(&self.build).map_err(Error::not_sent)?,
        };
        if clients.len() >= MAX_RUNTIMES {
            clients.remove(0);
        }
        clients.push((Some(runtime), endpoint.clone()));
        Ok(endpoint)
    }
}

fn no_runtime() -> Error {
    let detail = "there is no Tokio runtime here: call from within one, \
                  or use `send_blocking` of the feature `blocking`";
    Error::new(ErrorKind::Config, detail).not_sent()
}

impl Endpoint {
    fn new(build: impl Fn(ConnectLayer) -> Result<reqwest::Client>) -> Result<Self> {
        let has_connected = Arc::new(AtomicBool::new(false));
        let http = build(ConnectLayer(has_connected.clone()))?;
        Ok(Self {
            http,
            has_connected,
        })
    }

    /// Whether there was ever a connection. Until there is one, no request was sent.
    pub(super) fn has_connected(&self) -> bool {
        self.has_connected.load(Ordering::SeqCst)
    }
}

/// A layer around a connector that notes the first connection.
#[derive(Clone)]
pub(crate) struct ConnectLayer(Arc<AtomicBool>);

/// A connector in such a layer.
#[derive(Clone)]
pub(crate) struct NotingConnector<S> {
    connector: S,
    has_connected: Arc<AtomicBool>,
}

impl<S> Layer<S> for ConnectLayer {
    type Service = NotingConnector<S>;

    fn layer(&self, connector: S) -> Self::Service {
        NotingConnector {
            connector,
            has_connected: self.0.clone(),
        }
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
        self.connector.poll_ready(context)
    }

    fn call(&mut self, target: R) -> Self::Future {
        let connecting = self.connector.call(target);
        let has_connected = self.has_connected.clone();
        Box::pin(async move {
            let connection = connecting.await?;
            // Set before the connection can be used.
            has_connected.store(true, Ordering::SeqCst);
            Ok(connection)
        })
    }
}
