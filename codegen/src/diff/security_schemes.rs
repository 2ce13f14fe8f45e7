//! Security schemes: how credentials are sent and where they come from.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::annotations;
use super::changes::{Both, Context, Place};
use super::comparison::Comparison;
use super::pairing::Pairs;
use super::phrase::Phrase;
use super::rule::{Level, Rule, Side};
use super::wording::{change_of, name};
use crate::openapi::{Description, Node, ObjectKind, SecurityScheme};
use crate::pointer::Pointer;

/// The new names of security schemes that were renamed.
pub(super) type Renames<'d> = HashMap<&'d str, &'d str>;

/// A scheme and its name.
type Named<'c, 'd> = (&'d str, &'c SecurityScheme<'d>);

/// Members of a scheme, in the order of messages.
const MEMBERS: [&str; 6] = [
    "type",
    "in",
    "name",
    "scheme",
    "bearerFormat",
    "openIdConnectUrl",
];

/// One thing that a scheme says.
struct Fact<'d> {
    node: Node<'d>,
    value: Option<&'d str>,
    weight: Weight,
}

/// How much a fact matters to clients.
#[derive(Clone, Copy, PartialEq)]
enum Weight {
    /// A difference breaks clients.
    Needed,
    /// Clients break without it; more of it does no harm.
    Offered,
    /// Clients work without it.
    Optional,
}

/// The schemes that say the same under another name, if there is no doubt.
pub(super) fn renames<'d>(old: &Description<'d>, new: &Description<'d>) -> Renames<'d> {
    let pairs = pairs((old, new));
    let renamed = pairs
        .both
        .into_iter()
        .filter(|((was, _), (is, _))| was != is);
    renamed.map(|((was, _), (is, _))| (was, is)).collect()
}

fn pairs<'c, 'd>((old, new): Both<&'c Description<'d>>) -> Pairs<Named<'c, 'd>> {
    let named = |description: &'c Description<'d>| -> Vec<Named<'c, 'd>> {
        let schemes = description.security_schemes.iter();
        schemes.map(|(name, scheme)| (*name, scheme)).collect()
    };
    let pairs = Pairs::new(named(old), named(new)).by(|(name, _)| Some(*name));
    pairs.by_exclusion(|(_, was), (_, is)| {
        let values = |scheme: &&SecurityScheme<'d>| -> BTreeMap<String, Option<&'d str>> {
            let facts = facts(scheme).into_iter();
            facts.map(|(name, fact)| (name, fact.value)).collect()
        };
        was.credential == is.credential && values(was) == values(is)
    })
}

/// Compares the security schemes.
pub(super) fn compare(cx: &mut Comparison) {
    let used = used_schemes(cx.old);
    let pairs = pairs((cx.old, cx.new));
    let root = cx.changes.root_scope(Side::Call);
    let context = |name: &str| {
        if used.contains(name) {
            root
        } else {
            root.at(Level::Compatible)
        }
    };
    for ((was, old), (is, new)) in &pairs.both {
        let what = Phrase::from(format!("the security scheme `{is}`"));
        compare_scheme(cx, context(was), &what, (old, new));
    }
    for (name, scheme) in &pairs.removed {
        let rule = Rule::SecurityAlternativeRemoved;
        let message = format!("The security scheme `{name}` was removed.");
        cx.record_removed(context(name), rule, &scheme.at, message);
    }
    for (name, scheme) in &pairs.added {
        let rule = Rule::SecurityAlternativeAdded;
        let message = format!("The security scheme `{name}` was added.");
        cx.record(root, rule, &scheme.at, message);
    }
}

/// The schemes that a call may need.
fn used_schemes<'d>(description: &Description<'d>) -> HashSet<&'d str> {
    let operations = description.operations.iter();
    let requirements = operations.flat_map(|operation| &operation.security);
    let requirements = requirements.chain(&description.security);
    requirements
        .flat_map(|requirement| requirement.schemes.keys().copied())
        .collect()
}

fn compare_scheme(
    cx: &mut Comparison,
    context: Context,
    what: &Phrase,
    (old, new): Both<&SecurityScheme>,
) {
    let nodes = (&old.node, &new.node);
    annotations::compare(cx, context, ObjectKind::SecurityScheme, what, nodes);
    let pairs = Pairs::new(facts(old), facts(new)).by(|(name, _)| Some(name.clone()));
    let rule = Rule::SecuritySchemeChanged;
    for ((name, was), (_, is)) in &pairs.both {
        let is_credential = MEMBERS.contains(&name.as_str());
        if was.value == is.value || is_credential && old.credential == new.credential {
            continue;
        }
        let (context, rule) = match was.weight {
            Weight::Needed => (context, rule),
            // Only its description differs.
            Weight::Offered => (context, Rule::TextChanged),
            Weight::Optional => (context.at(Level::Compatible), rule),
        };
        record_fact(cx, context, rule, (what, name), (Some(was), Some(is)));
    }
    for (name, fact) in wholes(&pairs.removed) {
        let context = match fact.weight {
            Weight::Needed | Weight::Offered => context,
            Weight::Optional => context.at(Level::Compatible),
        };
        record_fact(cx, context, rule, (what, name), (Some(fact), None));
    }
    for (name, fact) in wholes(&pairs.added) {
        let context = match fact.weight {
            Weight::Needed => context,
            Weight::Offered | Weight::Optional => context.at(Level::Compatible),
        };
        record_fact(cx, context, rule, (what, name), (None, Some(fact)));
    }
}

/// The facts that are not part of another one: of a flow that was added, only the flow.
fn wholes<'f, 'd>(facts: &'f [(String, Fact<'d>)]) -> impl Iterator<Item = &'f (String, Fact<'d>)> {
    let is_part = |name: &str| {
        let mut prefixes = facts
            .iter()
            .filter_map(|(other, _)| name.strip_prefix(other));
        prefixes.any(|rest| rest.starts_with('.'))
    };
    facts.iter().filter(move |(name, _)| !is_part(name))
}

fn record_fact(
    cx: &mut Comparison,
    context: Context,
    rule: Rule,
    (what, name): (&Phrase, &str),
    facts: Both<Option<&Fact>>,
) {
    let nodes = (
        facts.0.map(|fact| &fact.node),
        facts.1.map(|fact| &fact.node),
    );
    let how = change_of(nodes);
    let message = what.within(|what| format!("{} of {what} {how}.", self::name(name)));
    let message = match (name.split_once(".scopes."), facts) {
        (Some((flow, scope)), (Some(_), None)) => message.in_list(
            format!("Removed from the scopes of `{flow}` of {what}"),
            scope,
        ),
        (Some((flow, scope)), (None, Some(_))) => {
            message.in_list(format!("Added to the scopes of `{flow}` of {what}"), scope)
        }
        _ => message,
    };
    let place = Place::of(nodes, &Pointer::root());
    cx.changes.record(context, rule, place, message);
}

/// What a scheme says, by path: `name`, `flows.implicit.scopes.read`.
fn facts<'d>(scheme: &SecurityScheme<'d>) -> Vec<(String, Fact<'d>)> {
    let mut facts = Vec::new();
    let mut add = |name: String, node: Node<'d>, weight: Weight| {
        let value = node.value.as_str();
        facts.push((
            name,
            Fact {
                node,
                value,
                weight,
            },
        ));
    };
    for name in MEMBERS {
        if let Some(node) = scheme.node.get(name) {
            let weight = match name {
                // A hint for readers.
                "bearerFormat" => Weight::Optional,
                _ => Weight::Needed,
            };
            add(name.to_owned(), node, weight);
        }
    }
    for (name, flow) in &scheme.flows {
        let path = format!("flows.{name}");
        add(path.clone(), flow.node.clone(), Weight::Offered);
        for (member, node) in &flow.urls {
            // Clients can get another token instead of a renewed one.
            let weight = match *member {
                "refreshUrl" => Weight::Optional,
                _ => Weight::Needed,
            };
            add(format!("{path}.{member}"), node.clone(), weight);
        }
        for (scope, node) in &flow.scopes {
            add(
                format!("{path}.scopes.{scope}"),
                node.clone(),
                Weight::Offered,
            );
        }
    }
    facts
}
