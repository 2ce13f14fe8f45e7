//! Security requirements: the credentials that a call can go with.

use std::collections::{BTreeMap, BTreeSet};

use super::changes::{Both, Context, Place};
use super::comparison::Comparison;
use super::phrase::Phrase;
use super::rule::Rule;
use super::security_schemes::Renames;
use crate::openapi::{Node, Operation, Requirement};
use crate::pointer::Pointer;

/// The schemes that go together, each with the scopes that it needs.
type Alternative<'d> = BTreeMap<&'d str, BTreeSet<&'d str>>;

/// Compares the credentials that calls of an operation can go with; `name` is the operation in messages.
pub(super) fn compare(
    cx: &mut Comparison,
    context: Context,
    name: &Phrase,
    renames: &Renames,
    (old, new): Both<&Operation>,
) {
    let before = alternatives(&old.security, renames);
    let after = alternatives(&new.security, &Renames::new());
    if before == after {
        return;
    }
    let nodes = (old.security_node.as_ref(), new.security_node.as_ref());
    let is_general = |node: &Node| node.at.segments().count() == 1;
    let general = Phrase::from("calls".to_owned());
    let calls = match nodes.1.or(nodes.0) {
        Some(node) if is_general(node) => &general,
        _ => name,
    };
    for (rule, how) in changes(&before, &after) {
        // What was removed stands in the old document only.
        let nodes = match rule {
            Rule::SecurityAlternativeRemoved => (nodes.0, None),
            _ => nodes,
        };
        let place = Place::of(nodes, &Pointer::root());
        let message = calls.within(|calls| format!("{calls}: {how}."));
        cx.changes.record(context, rule, place, message);
    }
}

fn alternatives<'d>(
    requirements: &[Requirement<'d>],
    renames: &Renames<'d>,
) -> BTreeSet<Alternative<'d>> {
    let alternatives = requirements.iter().map(|requirement| {
        let schemes = requirement.schemes.iter();
        let schemes = schemes.map(|(name, scopes)| {
            let name = renames.get(name).unwrap_or(name);
            (*name, scopes.iter().copied().collect())
        });
        schemes.collect()
    });
    alternatives.collect()
}

/// The rules for the difference, and what happened in words.
fn changes(before: &BTreeSet<Alternative>, after: &BTreeSet<Alternative>) -> Vec<(Rule, String)> {
    match (needs_nothing(before), needs_nothing(after)) {
        (true, false) => {
            let how = "authentication is now required".to_owned();
            return vec![(Rule::SecurityIntroduced, how)];
        }
        (false, true) => {
            let how = "authentication is no longer required".to_owned();
            return vec![(Rule::SecurityLifted, how)];
        }
        _ => {}
    }
    let mut changes = Vec::new();
    let mut explained = BTreeSet::new();
    for old in before.difference(after) {
        let twins = after.iter().filter(|new| new.keys().eq(old.keys()));
        let twin = twins.min_by_key(|new| missing_scopes(old, new));
        let is_accepted = after.iter().any(|new| is_covered(new, old));
        match twin {
            Some(new) if !is_accepted || is_covered(new, old) => {
                explained.insert(new);
                changes.extend(scope_changes(old, new));
            }
            // Credentials for the old alternative do for another one.
            _ if is_accepted => {}
            _ => {
                let how = format!("{} is no longer accepted", words(old));
                changes.push((Rule::SecurityAlternativeRemoved, how));
            }
        }
    }
    let added = after
        .difference(before)
        .filter(|new| !explained.contains(new));
    changes.extend(added.map(|new| {
        let how = format!("{} is now accepted", words(new));
        (Rule::SecurityAlternativeAdded, how)
    }));
    changes
}

/// Whether a call can go without credentials.
fn needs_nothing(alternatives: &BTreeSet<Alternative>) -> bool {
    alternatives.is_empty() || alternatives.iter().any(BTreeMap::is_empty)
}

/// Whether credentials for `other` do for `one`.
fn is_covered(one: &Alternative, other: &Alternative) -> bool {
    one.iter().all(|(name, scopes)| {
        let others = other.get(name);
        others.is_some_and(|others| scopes.is_subset(others))
    })
}

/// How many scopes of `new` are not in `old`; both have the same schemes.
fn missing_scopes(old: &Alternative, new: &Alternative) -> usize {
    let pairs = old.values().zip(new.values());
    pairs.map(|(old, new)| new.difference(old).count()).sum()
}

/// The differences in scopes of two alternatives with the same schemes.
fn scope_changes(old: &Alternative, new: &Alternative) -> Vec<(Rule, String)> {
    let mut changes = Vec::new();
    for ((scheme, before), after) in old.iter().zip(new.values()) {
        for scope in after.difference(before) {
            let how = format!("the scope `{scope}` of `{scheme}` is now required");
            changes.push((Rule::ScopeAdded, how));
        }
        for scope in before.difference(after) {
            let how = format!("the scope `{scope}` of `{scheme}` is no longer required");
            changes.push((Rule::ScopeRemoved, how));
        }
    }
    changes
}

fn words(alternative: &Alternative) -> String {
    let names: Vec<String> = alternative.keys().map(|name| format!("`{name}`")).collect();
    names.join(" with ")
}
