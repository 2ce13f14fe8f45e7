//! Servers: where calls go.

use indexmap::IndexMap;

use super::annotations;
use super::changes::{Context, Place};
use super::comparison::Comparison;
use super::pairing::Pairs;
use super::rule::Rule;
use crate::openapi::{ObjectKind, Server};

/// Compares two lists of servers.
pub(super) fn compare(
    cx: &mut Comparison<'_, '_>,
    context: Context,
    old: &[Server<'_>],
    new: &[Server<'_>],
) {
    let pairs = Pairs::new(by_url(old), by_url(new)).by(|(url, _)| Some(*url));
    for ((url, was), (_, is)) in &pairs.both {
        let what = format!("the server `{url}`");
        annotations::compare(
            cx,
            context,
            ObjectKind::Server,
            &what,
            (&was.node, &is.node),
        );
        compare_variables(cx, context, &what, was, is);
    }
    for (url, server) in pairs.removed.iter().filter(|(url, _)| !url.is_empty()) {
        let place = Place::Old(server.at.clone());
        let message = format!("The server `{url}` was removed.");
        cx.changes
            .record(context, Rule::ServerRemoved, place, message);
    }
    for (url, server) in pairs.added.iter().filter(|(url, _)| !url.is_empty()) {
        let place = Place::New(server.at.clone());
        let message = format!("The server `{url}` was added.");
        cx.changes
            .record(context, Rule::ServerAdded, place, message);
    }
}

/// Servers by their URLs, each once. The URL `/`, which is implicit where no server is described, becomes empty: it says
/// nothing about where calls go.
fn by_url<'s, 'd>(servers: &'s [Server<'d>]) -> IndexMap<&'d str, &'s Server<'d>> {
    let mut by_url = IndexMap::new();
    for server in servers {
        let url = server.template.trim_end_matches('/');
        by_url.entry(url).or_insert(server);
    }
    by_url
}

fn compare_variables(
    cx: &mut Comparison<'_, '_>,
    context: Context,
    what: &str,
    old: &Server<'_>,
    new: &Server<'_>,
) {
    let variables = |server: &Server<'_>| {
        let variables = server.variables.iter().map(|(name, variable)| {
            let mut values = variable.values.clone();
            values.sort_unstable();
            let values: Vec<String> = values.into_iter().map(str::to_owned).collect();
            ((*name).to_owned(), (variable.default.to_owned(), values))
        });
        variables.collect::<IndexMap<_, _>>()
    };
    if variables(old) != variables(new) {
        let (was, is) = (old.node.get("variables"), new.node.get("variables"));
        let place = Place::of(was.as_ref(), is.as_ref(), &new.at);
        let message = format!("The variables of {what} changed.");
        cx.changes
            .record(context, Rule::OtherChanged, place, message);
    }
}
