//! Creating something, or changing what exists already.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::call::Call;
use crate::error::{Error, ErrorKind, Result};
use crate::operation::Operation;
use crate::transport::Transport;

/// The result of an upsert.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Upserted<C, I, U> {
    /// It did not exist, and was created.
    Created(C),
    /// It existed, and was changed.
    Updated {
        /// Its id.
        id: I,
        /// The response to the change.
        response: U,
    },
}

impl Transport {
    /// A call that sends `create` and, if the API reports a duplicate, the call that `update` makes
    /// for the id of the duplicate. Both share one deadline. For generated code.
    #[doc(hidden)]
    pub fn upsert<'c, C, I, U>(
        &'c self,
        create: Call<'static, C>,
        update: impl FnOnce(u64) -> Result<(I, Call<'static, U>)> + Send + 'c,
    ) -> Call<'c, Upserted<C, I, U>>
    where
        C: Send + 'static,
        I: Send + 'c,
        U: Send + 'static,
    {
        Call::new(move |options| async move {
            let options = self.with_shared_deadline(options);
            let error = match create.with_options(options.clone()).await {
                Ok(created) => return Ok(Upserted::Created(created)),
                Err(error) => error,
            };
            let Some(id) = error.duplicate_id() else {
                return Err(error);
            };
            let (id, update) = update(id)?;
            let response = update.with_options(options).await?;
            Ok(Upserted::Updated { id, response })
        })
    }
}

/// Converts a body to that of another operation, whose fields are among its own or free. For
/// generated code.
///
/// # Errors
///
/// [`ErrorKind::Request`] if it does not fit.
#[doc(hidden)]
pub fn convert_body<T: DeserializeOwned>(
    body: &impl Serialize,
    operation: &'static Operation,
) -> Result<T> {
    serde_json::to_value(body)
        .and_then(serde_json::from_value)
        .map_err(|error| {
            Error::new(
                ErrorKind::Request,
                "the body does not fit the other operation",
            )
            .with_source(error)
            .with_operation(operation.id)
        })
}
