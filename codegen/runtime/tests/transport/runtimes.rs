//! One client in several runtimes, of which only one runs at a time.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use hellodialog_runtime::Builder;
use tokio::runtime::Runtime;

use crate::{Client, KEY, SERVICE, WRITE};

/// A server that keeps its connections open, on threads of its own.
struct KeepAlive {
    client: Client,
    connections: Arc<AtomicUsize>,
}

impl KeepAlive {
    fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let connections = Arc::new(AtomicUsize::new(0));
        let counter = connections.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                counter.fetch_add(1, Ordering::SeqCst);
                std::thread::spawn(move || serve(&stream));
            }
        });
        let client = Builder::new(&SERVICE, KEY).base_url(url).build();
        Self {
            client: client.expect("a client"),
            connections,
        }
    }

    fn call_in(&self, runtime: &Runtime) {
        let result = runtime.block_on(self.client.value(&WRITE));
        assert!(result.is_ok(), "{result:?}");
    }

    fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }
}

fn serve(mut stream: &TcpStream) {
    let mut lines = BufReader::new(stream).lines();
    // The requests have no body, so an empty line is the end of one.
    while let Some(Ok(line)) = lines.next() {
        if line.is_empty() {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n[]");
        }
    }
}

fn single() -> Runtime {
    let mut builder = tokio::runtime::Builder::new_current_thread();
    builder.enable_all().build().expect("a runtime")
}

fn multi() -> Runtime {
    let mut builder = tokio::runtime::Builder::new_multi_thread();
    builder
        .worker_threads(1)
        .enable_all()
        .build()
        .expect("a runtime")
}

#[test]
fn runtimes_in_turn() {
    for runtimes in [
        [single(), single()],
        [single(), multi()],
        [multi(), single()],
        [multi(), multi()],
    ] {
        let server = KeepAlive::new();
        for runtime in runtimes.iter().chain(&runtimes) {
            server.call_in(runtime);
        }
        // Each runtime uses its own connection again.
        assert_eq!(server.connections(), 2);
    }
}

#[test]
fn runtimes_that_ended() {
    let server = KeepAlive::new();
    // More than the client keeps connections for.
    for _ in 0..20 {
        server.call_in(&single());
        server.call_in(&multi());
    }
}

#[test]
fn runtimes_on_several_threads() {
    let server = KeepAlive::new();
    let first = single();
    server.call_in(&first);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let runtime = single();
                server.call_in(&runtime);
                server.call_in(&runtime);
            });
        }
    });
    server.call_in(&first);
}

#[cfg(feature = "blocking")]
#[test]
fn blocking_and_async_calls() {
    use hellodialog_runtime::decode;
    let server = KeepAlive::new();
    let blocking = || {
        let api = &server.client.0;
        let url = format!("{}/contacts", api.base_url());
        let request = api.request(hellodialog_runtime::Method::Post, url).build();
        let call = api.call(&WRITE, request, decode::value::<serde_json::Value>);
        let result = call.send_blocking();
        assert!(result.is_ok(), "{result:?}");
    };
    let (one, other) = (single(), multi());
    server.call_in(&one);
    blocking();
    server.call_in(&one);
    server.call_in(&other);
    std::thread::scope(|scope| {
        scope.spawn(blocking);
    });
    blocking();
    server.call_in(&one);
    assert_eq!(server.connections(), 3);
}
