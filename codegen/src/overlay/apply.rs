//! Applying the actions of an overlay, one after the other.

use std::borrow::Cow;

use serde_json::Value;

use super::action::{Action, Change, Mode, Overlay, Version};
use super::error::{ActionProblem, OverlayError};
use super::node_path::{NodeKind, NodePath, select};
use super::{expectation, merge, remove};

/// The deepest nesting that an action may create, which is the limit of the JSON
/// and YAML parsers. A few copies of a node into itself would exhaust the stack.
const MAX_DEPTH: usize = 127;

/// The most nodes that the actions of one overlay may add. A few dozen copies of
/// an array into itself would exhaust the memory.
const MAX_ADDED: usize = 5_000_000;

/// The result of [`apply`].
#[derive(Clone, Debug, PartialEq)]
pub struct ApplyOutput {
    /// The document after the last action.
    pub document: Value,
    /// How many nodes each action selected, in the order of the actions.
    pub selected: Vec<usize>,
}

impl ApplyOutput {
    /// The numbers, counted from 1, of the actions that selected nothing.
    pub fn unmatched(&self) -> impl Iterator<Item = usize> + '_ {
        let numbered = self.selected.iter().zip(1..);
        numbered.filter_map(|(&count, number)| (count == 0).then_some(number))
    }
}

/// Applies the actions of `overlay` to `document`, each to the result of the
/// previous one.
///
/// # Errors
///
/// The first action that violates the standard, or in [`Mode::Strict`] its own
/// expectations. The document is consumed, so that nobody sees a half-applied
/// action.
pub fn apply(document: Value, overlay: &Overlay, mode: Mode) -> Result<ApplyOutput, OverlayError> {
    let mut run = Run::new(document, overlay, mode);
    let mut selected = Vec::with_capacity(overlay.actions.len());
    for action in &overlay.actions {
        let count = run
            .apply_action(action)
            .map_err(|problem| OverlayError::Action {
                action: Box::new(action.place.clone()),
                problem: Box::new(problem),
            })?;
        selected.push(count);
    }
    Ok(ApplyOutput {
        document: run.document,
        selected,
    })
}

/// The document while actions are applied to it.
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

    /// Applies one action and returns how many nodes it selected.
    fn apply_action(&mut self, action: &Action) -> Result<usize, ActionProblem> {
        let targets = select(&action.target, &self.document);
        if self.mode == Mode::Strict {
            self.check_expectations(action, &targets)?;
        }
        if !targets.is_empty() {
            self.change(action, &targets)?;
        }
        Ok(targets.len())
    }

    pub(super) fn change(
        &mut self,
        action: &Action,
        targets: &[NodePath],
    ) -> Result<(), ActionProblem> {
        if let Some(update) = self.update_of(action)? {
            return self.merge(targets, &update);
        }
        if matches!(action.change, Change::Remove) {
            if targets.iter().any(NodePath::is_root) {
                return Err(ActionProblem::RemoveRoot);
            }
            remove::remove(&mut self.document, targets);
        }
        Ok(())
    }

    /// The value that an action merges into its targets; `None` for a removal.
    pub(super) fn update_of<'a>(
        &self,
        action: &'a Action,
    ) -> Result<Option<Cow<'a, Value>>, ActionProblem> {
        match &action.change {
            Change::Update(update) => Ok(Some(Cow::Borrowed(update))),
            Change::Copy { path, text } => {
                let sources = select(path, &self.document);
                let source = match sources.as_slice() {
                    [source] => source.get(&self.document).cloned(),
                    _ => None,
                };
                let source = source.ok_or_else(|| ActionProblem::CopySource {
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
        targets: &[NodePath],
    ) -> Result<(), ActionProblem> {
        if matches!(action.change, Change::Nothing) {
            return Err(ActionProblem::NoChange);
        }
        if targets.is_empty() {
            return Err(ActionProblem::Unmatched);
        }
        for (at, node) in self.nodes(targets) {
            expectation::check(action, at, node)?;
        }
        Ok(())
    }

    fn merge(&mut self, targets: &[NodePath], update: &Value) -> Result<(), ActionProblem> {
        self.check_kinds(targets)?;
        self.check_size(targets, update)?;
        for at in targets {
            let Some(target) = at.get_mut(&mut self.document) else {
                // Never happens: a merge removes no node.
                continue;
            };
            merge::into_target(target, update).map_err(|mismatch| ActionProblem::Incompatible {
                at: at.join(mismatch.reversed_path.into_iter().rev()),
                expected: mismatch.expected,
                found: mismatch.found,
            })?;
        }
        Ok(())
    }

    /// All targets must be of the same kind; version 1.0 does not allow primitives.
    fn check_kinds(&self, targets: &[NodePath]) -> Result<(), ActionProblem> {
        let mut first: Option<(&NodePath, NodeKind)> = None;
        for (at, node) in self.nodes(targets) {
            let kind = NodeKind::of(node);
            if kind == NodeKind::Primitive && self.version == Version::V1_0 {
                return Err(ActionProblem::PrimitiveTarget {
                    at: at.clone(),
                    kind,
                });
            }
            match first {
                None => first = Some((at, kind)),
                Some((first, first_kind)) if first_kind != kind => {
                    return Err(ActionProblem::MixedKinds {
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

    fn check_size(&mut self, targets: &[NodePath], update: &Value) -> Result<(), ActionProblem> {
        let (depth, nodes) = measure(update);
        // An appended entry is one level below its target.
        let too_deep = |at: &&NodePath| at.depth() + depth + 1 > MAX_DEPTH;
        if let Some(at) = targets.iter().find(too_deep) {
            return Err(ActionProblem::TooDeep {
                at: at.clone(),
                limit: MAX_DEPTH,
            });
        }
        self.added = self
            .added
            .saturating_add(nodes.saturating_mul(targets.len()));
        if self.added > MAX_ADDED {
            return Err(ActionProblem::TooLarge { limit: MAX_ADDED });
        }
        Ok(())
    }

    /// The targets that exist, with their values.
    pub(super) fn nodes<'run>(
        &'run self,
        targets: &'run [NodePath],
    ) -> impl Iterator<Item = (&'run NodePath, &'run Value)> {
        let node = |at: &'run NodePath| Some((at, at.get(&self.document)?));
        targets.iter().filter_map(node)
    }
}

/// How many levels are below `value`, and how many nodes it has in total.
fn measure(value: &Value) -> (usize, usize) {
    let with_child = |(depth, nodes): (usize, usize), child: &Value| {
        let (child_depth, child_nodes) = measure(child);
        (depth.max(child_depth + 1), nodes + child_nodes)
    };
    match value {
        Value::Object(members) => members.values().fold((0, 1), with_child),
        Value::Array(entries) => entries.iter().fold((0, 1), with_child),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => (0, 1),
    }
}
