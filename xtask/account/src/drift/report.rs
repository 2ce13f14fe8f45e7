//! The report: the findings, and the operations that were called to get them.

use std::fmt;

use serde::{Serialize, Serializer};

use super::compare::custom_fields::CustomFields;
use super::compare::{Observations, Places, observe};
use super::failure::Failure;
use super::fetch::{FetchResult, Limits, OperationStats};
use super::finding::{DriftFinding, find};
use super::omission::{AbortReason, Omission};
use super::plan::Plan;

/// The difference between a live account and the description. It has no data of the account.
#[derive(Debug, Serialize)]
pub(super) struct DriftReport {
    /// The host of the account.
    pub(super) account: String,
    pub(super) requests: u32,
    /// The limit of requests.
    pub(super) budget: u32,
    pub(super) aborted: Option<AbortReason>,
    /// The number of operations that were not called because of the limit of requests.
    pub(super) over_budget: usize,
    pub(super) findings: Vec<DriftFinding>,
    pub(super) called: Vec<CalledOperation>,
    pub(super) skipped: Vec<SkippedOperation>,
    /// The number of custom fields of the account. They are not reported.
    pub(super) custom_fields: usize,
}

#[derive(Debug, Serialize)]
pub(super) struct CalledOperation {
    pub(super) operation: String,
    pub(super) path: String,
    pub(super) requests: u32,
    pub(super) responses: u32,
    pub(super) notes: Vec<CallNote>,
}

#[derive(Debug)]
pub(super) enum CallNote {
    Failed {
        failure: Failure,
        times: u32,
    },
    /// More calls were possible.
    Incomplete(Omission),
}

#[derive(Debug, Serialize)]
pub(super) struct SkippedOperation {
    pub(super) operation: String,
    pub(super) path: String,
    pub(super) reason: Omission,
}

impl DriftReport {
    pub(super) fn of(
        places: &Places<'_>,
        account: String,
        plan: &Plan,
        limits: Limits,
        fetched: &FetchResult,
    ) -> Self {
        let mut observations = Observations::default();
        for response in &fetched.responses {
            observe(
                places,
                &response.operation,
                &response.value,
                &mut observations,
            );
        }
        let (called, skipped) = operations(plan, &fetched.operations);
        let over_budget = skipped
            .iter()
            .filter(|operation| operation.reason == Omission::RequestLimit);
        Self {
            account,
            requests: fetched.requests,
            budget: limits.requests,
            aborted: fetched.aborted,
            over_budget: over_budget.count(),
            findings: find(places, &observations),
            called,
            skipped,
            custom_fields: CustomFields::of(places, &observations).count(),
        }
    }

    pub(super) fn json(&self) -> String {
        // All keys are text and all numbers finite, so this cannot fail.
        let report = serde_json::to_value(self).unwrap_or_default();
        format!("{report:#}\n")
    }
}

fn operations(
    plan: &Plan,
    stats: &[OperationStats],
) -> (Vec<CalledOperation>, Vec<SkippedOperation>) {
    let mut called = Vec::new();
    let mut skipped = Vec::new();
    for (operation, stats) in plan.operations.iter().zip(stats) {
        let (id, path) = (operation.id.clone(), operation.path.clone());
        match &stats.omitted {
            Some(reason) if stats.requests == 0 => skipped.push(SkippedOperation {
                operation: id,
                path,
                reason: reason.clone(),
            }),
            omitted => called.push(CalledOperation {
                operation: id,
                path,
                requests: stats.requests,
                responses: stats.responses,
                notes: notes(stats, omitted.as_ref()),
            }),
        }
    }
    skipped.extend(plan.excluded.iter().map(|excluded| SkippedOperation {
        operation: excluded.id.clone(),
        path: excluded.path.clone(),
        reason: excluded.reason.clone(),
    }));
    (called, skipped)
}

fn notes(stats: &OperationStats, omitted: Option<&Omission>) -> Vec<CallNote> {
    let failures = stats.failures.iter();
    let failures = failures.map(|(failure, times)| CallNote::Failed {
        failure: failure.clone(),
        times: *times,
    });
    let incomplete = omitted.cloned().map(CallNote::Incomplete);
    failures.chain(incomplete).collect()
}

impl fmt::Display for CallNote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Failed { failure, times: 1 } => failure.fmt(f),
            Self::Failed { failure, times } => write!(f, "{failure} ({times} times)"),
            Self::Incomplete(reason) => write!(f, "incomplete: {reason}"),
        }
    }
}

impl Serialize for CallNote {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
