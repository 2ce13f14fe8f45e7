//! Collects changes, and knows which operations each of them affects.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap, HashSet};

use indexmap::{IndexMap, IndexSet};

use super::change::{Change, Document};
use super::phrase::Phrase;
use super::rule::{Level, Rule, Side};
use super::wording::capitalized;
use crate::openapi::Node;
use crate::pointer::Pointer;

/// The changes found so far.
///
/// A schema is compared once for each side, although many operations may use it. So every change belongs to a scope,
/// scopes are linked to those that use them, and the operations of a change are found in the end.
#[derive(Default)]
pub(super) struct Changes {
    found: Vec<Found>,
    /// For each scope, the scopes that use it.
    users: Vec<Vec<usize>>,
    /// The scopes that are operations, with their names.
    operations: HashMap<usize, String>,
}

/// The same part of the old and of the new document.
pub(super) type Both<T> = (T, T);

/// How the compared part is used.
#[derive(Clone, Copy)]
pub(super) struct Context {
    pub(super) side: Side,
    pub(super) presence: Presence,
    /// The level of changes, where it does not follow from the rule.
    level: Option<Level>,
    /// The highest level of changes.
    most: Level,
    scope: usize,
}

/// Whether a value may be left out.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Presence {
    Optional,
    Required,
}

impl Presence {
    pub(super) fn of(required: bool) -> Self {
        if required {
            Self::Required
        } else {
            Self::Optional
        }
    }
}

impl Context {
    pub(super) fn on(self, side: Side) -> Self {
        Self { side, ..self }
    }

    pub(super) fn with(self, presence: Presence) -> Self {
        Self { presence, ..self }
    }

    pub(super) fn at(self, level: Level) -> Self {
        let level = Some(level);
        Self { level, ..self }
    }

    pub(super) fn at_most(self, most: Level) -> Self {
        Self { most, ..self }
    }

    /// For a change that is compatible on one side, such as one that allows more in requests.
    pub(super) fn harmless_on(self, side: Option<Side>) -> Self {
        if side == Some(self.side) {
            self.at(Level::Compatible)
        } else {
            self
        }
    }
}

/// The place of a change.
#[derive(Clone, Debug)]
pub(super) enum Place {
    New(Pointer),
    Old(Pointer),
    Moved { from: Pointer, to: Pointer },
}

impl Place {
    /// The place of a member: in the new document, unless it was removed.
    pub(super) fn of((old, new): Both<Option<&Node>>, otherwise: &Pointer) -> Self {
        match (old, new) {
            (_, Some(new)) => Self::New(new.at.clone()),
            (Some(old), None) => Self::Old(old.at.clone()),
            (None, None) => Self::New(otherwise.clone()),
        }
    }

    pub(super) fn pointer(&self) -> &Pointer {
        match self {
            Self::New(at) | Self::Old(at) | Self::Moved { to: at, .. } => at,
        }
    }

    pub(super) fn document(&self) -> Document {
        match self {
            Self::New(_) | Self::Moved { .. } => Document::New,
            Self::Old(_) => Document::Old,
        }
    }
}

/// A change whose operations are not known yet.
struct Found {
    rule: Rule,
    level: Level,
    side: Side,
    place: Place,
    message: Phrase,
    scope: usize,
}

impl Changes {
    /// A scope that nothing uses yet.
    pub(super) fn root_scope(&mut self, side: Side) -> Context {
        self.users.push(Vec::new());
        Context {
            side,
            presence: Presence::Optional,
            level: None,
            most: Level::Breaking,
            scope: self.users.len() - 1,
        }
    }

    pub(super) fn operation_scope(&mut self, name: String) -> Context {
        let context = self.root_scope(Side::Call);
        self.operations.insert(context.scope, name);
        context
    }

    /// A scope for several operations at once.
    pub(super) fn group_scope(&mut self, names: impl Iterator<Item = String>) -> Context {
        let group = self.root_scope(Side::Call);
        for name in names {
            let operation = self.operation_scope(name);
            self.link(group, operation);
        }
        group
    }

    /// A scope that another one uses.
    pub(super) fn child_scope(&mut self, context: Context) -> Context {
        let child = self.root_scope(context.side);
        self.link(child, context);
        child
    }

    /// Notes that `user` uses a scope, too.
    pub(super) fn link(&mut self, scope: Context, user: Context) {
        self.users[scope.scope].push(user.scope);
    }

    pub(super) fn record(
        &mut self,
        context: Context,
        rule: Rule,
        place: Place,
        message: impl Into<Phrase>,
    ) {
        let own = context.level.unwrap_or_else(|| rule.level(context.side));
        let level = match context.side {
            Side::Unused => Level::Compatible,
            _ => own.min(context.most),
        };
        self.found.push(Found {
            rule,
            level,
            side: context.side,
            place,
            message: message.into(),
            scope: context.scope,
        });
    }

    /// The highest level so far.
    pub(super) fn worst(&self) -> Option<Level> {
        self.found.iter().map(|found| found.level).max()
    }

    /// All changes, worst first. A change that was found in several ways is one, with the operations of all.
    pub(super) fn finish(mut self) -> Vec<Change> {
        let found = std::mem::take(&mut self.found);
        let key = |one: &Found| (one.rule, one.place.pointer().clone());
        let used: HashSet<(Rule, Pointer)> = found
            .iter()
            .filter(|one| one.side != Side::Unused)
            .map(key)
            .collect();
        let mut affected: HashMap<usize, BTreeSet<usize>> = HashMap::new();
        let mut merged: IndexMap<_, (Found, BTreeSet<usize>)> = IndexMap::new();
        for one in found {
            let (rule, at) = key(&one);
            if one.side == Side::Unused && used.contains(&(rule, at.clone())) {
                continue;
            }
            let operations = affected
                .entry(one.scope)
                .or_insert_with(|| self.operations_of(one.scope));
            let document = one.place.document();
            let (level, message) = (one.level, one.message.clone());
            let entry = merged
                .entry((rule, one.side, document, at, message))
                .or_insert_with(|| (one, BTreeSet::new()));
            entry.0.level = entry.0.level.max(level);
            entry.1.extend(operations.iter());
        }
        let mut changes: Vec<Change> = merged
            .into_values()
            .map(|(found, operations)| self.change(&found, &operations))
            .collect();
        changes.sort_by_key(|change| (Reverse(change.level), change.area));
        changes
    }

    /// The operations that use a scope.
    fn operations_of(&self, scope: usize) -> BTreeSet<usize> {
        let mut next = vec![scope];
        let mut seen = HashSet::from([scope]);
        let mut operations = BTreeSet::new();
        while let Some(scope) = next.pop() {
            if self.operations.contains_key(&scope) {
                operations.insert(scope);
            }
            let users = self.users[scope].iter().copied();
            next.extend(users.filter(|user| seen.insert(*user)));
        }
        operations
    }

    fn change(&self, found: &Found, operations: &BTreeSet<usize>) -> Change {
        let names = operations.iter().map(|scope| &self.operations[scope]);
        let names: IndexSet<&String> = names.collect();
        let was = match &found.place {
            Place::Moved { from, .. } => Some(from.to_string()),
            Place::New(_) | Place::Old(_) => None,
        };
        Change {
            rule: found.rule,
            area: found.rule.area(),
            level: found.level,
            side: found.side,
            document: found.place.document(),
            pointer: found.place.pointer().to_string(),
            was,
            operations: names.into_iter().cloned().collect(),
            message: capitalized(&found.message.to_string()),
            phrase: found.message.clone(),
            rust: Vec::new(),
        }
    }
}
