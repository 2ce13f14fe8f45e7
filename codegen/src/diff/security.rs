//! Keys: which of them a call can go with, and what they must allow.

use std::collections::BTreeMap;

use super::rule::Rule;
use super::tree::{Matched, Node, Pair, matched};
use super::walk::{Context, Walk};

/// The schemes that go together, each with the rights that it must have.
type Alternative = BTreeMap<String, Vec<String>>;

impl<'a> Walk<'a> {
    /// What a call of an operation needs: what the operation says, or else the document.
    pub(super) fn security(&mut self, operation: &Pair<'a>, context: Context, name: &str) {
        let pair = Pair {
            old: said(&operation.old, self.old),
            new: said(&operation.new, self.new),
        };
        if pair.is_same() {
            return;
        }
        let renamed = self.renamed_scheme();
        let (mut old, new) = (alternatives(&pair.old), alternatives(&pair.new));
        for one in &mut old {
            if let Some((was, is)) = renamed
                && let Some(scopes) = one.remove(was)
            {
                one.insert(is.to_owned(), scopes);
            }
        }
        let at = &pair.new.at;
        let is_general = at.segments().count() == 1;
        let calls = if is_general { "Calls" } else { name };
        match (is_open(&old), is_open(&new)) {
            (true, false) => {
                let message = format!("{calls} cannot go without a key any more.");
                return self.changed(context, Rule::SecurityIntroduced, at, message);
            }
            (false, true) => {
                let message = format!("{calls} can go without a key now.");
                return self.changed(context, Rule::SecurityLifted, at, message);
            }
            _ => {}
        }
        for one in old.iter().filter(|one| !new.contains(one)) {
            if let Some(other) = new.iter().find(|other| other.keys().eq(one.keys())) {
                self.scopes(one, other, context, &pair.new, calls);
            } else {
                let message = format!("{calls} can no longer go with {}.", shown(one));
                let rule = Rule::SecurityAlternativeRemoved;
                self.gone(context, rule, &pair.old.at, message);
            }
        }
        let is_new = |one: &&Alternative| old.iter().all(|other| !other.keys().eq(one.keys()));
        for one in new.iter().filter(is_new) {
            let message = format!("{calls} can go with {} now.", shown(one));
            self.changed(context, Rule::SecurityAlternativeAdded, at, message);
        }
    }

    fn scopes(
        &mut self,
        old: &Alternative,
        new: &Alternative,
        context: Context,
        place: &Node<'a>,
        calls: &str,
    ) {
        for (scheme, scopes) in new {
            let before = &old[scheme];
            for scope in scopes.iter().filter(|scope| !before.contains(scope)) {
                let message = format!("{calls} need the right `{scope}` of `{scheme}` now.");
                self.changed(context, Rule::ScopeAdded, &place.at, message);
            }
            for scope in before.iter().filter(|scope| !scopes.contains(scope)) {
                let message = format!("{calls} no longer need the right `{scope}` of `{scheme}`.");
                self.changed(context, Rule::ScopeRemoved, &place.at, message);
            }
        }
    }

    fn schemes(&self) -> Matched<'a, &'a str> {
        let schemes = |root| {
            let components = Node::root(root).member("components");
            components.member("securitySchemes")
        };
        matched(schemes(self.old).members(), schemes(self.new).members())
    }

    /// A scheme that says the same under another name, which stands for it alone in `security`.
    fn renamed_scheme(&self) -> Option<(&'a str, &'a str)> {
        let all = self.schemes();
        match (all.removed.as_slice(), all.added.as_slice()) {
            ([(was, old)], [(is, new)]) if old.value == new.value => Some((was, is)),
            _ => None,
        }
    }

    /// The schemes themselves.
    pub(super) fn security_schemes(&mut self, context: Context) {
        let all = self.schemes();
        for (name, pair) in &all.both {
            let pair = self.resolved(pair);
            let what = format!("the key `{name}`");
            self.annotations(&pair, context, &what);
            let mut told = Vec::new();
            for (key, _) in pair.old.members().chain(pair.new.members()) {
                let is_text = key == "description" || key.starts_with("x-");
                let both = pair.member(key);
                if !is_text && !both.is_same() && !told.contains(&key) {
                    told.push(key);
                    let message = format!("`{key}` of {what} {}.", Self::became(&both));
                    self.other_than_before(&both, context, Rule::SecuritySchemeChanged, message);
                }
            }
        }
        if self.renamed_scheme().is_some() {
            return;
        }
        for (name, node) in &all.removed {
            let message = format!("The key `{name}` is gone.");
            self.gone(context, Rule::SecurityAlternativeRemoved, &node.at, message);
        }
        for (name, node) in &all.added {
            let message = format!("The key `{name}` is new.");
            self.changed(context, Rule::SecurityAlternativeAdded, &node.at, message);
        }
    }
}

fn said<'a>(operation: &Node<'a>, root: &'a serde_json::Value) -> Node<'a> {
    operation
        .get("security")
        .unwrap_or_else(|| Node::root(root).member("security"))
}

fn alternatives(security: &Node<'_>) -> Vec<Alternative> {
    let entries = security.entries();
    entries
        .map(|entry| {
            let schemes = entry.members();
            schemes
                .map(|(name, scopes)| {
                    let scopes = scopes.entries();
                    let mut scopes: Vec<String> = scopes
                        .filter_map(|scope| scope.value.as_str().map(str::to_owned))
                        .collect();
                    scopes.sort();
                    (name.to_owned(), scopes)
                })
                .collect()
        })
        .collect()
}

/// Whether a call can go without a key.
fn is_open(alternatives: &[Alternative]) -> bool {
    alternatives.is_empty() || alternatives.iter().any(BTreeMap::is_empty)
}

fn shown(alternative: &Alternative) -> String {
    let names: Vec<String> = alternative.keys().map(|name| format!("`{name}`")).collect();
    if names.is_empty() {
        "no key".to_owned()
    } else {
        names.join(" and ")
    }
}
