//! A server with scripted failures, and a clock that advances only while all tasks are idle.

use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use hellodialog_runtime::{Builder, Service};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio::time::Instant;

use crate::{Client, KEY, SERVICE};

/// The server's reaction to a request, which has been read. The connection is closed afterwards.
#[derive(Debug, Clone)]
pub enum Step {
    /// Writes these bytes and closes the connection.
    Write(Vec<u8>),
    /// Writes these bytes after a delay, and closes the connection.
    WriteAfter(Duration, Vec<u8>),
    /// Writes the first bytes, and the others after all tasks have run many times.
    Parts(Vec<u8>, Vec<u8>),
    /// Writes these bytes and resets the connection.
    Reset(Vec<u8>),
    /// Writes these bytes, then stalls until the client disconnects.
    Stall(Vec<u8>),
    /// Writes a header and an endless body of spaces.
    Endless(u16),
}

/// A response with `status`, `headers` (each line ends with CRLF) and `body`.
pub fn http(status: u16, headers: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!("HTTP/1.1 {status} Said\r\nconnection: close\r\ncontent-length: {length}\r\n{headers}\r\n{body}")
        .into_bytes()
}

pub fn write(status: u16, body: &str) -> Step {
    Step::Write(http(status, "", body))
}

pub fn ok() -> Step {
    write(200, "[]")
}

/// The first half of a response.
pub fn half(status: u16) -> Vec<u8> {
    format!("HTTP/1.1 {status} Said\r\ncontent-length: 100\r\n\r\n[1,").into_bytes()
}

/// A server with a script: one step per request; the last step repeats.
pub struct Script {
    pub url: String,
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    steps: Vec<Step>,
    received: Mutex<Vec<(Instant, String)>>,
    /// The number of requests in flight, and its maximum.
    open: Mutex<(usize, usize)>,
    /// Notified for each request that is read, and for each client that disconnects early.
    arrived: Notify,
    left: Notify,
}

impl Script {
    pub async fn new(steps: impl IntoIterator<Item = Step>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let steps = steps.into_iter().collect();
        let shared = Arc::new(Shared {
            steps,
            ..Shared::default()
        });
        let serving = Arc::clone(&shared);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(Arc::clone(&serving).serve(stream));
            }
        });
        Self { url, shared }
    }

    pub fn builder(&self) -> Builder<Client> {
        self.builder_for(&SERVICE)
    }

    pub fn builder_for(&self, service: &'static Service) -> Builder<Client> {
        Builder::new(service, KEY).base_url(self.url.clone() + "/api")
    }

    pub fn client(&self) -> Client {
        self.builder().build().expect("a client")
    }

    /// The number of requests received.
    pub fn count(&self) -> usize {
        self.shared.received.lock().expect("no panic").len()
    }

    /// The requests received, each with its request line, headers and body.
    pub fn requests(&self) -> Vec<String> {
        let received = self.shared.received.lock().expect("no panic");
        received
            .iter()
            .map(|(_, request)| request.clone())
            .collect()
    }

    /// When the requests were received.
    pub fn times(&self) -> Vec<Instant> {
        let received = self.shared.received.lock().expect("no panic");
        received.iter().map(|(time, _)| *time).collect()
    }

    /// The largest number of requests in flight.
    pub fn max_in_flight(&self) -> usize {
        self.shared.open.lock().expect("no panic").1
    }

    /// Waits until a request has been received.
    pub async fn wait_for_request(&self) {
        self.shared.arrived.notified().await;
    }

    /// Waits until a client has disconnected before its response was complete.
    pub async fn wait_for_disconnect(&self) {
        self.shared.left.notified().await;
    }
}

impl Shared {
    async fn serve(self: Arc<Self>, mut stream: TcpStream) {
        let Some(request) = read_request(&mut stream).await else {
            return;
        };
        let step = {
            let mut received = self.received.lock().expect("no panic");
            received.push((Instant::now(), request));
            let last = self.steps.last();
            self.steps.get(received.len() - 1).or(last).cloned()
        };
        {
            let mut open = self.open.lock().expect("no panic");
            open.0 += 1;
            open.1 = open.1.max(open.0);
        }
        self.arrived.notify_one();
        // Writing to a client that has disconnected fails; the test does not.
        let _ = self.run_step(step.expect("a step"), &mut stream).await;
        self.open.lock().expect("no panic").0 -= 1;
    }

    async fn run_step(&self, step: Step, stream: &mut TcpStream) -> std::io::Result<()> {
        match step {
            Step::Write(bytes) => stream.write_all(&bytes).await,
            Step::Parts(first, second) => {
                stream.write_all(&first).await?;
                for _ in 0..100 {
                    tokio::task::yield_now().await;
                }
                stream.write_all(&second).await
            }
            Step::WriteAfter(wait, bytes) => {
                tokio::time::sleep(wait).await;
                stream.write_all(&bytes).await
            }
            Step::Reset(bytes) => {
                stream.write_all(&bytes).await?;
                stream.set_zero_linger()
            }
            Step::Stall(bytes) => {
                stream.write_all(&bytes).await?;
                let _ = stream.read(&mut [0; 1]).await;
                self.left.notify_one();
                Ok(())
            }
            Step::Endless(status) => {
                let head = format!("HTTP/1.1 {status} Said\r\n\r\n");
                stream.write_all(head.as_bytes()).await?;
                loop {
                    stream.write_all(&[b' '; 8192]).await?;
                }
            }
        }
    }
}

/// Reads a request with its body; `None` if the client disconnects first.
pub async fn read_request(stream: &mut TcpStream) -> Option<String> {
    let mut read = Vec::new();
    loop {
        let mut chunk = [0; 4096];
        let count = stream
            .read(&mut chunk)
            .await
            .ok()
            .filter(|count| *count > 0)?;
        read.extend_from_slice(&chunk[..count]);
        let text = String::from_utf8_lossy(&read).into_owned();
        let Some((head, body)) = text.split_once("\r\n\r\n") else {
            continue;
        };
        let head = head.to_lowercase();
        let length = head
            .lines()
            .find_map(|line| line.strip_prefix("content-length: "));
        let length: usize = length.map_or(0, |length| length.parse().expect("a length"));
        if body.len() >= length {
            return Some(text);
        }
    }
}

/// Runs `call` with a clock that advances only while all tasks are idle, and returns the time that
/// the call took by that clock.
///
/// Tokio's own paused clock ignores data in transit through a socket, and jumps to the next
/// timeout. So the clock is paused, and advanced here: before each step, all tasks and the sockets
/// of this thread are polled many times.
pub async fn timed<T>(call: impl Future<Output = T>) -> (Duration, T) {
    const STEP: Duration = Duration::from_millis(50);
    const POLLS: u32 = 25;
    tokio::time::pause();
    let (release, waiting) = std::sync::mpsc::channel::<()>();
    // Tokio does not advance its clock while a blocking task runs.
    let holding = tokio::task::spawn_blocking(move || waiting.recv());
    let start = Instant::now();
    let mut call = pin!(call);
    let result = 'over: loop {
        for _ in 0..POLLS {
            tokio::select! {
                biased;
                result = &mut call => break 'over result,
                () = tokio::task::yield_now() => {}
            }
        }
        tokio::time::advance(STEP).await;
    };
    let took = start.elapsed();
    tokio::time::resume();
    drop(release);
    let _ = holding.await;
    (took, result)
}

/// Asserts that `took` is between `min` and `max` seconds, plus a tolerance for clock steps.
#[track_caller]
pub fn assert_within(took: Duration, min: f64, max: f64) {
    let took = took.as_secs_f64();
    assert!(
        min <= took && took <= max + 0.3,
        "{took} s, expected {min} to {max}"
    );
}
