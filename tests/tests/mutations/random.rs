//! Makes random changes to the patched document, of every kind that `diff` knows. A change that can
//! change the crate must do so, and `diff` must report it and its reverse at the expected place with
//! the expected level.
//!
//! The seed is fixed, so that failures are reproducible.

use std::collections::BTreeSet;

use hellodialog_codegen::diff::{self, Change, Rule, Side};
use serde_json::Value;

use crate::edit::Edit;
use crate::expected;
use crate::generated::{Comparison, Crates, in_parallel};
use crate::kinds::{CrateEffect, Kind, Places, kinds};
use crate::part::Omitted;
use crate::sites::Sites;
use crate::spec;

/// The minimum number of changes, each checked in both directions.
const CHANGES: usize = 300;
const SEED: u64 = 12;

/// One change to the document.
struct Mutation {
    kind: &'static Kind,
    edit: Edit,
    /// Whether it is the first of its kind.
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
    let tested: BTreeSet<Rule> = kinds().flat_map(|kind| [kind.forward, kind.back]).collect();
    let known: BTreeSet<Rule> = Rule::ALL.iter().copied().collect();
    let expected: BTreeSet<Rule> = expected::LEVELS.iter().map(|(rule, ..)| *rule).collect();
    assert_eq!(tested, known);
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
            let edit =
                edit.unwrap_or_else(|| panic!("{}: no place for this kind", kind.forward.id()));
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
        if let Err(reason) = self.check_crate(crates) {
            problems.push(format!("{name}: {reason}"));
        }
        let expected_sides = sites.sides(&edit.site, kind.side);
        let omitted = Omitted::all_but_references(crates.document, &edit.site);
        let (old, new) = (
            omitted.remove_from(&edit.old),
            omitted.remove_from(&edit.new),
        );
        let directions = [
            (&old, &new, kind.forward, &edit.forward),
            (&new, &old, kind.back, &edit.back),
        ];
        for (old, new, rule, pointer) in directions {
            let changes = diff::changes(old, new);
            let report_problems =
                report_problems(&changes, rule, pointer, &expected_sides, kind.also);
            problems.extend(
                report_problems
                    .into_iter()
                    .map(|problem| format!("{name}: {problem}")),
            );
        }
        problems
    }

    /// Checks that the crate changes, or that the document has problems.
    ///
    /// A kind that never changes the crate is checked once, a kind that sometimes does is not checked.
    fn check_crate(&self, crates: &Crates<'_>) -> Result<(), String> {
        let reason = match self.kind.crate_effect {
            CrateEffect::Always => None,
            CrateEffect::Never(reason) if self.first => Some(reason),
            CrateEffect::Never(_) | CrateEffect::Sometimes => return Ok(()),
        };
        let omitted = Omitted::of(crates.document, &self.edit.site);
        let same = crates.compare(&omitted, &self.edit.old, &self.edit.new)? == Comparison::Same;
        match reason {
            None if same => Err("the crate does not change".to_owned()),
            Some(reason) if !same => Err(format!("the crate changes, although {reason}")),
            _ => Ok(()),
        }
    }
}

/// The problems of a report that must contain this rule at this place and on these sides.
fn report_problems(
    changes: &[Change],
    rule: Rule,
    pointer: &str,
    sides: &BTreeSet<Side>,
    also: &[Rule],
) -> Vec<String> {
    let is_expected =
        |change: &&Change| change.rule == rule && change.pointer == format!("#{pointer}");
    let reported: Vec<&Change> = changes.iter().filter(is_expected).collect();
    let mut problems = Vec::new();
    let name = rule.id();
    for side in sides {
        let level = expected::level(rule, *side);
        let change = reported.iter().find(|change| change.side == *side);
        match change {
            None => problems.push(format!("{name} is not reported as {side}")),
            Some(change) if change.level != level => {
                problems.push(format!("{name} is {}, expected {level}", change.level));
            }
            Some(_) => {}
        }
    }
    for change in &reported {
        if !sides.contains(&change.side) {
            problems.push(format!("{name} is also reported as {}", change.side));
        }
        if !change.message.ends_with('.') || change.message.contains("  ") {
            problems.push(format!(
                "{name}: the message is not a sentence: {}",
                change.message
            ));
        }
    }
    let unexpected = |change: &&Change| !is_expected(change) && !also.contains(&change.rule);
    problems.extend(changes.iter().filter(unexpected).map(|change| {
        format!(
            "{name} at {pointer}: unexpected {} at {}",
            change.rule.id(),
            change.pointer
        )
    }));
    problems
}
