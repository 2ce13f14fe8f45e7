//! Blocking calls on threads and runtimes of every kind.

use std::sync::Arc;
use std::thread;

use hellodialog_runtime::{Call, decode};
use serde_json::Value;

use crate::WRITE;
use crate::runtimes::{KeepAlive, multi, single};

impl KeepAlive {
    fn call(&self) -> Call<'_, Value> {
        let request = self.client.0.request(&WRITE, &[]);
        request.call(decode::value::<Value>)
    }

    /// A call, and an iterator over some pages.
    fn block(&self) {
        let result = self.call().send_blocking();
        assert!(result.is_ok(), "{result:?}");
        let pages: Result<Vec<_>, _> = self.pages().into_blocking_iter().take(3).collect();
        assert_eq!(pages.map(|pages| pages.len()).ok(), Some(3));
    }
}

#[test]
fn blocking_and_async_calls() {
    let server = KeepAlive::new();
    let (one, other) = (single(), multi());
    server.call_in(&one);
    server.block();
    server.call_in(&one);
    server.call_in(&other);
    thread::scope(|scope| {
        scope.spawn(|| server.block());
    });
    server.block();
    server.call_in(&one);
}

#[test]
fn on_a_thread_of_spawn_blocking() {
    for runtime in [single(), multi()] {
        let server = Arc::new(KeepAlive::new());
        server.call_in(&runtime);
        let blocking = runtime.spawn_blocking({
            let server = server.clone();
            move || server.block()
        });
        runtime.block_on(blocking).expect("no panic");
        server.call_in(&runtime);
    }
}

#[test]
fn on_a_thread_that_entered_a_runtime() {
    let server = KeepAlive::new();
    for runtime in [single(), multi()] {
        let _entered = runtime.enter();
        server.block();
        server.call_in(&runtime);
    }
}

#[test]
fn within_async_code() {
    for runtime in [single(), multi()] {
        let server = KeepAlive::new();
        runtime.block_on(async {
            // The connection of this runtime is not driven while the calls block.
            let first = server.client.value(&WRITE).await;
            assert!(first.is_ok(), "{first:?}");
            server.block();
            let last = server.client.value(&WRITE).await;
            assert!(last.is_ok(), "{last:?}");
        });
    }
    let (server, runtime) = (KeepAlive::new(), single());
    let local = tokio::task::LocalSet::new();
    local.block_on(&runtime, async { server.block() });
}

#[test]
fn within_a_runtime_without_drivers() {
    let server = KeepAlive::new();
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    runtime
        .expect("a runtime")
        .block_on(async { server.block() });
}

#[test]
fn within_another_executor() {
    let server = KeepAlive::new();
    futures_util::future::FutureExt::now_or_never(async { server.block() }).expect("it blocks");
}

#[test]
fn a_stream_that_began_in_async_code() {
    for runtime in [single(), multi()] {
        let server = KeepAlive::new();
        runtime.block_on(async {
            let mut pages = server.pages();
            let first = pages.next().await;
            assert!(matches!(first, Some(Ok(_))), "{first:?}");
            let pages: Result<Vec<_>, _> = pages.into_blocking_iter().take(3).collect();
            assert_eq!(pages.map(|pages| pages.len()).ok(), Some(3));
        });
    }
}
