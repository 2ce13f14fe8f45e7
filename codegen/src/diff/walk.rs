//! What the comparison carries along: the changes found so far, and from where everything is
//! reached.

use std::collections::{BTreeSet, HashMap, HashSet};

use indexmap::IndexMap;
use serde_json::Value;

use super::bodies::capital;
use super::report::{Change, Document};
use super::rule::{Level, Rule, Side};
use super::tree::{Matched, Pair, matched, resolve};
use crate::finding::Pointer;

/// Compares two documents and collects what has changed.
pub(super) struct Walk<'a> {
    pub(super) old: &'a Value,
    pub(super) new: &'a Value,
    found: Vec<Found>,
    /// From where each scope is reached. The scopes of operations are reached from nowhere.
    parents: Vec<Vec<usize>>,
    /// The operation of a scope that is one, by its place in the table of operations.
    operations: HashMap<usize, String>,
    /// The scopes of the schemas that have been compared.
    pub(super) schemas: HashMap<(usize, usize, Side), usize>,
    /// How much it matters that one schema stands in the place of another, where that is known.
    /// While it is being found out, nothing has been found: so that a circle ends.
    pub(super) replacements: HashMap<(usize, usize, Side), Option<Level>>,
    /// What has been met, by the identity of its value.
    pub(super) met: HashSet<usize>,
}

/// From where something is looked at.
#[derive(Clone, Copy)]
pub(super) struct Context {
    pub(super) side: Side,
    pub(super) scope: usize,
}

impl Context {
    pub(super) fn on(self, side: Side) -> Self {
        Self { side, ..self }
    }
}

/// A change, before it is known which operations reach it.
struct Found {
    rule: Rule,
    level: Level,
    side: Side,
    document: Document,
    at: Pointer,
    /// Where it was, if that is another place.
    was: Option<Pointer>,
    message: String,
    scope: usize,
}

impl<'a> Walk<'a> {
    pub(super) fn new(old: &'a Value, new: &'a Value) -> Self {
        Self {
            old,
            new,
            found: Vec::new(),
            parents: Vec::new(),
            operations: HashMap::new(),
            schemas: HashMap::new(),
            replacements: HashMap::new(),
            met: HashSet::new(),
        }
    }

    /// The highest level of what a comparison of two schemas finds, without noting any of it.
    pub(super) fn worst_between(&mut self, both: &Pair<'a>, side: Side) -> Option<Level> {
        let key = (both.old.identity(), both.new.identity(), side);
        if let Some(known) = self.replacements.get(&key) {
            return *known;
        }
        let mut trial = Self::new(self.old, self.new);
        trial.replacements = std::mem::take(&mut self.replacements);
        trial.replacements.insert(key, None);
        let context = trial.outside(side);
        trial.same_schema(both, context);
        let worst = trial.found.iter().map(|found| found.level).max();
        self.replacements = trial.replacements;
        self.replacements.insert(key, worst);
        worst
    }

    /// A scope that belongs to no operation.
    pub(super) fn outside(&mut self, side: Side) -> Context {
        self.parents.push(Vec::new());
        let scope = self.parents.len() - 1;
        Context { side, scope }
    }

    /// The scope of an operation.
    pub(super) fn operation(&mut self, name: String) -> Context {
        let context = self.outside(Side::Call);
        self.operations.insert(context.scope, name);
        context
    }

    /// A scope that is reached from another one.
    pub(super) fn inside(&mut self, context: Context) -> Context {
        let inner = self.outside(context.side);
        self.reach(inner.scope, context);
        inner
    }

    /// Notes that a scope is reached from another one, too.
    pub(super) fn reach(&mut self, scope: usize, from: Context) {
        self.parents[scope].push(from.scope);
    }

    /// Notes a change at a place of the new document.
    pub(super) fn changed(&mut self, context: Context, rule: Rule, at: &Pointer, message: String) {
        self.note(context, rule, rule.level(context.side), at, message);
    }

    /// As [`changed`](Self::changed), with a level that does not follow from the rule alone.
    pub(super) fn note(
        &mut self,
        context: Context,
        rule: Rule,
        level: Level,
        at: &Pointer,
        message: String,
    ) {
        let level = if context.side == Side::Unused {
            Level::Compatible
        } else {
            level
        };
        self.push(context, rule, level, Document::New, at, message);
    }

    /// Notes that something stands at another place of the new document.
    pub(super) fn moved_to(
        &mut self,
        context: Context,
        rule: Rule,
        place: (&Pointer, &Pointer),
        message: String,
    ) {
        let (was, at) = place;
        self.changed(context, rule, at, message);
        if let Some(last) = self.found.last_mut() {
            last.was = Some(was.clone());
        }
    }

    /// Notes that something is gone from a place of the old document.
    pub(super) fn gone(&mut self, context: Context, rule: Rule, at: &Pointer, message: String) {
        let level = rule.level(context.side);
        self.push(context, rule, level, Document::Old, at, message);
    }

    fn push(
        &mut self,
        context: Context,
        rule: Rule,
        level: Level,
        document: Document,
        at: &Pointer,
        message: String,
    ) {
        self.found.push(Found {
            rule,
            level,
            side: context.side,
            document,
            at: at.clone(),
            was: None,
            message,
            scope: context.scope,
        });
    }

    /// Matches the members of two objects, with references followed.
    pub(super) fn members(&mut self, pair: &Pair<'a>) -> Matched<'a, &'a str> {
        let mut members = matched(pair.old.members(), pair.new.members());
        for (_, both) in &mut members.both {
            *both = self.resolved(both);
        }
        for (_, node) in &mut members.removed {
            *node = resolve(self.old, node);
        }
        for (_, node) in &mut members.added {
            *node = resolve(self.new, node);
        }
        members
    }

    /// Both with their references followed.
    pub(super) fn resolved(&mut self, pair: &Pair<'a>) -> Pair<'a> {
        let resolved = Pair {
            old: resolve(self.old, &pair.old),
            new: resolve(self.new, &pair.new),
        };
        self.met.insert(resolved.old.identity());
        self.met.insert(resolved.new.identity());
        resolved
    }

    /// All changes, worst first, each with the operations that reach it. What has been found in
    /// several ways is told once.
    pub(super) fn finish(mut self) -> Vec<Change> {
        let found = std::mem::take(&mut self.found);
        let used: HashSet<(Rule, Pointer)> = found
            .iter()
            .filter(|one| one.side != Side::Unused)
            .map(|one| (one.rule, one.at.clone()))
            .collect();
        let mut changes: IndexMap<_, (Found, BTreeSet<usize>)> = IndexMap::new();
        let mut reached: HashMap<usize, BTreeSet<usize>> = HashMap::new();
        for one in found {
            if one.side == Side::Unused && used.contains(&(one.rule, one.at.clone())) {
                continue;
            }
            let from = reached
                .entry(one.scope)
                .or_insert_with(|| self.reaching(one.scope));
            let key = (
                one.rule,
                one.side,
                one.document,
                one.at.clone(),
                one.message.clone(),
            );
            let entry = changes.entry(key).or_insert_with(|| (one, BTreeSet::new()));
            entry.1.extend(from.iter());
        }
        let mut changes: Vec<Change> = changes
            .into_values()
            .map(|(found, operations)| self.change(found, &operations))
            .collect();
        changes.sort_by_key(|change| (std::cmp::Reverse(change.level), change.area));
        changes
    }

    /// The operations from which a scope is reached.
    fn reaching(&self, scope: usize) -> BTreeSet<usize> {
        let mut next = vec![scope];
        let mut seen = HashSet::from([scope]);
        let mut operations = BTreeSet::new();
        while let Some(scope) = next.pop() {
            if self.operations.contains_key(&scope) {
                operations.insert(scope);
            }
            let parents = self.parents[scope].iter().copied();
            next.extend(parents.filter(|parent| seen.insert(*parent)));
        }
        operations
    }

    fn change(&self, found: Found, operations: &BTreeSet<usize>) -> Change {
        let names = operations
            .iter()
            .map(|scope| self.operations[scope].clone());
        let names: indexmap::IndexSet<String> = names.collect();
        Change {
            rule: found.rule,
            area: found.rule.area(),
            level: found.level,
            side: found.side,
            document: found.document,
            pointer: found.at.to_string(),
            was: found.was.map(|was| was.to_string()),
            operations: names.into_iter().collect(),
            message: capital(&found.message),
            rust: Vec::new(),
        }
    }
}
