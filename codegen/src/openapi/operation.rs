//! Operations.

use std::collections::BTreeSet;

use super::content::{Body, Response};
use super::method::Method;
use super::node::{Extensions, Node};
use super::parameter::Parameter;
use super::security::Requirement;
use super::server::Server;
use crate::problem::Pointer;

/// An operation, with what its path item and the document say for it.
#[derive(Clone, Debug)]
pub struct Operation<'d> {
    pub at: Pointer,
    pub path: &'d str,
    pub method: Method,
    pub id: Option<&'d str>,
    pub tags: Vec<&'d str>,
    pub summary: Option<&'d str>,
    pub description: Option<&'d str>,
    pub deprecated: bool,
    /// Those of the path first, unless the operation has one of the same name and location.
    pub parameters: Vec<Parameter<'d>>,
    pub body: Option<Body<'d>>,
    /// In the order of their statuses.
    pub responses: Vec<Response<'d>>,
    /// Any of these is enough; none means that nothing is needed.
    pub security: Vec<Requirement<'d>>,
    /// Its `security`, or else that of the document.
    pub security_node: Option<Node<'d>>,
    /// The servers that it is reached at, never empty.
    pub servers: Vec<Server<'d>>,
    pub extensions: Extensions<'d>,
    pub node: Node<'d>,
    /// Its path item, after references.
    pub item: Node<'d>,
}

impl<'d> Operation<'d> {
    /// The name for messages: `GET /books`.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    /// The names between braces in its path, in order.
    pub fn path_names(&self) -> impl Iterator<Item = &'d str> + use<'d> {
        let parts = self.path.split('{').skip(1);
        parts.filter_map(|part| part.split_once('}').map(|(name, _)| name))
    }

    /// The path without the names of its parameters, which are not sent.
    #[must_use]
    pub fn path_shape(&self) -> String {
        let mut parts = self.path.split('{');
        let mut shape = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            shape.push_str("{}");
            shape.push_str(part.split_once('}').map_or(part, |(_, rest)| rest));
        }
        shape
    }

    /// Where a path of it is reached: after the URL of each of its servers.
    #[must_use]
    pub fn addresses(&self, path: &str) -> BTreeSet<String> {
        let urls = self.servers.iter().map(Server::address);
        urls.map(|url| format!("{url}{path}")).collect()
    }
}
