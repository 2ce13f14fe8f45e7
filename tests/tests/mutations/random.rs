//! Random changes to the patched document, of every kind that `diff` knows: each one that can change
//! the crate does, and `diff` reports it at its place with the expected level; so it does for the
//! reverse change.
//!
//! The choices are seeded, so that a failure can be repeated.

use std::collections::BTreeSet;

use hellodialog_codegen::diff::{self, Change, Rule, Side};
use serde_json::Value;

use crate::edit::Edit;
use crate::expected;
use crate::generated::{Compared, Crates, in_parallel};
use crate::kinds::{Kind, Noticed, Places, kinds};
use crate::part::Rest;
use crate::sites::Sites;
use crate::spec;

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
fn every_kind_of_change_is_noticed_and_reported() {
    let spec = spec();
    let sites = Sites::of(&spec);
    let mutations = mutations(&spec, &sites);
    assert!(mutations.len() >= CHANGES, "{} changes", mutations.len());
    let crates = Crates::of(&spec);
    let mut problems = in_parallel(&mutations, |mutation| mutation.problems(&crates, &sites));
    problems.sort();
    problems.dedup();
    assert!(
        problems.is_empty(),
        "{} problems: {problems:#?}",
        problems.len()
    );
}

#[test]
fn every_rule_has_a_kind_of_change_and_a_level() {
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
    fn problems(&self, crates: &Crates<'_>, sites: &Sites) -> Vec<String> {
        let Self { kind, edit, .. } = self;
        let mut problems = Vec::new();
        let name = format!("{} at {}", kind.forward.id(), edit.site);
        if let Err(why) = self.noticed(crates) {
            problems.push(format!("{name}: {why}"));
        }
        let ways = sites.sides(&edit.site, kind.side);
        let rest = Rest::without_mention(crates.document, &edit.site);
        let (old, new) = (rest.cut_from(&edit.old), rest.cut_from(&edit.new));
        let directions = [
            (&old, &new, kind.forward, &edit.forward),
            (&new, &old, kind.back, &edit.back),
        ];
        for (old, new, rule, pointer) in directions {
            let changes = diff::changes(old, new);
            let why = told(&changes, rule, pointer, &ways, kind.also);
            problems.extend(why.into_iter().map(|why| format!("{name}: {why}")));
        }
        problems
    }

    /// Whether the crate changes, or the document is refused with problems; else why not.
    ///
    /// A kind that cannot change the crate is tried once, and one that sometimes does is not tried.
    fn noticed(&self, crates: &Crates<'_>) -> Result<(), String> {
        let never = match self.kind.noticed {
            Noticed::Always => None,
            Noticed::Never(why) if self.first => Some(why),
            Noticed::Never(_) | Noticed::Sometimes => return Ok(()),
        };
        let rest = Rest::of(crates.document, &self.edit.site);
        let same = crates.compare(&rest, &self.edit.old, &self.edit.new)? == Compared::Same;
        match never {
            None if same => Err("the crate stays the same".to_owned()),
            Some(why) if !same => Err(format!("the crate changes, although {why}")),
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
