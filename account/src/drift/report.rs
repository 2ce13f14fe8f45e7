//! What is told: as data, and as a page.

mod markdown;

use serde::Serialize;

use super::compare::own::Own;
use super::compare::{Observations, Places, observe};
use super::fetch::{Limits, Survey, USED_UP};
use super::finding::{Finding, find};
use super::plan::Plan;

/// How an account differs from the description. No value of the account is in it.
#[derive(Debug, Serialize)]
#[non_exhaustive]
pub struct Report {
    /// The host of the account.
    pub account: String,
    /// How many requests were made.
    pub requests: u32,
    /// How many there might have been.
    pub budget: u32,
    /// Why the survey ended early, if the account ended it.
    pub broke_off: Option<String>,
    /// How many operations were not asked, as the budget was used up.
    pub over_budget: usize,
    /// What differs.
    pub findings: Vec<Finding>,
    /// What became of each operation that was asked.
    pub asked: Vec<Asked>,
    /// The operations that were not asked.
    pub not_asked: Vec<NotAsked>,
    /// How many fields of the account's own objects have, which are not reported.
    pub own_fields: usize,
}

/// An operation that was asked.
#[derive(Debug, Serialize)]
#[non_exhaustive]
pub struct Asked {
    /// Its id.
    pub operation: String,
    /// Its path.
    pub path: String,
    /// How many requests were made.
    pub requests: u32,
    /// How many of them were answered.
    pub answered: u32,
    /// What became of the others, and what was left.
    pub notes: Vec<String>,
}

/// An operation that was not asked.
#[derive(Debug, Serialize)]
#[non_exhaustive]
pub struct NotAsked {
    /// Its id.
    pub operation: String,
    /// Its path.
    pub path: String,
    /// Why.
    pub why: String,
}

impl Report {
    pub(super) fn of(
        places: &Places<'_>,
        account: String,
        plan: &Plan,
        limits: Limits,
        survey: &Survey,
    ) -> Self {
        let mut observations = Observations::default();
        for answer in &survey.answers {
            observe(places, &answer.operation, &answer.value, &mut observations);
        }
        let (asked, not_asked) = operations(plan, survey);
        let over_budget = not_asked.iter().filter(|one| one.why == USED_UP).count();
        Self {
            account,
            requests: survey.requests,
            budget: limits.requests,
            broke_off: survey.broke_off.map(str::to_owned),
            over_budget,
            findings: find(places, &observations),
            asked,
            not_asked,
            own_fields: Own::of(places, &observations).count(),
        }
    }

    /// The page.
    #[must_use]
    pub fn markdown(&self) -> String {
        markdown::page(self)
    }

    /// The same for programs.
    #[must_use]
    pub fn json(&self) -> String {
        // There is no key but text, and no number that JSON has not.
        let report = serde_json::to_value(self).unwrap_or_default();
        format!("{report:#}\n")
    }
}

fn operations(plan: &Plan, survey: &Survey) -> (Vec<Asked>, Vec<NotAsked>) {
    let mut asked = Vec::new();
    let mut not_asked = Vec::new();
    for (operation, came) in plan.operations.iter().zip(&survey.operations) {
        let (id, path) = (operation.id.clone(), operation.path.clone());
        if came.requests == 0 {
            not_asked.push(NotAsked {
                operation: id,
                path,
                why: came.left.clone().unwrap_or_default(),
            });
            continue;
        }
        let failures = came.failures.iter();
        let mut notes: Vec<String> = failures
            .map(|(failure, count)| match count {
                1 => failure.to_string(),
                _ => format!("{failure} ({count} times)"),
            })
            .collect();
        notes.extend(came.left.iter().map(|why| format!("not all of it: {why}")));
        asked.push(Asked {
            operation: id,
            path,
            requests: came.requests,
            answered: came.answered,
            notes,
        });
    }
    not_asked.extend(plan.excluded.iter().map(|excluded| NotAsked {
        operation: excluded.id.clone(),
        path: excluded.path.clone(),
        why: excluded.why.clone(),
    }));
    (asked, not_asked)
}
