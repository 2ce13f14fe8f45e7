//! One operation and one fault.

use std::time::Duration;

use hellodialog::{Client, Error, Outcome};
use hellodialog_emulator::{Effect, Emulator, Fault, FaultKind, Snapshot};
use runtime::Idempotency;
use serde_json::Value;

use super::expect::{Ends, Expected, Retries, takes_effect};
use super::faults::HUGE;
use crate::case::{Case, has};
use crate::fixture::{account, builder, client, content, effects};

/// Ample for a call and its repetitions, on a machine that is busy.
const DEADLINE: Duration = Duration::from_secs(60);

/// A call that breaks the promise of its deadline is stopped, and fails, somewhat later.
const TOO_LATE: Duration = Duration::from_secs(90);

/// How long an attempt may take that gets no answer. The next one must be answered within it.
const IMPATIENT: Duration = Duration::from_secs(2);

/// What is in the account before the call, and after it was made once.
pub(super) struct States {
    before: Value,
    after: Value,
}

impl States {
    /// Of a call that nothing disturbs.
    pub(super) async fn of(case: &Case, state: &Snapshot) -> Self {
        let account = account(state);
        let before = content(&account);
        (case.call)(client(&account)).await.expect("it goes well");
        let after = content(&account);
        Self { before, after }
    }

    /// What is in the account: as before the call or as after one, and what the client says.
    fn findings(&self, account: &Emulator, result: &Result<Value, Error>) -> Vec<String> {
        let now = content(account);
        let (undone, done) = (now == self.before, now == self.after);
        let wrong = match result.as_ref().map_err(Error::outcome) {
            Ok(_) => (!done).then_some("it is reported as done, and is not, or not as once"),
            Err(Outcome::NotSent | Outcome::Rejected) => {
                (!undone).then_some("it is reported as not done, and is")
            }
            Err(_) => (!undone && !done).then_some("it is done by halves or twice"),
        };
        wrong.map(str::to_owned).into_iter().collect()
    }
}

/// An operation, the fault that strikes its first attempt, and how often it may be repeated.
#[derive(Debug)]
pub(super) struct Cell {
    pub(super) case: Case,
    pub(super) fault: Fault,
    pub(super) retries: Retries,
}

impl Cell {
    /// Makes the call and says in what it is not as it should be.
    pub(super) async fn findings(&self, state: &Snapshot, states: &States) -> Vec<String> {
        let account = account(state);
        let once = self.fault.clone().on(self.case.operation).nth(1);
        account.inject_fault(once);
        let call = (self.case.call)(self.client(&account));
        let Ok(result) = tokio::time::timeout(TOO_LATE, call).await else {
            return vec![self.finding("it goes on after its deadline")];
        };
        let mut found = self.result(&result);
        found.extend(self.requests(&account, &result));
        found.extend(states.findings(&account, &result));
        found.iter().map(|what| self.finding(what)).collect()
    }

    fn client(&self, account: &Emulator) -> Client {
        let waits = matches!(self.fault.kind(), FaultKind::Corrupt(fault) if is_slow(*fault));
        let timeout = if waits { IMPATIENT } else { DEADLINE };
        let retries = match self.retries {
            Retries::None => 0,
            Retries::Two => 2,
        };
        let builder = builder(account).deadline(DEADLINE).timeout(timeout);
        let most = usize::try_from(HUGE).expect("it fits") / 2;
        let client = builder.retries(retries).max_body_bytes(most).build();
        client.expect("a client")
    }

    fn expected(&self) -> Expected {
        Expected::of(&self.case, *self.fault.kind(), self.retries)
    }

    fn finding(&self, what: &str) -> String {
        let Self {
            case,
            fault,
            retries,
        } = self;
        format!("{} × {fault}, retries {retries:?}: {what}", case.operation)
    }

    /// The answer, or the error and what it says of the call.
    fn result(&self, result: &Result<Value, Error>) -> Vec<String> {
        let expected = self.expected().result;
        let fits = match (expected, result) {
            (Ends::Well, Ok(answer)) => self.is_drift() || has(answer, &self.case.answer),
            (Ends::Failing(..), Ok(_)) | (Ends::Well, Err(_)) => false,
            (Ends::Either(..), Ok(_)) => true,
            (Ends::Failing(kind, outcome) | Ends::Either(kind, outcome), Err(error)) => {
                error.kind() == kind
                    && error.outcome() == outcome
                    && error.operation() == Some(self.case.operation.id())
            }
        };
        let said = || match result {
            Ok(answer) => format!("it answered {answer}"),
            Err(error) => format!("{:?}, {:?}: {error}", error.kind(), error.outcome()),
        };
        let found = (!fits).then(|| format!("must be {expected:?}, is {}", said()));
        found.into_iter().collect()
    }

    fn is_drift(&self) -> bool {
        use hellodialog_emulator::ResponseFault::{ChangedType, NewEnumValue, NewProperty};
        let changed = |fault| matches!(fault, ChangedType | NewEnumValue | NewProperty);
        matches!(self.fault.kind(), FaultKind::Corrupt(fault) if changed(*fault))
    }

    /// What the journal says: how often it was sent, and what of that was done.
    fn requests(&self, account: &Emulator, result: &Result<Value, Error>) -> Vec<String> {
        let journal = account.journal();
        let (least, most) = self.expected().requests;
        let mut found = Vec::new();
        if !(least..=most).contains(&journal.len()) {
            found.push(format!("{} requests, not {least} to {most}", journal.len()));
        }
        if journal
            .iter()
            .any(|entry| entry.operation != Some(self.case.operation))
        {
            found.push("another operation was called".to_owned());
        }
        if let Err(error) = result
            && usize::try_from(error.attempts()).ok() != Some(journal.len())
        {
            found.push(format!("{} attempts are told", error.attempts()));
        }
        let struck = self.case.writes() && takes_effect(*self.fault.kind());
        let first = journal.first().map(|entry| entry.effect == Effect::Done);
        if first != Some(struck) {
            found.push("the fault does not do what the matrix says".to_owned());
        }
        if self.case.known().idempotency == Idempotency::NotIdempotent && effects(&journal) > 1 {
            found.push("a second side effect".to_owned());
        }
        found
    }
}

fn is_slow(fault: hellodialog_emulator::ResponseFault) -> bool {
    use hellodialog_emulator::ResponseFault::{SlowBody, SlowHeaders};
    matches!(fault, SlowHeaders { .. } | SlowBody { .. })
}
