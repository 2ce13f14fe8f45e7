//! What adopting a document means for the patches, the clients and the crate.

use std::collections::{HashMap, HashSet};

use serde_json::{Value, json};

use super::renames::{self, Rename, count};
use crate::diff::{self, Change, Input, Report};
use crate::error::Error;
use crate::generate::{Generated, generate_document, own_problems};
use crate::lint::{self, Baseline, Finding};
use crate::openapi::{self, Operation};
use crate::overlay::{ActionPlace, ActionProblem, ActionResult, Overlay, Scope, Verdict, dry_run};
use crate::patch::{Patch, unknown_key};
use crate::pointer::Pointer;
use crate::problem::Problem;

/// The documents in use.
#[derive(Clone, Debug)]
pub struct Current {
    /// How reports call it.
    pub name: String,
    /// The upstream document, without patches.
    pub upstream: Value,
    /// The document with its patches.
    pub patched: Value,
}

/// A new upstream document.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The file name.
    pub name: String,
    /// The document, without patches.
    pub document: Value,
}

/// What adopting a document means.
#[derive(Debug)]
#[non_exhaustive]
pub struct Adoption {
    /// The result of each action of each patch, in their order.
    pub actions: Vec<ActionResult>,
    /// The new document with its patches; a guess if a patch does not fit.
    pub document: Value,
    /// What is wrong with the new document itself, and not with the one in use.
    pub problems: Vec<Problem>,
    /// The new operations that a patch for several operations marks as safe to repeat.
    pub repeats: Vec<RepeatMark>,
    /// The changes of the upstream document, without patches.
    pub upstream_changes: Vec<Change>,
    /// The targets of actions that select something in the upstream document in use, and nothing in the new one.
    pub removed: HashSet<String>,
    /// The targets that select less in the new document, and more with a new name; with the name and the target.
    pub(super) renamed: HashMap<String, (Rename, String)>,
    /// The actions that write a name that the new document replaces, with the name.
    pub(super) outdated: Vec<(ActionPlace, Rename)>,
    /// The changes for clients.
    pub diff: Report,
    /// The quirks of the new document that no patch covers.
    pub lint: lint::Report,
    /// The quirks that the documents in use have too.
    pub known_quirks: HashSet<(lint::Rule, Pointer)>,
    /// The generated crate.
    pub generated: Outcome,
}

/// A new operation that an action marks as safe to repeat without naming it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RepeatMark {
    /// The operation, such as `POST /things`.
    pub operation: String,
    pub action: ActionPlace,
}

/// The result of generating the new crate.
#[derive(Debug)]
pub enum Outcome {
    /// The crate.
    Crate(Generated),
    /// The document cannot be generated, perhaps since a patch does not fit.
    Refused(Error),
}

/// How far an adoption is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Nothing has been written.
    Examined,
    /// The new document and its crate have been written.
    Written,
}

/// Whether the emitted crate compiles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Compiled {
    /// The crate was not compiled.
    Unknown,
    Yes,
    /// The messages of the compiler.
    No(String),
}

/// Compares `candidate`, with `patches` applied, to the documents in use.
///
/// # Errors
///
/// A document is not an OpenAPI document, or a patch is not a valid overlay. A patch that does not fit,
/// or a document that cannot be generated, is part of the result.
pub fn examine(
    current: &Current,
    candidate: Candidate,
    patches: Vec<Patch>,
    baseline: &Baseline,
) -> Result<Adoption, Error> {
    let Candidate { name, document } = candidate;
    openapi::is_openapi(&name, &document)?;
    let upstream_changes = diff::changes(&current.upstream, &document);
    let lost = lost(&current.upstream, &document, &patches);
    let names = renames::of(&current.upstream, &document, &upstream_changes);
    let renamed = renames::follow(&lost, &names, &document);
    let removed = lost
        .into_iter()
        .filter(|target| count(target, &document) == 0);
    let removed = removed.collect();
    let problems = new_problems(&current.upstream, &document);
    let known = operations(&current.patched);
    let mut new_names = HashSet::new();
    renames::add_names(&document, &mut new_names);
    let (document, actions) = try_patches(document, patches)?;
    let outdated = outdated(&actions, &names, &new_names);
    let repeats = repeats(&known, &document, &actions);
    let old = Input::new(&current.name, &current.patched);
    let new = Input::new(&name, &document);
    let actions = actions.into_iter().map(|(result, _)| result).collect();
    let mut lint = lint::lint(&name, &document, baseline)?;
    explain_stale(&mut lint, &names);
    Ok(Adoption {
        actions,
        problems,
        repeats,
        upstream_changes,
        removed,
        renamed,
        outdated,
        diff: diff::compare(&old, &new)?,
        lint,
        known_quirks: lint::findings(&current.patched)
            .into_iter()
            .map(|finding| (finding.rule, finding.pointer))
            .collect(),
        generated: match generate_document(&name, &document) {
            Ok(generated) => Outcome::Crate(generated),
            Err(error) => Outcome::Refused(error),
        },
        document,
    })
}

/// The actions that write a name that the new document replaces.
fn outdated(
    actions: &[Tried],
    renames: &[Rename],
    new_names: &HashSet<String>,
) -> Vec<(ActionPlace, Rename)> {
    let updates = actions
        .iter()
        .filter_map(|(result, update)| Some((&result.place, update.as_ref()?)));
    updates
        .flat_map(|(place, update)| {
            let renames = renames::written(update, renames, new_names).into_iter();
            renames.map(|rename| (place.clone(), rename.clone()))
        })
        .collect()
}

/// Says of acceptances whose findings are elsewhere now where these are.
fn explain_stale(report: &mut lint::Report, names: &[Rename]) {
    for stale in &mut report.stale {
        let now = renames::follow_pointer(&stale.pointer, names);
        let findings = &report.findings;
        if findings
            .iter()
            .any(|one| one.rule == stale.rule && one.pointer.to_string() == now)
        {
            stale.cause = format!("its place is {now} now: change the pointer instead");
        }
    }
}

/// The targets of `patches` that select less in the new document.
fn lost(old: &Value, new: &Value, patches: &[Patch]) -> HashSet<String> {
    let actions = patches
        .iter()
        .filter_map(|patch| patch.document["actions"].as_array());
    let targets = actions
        .flatten()
        .filter_map(|action| action["target"].as_str());
    targets
        .filter(|target| count(target, old) > count(target, new))
        .map(str::to_owned)
        .collect()
}

/// The result of an action, with what it merges.
type Tried = (ActionResult, Option<Value>);

/// Applies the patches as far as they fit.
fn try_patches(mut document: Value, patches: Vec<Patch>) -> Result<(Value, Vec<Tried>), Error> {
    let mut results: Vec<Tried> = Vec::new();
    let mut conflicts = 0;
    for patch in patches {
        let patch = Overlay::from_value(&patch.name, patch.document)?;
        let updates: HashMap<usize, &Value> = patch
            .updates()
            .map(|(action, update)| (action.number, update))
            .collect();
        let mut unknown: HashMap<usize, ActionProblem> = updates
            .iter()
            .filter_map(|(number, update)| Some((*number, unknown_key(&document, update)?)))
            .collect();
        let run = dry_run(document, &patch);
        document = run.document;
        let scope = Scope::of(run.actions.len());
        for result in run.actions {
            let number = result.place.number;
            let result = match (unknown.remove(&number), conflicts) {
                (Some(problem), _) => result.with_problem(problem, scope),
                (None, 0) => result,
                (None, _) => result.after_conflict(),
            };
            // A key that nothing reads is in no other action's way.
            let is_in_the_way = !matches!(result.problem, Some(ActionProblem::UnknownKey { .. }));
            conflicts += usize::from(result.verdict == Verdict::Conflict && is_in_the_way);
            results.push((result, updates.get(&number).map(|update| (*update).clone())));
        }
    }
    Ok((document, results))
}

/// What is wrong with a document that is not wrong with another one: no patch is to blame for it.
fn new_problems(old: &Value, new: &Value) -> Vec<Problem> {
    let known: HashSet<String> = own_problems(old)
        .into_iter()
        .map(|one| one.message)
        .collect();
    let problems = own_problems(new).into_iter();
    problems
        .filter(|one| !known.contains(&one.message))
        .collect()
}

/// The operations of a document.
fn operations(document: &Value) -> HashSet<String> {
    let (description, _) = openapi::read(document);
    description
        .operations
        .iter()
        .map(Operation::shape)
        .collect()
}

/// The new operations that an action with several targets marks as safe to repeat.
fn repeats(known: &HashSet<String>, document: &Value, tried: &[Tried]) -> Vec<RepeatMark> {
    const KEY: &str = "x-idempotent";
    let (description, _) = openapi::read(document);
    let mut places: HashMap<String, String> = HashMap::new();
    for operation in &description.operations {
        if operation.node.is(KEY) && !known.contains(&operation.shape()) {
            places.insert(operation.node.at.to_string(), operation.name());
        }
    }
    let marks = tried.iter().filter(|(result, update)| {
        let is_mark = update
            .as_ref()
            .is_some_and(|update| update.get(KEY) == Some(&json!(true)));
        is_mark && !names_one_node(&result.place.target)
    });
    marks
        .flat_map(|(result, _)| {
            let names = result.targets.iter();
            let names = names.filter_map(|target| places.get(&target.to_string()));
            names.map(|operation| RepeatMark {
                operation: operation.clone(),
                action: result.place.clone(),
            })
        })
        .collect()
}

/// Whether a JSONPath can select one node only: it has no wildcard, filter, descendants or slice outside of quotes.
fn names_one_node(target: &str) -> bool {
    let unquoted: String = target.split('\'').step_by(2).collect();
    let unquoted: String = unquoted.split('"').step_by(2).collect();
    !unquoted.contains("..") && !unquoted.contains(['*', '?', ':', ','])
}

impl Adoption {
    /// The actions that do not fit or are not needed any more.
    pub fn needs_attention(&self) -> impl Iterator<Item = &ActionResult> {
        self.actions
            .iter()
            .filter(|action| action.verdict != Verdict::Fits)
    }

    /// The crate, if it can be adopted: every patch fits, and the document can be generated.
    #[must_use]
    pub fn adoptable(&self) -> Option<&Generated> {
        match &self.generated {
            Outcome::Crate(generated) if self.blocking() == 0 => Some(generated),
            Outcome::Crate(_) | Outcome::Refused(_) => None,
        }
    }

    /// The quirks that the documents in use do not have.
    pub(super) fn new_quirks(&self) -> Vec<&Finding> {
        let findings = self.lint.findings.iter();
        findings
            .filter(|one| !self.known_quirks.contains(&(one.rule, one.pointer.clone())))
            .collect()
    }

    /// How many actions the generator would reject.
    pub(super) fn blocking(&self) -> usize {
        let rejected = self
            .actions
            .iter()
            .filter(|action| action.problem.is_some());
        rejected.count()
    }
}
