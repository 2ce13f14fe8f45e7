//! Tries an overlay on a document that may have changed: what each action does,
//! and what to do about those that strict mode rejects.

use serde_json::Value;

use super::action::{Action, Change, Mode, Overlay};
use super::apply::Run;
use super::error::{ActionPlace, ActionProblem};
use super::expectation;
use super::longest_match::LongestMatch;
use super::node_path::{NodePath, select};
use super::repair::{is_applied, repair};
use super::suggestion::{Reason, Scope, Suggestion};

/// The result of [`dry_run`].
#[derive(Debug)]
#[non_exhaustive]
pub struct DryRun {
    /// The document after the last action. An action that conflicts is applied
    /// if that is possible, so that later actions find what they expect; the
    /// document is a guess then.
    pub document: Value,
    /// The result of each action, in their order.
    pub actions: Vec<ActionResult>,
}

/// What one action does.
#[derive(Debug)]
#[non_exhaustive]
pub struct ActionResult {
    /// The action.
    pub place: ActionPlace,
    /// The nodes that its target selects, before the change.
    pub targets: Vec<NodePath>,
    /// Whether it fits.
    pub verdict: Verdict,
    /// The error of strict mode; `None` if strict mode accepts the action.
    pub problem: Option<ActionProblem>,
    /// What to do about it; `None` if it fits.
    pub suggestion: Option<Suggestion>,
}

/// Whether an action fits the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The action fits, and changes something.
    Fits,
    /// The action is not needed any more: the document already says the same.
    Stale,
    /// The action does not fit the document.
    Conflict,
}

impl ActionResult {
    /// The same result for an action that is invalid, whether it fits or not.
    #[must_use]
    pub fn with_problem(self, problem: ActionProblem, scope: Scope) -> Self {
        let suggestion = Suggestion {
            reason: Reason::NotApplicable,
            scope,
            replacement: None,
        };
        Self {
            verdict: Verdict::Conflict,
            problem: Some(problem),
            suggestion: Some(suggestion),
            ..self
        }
    }

    /// The same result after an earlier action conflicted. A target that selects
    /// nothing is then a conflict too, as the earlier action may be the cause.
    #[must_use]
    pub fn after_conflict(mut self) -> Self {
        if !matches!(self.problem, Some(ActionProblem::Unmatched)) {
            return self;
        }
        let was_conflict = self.verdict == Verdict::Conflict;
        self.verdict = Verdict::Conflict;
        self.suggestion = self.suggestion.map(|suggestion| {
            let otherwise = was_conflict.then(|| Box::new(suggestion.reason));
            Suggestion {
                reason: Reason::AfterConflict { otherwise },
                scope: suggestion.scope,
                replacement: None,
            }
        });
        self
    }
}

/// Applies `overlay` to `document` as strict mode does, but continues after an error.
#[must_use]
pub fn dry_run(document: Value, overlay: &Overlay) -> DryRun {
    let mut run = Run::new(document, overlay, Mode::Strict);
    let scope = Scope::of(overlay.actions.len());
    let actions = overlay.actions.iter();
    let actions = actions.map(|action| try_action(&mut run, action, scope));
    DryRun {
        actions: actions.collect(),
        document: run.document,
    }
}

fn try_action(run: &mut Run, action: &Action, scope: Scope) -> ActionResult {
    let targets = select(&action.target, &run.document);
    let (verdict, problem) = match run.check_expectations(action, &targets) {
        Ok(()) => match change_or_undo(run, action, &targets) {
            Ok(true) => (Verdict::Fits, None),
            Ok(false) => (Verdict::Stale, None),
            Err(problem) => (Verdict::Conflict, Some(problem)),
        },
        Err(problem) if is_already_done(run, action, &targets) => (Verdict::Stale, Some(problem)),
        Err(problem) => (Verdict::Conflict, Some(problem)),
    };
    let suggestion = suggest(run, action, &targets, verdict, problem.as_ref());
    if verdict == Verdict::Conflict {
        // The change without its expectations is the best guess for later actions.
        _ = change_or_undo(run, action, &targets);
    }
    ActionResult {
        place: action.place.clone(),
        targets,
        verdict,
        problem,
        suggestion: suggestion.map(|(reason, replacement)| Suggestion {
            reason,
            scope,
            replacement,
        }),
    }
}

/// Makes the change, completely or not at all; returns whether it changed something.
fn change_or_undo(
    run: &mut Run,
    action: &Action,
    targets: &[NodePath],
) -> Result<bool, ActionProblem> {
    if matches!(action.change, Change::Remove) {
        return run.change(action, targets).map(|()| true);
    }
    let before: Vec<Value> = run.nodes(targets).map(|(_, node)| node.clone()).collect();
    match run.change(action, targets) {
        Ok(()) => Ok(!run.nodes(targets).map(|(_, node)| node).eq(&before)),
        Err(problem) => {
            for (at, old) in targets.iter().zip(before) {
                if let Some(node) = at.get_mut(&mut run.document) {
                    *node = old;
                }
            }
            Err(problem)
        }
    }
}

/// Whether the document already is what the action would make of it.
fn is_already_done(run: &Run, action: &Action, targets: &[NodePath]) -> bool {
    if matches!(action.change, Change::Remove) {
        let found = LongestMatch::of(&action.place.target, &run.document);
        return targets.is_empty() && found.is_some_and(|found| found.is_last);
    }
    match run.update_of(action) {
        Ok(Some(update)) => {
            !targets.is_empty()
                && run
                    .nodes(targets)
                    .all(|(_, node)| is_applied(node, &update))
        }
        Ok(None) | Err(_) => false,
    }
}

/// Why an action does not fit, and the members that would; `None` if it fits.
fn suggest(
    run: &Run,
    action: &Action,
    targets: &[NodePath],
    verdict: Verdict,
    problem: Option<&ActionProblem>,
) -> Option<(Reason, Option<Value>)> {
    let reason = match (verdict, problem) {
        (Verdict::Fits, _) => return None,
        (Verdict::Stale, Some(ActionProblem::Unmatched)) => Reason::AlreadyRemoved {
            similar: LongestMatch::of(&action.place.target, &run.document)
                .and_then(|found| found.similar_name(&run.document).map(str::to_owned)),
        },
        (Verdict::Stale, _) => Reason::AlreadyApplied,
        (Verdict::Conflict, Some(ActionProblem::Unmatched)) => unmatched(action, &run.document),
        (
            Verdict::Conflict,
            Some(ActionProblem::Unexpected { .. } | ActionProblem::NotAbsent { .. }),
        ) => {
            return Some(expectation_failed(run, action, targets));
        }
        (Verdict::Conflict, _) => Reason::NotApplicable,
    };
    Some((reason, None))
}

fn unmatched(action: &Action, document: &Value) -> Reason {
    let Some(found) = LongestMatch::of(&action.place.target, document) else {
        return Reason::TargetMissing;
    };
    Reason::TargetMoved {
        prefix: found.prefix.to_owned(),
        rest: found.rest.to_owned(),
        similar: found.similar_name(document).map(str::to_owned),
    }
}

fn expectation_failed(run: &Run, action: &Action, targets: &[NodePath]) -> (Reason, Option<Value>) {
    let nodes = run.nodes(targets);
    let differing: Vec<_> = nodes
        .filter(|(at, node)| expectation::check(action, at, node).is_err())
        .collect();
    let first = differing.first();
    if let (1, Some((_, node))) = (targets.len(), first) {
        return repair(action, node);
    }
    let reason = Reason::SomeTargetsDiffer {
        targets: targets.len(),
        differing: differing.len(),
        first: first.map_or_else(String::new, |(at, _)| at.to_string()),
    };
    (reason, None)
}
