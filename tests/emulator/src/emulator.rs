//! A running account.

use std::io;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::runtime;
use tokio::sync::watch;

use crate::accept_state::AcceptState;
use crate::account::{Access, Account};
use crate::cors::Cors;
use crate::error::Error;
use crate::fault::{ActiveFaults, Fault};
use crate::journal::{Journal, JournalEntry};
use crate::key::Key;
use crate::listener::listen;
use crate::server::serve;
use crate::service::{BASE_PATH, Service, Start};
use crate::snapshot::Snapshot;
use crate::state::State;
use crate::state::ids::ContactId;
use crate::state::mails::Mail;
use crate::sync::lock;
use crate::webhook::{self, Deliveries, Webhook, WebhookDelivery};

/// An account of the Hellodialog API, served on localhost until it is dropped.
///
/// The server runs on its own thread, so it works in tests with and without an async runtime.
#[derive(Debug)]
pub struct Emulator {
    service: Arc<Service>,
    address: SocketAddr,
    thread: Option<JoinHandle<io::Result<()>>>,
}

/// What [`crate::Builder`] sets up.
pub(crate) struct Config {
    pub(crate) address: SocketAddr,
    pub(crate) key: Key,
    pub(crate) account: Account,
    pub(crate) webhook: Option<Webhook>,
    pub(crate) start: Start,
    pub(crate) journal: Journal,
    pub(crate) request_timeout: Duration,
    pub(crate) cors: Cors,
}

/// The shared state of an account, and the task that calls its webhook.
fn service(config: Config) -> (Arc<Service>, Option<impl Future<Output = ()> + use<>>) {
    let deliveries = Deliveries::default();
    let accept_state = watch::Sender::new(AcceptState::Accepting);
    let (webhook, calling) = config
        .webhook
        .map(|webhook| {
            let deliveries = Arc::clone(&deliveries);
            webhook::queue(&webhook, &config.key, deliveries, accept_state.subscribe())
        })
        .unzip();
    let mut faults = ActiveFaults::default();
    for fault in &config.start.faults {
        faults.add(fault.clone());
    }
    let service = Service {
        key: config.key,
        account: Mutex::new(config.account),
        faults: Mutex::new(faults),
        journal: Mutex::new(config.journal),
        accept_state,
        webhook,
        deliveries,
        start: config.start,
        request_timeout: config.request_timeout,
        cors: config.cors,
        changes: AtomicU64::new(0),
    };
    (Arc::new(service), calling)
}

/// Serves and calls the webhook until the emulator stops.
async fn run(
    listener: TcpListener,
    service: Arc<Service>,
    calling: Option<impl Future<Output = ()> + Send + 'static>,
) -> io::Result<()> {
    let calling = calling.map(tokio::spawn);
    let result = serve(listener, Arc::clone(&service)).await;
    // Also after an error: nobody waits for a stop then.
    service.accept_state.send_replace(AcceptState::Stopped);
    if let Some(calling) = calling {
        calling.await.ok();
    }
    result
}

impl Emulator {
    pub(crate) fn serve(config: Config) -> Result<Self, Error> {
        let runtime = runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(Error::Start)?;
        let failed = |source| Error::Listen {
            address: config.address,
            source,
        };
        let listener = {
            let _on_runtime = runtime.enter();
            listen(config.address).map_err(failed)?
        };
        let address = listener.local_addr().map_err(failed)?;
        let (service, calling) = service(config);
        let running = run(listener, Arc::clone(&service), calling);
        let thread = thread::Builder::new()
            .name("hellodialog-emulator".to_owned())
            .spawn(move || runtime.block_on(running))
            .map_err(Error::Start)?;
        Ok(Self {
            service,
            address,
            thread: Some(thread),
        })
    }

    /// The base URL: `http://127.0.0.1:PORT/api`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}{BASE_PATH}", self.address)
    }

    /// The address on which the server listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The API key.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.service.key.0
    }

    /// The latest requests, oldest first. [`crate::Builder::journal_size`] limits their number, and
    /// [`crate::Builder::journal_bytes`] their size.
    #[must_use]
    pub fn journal(&self) -> Vec<JournalEntry> {
        lock(&self.service.journal).entries()
    }

    /// All mail that the account has sent, oldest first.
    #[must_use]
    pub fn outbox(&self) -> Vec<Mail> {
        lock(&self.service.account).state.outbox.clone()
    }

    /// All completed calls of the webhook, oldest first.
    #[must_use]
    pub fn webhook_deliveries(&self) -> Vec<WebhookDelivery> {
        lock(&self.service.deliveries).clone()
    }

    /// Adds a fault after the existing ones. It counts calls from now on.
    pub fn inject_fault(&self, fault: Fault) {
        lock(&self.service.faults).add(fault);
    }

    /// Removes all faults.
    pub fn clear_faults(&self) {
        lock(&self.service.faults).clear();
    }

    /// Replaces the permissions of the key.
    pub fn set_access(&self, access: Access) {
        lock(&self.service.account).settings.access = access;
    }

    /// The current state of the account.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        Snapshot(lock(&self.service.account).state.clone())
    }

    /// The number of times that the state of the account has changed since the start.
    #[must_use]
    pub fn changes(&self) -> u64 {
        self.service.changes.load(Ordering::Relaxed)
    }

    /// Replaces the state of the account. Journal, faults and settings stay.
    pub fn restore(&self, snapshot: &Snapshot) {
        let state = snapshot.0.clone();
        let mut account = lock(&self.service.account);
        let old = std::mem::replace(&mut account.state, state);
        self.service.count_change();
        // A large state takes long to drop.
        drop(account);
        drop(old);
    }

    /// Clicks the link in a contact's optin mail: the contact's state becomes `Contact`. Returns
    /// false if the contact does not exist, or is in a state that gets no optin mail.
    #[must_use]
    pub fn click_optin(&self, contact: ContactId) -> bool {
        self.service.click_optin(contact)
    }

    /// Moves the account's clock forward. An optin mail without a click is repeated after three days.
    pub fn advance_days(&self, days: u32) {
        let mut account = lock(&self.service.account);
        account.state.advance(days);
        self.service.count_change();
    }

    /// Closes all connections, and refuses new ones until [`Emulator::go_online`].
    pub fn go_offline(&self) {
        self.service
            .accept_state
            .send_replace(AcceptState::Refusing);
    }

    /// Accepts connections again, at the same address.
    pub fn go_online(&self) {
        self.service
            .accept_state
            .send_replace(AcceptState::Accepting);
    }

    /// Stops the server. Calls of the webhook that do not end within two seconds are recorded as failed.
    /// The state, the journal and the deliveries can still be read.
    pub fn shut_down(&mut self) {
        self.join();
    }

    /// Stops the server and returns the final state.
    #[must_use]
    pub fn stop(mut self) -> Snapshot {
        self.join();
        // Moved, not cloned: the state can be large.
        let state = &mut lock(&self.service.account).state;
        Snapshot(std::mem::replace(state, State::empty()))
    }

    fn join(&mut self) {
        self.service.accept_state.send_replace(AcceptState::Stopped);
        if let Some(thread) = self.thread.take() {
            // A panic of the server has been printed already, and the test fails without a response.
            thread.join().ok();
        }
    }
}

impl Drop for Emulator {
    fn drop(&mut self) {
        self.join();
    }
}
