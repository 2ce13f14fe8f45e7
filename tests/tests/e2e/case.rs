//! One operation, as it is tried on the account of the [fixture](crate::fixture).

use std::future::Future;
use std::pin::Pin;

use hellodialog::{Client, Error};
use hellodialog_emulator::Operation;
use serde::Serialize;
use serde_json::Value;

/// A call under way.
pub(crate) type Called = Pin<Box<dyn Future<Output = Result<Value, Error>> + Send>>;

/// Makes a call.
pub(crate) type Calling = fn(Client) -> Called;

/// What an operation does on the account.
#[derive(Debug, Clone)]
pub(crate) struct Case {
    pub(crate) operation: Operation,
    /// A call that goes well.
    pub(crate) call: Calling,
    /// What must be in its answer, in natural types.
    pub(crate) answer: Value,
    /// A call that the account refuses, where there is one.
    pub(crate) refused: Option<(Refusal, Calling)>,
}

/// How the account refuses a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// With a code, in its own words.
    Code(i64),
    /// With an answer that holds nothing.
    Nothing,
}

/// A call as a [`Case`] has it: `call!(client => client.ping().get())`.
macro_rules! call {
    ($client:ident => $call:expr) => {
        |$client: hellodialog::Client| {
            Box::pin(async move { Ok($crate::case::natural(&$call.await?)) })
        }
    };
}
pub(crate) use call;

impl Case {
    pub(crate) fn new(operation: Operation, answer: Value, call: Calling) -> Self {
        Self {
            operation,
            call,
            answer,
            refused: None,
        }
    }

    /// The same, refused with `code` when it is called like that.
    pub(crate) fn refused(self, code: i64, call: Calling) -> Self {
        let refused = Some((Refusal::Code(code), call));
        Self { refused, ..self }
    }

    /// The same, answered with nothing when it is called like that.
    pub(crate) fn missing(self, call: Calling) -> Self {
        let refused = Some((Refusal::Nothing, call));
        Self { refused, ..self }
    }

    /// What the client knows of the operation.
    pub(crate) fn known(&self) -> &'static hellodialog::Operation {
        let id = self.operation.id();
        let known = hellodialog::OPERATIONS.iter().find(|known| known.id == id);
        known.expect("the client has every operation of the account")
    }

    /// Whether a call that goes well changes or sends something. Of what is only read, a login
    /// link is made.
    pub(crate) fn writes(&self) -> bool {
        use hellodialog_emulator::Method;
        self.operation.method() != Method::Get || self.operation == Operation::GetLogin
    }
}

/// An answer in the natural JSON type of each value.
pub(crate) fn natural<T: Serialize>(answer: &T) -> Value {
    serde_json::to_value(answer).expect("an answer can be written")
}

/// Whether `answer` has all that `expected` has: members of objects, and items of lists by position.
pub(crate) fn has(answer: &Value, expected: &Value) -> bool {
    match (answer, expected) {
        (Value::Object(answer), Value::Object(expected)) => expected
            .iter()
            .all(|(name, value)| answer.get(name).is_some_and(|found| has(found, value))),
        (Value::Array(answer), Value::Array(expected)) => {
            answer.len() >= expected.len()
                && answer
                    .iter()
                    .zip(expected)
                    .all(|(one, other)| has(one, other))
        }
        _ => answer == expected,
    }
}
