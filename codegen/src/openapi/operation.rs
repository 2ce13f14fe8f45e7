//! Operations.

use std::collections::BTreeSet;

use super::content::{Body, Response};
use super::method::Method;
use super::node::{Extensions, Node};
use super::parameter::Parameter;
use super::security::Requirement;
use super::server::Server;
use crate::pointer::Pointer;

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

/// The parts of the template of a path: text, and the name between braces that follows it.
pub fn path_parts(path: &str) -> impl Iterator<Item = (&str, Option<&str>)> {
    let mut rest = Some(path);
    std::iter::from_fn(move || {
        let template = rest.take()?;
        let named = template.split_once('{');
        let named = named.and_then(|(text, behind)| Some((text, behind.split_once('}')?)));
        let Some((text, (name, behind))) = named else {
            return Some((template, None));
        };
        rest = Some(behind);
        Some((text, Some(name)))
    })
}

/// The variable of an expression of RFC 6570, which is between the braces of some documents: `parent` of `{+parent}`. The
/// standard has names alone there.
#[must_use]
pub fn variable(expression: &str) -> &str {
    let name = expression.trim_start_matches(['+', '#', '.', '/', ';', '?', '&']);
    let name = name.strip_suffix('*').unwrap_or(name);
    name.split_once(':').map_or(name, |(name, _)| name)
}

impl<'d> Operation<'d> {
    /// The name for messages: `GET /books`.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    /// An id from its method and path: `getPetsById` of `GET /pets/{id}`.
    #[must_use]
    pub fn suggested_id(&self) -> String {
        let mut id = self.method.key().to_owned();
        for part in self.path.split('/').filter(|part| !part.is_empty()) {
            if part.starts_with('{') {
                id.push_str("By");
            }
            let words = part.split(|c: char| !c.is_ascii_alphanumeric());
            for word in words.filter(|word| !word.is_empty()) {
                let (first, rest) = word.split_at(1);
                id.push_str(&first.to_uppercase());
                id.push_str(rest);
            }
        }
        id
    }

    /// The names between braces in its path, in order.
    pub fn path_names(&self) -> impl Iterator<Item = &'d str> + use<'d> {
        path_parts(self.path).filter_map(|(_, name)| name)
    }

    /// The path without the names of its parameters, which are not sent.
    #[must_use]
    pub fn path_shape(&self) -> String {
        let parts = path_parts(self.path);
        parts
            .flat_map(|(text, name)| [text, name.map_or("", |_| "{}")])
            .collect()
    }

    /// Method and path, without the names of parameters: `GET /books/{}`.
    #[must_use]
    pub fn shape(&self) -> String {
        format!("{} {}", self.method, self.path_shape())
    }

    /// Where a path of it is reached: after the URL of each of its servers.
    #[must_use]
    pub fn addresses(&self, path: &str) -> BTreeSet<String> {
        let urls = self.servers.iter().map(Server::address);
        urls.map(|url| format!("{url}{path}")).collect()
    }
}
