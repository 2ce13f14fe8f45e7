//! An account: its state, and how it is set up.

use std::collections::BTreeMap;

use crate::operation::{Method, Operation};
use crate::state::State;

/// The shape in which a single contact is answered. Both occur: the vendor's API wrapper copes with
/// either.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
#[non_exhaustive]
pub enum SingleContact {
    /// The contact itself, as in the docs' sample.
    #[default]
    Bare,
    /// An object with the contact under the key `0`.
    Keyed,
}

/// What an API key may do: the methods allowed for each endpoint, which is the first part of the
/// path, or `all`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Access(BTreeMap<String, Methods>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Methods {
    Any,
    Only(Vec<Method>),
}

impl Access {
    /// Every method of every endpoint.
    #[must_use]
    pub fn full() -> Self {
        Self(BTreeMap::from([("all".to_owned(), Methods::Any)]))
    }

    /// Nothing but `ping`, to add to.
    #[must_use]
    pub fn none() -> Self {
        Self(BTreeMap::new())
    }

    /// The same and these methods of `endpoint`.
    #[must_use]
    pub fn and(mut self, endpoint: &str, methods: &[Method]) -> Self {
        self.0
            .insert(endpoint.to_owned(), Methods::Only(methods.to_vec()));
        self
    }

    pub(crate) fn allows(&self, operation: Operation) -> bool {
        let endpoint = operation.endpoint();
        endpoint == "ping"
            || ["all", endpoint]
                .iter()
                .any(|name| match self.0.get(*name) {
                    Some(Methods::Any) => true,
                    Some(Methods::Only(methods)) => methods.contains(&operation.method()),
                    None => false,
                })
    }

    /// The methods by endpoint, as `ping` answers them.
    pub(crate) fn names(&self) -> impl Iterator<Item = (&str, Vec<&'static str>)> {
        self.0.iter().map(|(endpoint, methods)| {
            let names = match methods {
                Methods::Any => vec!["*"],
                Methods::Only(methods) => methods.iter().map(|method| method.name()).collect(),
            };
            (endpoint.as_str(), names)
        })
    }
}

/// How an account is set up.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    pub(crate) single_contact: SingleContact,
    pub(crate) access: Access,
}

/// What handlers work on.
#[derive(Debug)]
pub(crate) struct Account {
    pub(crate) state: State,
    pub(crate) settings: Settings,
}

/// What `ping` says of every account.
pub(crate) mod about {
    pub(crate) const NAME: &str = "Example account";
    pub(crate) const ID: u32 = 52_128_944;
    pub(crate) const PLAN: &str = "Professional";
}
