//! A running account.

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};

use tokio::runtime;
use tokio::sync::watch;

use crate::account::Account;
use crate::builder::Builder;
use crate::error::Error;
use crate::exchange::{BASE, Shared};
use crate::fault::{Fault, Faults};
use crate::handlers::click_optin;
use crate::journal::{Entry, Journal};
use crate::server::{Gate, bind, listen, serve};
use crate::snapshot::Snapshot;
use crate::state::State;
use crate::state::ids::ContactId;
use crate::state::mails::Mail;
use crate::sync::lock;
use crate::webhook::{self, Delivery, Webhook};

/// An account of the Hellodialog API, served on localhost until it is dropped.
///
/// The server has a thread of its own, so it works the same in tests with and without a runtime.
#[derive(Debug)]
pub struct Emulator {
    shared: Arc<Shared>,
    address: SocketAddr,
    thread: Option<JoinHandle<io::Result<()>>>,
}

impl Emulator {
    /// Starts an empty account on a free port.
    ///
    /// # Errors
    ///
    /// [`Error`] if the system has no port or thread left.
    pub fn start() -> Result<Self, Error> {
        Self::builder().start()
    }

    /// Sets an account up first.
    pub fn builder() -> Builder {
        Builder::default()
    }

    pub(crate) fn serve(
        builder: Builder,
        state: State,
        webhook: Option<Webhook>,
    ) -> Result<Self, Error> {
        let runtime = runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(Error::Start)?;
        let failed = |source| Error::Listen {
            address: builder.address,
            source,
        };
        let listener = {
            let _on_runtime = runtime.enter();
            bind(builder.address).and_then(listen).map_err(failed)?
        };
        let address = listener.local_addr().map_err(failed)?;
        let mut faults = Faults::default();
        builder
            .faults
            .into_iter()
            .for_each(|fault| faults.add(fault));
        let shared = Arc::new(Shared {
            key: builder.key,
            account: Mutex::new(Account {
                state,
                settings: builder.settings,
            }),
            faults: Mutex::new(faults),
            journal: Mutex::new(Journal::new(builder.journal_size)),
            deliveries: Arc::default(),
            gate: watch::Sender::new(Gate::Open),
            reports: Mutex::new(None),
        });
        if let Some(webhook) = webhook {
            let _on_runtime = runtime.enter();
            let deliveries = Arc::clone(&shared.deliveries);
            *lock(&shared.reports) = Some(webhook::start(webhook, &shared.key, deliveries));
        }
        let serving = serve(
            listener,
            address,
            Arc::clone(&shared),
            shared.gate.subscribe(),
        );
        let name = "hellodialog-emulator".to_owned();
        let thread = thread::Builder::new()
            .name(name)
            .spawn(move || runtime.block_on(serving));
        Ok(Self {
            shared,
            address,
            thread: Some(thread.map_err(Error::Start)?),
        })
    }

    /// The base URL: `http://127.0.0.1:PORT/api`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}{BASE}", self.address)
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The API key.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.shared.key.0
    }

    /// The latest requests, the oldest first.
    #[must_use]
    pub fn journal(&self) -> Vec<Entry> {
        lock(&self.shared.journal).entries()
    }

    /// All mail that went out, the oldest first.
    #[must_use]
    pub fn outbox(&self) -> Vec<Mail> {
        lock(&self.shared.account).state.outbox.clone()
    }

    /// The calls of the webhook that have been made, the oldest first.
    #[must_use]
    pub fn deliveries(&self) -> Vec<Delivery> {
        lock(&self.shared.deliveries).clone()
    }

    /// One more fault, after those there are. It counts calls from now on.
    pub fn fault(&self, fault: Fault) {
        lock(&self.shared.faults).add(fault);
    }

    /// No faults any more.
    pub fn clear_faults(&self) {
        lock(&self.shared.faults).clear();
    }

    /// The state as it is now.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        Snapshot(lock(&self.shared.account).state.clone())
    }

    /// Goes back to a state. Journal, faults and settings stay.
    pub fn restore(&self, snapshot: &Snapshot) {
        lock(&self.shared.account).state = snapshot.0.clone();
    }

    /// The contact clicks the link in its optin mail, and becomes `Contact`. False if there is no
    /// such contact, or it is in a state that gets no such mail.
    #[must_use]
    pub fn click_optin(&self, contact: ContactId) -> bool {
        let clicked = click_optin(&mut lock(&self.shared.account).state, contact);
        if let Some(reports) = lock(&self.shared.reports).as_ref().filter(|_| clicked) {
            reports.report(contact);
        }
        clicked
    }

    /// Lets days go by: an optin mail that nobody answered goes out again after three.
    pub fn advance_days(&self, days: u32) {
        lock(&self.shared.account).state.advance(days);
    }

    /// Refuses connections, and closes those there are, until [`Emulator::go_online`].
    pub fn go_offline(&self) {
        self.shared.gate.send_replace(Gate::Closed);
    }

    /// Accepts connections again, at the same address.
    pub fn go_online(&self) {
        self.shared.gate.send_replace(Gate::Open);
    }

    /// Stops, and says what the state was in the end.
    #[must_use]
    pub fn stop(mut self) -> Snapshot {
        self.join();
        // Moved out, not copied: it can be large.
        let state = &mut lock(&self.shared.account).state;
        Snapshot(std::mem::replace(state, State::empty()))
    }

    fn join(&mut self) {
        self.shared.gate.send_replace(Gate::Stopped);
        if let Some(thread) = self.thread.take() {
            // A panic of the server has been printed; the test that sees no answer fails by itself.
            thread.join().ok();
        }
    }
}

impl Drop for Emulator {
    fn drop(&mut self) {
        self.join();
    }
}
