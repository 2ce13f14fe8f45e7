//! One client in several runtimes, of which only one runs at a time.

use std::future::poll_fn;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::Poll;

use hellodialog_runtime::{ErrorKind, ItemStream, NumberedPage, Outcome, Paged};
use serde_json::{Value, json};
use tokio::runtime::{Builder, Runtime};

use crate::{Client, KEY, READ, SERVICE, WRITE};

/// A server that keeps its connections open, on threads of its own.
pub struct KeepAlive {
    pub client: Client,
    connections: Arc<AtomicUsize>,
}

impl KeepAlive {
    pub fn new() -> Self {
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
        let client = hellodialog_runtime::Builder::new(&SERVICE, KEY)
            .base_url(url)
            .build();
        Self {
            client: client.expect("a client"),
            connections,
        }
    }

    pub fn call_in(&self, runtime: &Runtime) {
        let result = runtime.block_on(self.client.value(&WRITE));
        assert!(result.is_ok(), "{result:?}");
    }

    /// Pages of one item each, fetched ahead by two.
    pub fn pages(&self) -> ItemStream<'_, NumberedPage<Vec<Value>>> {
        let paged = Paged::new(None, 1, move |number, options| async move {
            let _: Value = self.client.send(&READ, options).await?;
            Ok(vec![json!({"id": number})])
        });
        paged.prefetch(2).pages()
    }

    pub fn connections(&self) -> usize {
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

pub fn single() -> Runtime {
    let mut builder = Builder::new_current_thread();
    builder.enable_all().build().expect("a runtime")
}

pub fn multi() -> Runtime {
    let mut builder = Builder::new_multi_thread();
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
        for _ in 0..8 {
            for runtime in &runtimes {
                server.call_in(runtime);
            }
        }
        // Each runtime uses its own connection again, except where the next call comes before it is idle.
        let connections = server.connections();
        assert!((2..=8).contains(&connections), "{connections} for 16 calls");
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

/// A stream that another runtime began, whose prefetched pages nobody drives any longer.
#[test]
fn a_stream_moves_between_runtimes() {
    for (first, second) in [
        (single(), single()),
        (multi(), single()),
        (single(), multi()),
    ] {
        let server = KeepAlive::new();
        let mut pages = server.pages();
        let page = first.block_on(pages.next());
        assert!(matches!(page, Some(Ok(_))), "{page:?}");
        for _ in 0..5 {
            let page = second.block_on(pages.next());
            assert!(matches!(page, Some(Ok(_))), "{page:?}");
        }
        drop(first);
        let page = second.block_on(pages.next());
        assert!(matches!(page, Some(Ok(_))), "{page:?}");
    }
}

#[test]
fn a_stream_outlives_its_runtime() {
    let server = KeepAlive::new();
    let mut pages = server.pages();
    for _ in 0..5 {
        let page = single().block_on(pages.next());
        assert!(matches!(page, Some(Ok(_))), "{page:?}");
    }
}

#[test]
fn a_runtime_without_drivers_is_an_error() {
    let server = KeepAlive::new();
    let builders: [fn(&mut Builder) -> &mut Builder; 3] =
        [|builder| builder, Builder::enable_io, Builder::enable_time];
    for enable in builders {
        for mut builder in [Builder::new_current_thread(), Builder::new_multi_thread()] {
            let runtime = enable(&mut builder).build().expect("a runtime");
            for _ in 0..2 {
                let error = runtime.block_on(server.client.value(&WRITE));
                let error = error.expect_err("no drivers");
                assert_eq!(error.kind(), ErrorKind::Config);
                assert_eq!((error.outcome(), error.attempts()), (Outcome::NotSent, 0));
                assert!(error.to_string().contains("enable_all"), "{error}");
            }
        }
    }
    assert_eq!(server.connections(), 0);
}

#[test]
fn a_call_moves_between_runtimes() {
    let server = KeepAlive::new();
    let begun_in_another = |operation| {
        let mut call = Box::pin(server.client.value(operation));
        single().block_on(poll_fn(|context| {
            assert!(call.as_mut().poll(context).is_pending());
            Poll::Ready(())
        }));
        single().block_on(call)
    };
    let read = begun_in_another(&READ);
    assert!(read.is_ok(), "{read:?}");
    let error = begun_in_another(&WRITE).expect_err("it may have been sent");
    assert_eq!((error.outcome(), error.attempts()), (Outcome::Unknown, 1));
}
