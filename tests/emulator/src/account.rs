//! An account: its state and settings.

use std::collections::BTreeMap;

use crate::did_you_mean::did_you_mean;
use crate::operation::{Method, Operation};
use crate::state::State;

/// Shape of the response with a single contact. The vendor's API wrapper accepts both shapes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
#[non_exhaustive]
pub enum SingleContact {
    /// The contact itself, as in the docs' sample.
    #[default]
    Bare,
    /// An object with the contact under the key `0`.
    Keyed,
}

/// Permissions of an API key: the allowed methods of each endpoint. An endpoint is the first segment of
/// the path, or `all`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Access(BTreeMap<String, Methods>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Methods {
    Any,
    Only(Vec<Method>),
}

impl Access {
    /// All methods of all endpoints.
    #[must_use]
    pub fn full() -> Self {
        Self(BTreeMap::from([("all".to_owned(), Methods::Any)]))
    }

    /// Nothing except `ping`, which is always allowed.
    #[must_use]
    pub fn none() -> Self {
        Self(BTreeMap::new())
    }

    /// Adds methods of an endpoint.
    #[must_use]
    pub fn allow(mut self, endpoint: &str, methods: &[Method]) -> Self {
        self.0
            .insert(endpoint.to_owned(), Methods::Only(methods.to_vec()));
        self
    }

    /// Reads the names of methods by endpoint, as [`Self::method_names`] returns them.
    pub(crate) fn from_names(names: &BTreeMap<String, Vec<String>>) -> Result<Self, String> {
        let mut access = Self::none();
        for (endpoint, methods) in names {
            let mut known = Operation::ALL.iter().map(|operation| operation.endpoint());
            if endpoint != "all" && !known.any(|known| known == endpoint) {
                let endpoints = Operation::ALL.iter().map(|operation| operation.endpoint());
                let hint = did_you_mean(endpoint, endpoints.chain(["all"]));
                return Err(format!(
                    "unknown endpoint {endpoint:?}{hint}; expected all or the first segment of a path, such as contacts"
                ));
            }
            let methods = if methods.iter().any(|method| method == "*") {
                Methods::Any
            } else {
                let methods = methods.iter().map(|name| {
                    Method::from_name(name).ok_or_else(|| {
                        format!("unknown method {name:?}; expected *, GET, POST, PUT or DELETE")
                    })
                });
                Methods::Only(methods.collect::<Result<_, _>>()?)
            };
            access.0.insert(endpoint.clone(), methods);
        }
        Ok(access)
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

    /// The names of the allowed methods by endpoint, for the response of `ping`.
    pub(crate) fn method_names(&self) -> impl Iterator<Item = (&str, Vec<&'static str>)> {
        self.0.iter().map(|(endpoint, methods)| {
            let names = match methods {
                Methods::Any => vec!["*"],
                Methods::Only(methods) => methods.iter().map(|method| method.name()).collect(),
            };
            (endpoint.as_str(), names)
        })
    }
}

#[derive(Debug, Clone)]
pub(crate) struct Settings {
    pub(crate) single_contact: SingleContact,
    pub(crate) access: Access,
}

#[derive(Debug)]
pub(crate) struct Account {
    pub(crate) state: State,
    pub(crate) settings: Settings,
}

/// What `ping` returns for every account.
pub(crate) mod about {
    pub(crate) const NAME: &str = "Example account";
    pub(crate) const ID: u32 = 52_128_944;
    pub(crate) const PLAN: &str = "Professional";
}
