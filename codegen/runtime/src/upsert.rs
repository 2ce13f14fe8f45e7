//! Creating something, or changing what exists already.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

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
        /// The members of the body that were not sent, so that it keeps its own values: those that the
        /// docs of the method name, as far as the body has them.
        kept: Vec<&'static str>,
    },
}

impl Transport {
    /// A call that sends `create` and, if the API reports a duplicate, the call that `update` makes
    /// for the id of the duplicate. `update` also returns the members that it leaves out. Both calls
    /// share one deadline. For generated code.
    #[doc(hidden)]
    pub fn upsert<'c, C, I, U>(
        &'c self,
        create: Call<'static, C>,
        update: impl FnOnce(u64) -> Result<(I, Call<'static, U>, Vec<&'static str>)> + Send + 'c,
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
            let (id, update, kept) = update(id)?;
            let response = update.with_options(options).await?;
            Ok(Upserted::Updated { id, response, kept })
        })
    }
}

/// Converts a body to that of another operation, whose fields are among its own or free, without the
/// members `keep`. Returns those of them that the body has. For generated code.
///
/// # Errors
///
/// [`ErrorKind::Request`] if it does not fit.
#[doc(hidden)]
pub fn convert_body<T: DeserializeOwned>(
    body: &impl Serialize,
    keep: &[&'static str],
    operation: &'static Operation,
) -> Result<(T, Vec<&'static str>)> {
    serde_json::to_value(body)
        .and_then(|mut body| {
            let mut kept = keep.to_vec();
            kept.retain(|member| remove(&mut body, member));
            Ok((serde_json::from_value(body)?, kept))
        })
        .map_err(|error| {
            Error::new(
                ErrorKind::Request,
                "the body does not fit the other operation",
            )
            .with_source(error)
            .with_operation(operation.id)
        })
}

/// Removes a member of an object. Whether there was one.
fn remove(body: &mut Value, member: &str) -> bool {
    let members = body.as_object_mut();
    members.is_some_and(|members| members.remove(member).is_some())
}
