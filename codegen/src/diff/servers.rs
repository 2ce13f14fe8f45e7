//! Servers: where calls go.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::annotations;
use super::changes::{Both, Context};
use super::comparison::Comparison;
use super::pairing::Pairs;
use super::phrase::Phrase;
use super::rule::Rule;
use crate::openapi::{Fingerprint, ObjectKind, Server};

/// Whether calls go to other places if the servers differ.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Calls {
    Follow,
    /// The paths took over what the servers' URLs lost, or the other way round.
    StayAtAddress,
}

impl Calls {
    pub(super) fn of(stay_at_address: bool) -> Self {
        if stay_at_address {
            Self::StayAtAddress
        } else {
            Self::Follow
        }
    }
}

/// Compares two lists of servers.
pub(super) fn compare(
    cx: &mut Comparison,
    context: Context,
    (old, new): Both<&[Server]>,
    calls: Calls,
) {
    let pairs = Pairs::new(by_url(old), by_url(new)).by(|(url, _)| Some(*url));
    for ((url, was), (_, is)) in &pairs.both {
        let what = Phrase::from(format!("the server `{url}`"));
        let nodes = (&was.node, &is.node);
        annotations::compare(cx, context, ObjectKind::Server, &what, nodes);
        if variables(was) != variables(is) {
            let message = what.within(|what| format!("The variables of {what} changed."));
            cx.record_named(context, Rule::OtherChanged, "variables", nodes, message);
        }
    }
    if calls == Calls::StayAtAddress {
        return;
    }
    for (url, server) in pairs.removed.iter().filter(|(url, _)| !url.is_empty()) {
        let message = format!("The server `{url}` was removed.");
        cx.record_removed(context, Rule::ServerRemoved, &server.at, message);
    }
    for (url, server) in pairs.added.iter().filter(|(url, _)| !url.is_empty()) {
        let message = format!("The server `{url}` was added.");
        cx.record(context, Rule::ServerAdded, &server.at, message);
    }
}

/// Servers by their URLs, each once: of several with one URL, the same in any order. The URL `/`, which is implicit where no server is described, becomes empty: it says
/// nothing about where calls go.
fn by_url<'s, 'd>(servers: &'s [Server<'d>]) -> IndexMap<&'d str, &'s Server<'d>> {
    let mut by_url = IndexMap::new();
    let mut servers: Vec<&Server<'_>> = servers.iter().collect();
    servers.sort_by_cached_key(|server| Fingerprint::of_unordered(server.node.value));
    for server in servers {
        by_url.entry(server.base()).or_insert(server);
    }
    by_url
}

/// The variables with their defaults and values, without order.
fn variables<'d>(server: &Server<'d>) -> BTreeSet<(&'d str, &'d str, BTreeSet<&'d str>)> {
    let variables = server.variables.iter();
    variables
        .map(|(name, variable)| {
            let values = variable.values.iter().copied();
            (*name, variable.default, values.collect())
        })
        .collect()
}
