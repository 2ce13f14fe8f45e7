//! Small random changes to the patched document, of every kind that `diff` knows: `regen --check`
//! notices each one that can change the crate, and `diff` reports it at its place, with the level
//! that a table of expectations gives; the same change backwards likewise.
//!
//! The choices are seeded, so that a failure can be repeated.

mod edit;
mod expected;
mod kinds;
mod part;
mod sites;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use hellodialog_codegen::diff::{self, Change, Rule, Side};
use hellodialog_codegen::{Error, File, Source, generate_document, load_patched};
use serde_json::Value;

use edit::Edit;
use kinds::{Kind, Noticed, Places, kinds};
use part::Rest;
use sites::Sites;

/// How many changes are made; each is looked at in both directions.
const CHANGES: usize = 300;
const SEED: u64 = 12;

/// One change to the document.
struct Mutation {
    kind: &'static Kind,
    edit: Edit,
    /// It is the first of its kind.
    first: bool,
}

#[test]
fn every_small_change_is_noticed_and_told() {
    let spec = spec();
    let sites = Sites::of(&spec);
    let mutations = mutations(&spec, &sites);
    assert!(mutations.len() >= CHANGES, "{} changes", mutations.len());
    let next = AtomicUsize::new(0);
    let try_some = || {
        let mut problems = Vec::new();
        while let Some(mutation) = mutations.get(next.fetch_add(1, Ordering::Relaxed)) {
            problems.extend(mutation.problems(&spec, &sites));
        }
        problems
    };
    let mut problems: Vec<String> = thread::scope(|scope| {
        let workers = thread::available_parallelism().map_or(1, usize::from);
        let workers: Vec<_> = (0..workers).map(|_| scope.spawn(try_some)).collect();
        let results = workers.into_iter().map(thread::ScopedJoinHandle::join);
        results
            .flat_map(|result| result.expect("it ends"))
            .collect()
    });
    problems.sort();
    problems.dedup();
    assert!(
        problems.is_empty(),
        "{} problems: {problems:#?}",
        problems.len()
    );
}

#[test]
fn every_rule_has_a_kind_of_change_and_levels_that_are_expected() {
    let made: BTreeSet<Rule> = kinds().flat_map(|kind| [kind.forward, kind.back]).collect();
    let known: BTreeSet<Rule> = Rule::ALL.iter().copied().collect();
    let expected: BTreeSet<Rule> = expected::LEVELS.iter().map(|(rule, ..)| *rule).collect();
    assert_eq!(made, known);
    assert_eq!(expected, known);
}

/// Changes of every kind in turn, each at a random place where that kind of change can be made.
fn mutations(spec: &Value, sites: &Sites) -> Vec<Mutation> {
    let mut random = fastrand::Rng::with_seed(SEED);
    let mut mutations = Vec::new();
    while mutations.len() < CHANGES {
        let first = mutations.is_empty();
        for kind in kinds() {
            let random = &mut random;
            let edit = (kind.make)(&mut Places {
                spec,
                sites,
                random,
            });
            let edit = edit.unwrap_or_else(|| panic!("{}: no place for it", kind.forward.id()));
            mutations.push(Mutation { kind, edit, first });
        }
    }
    mutations
}

impl Mutation {
    fn problems(&self, spec: &Value, sites: &Sites) -> Vec<String> {
        let Self { kind, edit, .. } = self;
        let mut problems = Vec::new();
        let name = format!("{} at {}", kind.forward.id(), edit.site);
        if let Err(why) = self.noticed(spec) {
            problems.push(format!("{name}: {why}"));
        }
        let ways = sites.sides(&edit.site, kind.side);
        let directions = [
            (&edit.old, &edit.new, kind.forward, &edit.forward),
            (&edit.new, &edit.old, kind.back, &edit.back),
        ];
        for (old, new, rule, pointer) in directions {
            let changes = diff::changes(old, new);
            let why = told(&changes, rule, pointer, &ways, kind.also);
            problems.extend(why.into_iter().map(|why| format!("{name}: {why}")));
        }
        problems
    }

    /// Whether the crate becomes another one, or is refused in words; else why not.
    ///
    /// What cannot be noticed is tried once, and what may be is not: generating takes most of the
    /// time.
    fn noticed(&self, spec: &Value) -> Result<(), String> {
        let never = match self.kind.noticed {
            Noticed::Always => None,
            Noticed::Never(why) if self.first => Some(why),
            Noticed::Never(_) | Noticed::Sometimes => return Ok(()),
        };
        let rest = Rest::of(spec, &self.edit.site);
        let before = generate(&rest.cut_from(&self.edit.old))
            .map_err(|error| format!("what it starts from is refused: {error}"))?;
        match (generate(&rest.cut_from(&self.edit.new)), never) {
            (Err(Error::Invalid { findings, .. }), None) if !findings.is_empty() => Ok(()),
            (Err(error), _) => Err(error.to_string()),
            (Ok(after), None) if after == before => Err("the crate stays the same".to_owned()),
            (Ok(after), Some(why)) if after != before => {
                Err(format!("the crate becomes another one, although {why}"))
            }
            _ => Ok(()),
        }
    }
}

/// What is wrong with a report that should tell this rule at this place, on these sides.
fn told(
    changes: &[Change],
    rule: Rule,
    pointer: &str,
    sides: &BTreeSet<Side>,
    also: &[Rule],
) -> Vec<String> {
    let is_it = |change: &&Change| change.rule == rule && change.pointer == format!("#{pointer}");
    let told: Vec<&Change> = changes.iter().filter(is_it).collect();
    let mut problems = Vec::new();
    let name = rule.id();
    for side in sides {
        let level = expected::level(rule, *side);
        let found = told.iter().find(|change| change.side == *side);
        match found {
            None => problems.push(format!("{name} is not told as {side}")),
            Some(change) if change.level != level => {
                problems.push(format!("{name} is {}, not {level}", change.level));
            }
            Some(_) => {}
        }
    }
    for change in &told {
        if !sides.contains(&change.side) {
            problems.push(format!("{name} is told as {}, too", change.side));
        }
        if !change.message.ends_with('.') || change.message.contains("  ") {
            problems.push(format!("{name}: no sentence: {}", change.message));
        }
    }
    let stray = |change: &&Change| !is_it(change) && !also.contains(&change.rule);
    problems.extend(changes.iter().filter(stray).map(|change| {
        format!(
            "while {name} at {pointer}: {} at {}",
            change.rule.id(),
            change.pointer
        )
    }));
    problems
}

fn generate(document: &Value) -> Result<Vec<File>, Error> {
    generate_document("the document", document).map(|generated| generated.files)
}

fn spec() -> Value {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let source = Source {
        spec: root.join("spec/hellodialog.yaml"),
        patches: root.join("spec/patches"),
    };
    load_patched(&source).expect("the patches fit")
}
