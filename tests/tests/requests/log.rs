//! Captures everything that the client and its dependencies log, at TRACE.

use std::cell::RefCell;
use std::io;
use std::sync::{Arc, Mutex, Once};

use tracing::Metadata;
use tracing_subscriber::filter::dynamic_filter_fn;
use tracing_subscriber::fmt::format::FmtSpan;
use tracing_subscriber::layer::{Context, SubscriberExt as _};
use tracing_subscriber::util::SubscriberInitExt as _;

thread_local! {
    /// The log of this thread, if any. The server runs on another thread, whose events are ignored.
    static THREAD_LOG: RefCell<Option<Log>> = const { RefCell::new(None) };
}

/// The events of this thread, as text.
#[derive(Clone, Default)]
pub struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    /// Captures the events of this thread from now on, until another log is started.
    ///
    /// All tests share one subscriber: with one per test, events could be lost while another test
    /// installs its subscriber.
    pub fn start() -> Self {
        static ONCE: Once = Once::new();
        ONCE.call_once(|| {
            tracing_subscriber::fmt()
                .with_max_level(tracing::Level::TRACE)
                .with_span_events(FmtSpan::NEW | FmtSpan::CLOSE)
                .with_ansi(false)
                .with_writer(|| THREAD_LOG.with_borrow(|log| log.clone().unwrap_or_default()))
                .finish()
                .with(dynamic_filter_fn(|_: &Metadata<'_>, _: &Context<'_, _>| {
                    THREAD_LOG.with_borrow(Option::is_some)
                }))
                .init();
        });
        let log = Self::default();
        THREAD_LOG.set(Some(log.clone()));
        log
    }

    /// Returns and clears the captured text.
    pub fn take(&self) -> String {
        let mut bytes = self.0.lock().expect("no panic");
        String::from_utf8_lossy(&std::mem::take(&mut *bytes)).into_owned()
    }
}

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("no panic").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
