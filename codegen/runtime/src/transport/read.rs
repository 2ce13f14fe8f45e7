//! Reading what came, once the plain layer has had it.

use progenitor_client::{Error as Unread, ResponseValue};
use serde::de::DeserializeOwned;

use super::{Came, Transport};
use crate::drift::{PartiallyDecoded, decode_partial};
use crate::error::Result;
use crate::operation::Operation;
use crate::seam;
use crate::wire::Collection;

impl Transport {
    /// What a call of the plain layer came to: its value, or the error that it carries; one about the
    /// answer's body is told what came with that body, and is rid of the key if the server quoted
    /// it.
    ///
    /// # Errors
    ///
    /// The error of the transport, as it went in; [`ErrorKind::Decode`](crate::ErrorKind::Decode)
    /// if the answer does not fit `T`, with the place in it, or does not pass strict mode.
    pub fn answer<T: DeserializeOwned>(
        &self,
        result: Result<ResponseValue<T>, Unread<()>>,
        operation: &'static str,
    ) -> Result<T> {
        self.one(result, operation, Ok)
    }

    /// As [`answer`](Transport::answer), for what `pick` takes out of the answer.
    ///
    /// # Errors
    ///
    /// As [`answer`](Transport::answer), and those of `pick`, which are told what came as well.
    pub fn one<T: DeserializeOwned, U>(
        &self,
        result: Result<ResponseValue<T>, Unread<()>>,
        operation: &'static str,
        pick: impl FnOnce(T) -> Result<U>,
    ) -> Result<U> {
        let came = self.came();
        let read = seam::answer(result, operation, &self.shared.key).and_then(pick);
        self.checked(read, came, operation)
    }

    /// As [`answer`](Transport::answer), for an answer of several items: those that cannot be read
    /// are left out of it, unless that is all of them or strict mode is on.
    ///
    /// # Errors
    ///
    /// As [`answer`](Transport::answer).
    pub fn items<T: Collection>(
        &self,
        result: Result<ResponseValue<T>, Unread<()>>,
        operation: &'static str,
    ) -> Result<T> {
        let came = self.came();
        let read = seam::answer(result, operation, &self.shared.key).or_else(|error| {
            let readable = came
                .as_ref()
                .filter(|_| self.shared.drift_reporter.is_lenient());
            let partial = readable.and_then(|came| decode_partial(&came.body));
            partial.map_or(Err(error), |partial| Ok(self.rest(partial)))
        });
        self.checked(read, came, operation)
    }

    /// What could be read, with word of what could not.
    fn rest<T>(&self, partial: PartiallyDecoded<T>) -> T {
        let PartiallyDecoded { value, skipped } = partial;
        if let Some(call) = &self.call {
            if let Some(count) = &call.options.skipped {
                count.add(skipped.len());
            }
            for skipped in skipped {
                self.shared.drift_reporter.report_skipped(
                    call.operation,
                    skipped,
                    &self.shared.key,
                );
            }
        }
        value
    }

    fn checked<T>(
        &self,
        read: Result<T>,
        came: Option<Came>,
        operation: &'static str,
    ) -> Result<T> {
        let Some(came) = came else {
            return read.map_err(|error| error.redacted(&self.shared.key));
        };
        let described = self.operation().map_or(Ok(()), |operation| {
            self.shared
                .drift_reporter
                .check(operation, &came.body, &self.shared.key)
        });
        read.and_then(|value| described.map(|()| value))
            .map_err(|error| {
                let error = error.with_operation(operation).with_body(&came.body);
                let error = error.with_status(came.status).with_headers(came.headers);
                error
                    .with_attempts(came.attempts)
                    .redacted(&self.shared.key)
            })
    }

    fn came(&self) -> Option<Came> {
        self.call.as_deref().and_then(|call| call.came().take())
    }

    fn operation(&self) -> Option<&'static Operation> {
        self.call.as_deref().map(|call| call.operation)
    }
}
