//! One operation and one fault.

use std::time::Duration;

use hellodialog::{Client, Error, Outcome};
use hellodialog_emulator::{
    Effect, Emulator, Fault, FaultKind, ResponseFault, Snapshot, filled_members,
};
use hellodialog_operations::{Row, matches, remove_members};
use runtime::Idempotency;
use serde_json::Value;

use super::drifted;
use super::expect::{CallResult, Expected, Retries, takes_effect};
use super::faults::LARGE_BODY;
use crate::fixture::{account, builder, client, content, effects, operation};

/// Long enough for a call and its retries on a busy machine.
const DEADLINE: Duration = Duration::from_secs(60);

/// When a call that exceeds its deadline is aborted.
const ABORT_AFTER: Duration = Duration::from_secs(90);

/// Timeout of an attempt under a fault that delays the response. The next attempt must succeed within
/// it.
const SHORT_TIMEOUT: Duration = Duration::from_secs(2);

/// The content of the account before the call, and after one call without faults.
pub(super) struct States {
    before: String,
    after: String,
}

impl States {
    pub(super) async fn of(row: &Row, state: &Snapshot) -> Self {
        let account = account(state);
        let before = content(&account);
        (row.call)(client(&account))
            .await
            .expect("a call without faults succeeds");
        let after = content(&account);
        Self { before, after }
    }

    /// Compares the content of the account with what the result claims.
    fn findings(&self, account: &Emulator, result: &Result<Value, Error>) -> Vec<String> {
        let now = content(account);
        let (undone, done) = (now == self.before, now == self.after);
        let finding = match result.as_ref().map_err(Error::outcome) {
            Ok(_) => {
                (!done).then_some("reported as done, but the state is not that after one call")
            }
            Err(Outcome::NotSent | Outcome::Rejected) => {
                (!undone).then_some("reported as not done, but it had an effect")
            }
            Err(_) => (!undone && !done).then_some("done in part or twice"),
        };
        finding.map(str::to_owned).into_iter().collect()
    }
}

/// An operation, the fault of its first attempt, and the number of retries.
#[derive(Debug)]
pub(super) struct Cell {
    pub(super) row: Row,
    pub(super) fault: Fault,
    pub(super) retries: Retries,
}

impl Cell {
    /// Makes the call and returns all findings.
    pub(super) async fn findings(&self, state: &Snapshot, states: &States) -> Vec<String> {
        let account = account(state);
        let once = self.fault.clone().on(operation(&self.row)).nth(1);
        account.inject_fault(once);
        let call = (self.row.call)(self.client(&account));
        let Ok(result) = tokio::time::timeout(ABORT_AFTER, call).await else {
            return vec![self.finding("the call exceeds its deadline")];
        };
        let mut found = self.result(&result);
        found.extend(self.requests(&account, &result));
        found.extend(states.findings(&account, &result));
        found.iter().map(|what| self.finding(what)).collect()
    }

    fn client(&self, account: &Emulator) -> Client {
        let delays = matches!(self.fault.kind(), FaultKind::Corrupt(fault) if is_slow(*fault));
        let timeout = if delays { SHORT_TIMEOUT } else { DEADLINE };
        let retries = match self.retries {
            Retries::None => 0,
            Retries::Two => 2,
        };
        let builder = builder(account).deadline(DEADLINE).timeout(timeout);
        let limit = usize::try_from(LARGE_BODY).expect("fits into usize") / 2;
        let client = builder.retries(retries).max_body_bytes(limit).build();
        client.expect("a client")
    }

    fn expected(&self) -> Expected {
        Expected::of(&self.row, *self.fault.kind(), self.retries)
    }

    fn finding(&self, what: &str) -> String {
        let Self {
            row,
            fault,
            retries,
        } = self;
        format!("{} × {fault}, retries {retries:?}: {what}", row.operation)
    }

    /// Checks the decoded response, or the error with its kind and outcome.
    fn result(&self, result: &Result<Value, Error>) -> Vec<String> {
        let expected = self.expected().result;
        let fits = match (expected, result) {
            (CallResult::Success | CallResult::Either(..), Ok(decoded)) => self.fits(decoded),
            (CallResult::Failure(..), Ok(_)) | (CallResult::Success, Err(_)) => false,
            (
                CallResult::Failure(kind, outcome) | CallResult::Either(kind, outcome),
                Err(error),
            ) => {
                error.kind() == kind
                    && error.outcome() == outcome
                    && error.operation() == Some(self.row.operation)
            }
        };
        let actual = || match result {
            Ok(decoded) => format!("the call returned {decoded}"),
            Err(error) => format!("{:?}, {:?}: {error}", error.kind(), error.outcome()),
        };
        let found = (!fits).then(|| format!("expected {expected:?}, actual: {}", actual()));
        found.into_iter().collect()
    }

    /// Whether the decoded response is that of the row, except for what the fault changes in it.
    fn fits(&self, decoded: &Value) -> bool {
        let row = &self.row;
        let mut decoded = decoded.clone();
        remove_members(&mut decoded, &filled_members(operation(row)));
        let decoded = &decoded;
        match self.fault.kind() {
            FaultKind::Corrupt(ResponseFault::NewProperty) => drifted::new_member(row, decoded),
            FaultKind::Corrupt(ResponseFault::NewEnumValue) => {
                drifted::new_enum_value(row, decoded)
            }
            FaultKind::Corrupt(ResponseFault::ChangedType) => drifted::changed_type(row, decoded),
            _ => matches(decoded, &row.decoded),
        }
    }

    /// Checks the journal: how often the call was sent, and how often it took effect.
    fn requests(&self, account: &Emulator, result: &Result<Value, Error>) -> Vec<String> {
        let journal = account.journal();
        let (min, max) = self.expected().requests;
        let mut found = Vec::new();
        if !(min..=max).contains(&journal.len()) {
            found.push(format!(
                "{} requests, expected {min} to {max}",
                journal.len()
            ));
        }
        if journal
            .iter()
            .any(|entry| entry.operation != Some(operation(&self.row)))
        {
            found.push("another operation was called".to_owned());
        }
        if let Err(error) = result
            && usize::try_from(error.attempts()).ok() != Some(journal.len())
        {
            found.push(format!("{} attempts are reported", error.attempts()));
        }
        let expected = self.row.writes() && takes_effect(*self.fault.kind());
        let first = journal.first().map(|entry| entry.effect == Effect::Done);
        if first != Some(expected) {
            found.push("the first attempt has an unexpected effect".to_owned());
        }
        if self.row.known().idempotency == Idempotency::NotIdempotent && effects(&journal) > 1 {
            found.push("a second side effect".to_owned());
        }
        found
    }
}

fn is_slow(fault: hellodialog_emulator::ResponseFault) -> bool {
    use hellodialog_emulator::ResponseFault::{SlowBody, SlowHeaders};
    matches!(fault, SlowHeaders { .. } | SlowBody { .. })
}
