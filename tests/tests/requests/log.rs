//! Everything that is logged, at TRACE, by the client and by what it is built on.

use std::cell::RefCell;
use std::io;
use std::sync::{Arc, Mutex, Once};

use tracing::Metadata;
use tracing_subscriber::filter::dynamic_filter_fn;
use tracing_subscriber::fmt::format::FmtSpan;
use tracing_subscriber::layer::{Context, SubscriberExt as _};
use tracing_subscriber::util::SubscriberInitExt as _;

thread_local! {
    /// Where this thread logs to, if anybody listens. The server has a thread of its own, which
    /// may log what it likes.
    static LISTENER: RefCell<Option<Log>> = const { RefCell::new(None) };
}

/// All that is logged on this thread, as text.
#[derive(Clone, Default)]
pub struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    /// Listens from now on, until another log does.
    ///
    /// One subscriber serves all tests: one for each would miss what first logs while another test
    /// sets up its own.
    pub fn listen() -> Self {
        static ONCE: Once = Once::new();
        ONCE.call_once(|| {
            tracing_subscriber::fmt()
                .with_max_level(tracing::Level::TRACE)
                .with_span_events(FmtSpan::NEW | FmtSpan::CLOSE)
                .with_ansi(false)
                .with_writer(|| LISTENER.with_borrow(|log| log.clone().unwrap_or_default()))
                .finish()
                .with(dynamic_filter_fn(|_: &Metadata<'_>, _: &Context<'_, _>| {
                    LISTENER.with_borrow(Option::is_some)
                }))
                .init();
        });
        let log = Self::default();
        LISTENER.set(Some(log.clone()));
        log
    }

    /// What was logged since the last time.
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
