//! The HTTP clients of a transport, and whether a request waits for a connection.

use std::cell::Cell;
use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll};

use tokio::runtime::Id;
use tower::{Layer, Service};

use crate::error::{Error, ErrorKind, Result};
use crate::runtime;

/// The most runtimes whose connections are kept.
const MAX_RUNTIMES: usize = 16;

/// One HTTP client for each runtime that calls are made in. A pooled connection is driven by the
/// runtime that opened it: another runtime would wait for it while that one does not run.
pub(crate) struct Connections {
    build: BuildFn,
    /// For what needs no connection.
    any: reqwest::Client,
    /// The least recently used first. One without a runtime was not used yet.
    by_runtime: Mutex<Vec<(Option<Id>, reqwest::Client)>>,
}

/// Builds an HTTP client with a layer around its connector.
type BuildFn = Box<dyn Fn(ConnectLayer) -> Result<reqwest::Client> + Send + Sync>;

impl Connections {
    /// Builds the first client, so that its errors are known before a call.
    pub(crate) fn new(
        build: impl Fn(ConnectLayer) -> Result<reqwest::Client> + Send + Sync + 'static,
    ) -> Result<Self> {
        let first = build(ConnectLayer)?;
        Ok(Self {
            build: Box::new(build),
            any: first.clone(),
            by_runtime: Mutex::new(vec![(None, first)]),
        })
    }

    pub(super) fn any(&self) -> &reqwest::Client {
        &self.any
    }

    /// The client for the current runtime.
    pub(super) fn current(&self) -> Result<reqwest::Client> {
        let runtime = runtime::current().ok_or_else(no_runtime)?;
        let mut clients = self
            .by_runtime
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let mut found = clients.iter().position(|(id, _)| *id == Some(runtime));
        if found.is_none() {
            runtime::check_drivers()?;
            found = clients.iter().position(|(id, _)| id.is_none());
        }
        let http = match found {
            Some(index) => clients.remove(index).1,
            None => (self.build)(ConnectLayer).map_err(Error::not_sent)?,
        };
        if clients.len() >= MAX_RUNTIMES {
            clients.remove(0);
        }
        clients.push((Some(runtime), http.clone()));
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
