//! Servers: where calls go.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use serde_json::Value;

use super::node::Node;
use crate::pointer::Pointer;

/// A server.
#[derive(Clone, Debug)]
pub struct Server<'d> {
    /// Where it is described; of the implicit server, where `servers` would stand.
    pub at: Pointer,
    /// The URL as described, with its variables; `/` where no server is described.
    pub template: &'d str,
    pub variables: IndexMap<&'d str, ServerVariable<'d>>,
    /// `null` where the server is implicit.
    pub node: Node<'d>,
}

/// A variable of a server's URL.
#[derive(Clone, Debug)]
pub struct ServerVariable<'d> {
    pub default: &'d str,
    pub values: Vec<&'d str>,
}

impl<'d> Server<'d> {
    /// The URL with the defaults of its variables, without a slash at the end.
    #[must_use]
    pub fn url(&self) -> String {
        let mut url = self.base().to_owned();
        for (name, variable) in &self.variables {
            url = url.replace(&format!("{{{name}}}"), variable.default);
        }
        url.trim_end_matches('/').to_owned()
    }

    /// The URL that paths follow, with its variables and without a slash at the end.
    #[must_use]
    pub fn base(&self) -> &'d str {
        self.template.trim_end_matches('/')
    }

    /// The URL that paths follow, to compare addresses with: a variable of its path that has one value only is that value,
    /// as if it were written there.
    #[must_use]
    pub fn address(&self) -> String {
        let base = self.base();
        let host = base.find("://").map_or(0, |at| at + "://".len());
        let path = base[host..].find('/').map_or(base.len(), |at| host + at);
        let mut address = base[path..].to_owned();
        for (name, variable) in &self.variables {
            if variable.values.len() < 2 {
                address = address.replace(&format!("{{{name}}}"), variable.default);
            }
        }
        format!("{}{}", &base[..path], address.trim_end_matches('/'))
    }

    fn read(node: &Node<'d>) -> Option<Self> {
        let variables = node.member("variables").members().map(|(name, variable)| {
            let variable = ServerVariable {
                default: variable.text("default").unwrap_or_default(),
                values: variable.member("enum").texts().collect(),
            };
            (name, variable)
        });
        Some(Self {
            at: node.at.clone(),
            template: node.text("url")?,
            variables: variables.collect(),
            node: node.clone(),
        })
    }
}

/// The URLs of a document's servers, as [`Server::url`].
pub fn urls(document: &Value) -> BTreeSet<String> {
    let root = Node::root(document);
    let servers = servers(&root).unwrap_or_else(|| vec![implicit(&root)]);
    servers.iter().map(Server::url).collect()
}

/// The servers of an object; `None` where it describes none, so that those around it hold.
pub(super) fn servers<'d>(holder: &Node<'d>) -> Option<Vec<Server<'d>>> {
    let servers: Vec<_> = holder
        .member("servers")
        .entries()
        .filter_map(|node| Server::read(&node))
        .collect();
    (!servers.is_empty()).then_some(servers)
}

/// The server of a document that describes none.
pub(super) fn implicit<'d>(root: &Node<'d>) -> Server<'d> {
    Server {
        at: root.at.clone(),
        template: "/",
        variables: IndexMap::new(),
        node: root.member("servers"),
    }
}
