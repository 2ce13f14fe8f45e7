//! Applying the actions of an overlay, one after the other.

use std::borrow::Cow;

use serde_json::Value;

use super::error::{OverlayError, Problem};
use super::select::{Kind, Location, select};
use super::{Action, Applied, Change, Mode, Overlay, Report, Version, expect, merge, remove};

/// The deepest nesting that an action may make: what JSON and YAML parsers read
/// back. Without it a few copies of a node into itself would exhaust the stack.
const MAX_DEPTH: usize = 127;

/// The most nodes that the actions of one overlay may add. Without it a few
/// dozen copies of an array into itself would exhaust the memory.
const MAX_ADDED: usize = 5_000_000;

/// Applies the actions of `overlay` to `document`, each to the result of the
/// one before.
///
/// The document is taken by value: what a failed action leaves half done is
/// never seen.
///
/// # Errors
///
/// The first action that the standard, or in [`Mode::Strict`] the patch's own
/// expectations, do not allow.
pub fn apply(document: Value, overlay: &Overlay, mode: Mode) -> Result<Applied, OverlayError> {
    let mut run = Run::new(document, overlay, mode);
    let mut report = Report::default();
    for action in &overlay.actions {
        let count = run.action(action).map_err(|problem| OverlayError::Action {
            action: Box::new(action.place.clone()),
            problem: Box::new(problem),
        })?;
        report.selected.push(count);
    }
    Ok(Applied {
        document: run.document,
        report,
    })
}

pub(super) struct Run {
    pub(super) document: Value,
    version: Version,
    mode: Mode,
    /// How many nodes have been added so far.
    added: usize,
}

impl Run {
    pub(super) fn new(document: Value, overlay: &Overlay, mode: Mode) -> Self {
        Self {
            document,
            version: overlay.version,
            mode,
            added: 0,
        }
    }

    /// Applies one action and says how many nodes it selected.
    fn action(&mut self, action: &Action) -> Result<usize, Problem> {
        let targets = select(&action.target, &self.document);
        if self.mode == Mode::Strict {
            self.check_expectations(action, &targets)?;
        }
        if !targets.is_empty() {
            self.change(action, &targets)?;
        }
        Ok(targets.len())
    }

    pub(super) fn change(&mut self, action: &Action, targets: &[Location]) -> Result<(), Problem> {
        if let Some(update) = self.addition(action)? {
            return self.merge(targets, &update);
        }
        if matches!(action.change, Change::Remove) {
            if targets.iter().any(Location::is_root) {
                return Err(Problem::RemoveRoot);
            }
            remove::remove(&mut self.document, targets);
        }
        Ok(())
    }

    /// What an action merges into its targets, if it does.
    pub(super) fn addition<'a>(
        &self,
        action: &'a Action,
    ) -> Result<Option<Cow<'a, Value>>, Problem> {
        match &action.change {
            Change::Update(update) => Ok(Some(Cow::Borrowed(update))),
            Change::Copy { path, text } => {
                let sources = select(path, &self.document);
                let source = match sources.as_slice() {
                    [source] => source.get(&self.document).cloned(),
                    _ => None,
                };
                let source = source.ok_or_else(|| Problem::CopySource {
                    path: text.clone(),
                    count: sources.len(),
                })?;
                Ok(Some(Cow::Owned(source)))
            }
            Change::Remove | Change::Nothing => Ok(None),
        }
    }

    pub(super) fn check_expectations(
        &self,
        action: &Action,
        targets: &[Location],
    ) -> Result<(), Problem> {
        if matches!(action.change, Change::Nothing) {
            return Err(Problem::NoChange);
        }
        if targets.is_empty() {
            return Err(Problem::Unmatched);
        }
        for (at, node) in self.nodes(targets) {
            if let Some(fragment) = &action.expect {
                expect::contains(at, node, fragment)?;
            }
            if let Some(names) = &action.expect_absent {
                expect::lacks(at, node, names)?;
            }
        }
        Ok(())
    }

    fn merge(&mut self, targets: &[Location], update: &Value) -> Result<(), Problem> {
        self.check_kinds(targets)?;
        self.check_size(targets, update)?;
        for at in targets {
            let Some(target) = at.get_mut(&mut self.document) else {
                // A merge removes no node, so every target is still there.
                continue;
            };
            merge::into_target(target, update).map_err(|conflict| Problem::Incompatible {
                at: at.joined(conflict.way_back.into_iter().rev()),
                expected: conflict.expected,
                found: conflict.found,
            })?;
        }
        Ok(())
    }

    /// All targets must be of one kind, and in version 1.0 no primitives.
    fn check_kinds(&self, targets: &[Location]) -> Result<(), Problem> {
        let mut first: Option<(&Location, Kind)> = None;
        for (at, node) in self.nodes(targets) {
            let kind = Kind::of(node);
            if kind == Kind::Primitive && self.version == Version::V1_0 {
                return Err(Problem::PrimitiveTarget {
                    at: at.clone(),
                    kind,
                });
            }
            match first {
                None => first = Some((at, kind)),
                Some((first, first_kind)) if first_kind != kind => {
                    return Err(Problem::MixedKinds {
                        first: first.clone(),
                        first_kind,
                        other: at.clone(),
                        other_kind: kind,
                    });
                }
                Some(_) => {}
            }
        }
        Ok(())
    }

    fn check_size(&mut self, targets: &[Location], update: &Value) -> Result<(), Problem> {
        let (depth, nodes) = measure(update);
        // An entry that is appended stands one level below its target.
        let too_deep = |at: &&Location| at.depth() + depth + 1 > MAX_DEPTH;
        if let Some(at) = targets.iter().find(too_deep) {
            return Err(Problem::TooDeep {
                at: at.clone(),
                limit: MAX_DEPTH,
            });
        }
        self.added = self
            .added
            .saturating_add(nodes.saturating_mul(targets.len()));
        if self.added > MAX_ADDED {
            return Err(Problem::TooLarge { limit: MAX_ADDED });
        }
        Ok(())
    }

    pub(super) fn nodes<'run>(
        &'run self,
        targets: &'run [Location],
    ) -> impl Iterator<Item = (&'run Location, &'run Value)> {
        let node = |at: &'run Location| Some((at, at.get(&self.document)?));
        targets.iter().filter_map(node)
    }
}

/// How many levels `value` has below it, and how many nodes in all.
fn measure(value: &Value) -> (usize, usize) {
    let with_child = |(depth, nodes): (usize, usize), child: &Value| {
        let (below, more) = measure(child);
        (depth.max(below + 1), nodes + more)
    };
    match value {
        Value::Object(members) => members.values().fold((0, 1), with_child),
        Value::Array(entries) => entries.iter().fold((0, 1), with_child),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => (0, 1),
    }
}
