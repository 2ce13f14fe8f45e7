//! Sets up an emulator.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use crate::account::{Access, Account, Settings, SingleContact};
use crate::cors::Cors;
use crate::demo::demo_account;
use crate::emulator::{Config, Emulator};
use crate::error::Error;
use crate::fault::Fault;
use crate::journal::{Journal, JournalEntry, JournalLimits, Observer};
use crate::key::Key;
use crate::service::Start;
use crate::snapshot::Snapshot;
use crate::state::State;
use crate::webhook::Webhook;

/// Sets up an [`Emulator`].
#[derive(Debug, Clone)]
#[must_use = "call start() to run the emulator"]
pub struct Builder {
    address: SocketAddr,
    key: Key,
    content: Content,
    seed: u64,
    settings: Settings,
    webhook: Option<(String, Key)>,
    faults: Vec<Fault>,
    journal: JournalLimits,
    observer: Option<Observer>,
    request_timeout: Duration,
    cors: Cors,
}

/// The initial state of the account.
#[derive(Debug, Clone)]
enum Content {
    Empty,
    Demo { contacts: u32 },
    Snapshot(Box<Snapshot>),
}

/// The API key, unless [`Builder::key`] sets another.
pub const DEFAULT_KEY: &str = "0123456789abcdef0123456789abcdef";

impl Default for Builder {
    fn default() -> Self {
        Self {
            address: SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 0),
            key: Key(DEFAULT_KEY.to_owned()),
            content: Content::Empty,
            seed: 0,
            settings: Settings {
                single_contact: SingleContact::Bare,
                access: Access::full(),
            },
            webhook: None,
            faults: Vec::new(),
            journal: JournalLimits {
                requests: 10_000,
                bytes: 64 * 1024 * 1024,
            },
            observer: None,
            request_timeout: Duration::from_secs(30),
            cors: Cors::Denied,
        }
    }
}

impl Builder {
    /// Address to listen on [default: a free port on 127.0.0.1].
    pub fn address(mut self, address: SocketAddr) -> Self {
        self.address = address;
        self
    }

    /// API key [default: [`DEFAULT_KEY`]].
    pub fn key(mut self, key: impl Into<String>) -> Self {
        self.key = Key(key.into());
        self
    }

    /// Starts with a demo account of this many contacts instead of an empty account; at most ten million.
    pub fn contacts(mut self, contacts: u32) -> Self {
        self.content = Content::Demo { contacts };
        self
    }

    /// Seed for the demo account [default: 0]. The same seed gives the same account.
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Starts with this state.
    pub fn snapshot(mut self, snapshot: Snapshot) -> Self {
        self.content = Content::Snapshot(Box::new(snapshot));
        self
    }

    /// Shape of the response with a single contact [default: bare].
    pub fn single_contact(mut self, shape: SingleContact) -> Self {
        self.settings.single_contact = shape;
        self
    }

    /// Permissions of the key [default: everything].
    pub fn access(mut self, access: Access) -> Self {
        self.settings.access = access;
        self
    }

    /// Calls `url` (`http://` only) when a contact changes, signed with `secret`.
    pub fn webhook(mut self, url: impl Into<String>, secret: impl Into<String>) -> Self {
        self.webhook = Some((url.into(), Key(secret.into())));
        self
    }

    /// Adds a fault after the existing ones.
    pub fn fault(mut self, fault: Fault) -> Self {
        self.faults.push(fault);
        self
    }

    /// Number of requests that the journal keeps [default: 10,000].
    pub fn journal_size(mut self, requests: usize) -> Self {
        self.journal.requests = requests;
        self
    }

    /// Memory that the journal uses at most, in bytes [default: 64 MiB]. The oldest requests are removed.
    pub fn journal_bytes(mut self, bytes: usize) -> Self {
        self.journal.bytes = bytes;
        self
    }

    /// Ends a request whose header, or a part of whose body, takes longer than this [default: 30 s].
    pub fn request_timeout(mut self, time: Duration) -> Self {
        self.request_timeout = time;
        self
    }

    /// Lets pages of all origins call the emulator from a browser (CORS) [default: none].
    pub fn allow_cors(mut self) -> Self {
        self.cors = Cors::AnyOrigin;
        self
    }

    /// Calls `observer` with each request, after it was handled. The text form of an entry is a line for
    /// a log.
    ///
    /// `observer` must be quick and must not call the [`Emulator`]: it runs on the server's thread.
    pub fn on_request(mut self, observer: impl Fn(&JournalEntry) + Send + Sync + 'static) -> Self {
        self.observer = Some(Observer(Arc::new(observer)));
        self
    }

    /// Starts the server on its own thread. It accepts connections when this returns.
    ///
    /// # Errors
    ///
    /// Returns an [`Error`] if the address is in use, the key or webhook URL is invalid, or the demo account is
    /// too large.
    pub fn start(self) -> Result<Emulator, Error> {
        if self.key.0.is_empty() {
            return Err(Error::EmptyKey);
        }
        let webhook = self
            .webhook
            .map(|(url, secret)| Webhook::new(&url, secret))
            .transpose()?;
        let start = Start {
            contacts: match self.content {
                Content::Empty => Some(0),
                Content::Demo { contacts } => Some(contacts),
                Content::Snapshot(_) => None,
            },
            seed: self.seed,
            access: self.settings.access.clone(),
            faults: self.faults,
        };
        let state = match self.content {
            Content::Empty => State::empty(),
            Content::Demo { contacts } => {
                demo_account(contacts, self.seed).ok_or(Error::TooManyContacts(contacts))?
            }
            Content::Snapshot(snapshot) => snapshot.0,
        };
        Emulator::serve(Config {
            address: self.address,
            key: self.key,
            account: Account {
                state,
                settings: self.settings,
            },
            webhook,
            start,
            journal: Journal::new(self.journal, self.observer),
            request_timeout: self.request_timeout,
            cors: self.cors,
        })
    }
}

// Here and not in `emulator`, so that the two modules do not import each other.
impl Emulator {
    /// Starts an empty account on a free port.
    ///
    /// # Errors
    ///
    /// Returns an [`Error`] if the system has no free port or cannot start a thread.
    pub fn start() -> Result<Self, Error> {
        Self::builder().start()
    }

    /// Returns a builder to set up the account first.
    pub fn builder() -> Builder {
        Builder::default()
    }
}
