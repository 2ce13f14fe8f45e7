//! How an emulator is set up.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use crate::account::{Access, Settings, SingleContact};
use crate::emulator::Emulator;
use crate::error::Error;
use crate::fault::Fault;
use crate::key::Key;
use crate::seed::demo;
use crate::snapshot::Snapshot;
use crate::state::State;
use crate::webhook::Webhook;

/// Sets up an [`Emulator`].
#[derive(Debug, Clone)]
#[must_use = "it starts with start()"]
pub struct Builder {
    pub(crate) address: SocketAddr,
    pub(crate) key: Key,
    content: Content,
    seed: u64,
    pub(crate) settings: Settings,
    webhook: Option<(String, Key)>,
    pub(crate) faults: Vec<Fault>,
    pub(crate) journal_size: usize,
}

/// What is in the account at first.
#[derive(Debug, Clone)]
enum Content {
    Empty,
    Demo { contacts: u32 },
    Snapshot(Box<Snapshot>),
}

/// The key of an emulator that is given none.
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
            journal_size: 10_000,
        }
    }
}

impl Builder {
    /// Where to listen: a free port of the loopback interface, until told.
    pub fn address(mut self, address: SocketAddr) -> Self {
        self.address = address;
        self
    }

    /// The API key: [`DEFAULT_KEY`], until told.
    pub fn key(mut self, key: impl Into<String>) -> Self {
        self.key = Key(key.into());
        self
    }

    /// Starts with the demo account of so many contacts, instead of an empty one.
    pub fn contacts(mut self, contacts: u32) -> Self {
        self.content = Content::Demo { contacts };
        self
    }

    /// From what the demo account is made up: the same seed makes the same account.
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Starts with this state.
    pub fn snapshot(mut self, snapshot: Snapshot) -> Self {
        self.content = Content::Snapshot(Box::new(snapshot));
        self
    }

    /// The shape in which a single contact is answered.
    pub fn single_contact(mut self, shape: SingleContact) -> Self {
        self.settings.single_contact = shape;
        self
    }

    /// What the key may do: everything, until told.
    pub fn access(mut self, access: Access) -> Self {
        self.settings.access = access;
        self
    }

    /// Calls `url` (`http://` alone) when a contact changes, signed with `secret`.
    pub fn webhook(mut self, url: impl Into<String>, secret: impl Into<String>) -> Self {
        self.webhook = Some((url.into(), Key(secret.into())));
        self
    }

    /// One more fault, after those there are.
    pub fn fault(mut self, fault: Fault) -> Self {
        self.faults.push(fault);
        self
    }

    /// How many requests the journal keeps: the latest 10,000, until told.
    pub fn journal_size(mut self, requests: usize) -> Self {
        self.journal_size = requests;
        self
    }

    /// Makes the account and serves it, on a thread of its own. From now on connections are
    /// accepted.
    ///
    /// # Errors
    ///
    /// [`Error`] if the address is taken, or the key or webhook will not do.
    pub fn start(mut self) -> Result<Emulator, Error> {
        if self.key.0.is_empty() {
            return Err(Error::EmptyKey);
        }
        let webhook = self.webhook.as_ref();
        let webhook = webhook
            .map(|(url, secret)| Webhook::new(url, secret))
            .transpose()?;
        let state = match std::mem::replace(&mut self.content, Content::Empty) {
            Content::Empty => State::empty(),
            Content::Demo { contacts } => demo(contacts, self.seed),
            Content::Snapshot(snapshot) => snapshot.0,
        };
        Emulator::serve(self, state, webhook)
    }
}
